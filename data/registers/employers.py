"""Keeping employers and the wage-arrears list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from data.registers.records import EmployerRecord, KeptRow
from data.registers.rows import KeptRows, Source, change_of, current, rewritten, said
from data.tables import ArrearsListing, Employer
from data.tables.regions import regions

UNKNOWN_COUNTY = 0


class EmployerBook:
    """All employers, found by credit code first, else by exact name where no other code speaks against it."""

    def __init__(self, session: Session) -> None:
        self._code: dict[str, int] = {}
        self._name: dict[str, tuple[int, str]] = {}
        for number, code, name in session.execute(select(Employer.id, Employer.uscc, Employer.name)):
            self.add(number, code or "", name)

    def add(self, number: int, code: str, name: str) -> None:
        """Take a new employer in."""
        if code:
            self._code[code] = number
        self._name.setdefault(_spelled(name), (number, code))

    def find(self, code: str, name: str) -> int | None:
        """The employer's id, None for an unknown one."""
        if code and code in self._code:
            return self._code[code]
        number, known_code = self._name.get(_spelled(name), (None, ""))
        return None if code and known_code and code != known_code else number


def _spelled(name: str) -> str:
    return "".join(name.split()).replace("(", "（").replace(")", "）")


def keep_employers(session: Session, rows: Sequence[KeptRow], source: Source) -> KeptRows:
    """Keep employers and their entries on the arrears list.

    A line of the list about an employer nobody here knows is kept as a listing alone; it meets the employer by
    credit code or name as soon as that one is registered.
    """
    book = EmployerBook(session)
    ids: list[int | None] = []
    fresh: set[int] = set()
    for at, row in enumerate(rows):
        record = _employer(row)
        number = book.find(record.credit_code, record.name)
        if number is None and not _only_listed(record):
            number = _added(session, row, source)
            book.add(number, record.credit_code, record.name)
            fresh.add(at)
        ids.append(number)
    pairs = list(zip(ids, rows, strict=True))
    changed = _rewritten(session, pairs, source) | _listed(session, pairs)
    link_arrears(session)
    changed -= fresh
    return KeptRows(len(fresh), len(changed), len(rows) - len(fresh) - len(changed), ids=tuple(ids))


def _employer(row: KeptRow) -> EmployerRecord:
    assert isinstance(row.record, EmployerRecord)
    return row.record


def _only_listed(record: EmployerRecord) -> bool:
    return record.arrears_from is not None and not record.county


def _added(session: Session, row: KeptRow, source: Source) -> int:
    employer = Employer(**{"county": UNKNOWN_COUNTY, **_stated(_employer(row))}, **_traced(row, source))
    session.add(employer)
    session.flush()
    return employer.id


def _stated(record: EmployerRecord) -> dict[str, Any]:
    values = said(
        {
            "name": record.name, "uscc": record.credit_code, "address": record.address, "contact": record.contact,
            "phone": record.phone, "industry": record.industry, "licence_number": record.licence_number,
            "licence_to": record.licence_to, "credit_grade": record.credit_grade, "guaranteed": record.guaranteed,
            "remarks": record.remarks, "kind": "agency" if record.is_agency else None,
        }
    )  # fmt: skip
    if record.county:
        values["county"] = regions().current(record.county)
    return values


def _traced(row: KeptRow, source: Source) -> dict[str, Any]:
    return {
        "import_id": source.import_id,
        "source_sheet": row.sheet,
        "source_row": row.row,
        "changed": source.now,
    }


def _rewritten(session: Session, pairs: Sequence[tuple[int | None, KeptRow]], source: Source) -> set[int]:
    """Write what rows say differently; the positions of rows that changed something."""
    stated = {at: _stated(_employer(row)) for at, (number, row) in enumerate(pairs) if number is not None}
    names = sorted({name for values in stated.values() for name in values})
    standing = current(session, Employer, [number for number, _ in pairs if number is not None], names)
    changes: dict[int, dict[str, Any]] = {}
    positions = set()
    for at, values in stated.items():
        number, row = pairs[at]
        assert number is not None
        change = change_of(standing[number], values)
        if change:
            changes[number] = changes.get(number, {}) | change | _traced(row, source)
            positions.add(at)
    rewritten(session, Employer, changes)
    return positions


def _listed(session: Session, pairs: Sequence[tuple[int | None, KeptRow]]) -> set[int]:
    """Keep entries of the arrears list; the positions of rows that brought or ended one."""
    held = {
        (code or "", _spelled(name), listed): (number, removed)
        for number, code, name, listed, removed in session.execute(
            select(
                ArrearsListing.id, ArrearsListing.uscc, ArrearsListing.name, ArrearsListing.listed,
                ArrearsListing.removed,
            )
        )
    }  # fmt: skip
    new: dict[tuple[str, str, Any], dict[str, Any]] = {}
    ended, positions = [], set()
    for at, (employer, row) in enumerate(pairs):
        record = _employer(row)
        if record.arrears_from is None:
            continue
        key = (record.credit_code, _spelled(record.name), record.arrears_from)
        if key not in held and key not in new:
            new[key] = _listing(employer, record)
            positions.add(at)
        elif key in held and record.arrears_to is not None and held[key][1] != record.arrears_to:
            ended.append({"id": held[key][0], "removed": record.arrears_to})
            positions.add(at)
    if new:
        session.execute(insert(ArrearsListing), list(new.values()))
    if ended:
        session.execute(update(ArrearsListing), ended)
    return positions


def _listing(employer: int | None, record: EmployerRecord) -> dict[str, Any]:
    return {
        "employer_id": employer,
        "uscc": record.credit_code or None,
        "name": record.name,
        "listed": record.arrears_from,
        "removed": record.arrears_to,
        "source": record.arrears_source,
    }


def link_arrears(session: Session) -> None:
    """Let listings meet the employers they name, registered before or after them."""
    book = EmployerBook(session)
    loose = session.execute(
        select(ArrearsListing.id, ArrearsListing.uscc, ArrearsListing.name).where(ArrearsListing.employer_id.is_(None))
    )
    met = [
        {"id": number, "employer_id": employer}
        for number, code, name in loose
        if (employer := book.find(code or "", name)) is not None
    ]
    if met:
        session.execute(update(ArrearsListing), met)
