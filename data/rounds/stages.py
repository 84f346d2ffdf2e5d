"""The stages of a round: which may follow which, what they are called, and the change from one to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from data.tables import Round
from labor.errors import NotFound, StepRefused
from labor.words import Bilingual

# From → to. A locked round may be opened again (to "confirmed"); a departure is taken back trip by trip.
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
    """Who takes a step, when, and why; ``sure`` where they said a second time that it is meant."""

    by: str
    now: datetime
    note: str = ""
    sure: bool = False


def round_of(session: Session, round_id: int) -> Round:
    """The round; raises NotFound."""
    found = session.get(Round, round_id)
    if found is None:
        raise NotFound(f"没有 {round_id} 号轮次 / there is no round {round_id}")
    return found


def exchange(session: Session, round_: Round, to: str) -> None:
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
