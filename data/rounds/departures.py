"""Each trip leaves on its own day: what keeps it home, its departure, and the departure taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from data.rounds import checks, news, placements
from data.rounds.blockers import Blocker
from data.rounds.parties import Party, parties, remaining
from data.rounds.stages import WORDS, Signature, exchange, round_of
from data.tables import AssignmentRow, Batch, Placement, Round, RoundStep, TripStep
from labor.errors import AskTwice, NotFound, StepRefused


def obstacles(session: Session, round_id: int, party: Party, today: date) -> list[Blocker]:
    """What keeps this trip's own people from leaving, as of its own day (as of today where that lies ahead)."""
    day = party.as_of(today)
    found = checks.answers(session, round_id, party)
    return found + checks.rules(session, round_id, day, party) + checks.consents(session, round_id, party)


def party_of(session: Session, round_id: int, batch_id: int | None) -> Party:
    """The trip of this batch in the standing plan, or those on their own (None); raises NotFound."""
    round_ = round_of(session, round_id)
    found = next((one for one in parties(session, round_id) if one.batch_id == batch_id), None)
    if found is None:
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

    Raises AskTwice where a day lies ahead, unless the signature is ``sure``. Nothing has changed then.
    """
    round_ = round_of(session, round_id)
    if round_.status != "locked":
        raise StepRefused(
            f"{WORDS[round_.status].zh}的轮次不能出发,先锁定 / a {round_.status} round cannot depart: lock it first"
        )
    if gone := [one for one in who if one.has_left]:
        raise StepRefused(f"{gone[0].name.zh}已经出发 / {gone[0].name.en} has left already")
    reasons = [reason for one in who for reason in obstacles(session, round_id, one, today)]
    if reasons:
        raise StepRefused(
            f"还不能{WORDS['departed'].zh}：{len(reasons)} 处不符 / not departed yet: {len(reasons)} obstacles",
            [reason.told for reason in reasons],
        )
    early = [one for one in who if one.day > today]
    if early and not signature.sure:
        raise AskTwice(
            f"{early[0].name.zh}定在 {early[0].day} 出发,今天才 {today}。真的已经出发了吗？ / "
            f"{early[0].name.en} is to leave on {early[0].day}, and today is {today}. Has it really left?",
            [f"{one.name.zh}：{one.day} / {one.name.en}: {one.day}" for one in early],
        )
    left_over = {one.trip_id for one in remaining(parties(session, round_id))} - {one.trip_id for one in who}
    exchange(session, round_, "locked" if left_over else "departed")
    for one in who:
        _leave(session, round_id, one, signature)
    if not left_over:
        _log(session, round_, "locked", "departed", signature)
    session.flush()


def take_back(session: Session, round_id: int, batch_id: int | None, *, signature: Signature) -> None:
    """A departure said by mistake: its people are booked again as before; raises StepRefused once one was ticked."""
    round_, party = round_of(session, round_id), party_of(session, round_id, batch_id)
    _needs_a_reason(signature)
    if not party.has_left:
        raise StepRefused(f"{party.name.zh}还没有出发 / {party.name.en} has not left")
    of_party = _people(party, round_)
    ticked = session.scalar(
        select(func.count()).where(
            Placement.round_id == round_id,
            Placement.worker_id.in_(of_party),
            or_(Placement.boarded.is_not(None), Placement.arrived.is_not(None), Placement.showed_up.is_not(None)),
        )
    )
    if ticked:
        raise StepRefused(
            f"{party.name.zh}有 {ticked} 人已记上车、到达或没来,先取消这些记录 / "
            f"{ticked} people of {party.name.en} are ticked as boarded, arrived or not come: take those back first"
        )
    was = round_.status
    exchange(session, round_, "locked" if was == "departed" else was)
    session.refresh(round_)
    session.execute(delete(Placement).where(Placement.round_id == round_id, Placement.worker_id.in_(of_party)))
    if batch_id is not None:
        status = "locked" if round_.status == "locked" else "planned"
        session.execute(update(Batch).where(Batch.id == batch_id).values(status=status, departed=None))
    _write(session, round_id, party, "departure_taken_back", signature)
    if was == "departed":
        _log(session, round_, "departed", "locked", signature)
    session.flush()


def any_left(session: Session, round_id: int) -> bool:
    """Whether anybody of a round has left."""
    return session.scalar(select(Placement.id).where(Placement.round_id == round_id).limit(1)) is not None


def _leave(session: Session, round_id: int, party: Party, signature: Signature) -> None:
    if party.batch_id is not None:
        moved = (
            update(Batch)
            .where(Batch.id == party.batch_id, Batch.trip_id == party.trip_id, Batch.status == "locked")
            .values(status="departed", departed=signature.now)
        )
        if session.execute(moved.returning(Batch.id)).first() is None:
            raise StepRefused(
                f"{party.name.zh}刚刚被别处改动,请刷新后再试 / {party.name.en} has just been changed elsewhere: "
                "reload the page and try again"
            )
    placements.begin(session, round_id, party.trip_id)
    _write(session, round_id, party, "departed", signature)


def _people(party: Party, round_: Round) -> Select[int]:
    mine = select(AssignmentRow.worker_id).where(AssignmentRow.plan_id == round_.plan_id)
    return mine.where(AssignmentRow.trip_id.is_not_distinct_from(party.trip_id))


def _write(session: Session, round_id: int, party: Party, became: str, signature: Signature) -> None:
    session.add(
        TripStep(
            round_id=round_id, batch_id=party.batch_id, became=became, people=party.people, taken=signature.now,
            taken_by=signature.by, note=signature.note,
        )
    )  # fmt: skip
    facts = {"round_id": round_id, "batch_id": party.batch_id, "people": party.people}
    news.tell(session, f"batch.{became}", facts, now=signature.now)


def _log(session: Session, round_: Round, was: str, became: str, signature: Signature) -> None:
    session.add(
        RoundStep(
            round_id=round_.id, was=was, became=became, taken=signature.now, taken_by=signature.by,
            note=signature.note,
        )
    )  # fmt: skip
    news.tell(session, "round.stepped", {"round_id": round_.id, "was": was, "became": became}, now=signature.now)


def _needs_a_reason(signature: Signature) -> None:
    if not signature.note.strip():
        raise StepRefused("收回要写明原因 / say why it is taken back")
