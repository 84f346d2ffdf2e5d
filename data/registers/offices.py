"""The tree of offices grown from the homes of their people, and brokers' claims."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from data.registers.records import KeptRow, WorkerRecord
from data.registers.rows import Source, added, current
from data.tables import Attribution, Organization, Worker
from data.tables.regions import regions


class OfficeTree:
    """The offices by place; a missing one is added with those above it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        rows = session.execute(
            select(
                Organization.county, Organization.township, Organization.village, Organization.name,
                Organization.kind, Organization.id,
            )
        )  # fmt: skip
        self._office: dict[tuple[int, str, str], int] = {}
        self._broker: dict[tuple[int, str], int] = {}
        for county, township, village, name, kind, number in rows:
            if kind == "broker":
                self._broker[county, name] = number
            else:
                self._office[county, township, village] = number

    def office(self, county: int, township: str, village: str) -> int:
        """The lowest office a home belongs to."""
        key = (county, township, village if township else "")
        if key not in self._office:
            name, kind, parent = self._described(*key)
            self._office[key] = self._add(kind, name, key, parent)
        return self._office[key]

    def broker(self, county: int, name: str) -> int:
        """A labor broker (劳务经纪人) under the county's office."""
        if (county, name) not in self._broker:
            place = (county, "", "")
            self._broker[county, name] = self._add("broker", name, place, self.office(*place))
        return self._broker[county, name]

    def _described(self, county: int, township: str, village: str) -> tuple[str, str, int | None]:
        if village:
            return village, "village", self.office(county, township, "")
        if township:
            return township, "township", self.office(county, "", "")
        return regions().name_of(county), "county", None

    def _add(self, kind: str, name: str, place: tuple[int, str, str], parent: int | None) -> int:
        county, township, village = place
        row = {"parent_id": parent, "kind": kind, "name": name, "county": county}
        (number,) = added(self._session, Organization, [{**row, "township": township, "village": village}])
        return number


def keep(session: Session, people: Sequence[tuple[int, KeptRow]], tree: OfficeTree, source: Source) -> set[int]:
    """Give people without an office the one of their home, and write down brokers' claims; whose changed."""
    standing = current(
        session, Worker, [worker for worker, _ in people], ["organization_id", "county", "township", "village"]
    )
    missing = {
        worker: tree.office(row.county, row.township, row.village)
        for worker, row in standing.items()
        if row.organization_id is None
    }
    if missing:
        session.execute(
            update(Worker), [{"id": worker, "organization_id": office} for worker, office in missing.items()]
        )
    return _claims(session, people, tree, source)


def _claims(session: Session, people: Sequence[tuple[int, KeptRow]], tree: OfficeTree, source: Source) -> set[int]:
    """A first claim counts; a second one stands beside it, uncounted, until somebody decides."""
    wanted = {
        (worker, tree.broker(regions().current(row.record.county), row.record.broker)): row
        for worker, row in people
        if isinstance(row.record, WorkerRecord) and row.record.broker
    }
    if not wanted:
        return set()
    held = {tuple(row) for row in session.execute(select(Attribution.worker_id, Attribution.organization_id))}
    claimed = {worker for worker, _ in held}
    rows = []
    for worker, office in sorted(wanted.keys() - held):
        row = wanted[worker, office]
        rows.append(
            {
                "worker_id": worker, "organization_id": office, "claimed": source.today,
                "counts": worker not in claimed, "import_id": source.import_id, "source_sheet": row.sheet[:200],
                "source_row": row.row,
            }
        )  # fmt: skip
        claimed.add(worker)
    if rows:
        session.execute(insert(Attribution), rows)
    return {worker for worker, _ in wanted.keys() - held}
