"""Rows of long work: asked, alive, stopped, ended. A run whose process died is found by its silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from data.tables import BackgroundRun
from data.tables.base import columns_of
from data.tables.plans import OPEN_RUN_STATUSES
from labor.candidates import Tidings
from labor.errors import NotFound, StepRefused

SILENCE = timedelta(seconds=60)  # a live run beats every few seconds, even deep in a solver


@dataclass(frozen=True, slots=True)
class RunOrder:
    """What is asked of a run."""

    kind: str
    params: Mapping[str, Any]
    round_id: int | None = None


def ask(session: Session, order: RunOrder, *, by: str, now: datetime) -> int:
    """Write down a new run; one round has one open run at a time, whoever asks at the same moment (StepRefused)."""
    run = BackgroundRun(
        kind=order.kind, params=dict(order.params), round_id=order.round_id, status="waiting", asked=now, asked_by=by
    )
    try:
        with session.begin_nested():
            session.add(run)
    except IntegrityError as taken:
        other = session.scalars(_of_round(order)).first()
        if other is None:
            raise
        raise StepRefused(f"这一轮已有 {other} 号运算在进行 / run {other} of this round is still going") from taken
    return run.id


def under_way(session: Session, order: RunOrder) -> int | None:
    """The open run of the order's round that does the same: who asks twice is shown the first.

    Two questions are of one kind and are not the same; nor is a mending that brings in nobody unasked and a full one.
    """
    asked = session.execute(
        _of_round(order).add_columns(BackgroundRun.params).where(BackgroundRun.kind == order.kind)
    ).all()
    return next((row[0] for row in asked if _told_apart(row[1]) == _told_apart(order.params)), None)


def _told_apart(params: Mapping[str, Any]) -> tuple[object, bool]:
    return params.get("question_id"), bool(params.get("only_asked"))


def newest_of_fair(session: Session, fair_id: int) -> Row[*tuple[Any, ...]] | None:
    """The newest run that plans this fair; None where nobody asked for one."""
    asked = session.execute(
        select(*columns_of(BackgroundRun)).where(BackgroundRun.kind == "fair").order_by(BackgroundRun.id.desc())
    )
    return next((row for row in asked if row.params.get("fair_id") == fair_id), None)


def newest_of_round(session: Session, round_id: int, kind: str) -> Row[*tuple[Any, ...]] | None:
    """The newest run of this kind of a round, open or over."""
    query = select(*columns_of(BackgroundRun)).where(BackgroundRun.round_id == round_id, BackgroundRun.kind == kind)
    return session.execute(query.order_by(BackgroundRun.id.desc()).limit(1)).first()


def under_way_in_all(session: Session) -> int:
    """How many runs are open."""
    return session.scalar(select(func.count()).where(BackgroundRun.status.in_(OPEN_RUN_STATUSES))) or 0


def _of_round(order: RunOrder) -> Select[int]:
    return select(BackgroundRun.id).where(
        BackgroundRun.round_id == order.round_id, BackgroundRun.status.in_(OPEN_RUN_STATUSES)
    )


def one(session: Session, run_id: int) -> Row[*tuple[Any, ...]]:
    """A run's row; raises NotFound."""
    row = session.execute(select(*columns_of(BackgroundRun)).where(BackgroundRun.id == run_id)).first()
    if row is None:
        raise NotFound(f"没有 {run_id} 号运算 / there is no run {run_id}")
    return row


def recent(session: Session, *, limit: int = 20) -> Sequence[Row[*tuple[Any, ...]]]:
    """Runs, newest first."""
    return session.execute(select(*columns_of(BackgroundRun)).order_by(BackgroundRun.id.desc()).limit(limit)).all()


def begin(session: Session, run_id: int, *, process: str, now: datetime) -> RunOrder:
    """Take a waiting run in hand; raises StepRefused when somebody else did."""
    taken = update(BackgroundRun).where(BackgroundRun.id == run_id, BackgroundRun.status == "waiting")
    changed = session.execute(
        taken.values(status="running", started=now, beat=now, workflow=process).returning(BackgroundRun.id)
    ).first()
    if changed is None:
        raise StepRefused(f"run {run_id} is not waiting")
    row = one(session, run_id)
    return RunOrder(row.kind, row.params, row.round_id)


def tell(session: Session, run_id: int, tidings: Tidings, *, now: datetime) -> bool:
    """Write the news down; True when somebody asked to stop, or the run was given up meanwhile."""
    news = {
        "best": tidings.best,
        "bound": tidings.bound,
        "gap": tidings.gap,
        "done_share": tidings.done,
    }
    known = {name: value if isfinite(value) else None for name, value in news.items()}
    telling = (
        update(BackgroundRun).where(BackgroundRun.id == run_id).values(phase=tidings.phase[:200], beat=now, **known)
    )
    row = session.execute(telling.returning(BackgroundRun.stop_asked, BackgroundRun.status)).first()
    return row is None or row.stop_asked or row.status != "running"


def beat(session: Session, run_id: int, *, now: datetime) -> None:
    """A sign of life between two pieces of news."""
    session.execute(
        update(BackgroundRun).where(BackgroundRun.id == run_id, BackgroundRun.status == "running").values(beat=now)
    )


def ask_to_stop(session: Session, run_id: int, *, now: datetime) -> None:
    """Ask a run to stop and hand over what it has; one that never began ends at once."""
    one(session, run_id)
    session.execute(
        update(BackgroundRun)
        .where(BackgroundRun.id == run_id, BackgroundRun.status == "running")
        .values(stop_asked=True)
    )
    waiting = update(BackgroundRun).where(BackgroundRun.id == run_id, BackgroundRun.status == "waiting")
    session.execute(waiting.values(status="stopped", stop_asked=True, ended=now))


def end(session: Session, run_id: int, status: str, *, message: str, now: datetime) -> None:
    """Close a run: done, stopped or failed, with the sentence its page shows."""
    closing = update(BackgroundRun).where(BackgroundRun.id == run_id, BackgroundRun.status.in_(OPEN_RUN_STATUSES))
    session.execute(closing.values(status=status, message=message, ended=now, beat=now))


def silent(session: Session, *, now: datetime) -> Sequence[int]:
    """Open runs whose process went without a word."""
    return session.scalars(select(BackgroundRun.id).where(_is_silent(now)).order_by(BackgroundRun.id)).all()


def _is_silent(now: datetime) -> ColumnElement[bool]:
    quiet = now - SILENCE
    return and_(
        BackgroundRun.status.in_(OPEN_RUN_STATUSES),
        or_(BackgroundRun.beat < quiet, and_(BackgroundRun.beat.is_(None), BackgroundRun.asked < quiet)),
    )


def bury_the_silent(session: Session, *, now: datetime) -> int:
    """Close runs whose process went without a word; returns how many."""
    if not silent(session, now=now):
        return 0  # pages ask at each visit: an UPDATE that finds nothing waits for whoever writes all the same
    quiet = update(BackgroundRun).where(_is_silent(now))
    message = "进程中断,没有结果;请重新运行 / the process went without a word: nothing was kept, run it again"
    closed = session.execute(
        quiet.values(status="failed", message=message, ended=now).returning(BackgroundRun.id)
    ).all()
    return len(closed)
