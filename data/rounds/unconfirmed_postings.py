"""Orders the employer has not stood by lately: whom to telephone before a round is locked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data.rounds.blockers import Blocker
from data.tables import AssignmentRow, Employer, Posting, Round, Setting
from labor.errors import BadInput, NotFound
from labor.words import Bilingual

FRESH_DAYS: Final = 3  # the dispatcher's own habit (requirements, persona a); the office may set another
SETTING: Final = "order_fresh_days"


def fresh_days(session: Session) -> int:
    """How many days an employer's word on an order is good for."""
    said = session.scalar(select(Setting.value).where(Setting.name == SETTING))
    return FRESH_DAYS if said is None else int(said)


def is_stale(session: Session, today: date) -> ColumnElement[bool]:
    """True for postings last confirmed, or first published, longer ago than an employer's word is good for."""
    return func.coalesce(Posting.confirmed, Posting.published) < today - timedelta(days=fresh_days(session))


def unconfirmed(session: Session, round_id: int, today: date) -> list[Blocker]:
    """Orders of the standing plan to telephone about; the lock needs a note of the call while there are any."""
    sent = (
        select(AssignmentRow.posting_id)
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .where(Round.id == round_id, AssignmentRow.posting_id.is_not(None))
    )
    last = func.coalesce(Posting.confirmed, Posting.published)
    old = (
        select(Posting.id, Posting.title, Employer.name, last.label("last"))
        .join(Employer, Employer.id == Posting.employer_id)
        .where(Posting.id.in_(sent), is_stale(session, today))
        .order_by(Employer.name, Posting.id)
    )
    return [
        Blocker(
            "order_unconfirmed",
            Bilingual(
                f"{name}的{title}({number})：{(today - day).days} 天没有向单位核实",
                f"{title}({number}) of {name}: not confirmed with the employer for {(today - day).days} days",
            ),
            posting=number,
        )
        for number, title, name, day in session.execute(old)
    ]


def confirm(session: Session, posting_id: int, *, on: date, today: date) -> None:
    """The employer said on this day that the order stands; raises NotFound, or BadInput for a day to come."""
    posting = session.get(Posting, posting_id)
    if posting is None:
        raise NotFound(f"没有 {posting_id} 号岗位 / there is no posting {posting_id}")
    if on > today:
        raise BadInput(f"核实日期 {on} 还没到 / {on} is yet to come")
    posting.confirmed = on if posting.confirmed is None else max(on, posting.confirmed)
    session.flush()
