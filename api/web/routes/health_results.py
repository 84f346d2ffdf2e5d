"""Results of health checks before the first day, entered for one or many people of a round at once."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

from api.web.dependencies import SessionOf, TodayOf, may
from api.web.pages import seen
from data.rounds import health_results

router = APIRouter()


@router.post("/rounds/{round_id}/health", status_code=303, dependencies=[may("health.record")])
def record(
    session: SessionOf,
    today: TodayOf,
    round_id: int,
    *,
    pair: Annotated[list[Annotated[str, Form(pattern=r"^[0-9]{1,18}-[0-9]{1,18}$")]], Form()],
    fit: Annotated[str, Form(pattern="^(yes|no|pending)$")],
    day: Annotated[date, Form()],
) -> RedirectResponse:
    """Write down the result; "no" keeps these people from these postings, at the lock and at the next plan."""
    chosen = [tuple(map(int, one.split("-"))) for one in pair]
    result = health_results.Result(fit, day, today)
    health_results.record(session, round_id, [(one[0], one[1]) for one in chosen], result)
    return seen(f"/rounds/{round_id}#health")
