"""A new round: its name and its window."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.tables import Round
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


def _free_name(session: Session, day: str) -> str:
    """2026-03-01, then 2026-03-01 (2), and so on."""
    taken = set(session.scalars(select(Round.name).where(Round.name.startswith(day))))
    number = 1
    while (name := day if number == 1 else f"{day} ({number})") in taken:
        number += 1
    return name
