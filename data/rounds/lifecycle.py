"""A round's life: which step may follow which, and what stands in the way of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from data.rounds import checks, departures, news, offers, unconfirmed_postings
from data.rounds.blockers import Blocker
from data.rounds.parties import parties, remaining
from data.rounds.stages import STEPS, WORDS, Signature, exchange, round_of
from data.tables import AssignmentRow, Batch, RoundStep
from labor.errors import BadInput, StepRefused

NOT_AFTER_A_DEPARTURE = ("draft", "offered", "cancelled")


def steps_open(session: Session, round_id: int) -> list[str]:
    """The steps a round may take by its page's buttons; trips have departures of their own."""
    left = departures.any_left(session, round_id)
    wanted = [to for to in STEPS[round_of(session, round_id).status] if to != "departed"]
    return [to for to in wanted if not (left and to in NOT_AFTER_A_DEPARTURE)]


def step(session: Session, round_id: int, to: str, *, today: date, signature: Signature) -> None:
    """Take one step, after its checks; raises StepRefused with every reason, and then nothing has changed.

    To depart lets everybody leave who has not; raises AskTwice before the day of one of them.
    """
    round_ = round_of(session, round_id)
    was = round_.status
    if to not in STEPS:
        raise BadInput(f"没有“{to}”这一步 / there is no step called {to}")
    if to not in STEPS[was]:
        allowed = [WORDS[word] for word in STEPS[was]]
        raise StepRefused(
            f"{WORDS[was].zh}的轮次不能变为{WORDS[to].zh} / a {was} round cannot become {to}",
            [f"可以: {word.zh} / may become {word.en}" for word in allowed],
        )
    if to == "departed":
        still_here = remaining(parties(session, round_id))
        departures.depart(session, round_id, still_here, today=today, signature=signature)
        return
    if to in NOT_AFTER_A_DEPARTURE and departures.any_left(session, round_id):
        raise StepRefused(
            f"已有车次出发,不能再{WORDS[to].zh};要改先收回出发 / "
            f"a trip has left, so the round cannot become {to}: take the departure back first"
        )
    reasons = obstacles(session, round_id, to, today=today)
    if not signature.note.strip():
        reasons += warnings(session, round_id, to, today=today)
    if reasons:
        raise StepRefused(
            f"还不能{WORDS[to].zh}：{len(reasons)} 处不符 / not {to} yet: {len(reasons)} obstacles",
            [reason.told for reason in reasons],
        )
    exchange(session, round_, to)
    if to == "offered" and was == "draft":
        offers.offer_plan(session, round_id, today=today, by=signature.by)
    _move_batches(session, round_id, to)
    session.add(
        RoundStep(
            round_id=round_id, was=was, became=to, taken=signature.now, taken_by=signature.by, note=signature.note
        )
    )
    news.tell(session, "round.stepped", {"round_id": round_id, "was": was, "became": to}, now=signature.now)
    session.flush()


def obstacles(session: Session, round_id: int, to: str, *, today: date) -> list[Blocker]:
    """Everything that keeps a round from this step now; empty means it may be taken.

    Offered: there is a plan with people in it. Confirmed: everybody in it said yes to the present terms.
    Locked and departed: besides, every hard rule holds today (beds, rooms, least teams and seats counted anew)
    and every person agreed to the handing over of their data; a new entry of the arrears list on the day of
    departure is found here.
    """
    round_ = round_of(session, round_id)
    if to in ("draft", "cancelled") or STEPS[round_.status].count(to) == 0:
        return []
    if round_.plan_id is None or not _people(session, round_.plan_id):
        return [checks.NOBODY_PLANNED]
    if to == "offered" or (to == "confirmed" and round_.status == "locked"):
        return []
    if to == "departed":
        still_here = remaining(parties(session, round_id))
        return [reason for one in still_here for reason in departures.obstacles(session, round_id, one, today)]
    found = checks.answers(session, round_id)
    if to == "locked":
        found += checks.rules(session, round_id, today)
        found += checks.consents(session, round_id)
    return found


def warnings(session: Session, round_id: int, to: str, *, today: date) -> list[Blocker]:
    """What a step is taken in spite of only with a note that says how it was checked: orders not confirmed lately."""
    return unconfirmed_postings.unconfirmed(session, round_id, today) if to == "locked" else []


def _people(session: Session, plan_id: int) -> int:
    return session.scalar(select(func.count()).where(AssignmentRow.plan_id == plan_id)) or 0


def _move_batches(session: Session, round_id: int, to: str) -> None:
    status = "locked" if to == "locked" else "planned"
    here = (Batch.round_id == round_id, Batch.trip_id.is_not(None), Batch.status.in_(("planned", "locked")))
    session.execute(update(Batch).where(*here).values(status=status))
