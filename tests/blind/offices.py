"""Play the offices by command line and print the figures: ``python -m tests.blind.offices``."""

from __future__ import annotations

import base64
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from typer.testing import CliRunner

from api.cli import offices
from api.cli.commands import app
from data import privacy
from data.database import opened
from data.tables import Employer, PlanRow, Posting, TripRow, Worker
from tests.blind.clerk import Office
from tests.blind.compared import VERDICTS, Compared, compared
from tests.blind.congjiang import CONGJIANG
from tests.blind.dongxiang import DONGXIANG
from tests.blind.duan import DUAN
from tests.blind.huayuan import HUAYUAN
from tests.blind.zhaojue import ZHAOJUE
from tests.blind.zhenxiong import ZHENXIONG

OFFICES = {office.key: office for office in (DONGXIANG, DUAN, ZHAOJUE, HUAYUAN, CONGJIANG, ZHENXIONG)}
AS_OF = ("--as-of", "2026-11-27")


@dataclass(frozen=True, slots=True)
class Played:
    """What import and plan said, and what stood in the register afterwards."""

    imported: str
    planned: str
    files: dict[str, Compared]
    registered: int
    placed: int
    trips: tuple[int, ...]
    employers: frozenset[str]
    titles: frozenset[str]

    @property
    def fields(self) -> Counter[str]:
        """The verdicts on all fields of all files."""
        return sum((found.fields for found in self.files.values()), Counter())


def played(office: Office, folder: Path) -> Played:
    """Write the office's files into a folder, import them and plan, as README says."""
    sent, home = folder / office.key, folder / f"{office.key}-home"
    sent.mkdir()
    for file in office.files:
        file.write(sent / file.name)
    run, at = CliRunner(), ("--home", str(home))
    run.invoke(app, ["init", "--county", office.county, *at])
    imported = run.invoke(app, ["import", *(str(sent / file.name) for file in office.files), *AS_OF, *at])
    planned = run.invoke(app, ["plan", "2026-12-01", "2026-12-14", *AS_OF, "--threads", "1", *at])
    with opened(offices.opened(home).engine) as session:
        return Played(
            imported.output,
            planned.output,
            compared(session, office),
            session.scalar(select(func.count()).select_from(Worker)) or 0,
            session.scalar(select(PlanRow.placed_people).order_by(PlanRow.id.desc()).limit(1)) or 0,
            tuple(session.scalars(select(TripRow.people).order_by(TripRow.number))),
            frozenset(session.scalars(select(Employer.name))),
            frozenset(session.scalars(select(Posting.title))),
        )


def told(office: Office, found: Played, *, verbose: bool = False) -> Iterator[str]:
    """A line for each file, and for everything that is not right where ``verbose``."""
    yield f"== {office.county}: {' '.join(VERDICTS)}"
    for name, file in found.files.items():
        yield f"{_counts(file.fields)}  {name or 'nobody in a file'} {file.invented or ''}"
        if verbose:
            yield from (f"       {line}" for line in file.said)
    yield f"{_counts(found.fields)}  all fields"
    people = sum(len(file.people) for file in office.files)
    yield f"registered {found.registered} of {people}, placed {found.placed} (by hand {office.sendable})"
    yield f"people on trips {found.trips} (coaches by hand {office.coaches})"
    if verbose:
        yield from (found.imported, found.planned, str(sorted(found.employers)), str(sorted(found.titles)))


def _counts(fields: Counter[str]) -> str:
    return " ".join(f"{fields[verdict]:4}" for verdict in VERDICTS)


def main() -> None:
    """Print the figures of the offices named, or of all; with -v every field that is not right."""
    key = bytes(range(32))
    os.environ[privacy.KEY_VARIABLE] = base64.b64encode(key).decode()
    privacy.use(privacy.Keyring.of(key))
    chosen = [word for word in sys.argv[1:] if word in OFFICES] or list(OFFICES)
    for office in (OFFICES[word] for word in chosen):
        with tempfile.TemporaryDirectory() as folder:
            lines = told(office, played(office, Path(folder)), verbose="-v" in sys.argv)
            sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    main()
