"""Somebody's word on a row that waits: keep it as it stands, merge it with the one registered, or drop it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from data.importers.cells.places import known_places
from data.importers.columns.layouts import Layout
from data.importers.columns.mapping import Mapping
from data.importers.columns.tables import Table
from data.importers.deciding.decided_rows import keep_decided
from data.importers.judging.faults import TO_DECIDE
from data.importers.judging.judged_rows import JudgedRow
from data.importers.judging.judging import judge_row, setting_of
from data.importers.judging.rows import Row
from data.importers.row_json import unpacked
from data.importers.stored import row_hash, row_place
from data.importers.togetherness import join_workers
from data.office_settings import county_of
from data.registers import Source
from data.tables import Import, ImportRow, SeenRow
from labor.errors import BadInput, NotFound, StepRefused

KEEP: Final = "keep"
MERGE: Final = "merge"
DROP: Final = "drop"
CHOICES: Final = (KEEP, MERGE, DROP)


def decide(session: Session, import_row_id: int, choice: str, *, today: date, by: str = "") -> tuple[int, ...]:
    """Carry out a choice on a row to decide; the register numbers it now stands under. The caller commits.

    "keep": as it stands, what is unclear left open (a cell of several people is split in order). "merge":
    complete or correct the registered one with it. "drop": leave it out. Raises BadInput, NotFound, StepRefused.
    """
    row = session.get(ImportRow, import_row_id)
    if row is None:
        raise NotFound(f"没有第 {import_row_id} 号待决定行 / there is no import row {import_row_id}")
    if choice not in CHOICES:
        raise BadInput(f"只能选 keep、merge 或 drop / choose one of {', '.join(CHOICES)}, not {choice}")
    if row.outcome != TO_DECIDE or row.decision is not None:
        raise StepRefused(f"这一行不在待决定之列 / import row {import_row_id} does not wait for a decision")
    stored, content = unpacked(row)
    origin = session.get_one(Import, row.import_id)
    office = county_of(session)
    mapping, judged = _judged_again(origin, stored, office)
    county = origin.mapping["home"] or office
    source = Source(today, datetime.combine(today, time(), UTC), by, import_id=origin.id, county=county)
    kept = () if choice == DROP else keep_decided(session, judged, source, merge=choice == MERGE)
    if kept and content["together"] and judged.kind == "workers":
        join_workers(session, [*kept, *content["together"]], source)
    _close(session, row, choice, source)
    if choice != DROP:
        mark = row_hash(judged, mapping.fields)
        session.execute(update(SeenRow).where(SeenRow.row_hash == mark).values(outcome="kept"))
    return kept


def _judged_again(origin: Import, stored: JudgedRow, office: int) -> tuple[Mapping, JudgedRow]:
    """The stored cells judged as on the day of their import, with the columns used then."""
    mappings = [Mapping.from_json(plain) for plain in origin.mapping["tables"]]
    mapping = next(one for one in mappings if one.kind == stored.kind and Layout.of(one).headers == stored.headers)
    table = Table(stored.sheet, stored.headers, stored.title, [], (), 0)
    setting = setting_of(
        table, origin.file_name or "", today=origin.as_of, homes=(origin.mapping["home"], office), places=known_places()
    )
    judged = judge_row(
        Row(stored.sheet, stored.row, stored.cells, Layout.of(mapping)), stored.kind, setting, stored.title
    )
    judged.title = stored.title
    return mapping, judged


def _close(session: Session, row: ImportRow, choice: str, source: Source) -> None:
    for remark in session.scalars(row_place(row.import_id, row.sheet, row.row)):
        remark.decision, remark.decided, remark.decided_by = choice, source.now, source.by
    session.flush()
