"""The whole round in one press: which step may follow which, and what stands in the way of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from data.rounds import batch_numbers, batch_steps, checks, departures, news, offers
from data.rounds.blockers import Blocker
from data.rounds.parties import Party, behind, parties, remaining
from data.rounds.stages import RANK, STEPS, WORDS, Signature, exchange, round_of, stage_in
from data.tables import RoundStep
from labor.errors import BadInput, StepRefused

NOT_AFTER_A_DEPARTURE = ("draft", "offered", "cancelled")


def steps_open(session: Session, round_id: int) -> list[str]:
    """The steps a round may take by its page's buttons; batches have departures of their own."""
    left = departures.any_left(session, round_id)
    status = round_of(session, round_id).status
    wanted = [to for to in STEPS[status] if to != "departed"]
    return [to for to in wanted if not (left and to in NOT_AFTER_A_DEPARTURE and not _forward(status, to))]


def step(session: Session, round_id: int, to: str, *, today: date, signature: Signature) -> None:
    """Take one step, after its checks; raises StepRefused with every reason, and then nothing has changed.

    Every batch that is less far on takes it; a step back is taken by those that stand where the round does. To depart
    lets everybody leave who has not; raises AskTwice before the day of one of them.
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
    batch_numbers.complete(session, round_)
    everybody = parties(session, round_id)
    if to == "departed":
        departures.depart(session, round_id, remaining(everybody), today=today, signature=signature)
        return
    if to in NOT_AFTER_A_DEPARTURE and not _forward(was, to) and departures.any_left(session, round_id):
        raise StepRefused(
            f"已有车次出发,不能再{WORDS[to].zh};要改先收回出发 / "
            f"a trip has left, so the round cannot become {to}: take the departure back first"
        )
    whom = movers(everybody, was, to)
    reasons = {"": obstacles(session, round_id, to, today=today)}
    waived = batch_steps.warnings(session, round_id, whom, stage_in(to), today=today)
    batch_steps.refuse(reasons if signature.note.strip() else reasons | dict(waived), to)
    exchange(session, round_, to)
    if to == "offered" and was == "draft":
        offers.offer_plan(session, round_id, today=today, by=signature.by)
    for one in whom:
        batch_steps.move(session, one, stage_in(to), signature, waived=waived[one.key])
    session.add(
        RoundStep(
            round_id=round_id, was=was, became=to, taken=signature.now, taken_by=signature.by, note=signature.note
        )
    )
    news.tell(session, "round.stepped", {"round_id": round_id, "was": was, "became": to}, now=signature.now)
    session.flush()


def movers(everybody: Sequence[Party], was: str, to: str) -> list[Party]:
    """The batches a step of the whole round moves."""
    if to == "cancelled":
        return remaining(everybody)
    if _forward(was, to):
        return behind(everybody, stage_in(to))
    return [one for one in remaining(everybody) if one.stage == stage_in(was)]


def obstacles(session: Session, round_id: int, to: str, *, today: date) -> list[Blocker]:
    """Everything that keeps a round from this step now; empty means it may be taken.

    What keeps any of its batches keeps the round; each of the others may take the step by itself.
    """
    round_ = round_of(session, round_id)
    if to in ("draft", "cancelled") or STEPS[round_.status].count(to) == 0:
        return []
    if round_.plan_id is None or batch_numbers.empty(session, round_):
        return [checks.NOBODY_PLANNED]
    if to == "offered" or not _forward(round_.status, to):
        return []
    everybody = parties(session, round_id)
    whom = [one for one in movers(everybody, round_.status, to) if one.people]
    found = batch_steps.obstacles(session, round_id, whom, to, today=today)
    return list(dict.fromkeys(reason for of_batch in found.values() for reason in of_batch))


def warnings(session: Session, round_id: int, to: str, *, today: date) -> list[Blocker]:
    """What a step is taken in spite of only with a note that says why: orders not confirmed, gaps at the gate."""
    if to not in ("locked", "departed"):
        return []
    whom = movers(parties(session, round_id), round_of(session, round_id).status, to)
    found = batch_steps.warnings(session, round_id, whom, to, today=today)
    return list(dict.fromkeys(reason for of_batch in found.values() for reason in of_batch))


def _forward(was: str, to: str) -> bool:
    return RANK.get(stage_in(to), -1) > RANK.get(stage_in(was), -1)
