"""Offers and their answers: a yes belongs to the terms it was said to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlalchemy import ColumnElement, insert, select, true
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.tables import AssignmentRow, Offer, Posting, Round, Worker
from data.tables.rounds import REPLIES
from labor.errors import BadInput, NotFound

Standing: TypeAlias = dict[tuple[int, int], str]  # (worker, posting) → answer


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker said, to whom, and how it came in."""

    reply: str  # "yes", "no", "not_asked" (takes an answer back)
    replied: date
    channel: str  # phone, wechat, sms, in_person
    recorded_by: str

    def __post_init__(self) -> None:
        if self.reply not in REPLIES:
            raise BadInput(f"答复只能是 {'、'.join(REPLIES)} / an answer is one of {', '.join(REPLIES)}")


def offer_plan(
    session: Session, round_id: int, *, today: date, by: str, whom: ColumnElement[bool] | None = None
) -> int:
    """Write down an offer for everybody in the standing plan who has none on the present terms; how many.

    ``whom`` narrows it to some of the plan.
    """
    wanted = session.execute(
        select(AssignmentRow.worker_id, Posting.id, Posting.terms_version, Posting.terms_hash)
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .join(Posting, Posting.id == AssignmentRow.posting_id)
        .where(Round.id == round_id, true() if whom is None else whom)
        .order_by(AssignmentRow.worker_id)
    ).all()
    held = _present_offers(session, round_id)
    rows = [
        {
            "worker_id": worker, "posting_id": posting, "round_id": round_id, "offered": today,
            "terms_version": version, "terms_hash": terms, "reply": "not_asked", "recorded_by": by,
        }
        for worker, posting, version, terms in wanted
        if (worker, posting) not in held
    ]  # fmt: skip
    taken = _same_day(session, today)
    new = [row for row in rows if (row["worker_id"], row["posting_id"]) not in taken]
    if new:
        session.execute(insert(Offer), new)
    for row in rows:
        if (row["worker_id"], row["posting_id"]) in taken:
            _renew(session, taken[row["worker_id"], row["posting_id"]], row)
    session.flush()
    return len(rows)


def _same_day(session: Session, today: date) -> dict[tuple[object, object], int]:
    """Offers made today already, whose terms changed since: one day holds one offer, on its last terms."""
    rows = session.execute(select(Offer.worker_id, Offer.posting_id, Offer.id).where(Offer.offered == today))
    return {(worker, posting): number for worker, posting, number in rows}


def _renew(session: Session, offer_id: int, row: dict[str, object]) -> None:
    offer = session.get_one(Offer, offer_id)
    for name, value in {**row, "replied": None, "channel": ""}.items():
        setattr(offer, name, value)


def _present_offers(session: Session, round_id: int) -> set[tuple[int, int]]:
    rows = session.execute(
        select(Offer.worker_id, Offer.posting_id)
        .join(Posting, Posting.id == Offer.posting_id)
        .join(AssignmentRow, (AssignmentRow.worker_id == Offer.worker_id) & (AssignmentRow.posting_id == Posting.id))
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .where(Round.id == round_id, Offer.terms_hash == Posting.terms_hash)
    )
    return {(worker, posting) for worker, posting in rows}


def record(session: Session, worker_id: int, posting_id: int, *, answer: Reply, round_id: int | None = None) -> int:
    """Write down what a worker said about a posting on its present terms; the offer's id. Raises NotFound.

    Somebody who answers without having been asked has thereby been offered it. An answer to older terms stays
    in the books as it was said.
    """
    posting = session.get(Posting, posting_id)
    if posting is None or session.get(Worker, worker_id) is None:
        raise NotFound(
            f"没有 {worker_id} 号劳动者或 {posting_id} 号岗位 / there is no worker {worker_id} or posting {posting_id}"
        )
    offer = session.scalars(
        select(Offer)
        .where(Offer.worker_id == worker_id, Offer.posting_id == posting_id)
        .order_by(Offer.offered.desc(), Offer.id.desc())
        .limit(1)
    ).first()
    if offer is None or (offer.terms_hash != posting.terms_hash and offer.offered != answer.replied):
        offer = Offer(worker_id=worker_id, posting_id=posting_id, round_id=round_id, offered=answer.replied)
        session.add(offer)
    offer.terms_version, offer.terms_hash = posting.terms_version, posting.terms_hash
    offer.reply, offer.channel, offer.recorded_by = answer.reply, answer.channel, answer.recorded_by
    offer.replied = None if answer.reply == "not_asked" else answer.replied
    session.flush()
    return offer.id


def on_other_terms(session: Session, pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of these pairs whose newest offer was made on terms that have changed since."""
    newest: dict[tuple[int, int], bool] = {}
    query = select(Offer.worker_id, Offer.posting_id, Offer.terms_hash != Posting.terms_hash)
    query = query.join(Posting, Posting.id == Offer.posting_id).order_by(Offer.offered, Offer.id)
    for part in in_parts(sorted({worker for worker, _ in pairs})):
        for worker, posting, changed in session.execute(query.where(Offer.worker_id.in_(part))):
            newest[worker, posting] = changed
    return {pair for pair in pairs if newest.get(pair, False)}


def standing(session: Session, round_id: int) -> Standing:
    """What everybody in the standing plan said: "yes", "no", "not_asked", or "terms_changed" since their yes."""
    placed = session.execute(
        select(AssignmentRow.worker_id, AssignmentRow.posting_id)
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .where(Round.id == round_id)
        .order_by(AssignmentRow.worker_id)
    )
    said: Standing = dict.fromkeys(((worker, posting) for worker, posting in placed), "not_asked")
    answers = session.execute(
        select(Offer.worker_id, Offer.posting_id, Offer.reply, Offer.terms_hash, Posting.terms_hash)
        .join(Posting, Posting.id == Offer.posting_id)
        .join(
            AssignmentRow,
            (AssignmentRow.worker_id == Offer.worker_id) & (AssignmentRow.posting_id == Offer.posting_id),
        )
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .where(Round.id == round_id)
        .order_by(Offer.offered, Offer.id)
    )
    for worker, posting, reply, said_to, now in answers:
        present = said_to == now
        said[worker, posting] = reply if present else "terms_changed" if reply == "yes" else "not_asked"
    return said
