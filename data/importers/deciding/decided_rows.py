"""Rows kept as somebody decided: beside their double, merged with the one registered, or as the register knows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from data.importers.judging.judged_rows import JudgedRow
from data.importers.keepers import KEEPERS
from data.registers import KeptRows, Lookalikes, Refusal, Source, keep_workers, lookalikes
from data.registers.records import KeptRow, PostingRecord, Record, WorkerRecord
from labor.errors import BadInput
from labor.words import Bilingual

KEEP: Final = "keep"
MERGE: Final = "merge"
NOBODY_THERE: Final = Bilingual("登记册里没有可合并的人", "nobody in the register to merge with")
KEEP_OR_DROP: Final = Bilingual("请选“保留”或“不要”", "keep or drop")
ONE_NUMBER: Final = Bilingual("身份证号相同的不能登记成两个人", "one identity number is one person")
MERGE_OR_DROP: Final = Bilingual("请选“合并”或“不要”", "merge or drop")


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A row judged again and what was said of it: KEEP, MERGE, or "" where only the register is to say who it is."""

    judged: JudgedRow
    word: str


def keep_decided(
    session: Session, rows: Sequence[DecidedRow], source: Source
) -> tuple[list[tuple[int, ...]], list[Refusal]]:
    """The register numbers each row of one kind now stands under, none where the register refuses it, and why."""
    if not rows:
        return [], []
    if rows[0].judged.kind == "workers":
        return _kept_workers(session, rows, source)
    kept_rows, owner = [], []
    for at, row in enumerate(rows):
        for record in row.judged.records:
            chosen = _apart(record, row.judged.row) if row.word == KEEP and _is_double(row.judged) else record
            kept_rows.append(KeptRow(row.judged.sheet, row.judged.row, chosen))
            owner.append(at)
    return _by_row(len(rows), owner, KEEPERS[rows[0].judged.kind](session, kept_rows, source))


def said_plainly(refusal: Refusal) -> BadInput:
    """A refusal of the register as the answer to one person's one decision."""
    return BadInput(f"{refusal.problem.zh}，{refusal.advice.zh} / {refusal.problem.en}: {refusal.advice.en}")


def _by_row(count: int, owner: Sequence[int], kept: KeptRows) -> tuple[list[tuple[int, ...]], list[Refusal]]:
    found: list[tuple[int, ...]] = [()] * count
    for at, number in zip(owner, kept.ids, strict=True):
        if number is not None:
            found[at] = (*found[at], number)
    return found, list(kept.refused)


def _is_double(judged: JudgedRow) -> bool:
    return any(fault.code.startswith("duplicate_") for fault in judged.faults)


def _kept_workers(
    session: Session, rows: Sequence[DecidedRow], source: Source
) -> tuple[list[tuple[int, ...]], list[Refusal]]:
    likes = iter(lookalikes(session, [record for row in rows for record in _people(row.judged)]))
    taken: list[KeptRow] = []
    owner: list[int] = []
    who: dict[tuple[str, int], int | None] = {}
    refused: list[Refusal] = []
    for at, row in enumerate(rows):
        people, place = _people(row.judged), (row.judged.sheet, row.judged.row)
        own = [next(likes) for _ in people]
        if len(people) > 1:
            key = next((one.group_key for one in people if one.group_key), f"row:{source.import_id}:{place[1]}")
            taken += [KeptRow(*place, replace(one, group_key=key)) for one in people]
        else:
            problem = _told_apart(row, own[0], place, who)
            if problem:
                refused.append(problem)
                continue
            taken.append(KeptRow(*place, people[0]))
        owner += [at] * len(people)
    found, turned_back = _by_row(len(rows), owner, keep_workers(session, taken, source, decided=who))
    return found, [*refused, *turned_back]


def _told_apart(
    row: DecidedRow, like: Lookalikes, place: tuple[str, int], who: dict[tuple[str, int], int | None]
) -> Refusal | None:
    """Note who the one person of a row is, as far as the word says it; what cannot be is refused."""
    other = like.by_identity or next(iter(like.by_name_and_phone), None) or next(iter(like.by_name_and_village), None)
    if row.word == MERGE:
        if other is None:
            return Refusal(*place, "", NOBODY_THERE, KEEP_OR_DROP)
        who[place] = other
    elif row.word == KEEP and _is_double(row.judged):
        if like.by_identity is not None:
            return Refusal(*place, "", ONE_NUMBER, MERGE_OR_DROP)
        who[place] = None
    return None


def _people(judged: JudgedRow) -> list[WorkerRecord]:
    return [record for record in judged.records if isinstance(record, WorkerRecord)]


def _apart(record: Record, row: int) -> Record:
    """A posting kept beside its double needs an order number of its own; other kinds are known by their own."""
    if isinstance(record, PostingRecord):
        return replace(record, order_number=f"{record.order_number or record.title} ({row})"[:190])
    return record
