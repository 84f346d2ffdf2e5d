"""Each trip leaves on its own day: what keeps it home, its departure, and the departure taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from data.rounds import batch_numbers, batch_steps, placements
from data.rounds.parties import Party, members, parties
from data.rounds.stages import WORDS, Signature, hold, round_of
from data.tables import AssignmentRow, Batch, Placement, Round
from labor.errors import AskTwice, NotFound, StepRefused


def named(session: Session, round_id: int, batch_id: int | None) -> list[Party]:
    """The party of this batch in the standing plan, or all who travel on their own (None); raises NotFound."""
    round_ = round_of(session, round_id)
    batch_numbers.complete(session, round_)
    everybody = parties(session, round_id)
    found = [one for one in everybody if (one.trip_id is None if batch_id is None else one.batch_id == batch_id)]
    if not found:
        which = f"批次 {batch_id} / batch {batch_id}" if batch_id else "自行前往的人 / people on their own"
        raise NotFound(f"轮次 {round_.name} 没有{which} (round {round_.name} has none)")
    return found


def depart(
    session: Session,
    round_id: int,
    who: Sequence[Party],
    *,
    today: date,
    signature: Signature,
) -> None:
    """These have left; with the last of a round the round has. Raises StepRefused with every obstacle.

    Raises AskTwice where a day lies ahead, unless the signature is ``sure``. Nothing has changed then. What is
    missing at the gate is taken on by the note, where a reason may stand for it.
    """
    round_ = round_of(session, round_id)
    batch_numbers.complete(session, round_)
    hold(session, round_)
    if gone := [one for one in who if one.has_left]:
        raise StepRefused(f"{gone[0].name.zh}已经出发 / {gone[0].name.en} has left already")
    for one in who:
        if one.stage != "locked":
            words = WORDS[one.stage]
            raise StepRefused(
                f"{one.name.zh}{words.zh},不能出发,先锁定 / "
                f"{one.name.en} is {words.en} and cannot depart: lock it first"
            )
    batch_steps.refuse(batch_steps.obstacles(session, round_id, who, "departed", today=today), "departed")
    waived = batch_steps.warnings(session, round_id, who, "departed", today=today)
    if not signature.note.strip():
        batch_steps.refuse(waived, "departed")
    early = [one for one in who if one.day > today]
    if early and not signature.sure:
        raise AskTwice(
            f"{early[0].name.zh}定在 {early[0].day} 出发,今天才 {today}。真的已经出发了吗？ / "
            f"{early[0].name.en} is to leave on {early[0].day}, and today is {today}. Has it really left?",
            [f"{one.name.zh}：{one.day} / {one.name.en}: {one.day}" for one in early],
        )
    for one in who:
        batch_steps.move(session, one, "departed", signature, waived=waived[one.key])
        placements.begin(session, round_id, one.trip_id, travel=one.travel)
        session.execute(update(Batch).where(Batch.id == one.batch_id).values(departed=signature.now))
    batch_steps.name_round(session, round_, signature)
    session.flush()


def take_back(session: Session, round_id: int, batch_id: int | None, *, signature: Signature) -> None:
    """A departure said by mistake: its people are booked again as before; raises StepRefused once one was ticked."""
    round_, whom = round_of(session, round_id), named(session, round_id, batch_id)
    _needs_a_reason(signature)
    hold(session, round_)
    gone = [one for one in whom if one.has_left]
    if not gone:
        raise StepRefused(f"{whom[0].name.zh}还没有出发 / {whom[0].name.en} has not left")
    for party in gone:
        _stay(session, round_, party, signature)
    batch_steps.name_round(session, round_, signature)
    session.flush()


def _stay(session: Session, round_: Round, party: Party, signature: Signature) -> None:
    of_party = select(AssignmentRow.worker_id).where(AssignmentRow.plan_id == round_.plan_id, members([party]))
    ticked = session.scalar(
        select(func.count()).where(
            Placement.round_id == round_.id,
            Placement.worker_id.in_(of_party),
            or_(Placement.boarded.is_not(None), Placement.arrived.is_not(None), Placement.showed_up.is_not(None)),
        )
    )
    if ticked:
        raise StepRefused(
            f"{party.name.zh}有 {ticked} 人已记上车、到达或没来,先取消这些记录 / "
            f"{ticked} people of {party.name.en} are ticked as boarded, arrived or not come: take those back first"
        )
    session.execute(delete(Placement).where(Placement.round_id == round_.id, Placement.worker_id.in_(of_party)))
    session.execute(update(Batch).where(Batch.id == party.batch_id).values(status="locked", departed=None))
    batch_steps.write(session, party, "departure_taken_back", signature)


def any_left(session: Session, round_id: int) -> bool:
    """Whether anybody of a round has left."""
    return session.scalar(select(Placement.id).where(Placement.round_id == round_id).limit(1)) is not None


def _needs_a_reason(signature: Signature) -> None:
    if not signature.note.strip():
        raise StepRefused("收回要写明原因 / say why it is taken back")
