"""All papers of a plan: one small file a document, and a zip of them."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from data.exports import handover, hints, leftovers, manifest, slip_book, slips, suggestions, summary, workbook
from data.exports.expected import Expected
from data.exports.manifest_sheets import as_sheets
from data.exports.sheets import PaperSheet
from data.exports.suggestions import Suggestion
from data.exports.trips import batches_of
from data.privacy import Reader
from data.tables import AssignmentRow, Batch, Posting, TripRow
from labor.words import Bilingual, Language

NAMES = {
    "summary": Bilingual("方案摘要", "summary"),
    "slips": Bilingual("出发须知", "slips"),
    "handover": Bilingual("交接单", "handover"),
    "reserve": Bilingual("候补名单", "reserve"),
    "unplaced": Bilingual("未安排及原因", "unplaced"),
    "three": Bilingual("岗位推荐", "three-postings"),
    "invite": Bilingual("邀约名单", "invitations"),
    "batches": Bilingual("批次", "batches"),
    "employers": Bilingual("用人单位", "employers"),
    "all": Bilingual("全部文件", "everything"),
}


UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class Extras:
    """What the scorer adds: recommendations by worker, invitations by posting, what to expect at each trip's door."""

    recommendations: Sequence[Suggestion] = ()
    invitations: Sequence[Suggestion] = ()
    expected: Mapping[int, Expected] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of one plan, written into ``folder`` for a named reader; every reading is logged."""

    session: Session
    plan_id: int
    folder: Path
    reader: Reader
    language: Language = "zh"
    paths: list[Path] = field(default_factory=list, init=False)

    def write(self, extras: Extras | None = None) -> list[Path]:
        """Write every paper, the zip of all last; the paths.

        Files of an earlier export of the same name are replaced, others in the folder are left alone.
        """
        # Beside, where its owner alone may look: an export that is killed leaves no paper behind.
        beside = self.folder / UNFINISHED
        shutil.rmtree(beside, ignore_errors=True)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside.mkdir(mode=0o700)
        try:
            made = replace(self, folder=beside)._made(extras or Extras())
            self.paths[:] = [_in_place(path, self.folder / path.relative_to(beside)) for path in made]
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        return self.paths

    def _made(self, extras: Extras) -> list[Path]:
        self.whole_plan(extras)
        for batch_id in batches_of(self.session, self.plan_id):
            self.batch(batch_id, extras.expected)
        self.employers()
        self.invitations(extras.invitations)
        self.zip()
        return self.paths

    def whole_plan(self, extras: Extras) -> None:
        """Summary, reserve, unplaced, recommendations, slips of ticket travelers."""
        session, plan_id, reader = self.session, self.plan_id, self.reader
        self._keep(self._name("summary"), summary.sheets(session, plan_id, extras.expected))
        self._keep(self._name("reserve"), [leftovers.reserve(session, plan_id, reader=reader)])
        why = hints.for_unplaced(session, plan_id)
        self._keep(self._name("unplaced"), [leftovers.unplaced(session, plan_id, reader=reader, hints=why)])
        if extras.recommendations:
            self._keep(
                self._name("three"), [suggestions.three_postings(session, extras.recommendations, reader=reader)]
            )
        on_tickets = slips.slips(session, plan_id, reader=reader, worker_ids=self._ticket_holders())
        if on_tickets:
            self.paths.append(slip_book.write(self._path(self._name("slips")), on_tickets, self.language))

    def batch(self, batch_id: int, expected: Mapping[int, Expected] | None = None) -> None:
        """Leader's and notice-board copies with the slips; receivers' copies go into the employers' files."""
        for masking in ("escort", "notice"):
            made = manifest.sheet(self.session, batch_id, masking, reader=self.reader)
            made = replace(made, expected=(expected or {}).get(made.journey.trip_id))
            number = made.journey.batch_number
            self._keep(f"{number}-{manifest.MASKING_WORDS[masking].text(self.language)}", as_sheets(made), "batches")
        riders = slips.slips(
            self.session, self.plan_id, reader=self.reader, worker_ids=self._riders(made.journey.trip_id)
        )
        path = self._path(f"{number}-{self._name('slips')}", "batches")
        self.paths.append(slip_book.write(path, riders, self.language))

    def employers(self) -> None:
        """One file an employer: its handover list, then its copy of each batch that brings it people."""
        for employer_id, name in handover.employers_of(self.session, self.plan_id):
            tabs = [handover.sheet(self.session, self.plan_id, employer_id, reader=self.reader)]
            for batch_id in self._batches_to(employer_id):
                copy = manifest.sheet(self.session, batch_id, "receiver", reader=self.reader, employer_id=employer_id)
                number = copy.journey.batch_number
                tabs.append(replace(as_sheets(copy)[0], name=Bilingual(number, number)))
            self._keep(f"{self._name('handover')}-{name}", tabs, "employers")

    def invitations(self, invited: Sequence[Suggestion]) -> None:
        """One file, a tab a posting."""
        made = [
            suggestions.invitations(self.session, posting_id, ranked, reader=self.reader)
            for posting_id, ranked in sorted(suggestions.by_posting(invited).items())
        ]
        if made:
            self._keep(self._name("invite"), made)

    def zip(self) -> None:
        """All of the above in one file."""
        path = self.folder / f"{self._name('all')}.zip"
        beside = path.with_name(path.name + ".part")
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as pack:
            for written in self.paths:
                pack.write(written, written.relative_to(self.folder))
        self.paths.append(beside.replace(path))

    def _keep(self, name: str, sheets: Sequence[PaperSheet], under: str = "") -> None:
        self.paths.append(workbook.write(self._path(name, under), sheets, self.language))

    def _name(self, key: str) -> str:
        return NAMES[key].text(self.language)

    def _path(self, name: str, under: str = "") -> Path:
        """A file name every system accepts; the number keeps two employers of one name apart."""
        safe = "".join("_" if char in '\\/:*?"<>|' or ord(char) < 32 else char for char in name).strip(" .")[:80]
        folder = self.folder / self._name(under) if under else self.folder
        folder.mkdir(mode=0o700, exist_ok=True)
        names = (f"{safe}{count}.xlsx" for count in ("", *(f" {n}" for n in range(2, 10_000))))
        return next(folder / name for name in names if folder / name not in self.paths)

    def _ticket_holders(self) -> list[int]:
        return self._workers(AssignmentRow.trip_id.is_(None))

    def _riders(self, trip_id: int) -> list[int]:
        return self._workers(AssignmentRow.trip_id == trip_id)

    def _workers(self, condition: ColumnElement[bool]) -> list[int]:
        query = select(AssignmentRow.worker_id).where(AssignmentRow.plan_id == self.plan_id, condition)
        return list(self.session.scalars(query))

    def _batches_to(self, employer_id: int) -> list[int]:
        own = select(Posting.id).where(Posting.employer_id == employer_id)
        trips = select(AssignmentRow.trip_id).where(
            AssignmentRow.plan_id == self.plan_id, AssignmentRow.posting_id.in_(own)
        )
        query = select(Batch.id).join(TripRow, TripRow.id == Batch.trip_id).where(TripRow.id.in_(trips))
        return list(self.session.scalars(query.order_by(TripRow.number)))


def _in_place(made: Path, target: Path) -> Path:
    """The paper where it belongs, readable by its owner alone: full names and phones stand in it."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made.chmod(0o600)
    return made.replace(target)
