"""A row kept as somebody decided: beside its double, or merged with the one registered."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from data.importers.bringing import KEEPERS
from data.importers.judging.judged_rows import JudgedRow
from data.registers import Kept, Source, keep_workers, lookalikes
from data.registers.records import KeptRow, PostingRecord, Record, WorkerRecord
from labor.errors import BadInput


def keep_decided(session: Session, judged: JudgedRow, source: Source, *, merge: bool) -> tuple[int, ...]:
    """The register numbers a row now stands under; raises BadInput where the register refuses it."""
    if judged.kind == "workers":
        kept = _kept_workers(session, judged, source, merge=merge)
    else:
        records = [record if merge else _apart(record, judged.row) for record in judged.records]
        kept = KEEPERS[judged.kind](session, [KeptRow(judged.sheet, judged.row, record) for record in records], source)
    if kept.refused:
        refusal = kept.refused[0]
        raise BadInput(f"{refusal.problem.zh}，{refusal.advice.zh} / {refusal.problem.en}: {refusal.advice.en}")
    return tuple(number for number in kept.ids if number is not None)


def _kept_workers(session: Session, judged: JudgedRow, source: Source, *, merge: bool) -> Kept:
    people = [record for record in judged.records if isinstance(record, WorkerRecord)]
    likes = lookalikes(session, people)
    if len(people) > 1:
        key = f"row:{source.import_id}:{judged.row}"
        return keep_workers(
            session, [KeptRow(judged.sheet, judged.row, replace(one, group_key=key)) for one in people], source
        )
    like = likes[0]
    other = like.by_identity or next(iter(like.by_name_and_phone), None) or next(iter(like.by_name_and_village), None)
    if merge and other is None:
        raise BadInput(
            "登记册里没有可合并的人，请选“保留”或“不要” / nobody in the register to merge with: keep or drop"
        )
    if not merge and like.by_identity is not None:
        raise BadInput(
            "身份证号相同的不能登记成两个人，请选“合并”或“不要” / one identity number is one person: merge or drop"
        )
    place = (judged.sheet, judged.row)
    return keep_workers(session, [KeptRow(*place, people[0])], source, decided={place: other if merge else None})


def _apart(record: Record, row: int) -> Record:
    """A posting kept beside its double needs an order number of its own; other kinds are known by their own."""
    if isinstance(record, PostingRecord):
        return replace(record, order_number=f"{record.order_number or record.title} ({row})"[:190])
    return record
