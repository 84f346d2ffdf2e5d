"""Somebody's word on rows that wait: as they stand, merged, left out, or mended cell by cell; one row or all alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from data.importers.cells.reading import Cell, plain
from data.importers.deciding.decided_rows import KEEP, MERGE, said_plainly
from data.importers.deciding.settling import MENDED, SETTLED, Hand, Settled, close, settle
from data.importers.deciding.waiting import WaitingRow, claim, waiting_rows
from data.importers.judging.faults import TO_DECIDE
from data.registers import Source
from data.tables import ImportRow
from labor.errors import BadInput, NotFound, StepRefused
from labor.words import Bilingual

DROP: Final = "drop"
CHOICES: Final = (KEEP, MERGE, DROP)
WORDS: Final = {
    KEEP: Bilingual("登记", "kept"),
    MERGE: Bilingual("合并", "merged"),
    DROP: Bilingual("不要", "left out"),
    MENDED: Bilingual("改好后登记", "mended and kept"),
    SETTLED: Bilingual("等的内容来了，已登记", "kept once what it waited for came"),
}
AS_SAID: Final = Bilingual("已处理", "settled")


def decide(session: Session, import_row_id: int, choice: str, *, today: date, by: str = "") -> tuple[int, ...]:
    """Carry out a choice on a whole row; the register numbers it now stands under. The caller commits.

    "keep": as it stands, what is unclear left open (a cell of several people is split in order). "merge":
    complete or correct the registered one with it. "drop": leave it out. Raises BadInput, NotFound, StepRefused.
    """
    if choice not in CHOICES:
        raise BadInput(f"只能选 keep、merge 或 drop / choose one of {', '.join(CHOICES)}, not {choice}")
    if _decided(session, import_row_id) == choice:
        return ()  # the second press of a button, or of a second tab: what the first one did stands
    row, hand = _waiting(session, import_row_id), Hand(today, by)
    if choice == DROP:
        drop(session, [row], hand)
        return ()
    if row.carrier.outcome != TO_DECIDE:
        raise StepRefused(f"这一行要改好才能登记 / import row {import_row_id} must be mended first")
    for fault in row.stored.faults:
        if fault.weight == "decide":
            accept(row, (fault.code, fault.column), choice)
    return _only(settle(session, [row], hand))


def mend(session: Session, import_row_id: int, cells: Mapping[int, str], *, today: date, by: str = "") -> Settled:
    """Put other words into cells of a row (by position) and judge it again: kept if nothing is asked any more."""
    row = _waiting(session, import_row_id)
    row.cells = with_cells(row.cells, cells)
    return settle(session, [row], Hand(today, by))


def drop(session: Session, rows: Sequence[WaitingRow], hand: Hand) -> None:
    """Leave rows out; their cells stay on record with the word."""
    for row in rows:
        close(session, row, DROP, Source(hand.today, hand.now, hand.by))


def accept(row: WaitingRow, asked: tuple[str, str], choice: str) -> None:
    """Note an answer to one question (fault, column) of a row."""
    for remark in row.remarks:
        if (remark.rule, remark.column) == asked and remark.decision is None:
            remark.decision = choice


def with_cells(cells: Sequence[Cell], changed: Mapping[int, str]) -> list[Cell]:
    """The cells with some replaced; one that says the same as before keeps its type."""
    wide = [*cells, *([None] * (max(changed, default=-1) + 1 - len(cells)))]
    for at, text in changed.items():
        if plain(wide[at]) != plain(text):
            wide[at] = text.strip() or None
    return wide


def _decided(session: Session, import_row_id: int) -> str | None:
    """The word said on a row, None while it waits; the row is held until the commit."""
    claim(session, ImportRow.id == import_row_id)
    row = session.get(ImportRow, import_row_id)
    return None if row is None else row.decision


def _waiting(session: Session, import_row_id: int) -> WaitingRow:
    word = _decided(session, import_row_id)
    if word is not None:
        said = WORDS.get(word, AS_SAID)
        raise StepRefused(
            f"这一行已经决定过了（{said.zh}），没有再改；请刷新页面 / "
            f"this row is decided already ({said.en}) and was not changed again: reload the page"
        )
    if session.get(ImportRow, import_row_id) is None:
        raise NotFound(f"没有第 {import_row_id} 号待决定行 / there is no import row {import_row_id}")
    found = waiting_rows(session, ImportRow.id == import_row_id)
    if not found:
        raise StepRefused(f"这一行不在待决定之列 / import row {import_row_id} does not wait for a decision")
    return found[0]


def _only(settled: Settled) -> tuple[int, ...]:
    """The numbers of the one row settled; raises what the register had against it."""
    if settled.refusals:
        raise said_plainly(settled.refusals[0])
    return settled.kept[0] if settled.kept else ()
