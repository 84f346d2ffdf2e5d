"""The door: a file in, the registers filled, a report out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from data.database import IN_PORTIONS, breathe
from data.importers.columns.layouts import ColumnLayout
from data.importers.columns.mapping import Mapping
from data.importers.deciding.mended_rows import close_mended
from data.importers.files.reading import Parsed, read_file
from data.importers.judging.faults import KEPT, Fault
from data.importers.judging.judged_rows import JudgedRow
from data.importers.judging.judging import ORDER, judge
from data.importers.keepers import KEEPERS
from data.importers.portions import Remembering, broken_off
from data.importers.registered import mark_registered
from data.importers.remembered import as_remembered, home_of_mended
from data.importers.report import Report
from data.importers.rereading import (
    Places,
    close_earlier,
    earlier_readings,
    not_their_own_double,
    other_columns,
    standing,
    unread,
)
from data.importers.stopping_places import settle_stations
from data.importers.stored import row_hash, seen, store
from data.importers.tallies import Tally, tally_of
from data.importers.togetherness import join, registered_companions, together_with
from data.office_settings import county_of
from data.registers import (
    KeptRows,
    Source,
    keep_workers,
)
from data.registers.records import KeptRow
from data.tables import Import, SeenRow


@dataclass(frozen=True, slots=True)
class Sending:
    """A file as it came: a path, bytes with a ``name``, or pasted text.

    ``home`` is the county (GB/T 2260) of people who do not say theirs, 0 the office's own. ``mapping`` overrides the
    proposed columns; without it those last named by hand for the same header are taken. ``unit`` is the organization
    of whoever sends it, None for the whole office.
    """

    file: Path | bytes | str
    name: str = ""
    sender: str = ""
    home: int = 0
    mapping: Mapping | None = None
    unit: int | None = None


def bring_in(session: Session, file: Sending | Path | bytes | str, kind: str | None = None, *, today: date) -> Report:
    """Read, judge and keep one file; the caller commits. ``kind`` None: told from the headers.

    Raises UnreadableFile or BadInput, and then nothing was changed. The very same file again changes nothing.
    """
    sending = file if isinstance(file, Sending) else Sending(file)
    parsed = read_file(sending.file, kind, name=sending.name, mapping=sending.mapping)
    readings = earlier_readings(session, parsed)
    earlier = _earlier(session, parsed)
    if earlier and not other_columns(parsed, readings):
        return Report(
            parsed.name, earlier, already=True, skipped=parsed.skipped,
            passed_over=parsed.passed_over, unread=parsed.unread,
        )  # fmt: skip
    if sending.mapping is None:
        parsed = as_remembered(session, parsed)
    parsed = replace(parsed, home=sending.home or home_of_mended(session, parsed))
    office = county_of(session)
    judged = judge(parsed, today=today, home=parsed.home, office=office)
    now = datetime.combine(today, time(), UTC)
    tallies = []
    for one in ORDER:
        rows = [row for row in judged if row.kind == one]
        if rows:
            tallies.append(
                _bring_in_kind(
                    session,
                    (parsed, readings),
                    rows,
                    Source(today, now, sending.sender, county=parsed.home or office, unit=sending.unit),
                )
            )
    mappings = tuple((table.sheet, used) for table, used in parsed.tables)
    return Report(
        parsed.name, tuple(tallies), mappings=mappings, judged=judged,
        skipped=parsed.skipped, passed_over=parsed.passed_over, unread=parsed.unread,
    )  # fmt: skip


def _bring_in_kind(session: Session, read: tuple[Parsed, list[Import]], rows: list[JudgedRow], source: Source) -> Tally:
    (parsed, readings), kind = read, rows[0].kind
    stands = standing(session, kind, readings)
    hashes = _hashes(parsed, rows)
    known = seen(session, hashes)
    for row, mark in zip(rows, hashes, strict=True):
        row.known = known.get(mark, "")
    if kind == "workers":
        mark_registered(session, rows)
        registered_companions(session, rows)
    not_their_own_double(rows, stands)
    again = broken_off(session, parsed.sha256, kind)
    import_id = _opened(session, parsed, kind, source)
    source = replace(source, import_id=import_id)
    settle_stations(session, rows, source)
    fresh = [at for at, row in enumerate(rows) if row.outcome == KEPT and (again or row.known != KEPT)]
    close_earlier(session, kind, readings, source)
    breathe(session)
    bearers = [(at, record) for at in fresh for record in rows[at].records]
    new = [KeptRow(rows[at].sheet, rows[at].row, record) for at, record in bearers]
    if kind == "workers" and session.info.get(IN_PORTIONS):
        source = replace(source, after=Remembering(session, import_id, rows, hashes, known))
    kept = _kept(session, (kind, new, stands), readings, source)
    _turned_back(rows, kept)
    id_of = {at: number for (at, _), number in zip(bearers, kept.ids, strict=True) if number is not None}
    for row in rows:
        row.import_id = import_id
    if kind == "workers":
        join(session, rows, id_of, source)
    close_mended(session, rows, source)
    store(session, import_id, rows, together_with(rows, id_of))
    _remember_rows(session, import_id, rows, hashes, known)
    tally = tally_of(kind, import_id, rows, new=kept.new, changed=kept.changed)
    opened = session.get_one(Import, import_id)
    opened.mapping = {**opened.mapping, "waits_elsewhere": _waits_already(rows)}
    finished = update(Import).where(Import.id == import_id)
    session.execute(finished.values(finished=datetime.now(UTC), **_figures(tally)))
    breathe(session)
    return tally


def _kept(
    session: Session, rows: tuple[str, list[KeptRow], Places], readings: list[Import], source: Source
) -> KeptRows:
    """Rows kept; those of a file read again under the numbers its first reading gave them."""
    kind, new, stands = rows
    if kind != "workers" or not stands:
        return KEEPERS[kind](session, new, source)
    people = Counter((row.sheet, row.row) for row in new)  # a row of several has no one number of its own
    decided = {place: stands[place] for place, count in people.items() if count == 1 and place in stands}
    unread(session, kind, readings, list(decided.values()))
    return keep_workers(session, new, source, decided=decided)


def _waits_already(rows: Sequence[JudgedRow]) -> int:
    """How many rows wait under the number of an earlier file that said the very same."""
    return sum(1 for row in rows if row.outcome != KEPT and row.known == row.outcome)


def _hashes(parsed: Parsed, rows: Sequence[JudgedRow]) -> list[str]:
    fields = {(t.sheet, mapping.kind, ColumnLayout.of(mapping).headers): mapping.fields for t, mapping in parsed.tables}
    return [row_hash(row, fields[row.sheet, row.kind, row.headers]) for row in rows]


def _earlier(session: Session, parsed: Parsed) -> tuple[Tally, ...]:
    """What became of these bytes before, as they were counted then."""
    of_these = (Import.file_hash == parsed.sha256, Import.kind.in_(parsed.kinds), Import.finished.is_not(None))
    imports = session.scalars(select(Import).where(*of_these)).all()
    if {one.kind for one in imports} != set(parsed.kinds):
        return ()  # broken off between two of its tables: what stands is known by its rows
    return tuple(
        Tally(
            one.kind, one.id, one.rows_in, one.rows_kept, one.rows_to_decide, one.rows_refused,
            new=0, changed=0, same=one.rows_kept,
        )
        for one in imports
    )  # fmt: skip


def _opened(session: Session, parsed: Parsed, kind: str, source: Source) -> int:
    used = [mapping.to_json() for _, mapping in parsed.tables if mapping.kind == kind]
    opened = Import(
        kind=kind, file_name=parsed.name[:200], file_hash=parsed.sha256,
        mapping={"tables": used, "home": parsed.home}, rows_in=0, rows_kept=0, rows_to_decide=0, rows_refused=0,
        as_of=source.today, imported=source.now, imported_by=source.by,
        organization_id=source.unit,
    )  # fmt: skip
    session.add(opened)
    session.flush()
    return opened.id


def _turned_back(rows: Sequence[JudgedRow], kept: KeptRows) -> None:
    """What the register itself refused becomes a fault of its row."""
    by_place = {(row.sheet, row.row): row for row in rows}
    for refusal in kept.refused:
        row = by_place[refusal.sheet, refusal.row]
        row.faults.append(
            Fault("register_refused", refusal.column, refusal.advice.zh, f"{refusal.problem.zh} / {refusal.problem.en}")
        )


def _remember_rows(
    session: Session, import_id: int, rows: Sequence[JudgedRow], hashes: Sequence[str], known: dict[str, str]
) -> None:
    outcomes: dict[str, str] = {}
    for row, mark in zip(rows, hashes, strict=True):
        outcomes.setdefault(mark, row.outcome)
    new = [
        {"row_hash": mark, "import_id": import_id, "outcome": outcome}
        for mark, outcome in outcomes.items()
        if mark not in known
    ]
    if new:
        session.execute(insert(SeenRow), new)
    for mark, outcome in outcomes.items():
        if mark in known and known[mark] != outcome and known[mark] != KEPT:
            session.execute(update(SeenRow).where(SeenRow.row_hash == mark).values(outcome=outcome))


def _figures(tally: Tally) -> dict[str, Any]:
    return {
        "rows_in": tally.rows_in, "rows_kept": tally.kept, "rows_to_decide": tally.to_decide,
        "rows_refused": tally.refused, "rows_new": tally.new, "rows_changed": tally.changed,
    }  # fmt: skip
