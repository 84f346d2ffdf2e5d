"""Runs that look into something: a question about a plan, or whether a round's pins can hold together."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Engine

from api.planning import runs as processes
from api.planning.repairing import mending_order
from api.settings import Settings
from data.database import opened
from data.plans import questions
from data.plans.questions import About
from data.plans.runs import RunOrder
from data.views import plans as views


def ask(engine: Engine, settings: Settings, about: About, *, by: str, now: datetime) -> int:
    """Look for answers in the background, or join who looks already; the run's number. Raises NotFound."""
    with opened(engine) as session:
        round_id = views.one(session, about.plan_id).round.id
        already = questions.going(session, about)
        if already is not None:
            return already
        asked = questions.ask(session, about, by=by, now=now)
    run_id = processes.start(engine, settings, RunOrder("explain", {"question_id": asked}, round_id), by=by)
    with opened(engine) as session:
        questions.taken_by(session, asked, run_id)
    return run_id


def look_for_a_clash(engine: Engine, settings: Settings, round_id: int, *, by: str, today: date) -> int:
    """Look in the background whether the round's pins and bans can hold together; the run's number."""
    return processes.start(engine, settings, _mending(engine, "explain", round_id, today), by=by)


def mend(engine: Engine, settings: Settings, round_id: int, *, by: str, today: date, only_asked: bool = False) -> int:
    """Mend the standing plan in the background, or join who mends it; the run's number.

    ``only_asked`` brings in nobody who was not placed before, pinned, or joined late.
    """
    return processes.start(engine, settings, _mending(engine, "repair", round_id, today, only_asked), by=by)


def _mending(engine: Engine, kind: str, round_id: int, today: date, only_asked: bool = False) -> RunOrder:
    with opened(engine) as session:
        order = mending_order(session, round_id, today=today, only_asked=only_asked)
        return RunOrder(kind, order.as_params(), round_id)
