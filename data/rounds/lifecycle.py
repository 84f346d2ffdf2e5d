"""A round's life: which step may follow which, and what stands in the way of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from data.rounds import checks, offers, placements, unconfirmed_postings
from data.rounds.blockers import Blocker
from data.tables import AssignmentRow, Batch, Round, RoundStep
from labor.errors import BadInput, NotFound, StepRefused
from labor.words import Bilingual

# From → to. A locked round may be opened again (to "confirmed"); a departed one stands for good.
STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "draft": ("offered", "cancelled"),
    "offered": ("draft", "confirmed", "cancelled"),
    "confirmed": ("offered", "locked", "cancelled"),
    "locked": ("confirmed", "departed", "cancelled"),
    "departed": (),
    "cancelled": (),
}

WORDS: Final = {
    "draft": Bilingual("草稿", "draft"),
    "offered": Bilingual("已征询", "offered"),
    "confirmed": Bilingual("已确认", "confirmed"),
    "locked": Bilingual("已锁定", "locked"),
    "departed": Bilingual("已出发", "departed"),
    "cancelled": Bilingual("已取消", "cancelled"),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who takes a step, when, and why."""

    by: str
    now: datetime
    note: str = ""


def round_of(session: Session, round_id: int) -> Round:
    """The round; raises NotFound."""
    found = session.get(Round, round_id)
    if found is None:
        raise NotFound(f"没有 {round_id} 号轮次 / there is no round {round_id}")
    return found


def steps_from(status: str) -> tuple[str, ...]:
    """The steps a round of this status may take, whatever the checks will say."""
    return STEPS[status]


def step(session: Session, round_id: int, to: str, *, today: date, signature: Signature) -> None:
    """Take one step, after its checks; raises StepRefused with every reason, and then nothing has changed."""
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
    reasons = obstacles(session, round_id, to, today=today)
    if not signature.note.strip():
        reasons += warnings(session, round_id, to, today=today)
    if reasons:
        raise StepRefused(
            f"还不能{WORDS[to].zh}：{len(reasons)} 处不符 / not {to} yet: {len(reasons)} obstacles",
            [reason.told for reason in reasons],
        )
    _exchange(session, round_, to)
    if to == "offered" and was == "draft":
        offers.offer_plan(session, round_id, today=today, by=signature.by)
    if to == "departed":
        placements.begin(session, round_id)
    _move_batches(session, round_id, to, signature.now)
    session.add(
        RoundStep(
            round_id=round_id, was=was, became=to, taken=signature.now, taken_by=signature.by, note=signature.note
        )
    )
    session.flush()


def _exchange(session: Session, round_: Round, to: str) -> None:
    """Set the status where it and the plan are still what was checked; raises StepRefused where somebody was faster."""
    as_checked = (
        Round.id == round_.id,
        Round.status == round_.status,
        Round.plan_id.is_not_distinct_from(round_.plan_id),
    )
    if session.execute(update(Round).where(*as_checked).values(status=to).returning(Round.id)).first() is None:
        raise StepRefused(
            f"轮次 {round_.name} 刚刚被别处改动,请刷新后再试 / round {round_.name} has just been changed elsewhere: "
            "reload the page and try again"
        )


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
    found = checks.answers(session, round_id)
    if to in ("locked", "departed"):
        found += checks.rules(session, round_id, today)
        found += checks.consents(session, round_id)
    return found


def warnings(session: Session, round_id: int, to: str, *, today: date) -> list[Blocker]:
    """What a step is taken in spite of only with a note that says how it was checked: orders not confirmed lately."""
    return unconfirmed_postings.unconfirmed(session, round_id, today) if to == "locked" else []


def _people(session: Session, plan_id: int) -> int:
    return session.scalar(select(func.count()).where(AssignmentRow.plan_id == plan_id)) or 0


def _move_batches(session: Session, round_id: int, to: str, now: datetime) -> None:
    status = to if to in ("locked", "departed") else "planned"
    moved = update(Batch).where(Batch.round_id == round_id, Batch.trip_id.is_not(None)).values(status=status)
    session.execute(moved.values(departed=now) if to == "departed" else moved)
