"""Rows that wait are kept once nothing is asked of them any more; else what is still asked is written down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Final

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from data.importers.columns.mapping import Mapping
from data.importers.deciding.decided_rows import KEEP, MERGE, DecidedRow, keep_decided
from data.importers.deciding.waiting import WaitingRow, judged_again
from data.importers.judging.faults import KEPT, Fault
from data.importers.judging.judged_rows import JudgedRow
from data.importers.registered import mark_registered
from data.importers.stopping_places import settle_stations
from data.importers.stored import remark_values, row_hash
from data.importers.togetherness import join_workers, registered_companions
from data.office_settings import county_of
from data.registers import Refusal, Source
from data.registers.records import WorkerRecord
from data.tables import Import, ImportRow, SeenRow

SETTLED: Final = "settled"  # nothing was asked any more: what it waited for has come
MENDED: Final = "mended"


@dataclass(frozen=True, slots=True)
class Hand:
    """Who decides, and on which day."""

    today: date
    by: str = ""

    @property
    def now(self) -> datetime:
        """The moment written beside a decision."""
        return datetime.combine(self.today, time(), UTC)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of rows that waited: the register numbers of those kept, row by row, and how many wait on."""

    kept: tuple[tuple[int, ...], ...] = ()
    waiting: int = 0
    refusals: tuple[Refusal, ...] = ()


def settle(session: Session, rows: Sequence[WaitingRow], hand: Hand) -> Settled:
    """Judge rows again and keep those of which nothing is asked any more; the caller commits."""
    office = county_of(session)
    parts: dict[tuple[int, str], list[WaitingRow]] = defaultdict(list)
    for row in rows:
        parts[row.place[0], row.stored.kind].append(row)
    kept: list[tuple[int, ...]] = []
    refusals: list[Refusal] = []
    waiting = 0
    for (import_id, _), part in parts.items():
        origin = session.get_one(Import, import_id)
        source = Source(hand.today, hand.now, hand.by, import_id=import_id, county=origin.mapping["home"] or office)
        one = _settle_part(session, origin, [(row, *judged_again(origin, row, office)) for row in part], source)
        kept += one.kept
        waiting += one.waiting
        refusals += one.refusals
    return Settled(tuple(kept), waiting, tuple(refusals))


def _settle_part(
    session: Session, origin: Import, rows: list[tuple[WaitingRow, Mapping, JudgedRow]], source: Source
) -> Settled:
    """Rows of one import and kind."""
    judged = [one for _, _, one in rows]
    if judged[0].kind == "workers":
        mark_registered(session, judged)
        registered_companions(session, judged)
    settle_stations(session, judged, source)
    for row, _, one in rows:
        one.faults = _still_asked(one.faults, row.accepted)
    ready = [(row, mapping, one) for row, mapping, one in rows if one.outcome == KEPT]
    decided = [DecidedRow(one, _word_of(row)) for row, _, one in ready]
    results, refused = keep_decided(session, decided, source)
    held: list[WaitingRow] = []
    for (row, mapping, one), numbers in zip(ready, results, strict=True):
        if numbers:
            _join(session, origin, (row, one), numbers, source)
            close(session, row, _word_of(row) or (MENDED if row.mended else SETTLED), source)
            mark = update(SeenRow).where(SeenRow.row_hash == row_hash(one, mapping.fields))
            session.execute(mark.values(outcome=KEPT))
        else:
            held.append(row)
    waiting = [(row, one) for row, _, one in rows if one.outcome != KEPT]
    for row, one in waiting:
        restore(session, row, one)
    return Settled(tuple(numbers for numbers in results if numbers), len(waiting) + len(held), tuple(refused))


def _still_asked(faults: Sequence[Fault], accepted: dict[tuple[str, str], str]) -> list[Fault]:
    """The faults, those somebody has answered as notes; what cannot be kept at all is not answered away."""
    return [
        replace(fault, severity="note")
        if fault.weight == "decide" and (fault.code, fault.column) in accepted
        else fault
        for fault in faults
    ]


def _word_of(row: WaitingRow) -> str:
    """What was answered for a row: merging outweighs keeping; "" where nothing was."""
    said = set(row.accepted.values())
    return MERGE if MERGE in said else KEEP if KEEP in said else ""


def _join(
    session: Session, origin: Import, kept: tuple[WaitingRow, JudgedRow], numbers: tuple[int, ...], source: Source
) -> None:
    """Bring people just kept together with those of their row or file whom they belong with."""
    row, judged = kept
    if judged.kind != "workers":
        return
    key = row.content.get("group_key", "")
    groups = dict(origin.mapping.get("groups", {}))
    others = [*judged.companion_ids, *(groups.get(key, ()) if key else ())]
    if key:
        groups[key] = [*groups.get(key, ()), *numbers]
        origin.mapping = {**origin.mapping, "groups": groups}
    if others:
        record = judged.records[0]
        couple = isinstance(record, WorkerRecord) and record.wants_couple_room
        join_workers(session, [*numbers, *others], source, couple_room=couple)


def close(session: Session, row: WaitingRow, word: str, source: Source) -> None:
    """Nobody waits for this row any more."""
    for remark in row.remarks:
        if remark.decision is None:
            remark.decision = word
        remark.decided, remark.decided_by = source.now, source.by
    session.flush()


def _said(faults: Sequence[Fault]) -> list[tuple[str, str, str, str]]:
    return sorted((fault.code, fault.column, fault.value, fault.hint) for fault in faults)


def restore(session: Session, row: WaitingRow, judged: JudgedRow) -> None:
    """Write down what is asked of a row now, in place of what was; answers given stay."""
    import_id, sheet, number = row.place
    if not row.mended and row.carrier.decision is None and _said(row.stored.faults) == _said(judged.faults):
        return
    open_here = (ImportRow.import_id == import_id, ImportRow.sheet == sheet, ImportRow.row == number)
    answered = {(remark.rule, remark.column) for remark in row.remarks if remark.decision}
    for remark in row.remarks:
        if remark.decision:
            remark.cells = None
    session.flush()
    session.execute(delete(ImportRow).where(*open_here, ImportRow.decision.is_(None)))
    judged.faults = [fault for fault in judged.faults if (fault.code, fault.column) not in answered]
    judged.cells = row.cells
    key = row.content.get("group_key", "")
    session.execute(insert(ImportRow), remark_values(import_id, judged, list(row.content["together"]), key))
