"""A new round: its name and its window; and a locked one opened again by its new plan."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.rounds import offers
from data.tables import Round, RoundStep
from labor.errors import BadInput
from labor.market import DateWindow


def open_round(session: Session, window: DateWindow, *, name: str, now: datetime) -> int:
    """Begin a round as a draft; without a name it is called by its first day. Raises BadInput for a name in use."""
    chosen = name or _free_name(session, window.first.isoformat())
    if session.scalar(select(Round.id).where(Round.name == chosen)) is not None:
        raise BadInput(f"已有名为“{chosen}”的一轮,请换一个名称 / a round named {chosen} exists, choose another name")
    made = Round(name=chosen, first_day=window.first, last_day=window.last, status="draft", created=now)
    session.add(made)
    session.flush()
    return made.id


def reopen_for_newcomers(session: Session, round_: Round, *, now: datetime) -> None:
    """Put a locked round back to "confirmed" when its standing plan holds anybody without a present yes."""
    if round_.status != "locked":
        return
    unasked = sum(answer != "yes" for answer in offers.standing(session, round_.id).values())
    if not unasked:
        return
    unlocked = update(Round).where(Round.id == round_.id, Round.status == "locked").values(status="confirmed")
    if session.execute(unlocked.returning(Round.id)).first() is None:
        return
    note = f"新计划里有 {unasked} 人还没有答应 / {unasked} people of the new plan have not said yes"
    session.add(
        RoundStep(
            round_id=round_.id, was="locked", became="confirmed", taken=now,
            taken_by=f"plan {round_.plan_id}", note=note,
        )
    )  # fmt: skip
    session.flush()


def _free_name(session: Session, day: str) -> str:
    """2026-03-01, then 2026-03-01 (2), and so on."""
    taken = set(session.scalars(select(Round.name).where(Round.name.startswith(day))))
    number = 1
    while (name := day if number == 1 else f"{day} ({number})") in taken:
        number += 1
    return name
