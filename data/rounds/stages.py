"""The stages of a round: which may follow which, what they are called, and the change from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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

# A batch lives by itself. Departures, arrivals and hand-overs are taken back with a reason, whoever said them.
BATCH_STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "planned": ("offered", "cancelled"),
    "offered": ("planned", "confirmed", "cancelled"),
    "confirmed": ("offered", "locked", "cancelled"),
    "locked": ("confirmed", "departed", "cancelled"),
    "departed": (),
    "arrived": ("handed_over",),
    "handed_over": ("arrived",),
    "cancelled": ("planned",),
}
RANK: Final = {
    name: rank
    for rank, name in enumerate(("planned", "offered", "confirmed", "locked", "departed", "arrived", "handed_over"))
}

WORDS: Final = {
    "planned": Bilingual("计划中", "planned"),
    "arrived": Bilingual("已到达", "arrived"),
    "handed_over": Bilingual("已交接", "handed over"),
    "draft": Bilingual("草稿", "draft"),
    "offered": Bilingual("已征询", "offered"),
    "confirmed": Bilingual("已确认", "confirmed"),
    "locked": Bilingual("已锁定", "locked"),
    "departed": Bilingual("已出发", "departed"),
    "cancelled": Bilingual("已取消", "cancelled"),
}


def stage_in(round_status: str) -> str:
    """The stage of a batch that has none of its own yet: the round's."""
    return "planned" if round_status == "draft" else round_status


def status_by(stages: Iterable[str]) -> str | None:
    """What a round is called: by the batch that is least far on; None without any."""
    said = list(stages)
    live = [one for one in said if one != "cancelled"]
    if not said:
        return None
    if not live:
        return "cancelled"
    least = min(live, key=RANK.__getitem__)
    return "draft" if least == "planned" else least if RANK[least] < RANK["departed"] else "departed"


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
        raise changed_elsewhere(Bilingual(f"轮次 {round_.name} ", f"round {round_.name}"))


def hold(session: Session, round_: Round) -> None:
    """Let nobody else move a batch of this round until we are done; raises StepRefused where the plan changed."""
    as_read = (Round.id == round_.id, Round.plan_id.is_not_distinct_from(round_.plan_id))
    if session.execute(update(Round).where(*as_read).values(plan_id=Round.plan_id).returning(Round.id)).first() is None:
        raise changed_elsewhere(Bilingual(f"轮次 {round_.name} ", f"round {round_.name}"))
    session.refresh(round_)


def changed_elsewhere(what: Bilingual) -> StepRefused:
    """Somebody was faster."""
    return StepRefused(
        f"{what.zh}刚刚被别处改动,请刷新后再试 / {what.en} has just been changed elsewhere: "
        "reload the page and try again"
    )
