"""Ask for a run, watch it, stop it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from sqlalchemy import Engine

from api.planning import runs as processes
from api.planning.orders import PlanWish
from api.texts import say, word
from api.texts.figures import number, percent, yuan
from api.web.dependencies import SessionOf, SettingsOf, TodayOf, ViewerOf, engine_of, may, now
from api.web.pages import language_of, page, seen
from data.database import opened
from data.plans import questions, runs
from data.plans.runs import RunOrder
from data.rounds.opening import refuse_a_taken_name
from data.tables.plans import OPEN_RUN_STATUSES
from data.views import plans as views
from labor.limits import USUAL_TIME_LIMIT_S
from labor.market import DateWindow
from labor.words import Language
from optimizer import PlanTerms
from policy.tiers import Tier, tier_words

router = APIRouter()
LOOK_EVERY_S = 0.5
Quota: TypeAlias = Annotated[str, Form(pattern=r"^\s*\d{0,7}\s*$")]


@router.get("/plans/new", dependencies=[may("plans.make")])
def new_plan(request: Request, today: TodayOf) -> HTMLResponse:
    """The form that asks for a plan."""
    usual = {
        "rate_yuan": PlanTerms().rate_fen // 100,
        "premium_yuan": PlanTerms().guaranteed_premium_fen // 100,
        "organized_yuan": PlanTerms().organized_fen // 100,
        "time_limit_s": int(USUAL_TIME_LIMIT_S),
    }
    tiers = [(one.name.lower(), tier_words(one)) for one in Tier]
    last_day = today + timedelta(days=14)
    return page(request, "plan_new.html", usual=usual, first_day=today, last_day=last_day, tiers=tiers)


@router.post("/runs", status_code=303, dependencies=[may("plans.make")])
def ask(  # noqa: PLR0913 - the fields of one form
    request: Request,
    session: SessionOf,
    settings: SettingsOf,
    viewer: ViewerOf,
    today: TodayOf,
    *,
    first_day: Annotated[date, Form()],
    last_day: Annotated[date, Form()],
    rate_yuan: Annotated[float, Form()],
    premium_yuan: Annotated[float, Form()],
    organized_yuan: Annotated[float | None, Form(ge=0)] = None,
    objective: Annotated[str, Form()] = "value",
    budget_yuan: Annotated[str, Form(pattern=r"^\s*(\d+(\.\d+)?)?\s*$")] = "",
    time_limit_s: Annotated[float, Form(gt=0, le=7200)] = USUAL_TIME_LIMIT_S,
    gap_percent: Annotated[float, Form(ge=0, lt=100)] = 0.1,
    seed: Annotated[int, Form(ge=0)] = 0,
    same_county: Quota = "",
    same_city: Quota = "",
    same_province: Quota = "",
    cross_province: Quota = "",
    look_ahead: Annotated[bool, Form()] = False,
    name: Annotated[str, Form(max_length=60)] = "",
) -> RedirectResponse:
    """Start planning in the background and go to the run's page."""
    said = zip(Tier, (same_county, same_city, same_province, cross_province), strict=True)
    wish = PlanWish(
        DateWindow(first_day, last_day), rate_yuan, premium_yuan, organized_yuan, objective,
        float(budget_yuan) if budget_yuan.strip() else None, time_limit_s, gap_percent / 100, seed,
        {tier.name.lower(): int(text) if text.strip() else None for tier, text in said}, look_ahead, name,
    )  # fmt: skip
    order = wish.order(today)
    refuse_a_taken_name(session, name)
    run_id = processes.start(engine_of(request), settings, RunOrder("plan", order.as_params()), by=viewer.name)
    return seen(f"/runs/{run_id}")


@router.get("/runs/{run_id}", dependencies=[may("plans.see")])
def watch(request: Request, session: SessionOf, run_id: int) -> Response:
    """How a run goes; a question that is answered shows its answers."""
    processes.look_after(engine_of(request))
    run = runs.one(session, run_id)
    asked = questions.of_run(session, run_id)
    if asked and run.status in ("done", "stopped"):
        return seen(asked.address)
    texts = _news(run, language_of(request))["texts"]
    plan_id = views.of_run(session, run_id)
    if run.kind == "fair":
        return seen(f"/fairs/{run.params['fair_id']}/plan")
    back = asked.address if asked else f"/rounds/{run.round_id}" if run.kind == "explain" else None
    return page(
        request, "run.html", run=run, live=run.status in OPEN_RUN_STATUSES, texts=texts, plan_id=plan_id, back=back
    )


@router.get("/runs/{run_id}/events", dependencies=[may("plans.see")])
def events(request: Request, session: SessionOf, run_id: int) -> StreamingResponse:
    """The same news as a stream (text/event-stream), until the run is over."""
    runs.one(session, run_id)
    stream = _stream(request, engine_of(request), run_id)
    return StreamingResponse(stream, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


@router.post("/runs/{run_id}/stop", status_code=303, dependencies=[may("plans.make")])
def stop(session: SessionOf, run_id: int) -> RedirectResponse:
    """Ask a run to stop and keep what it has."""
    runs.ask_to_stop(session, run_id, now=now())
    return seen(f"/runs/{run_id}")


async def _stream(request: Request, engine: Engine, run_id: int) -> AsyncIterator[str]:
    """News when it changed, and at least every ten looks so that a lost reader is noticed."""
    told, looks = "", 0
    while not await request.is_disconnected():
        news = await run_in_threadpool(_look, engine, run_id, language_of(request))
        text = json.dumps(news, ensure_ascii=False)
        if text != told or looks % 10 == 0:
            told = text
            yield f"data: {text}\n\n"
        if news["over"]:
            return
        looks += 1
        await asyncio.sleep(LOOK_EVERY_S)


def _look(engine: Engine, run_id: int, language: Language) -> dict[str, Any]:
    with opened(engine) as session:
        return _news(runs.one(session, run_id), language)


def _news(run: Any, language: Language) -> dict[str, Any]:
    """What the page and the stream say of a run."""
    phase = word("words.phase", run.phase, language) if run.phase else say("run.waiting", language)
    since = ((run.ended or now()) - run.started).total_seconds() if run.started else None
    stopping = run.stop_asked and run.status in OPEN_RUN_STATUSES
    return {
        "texts": {
            "phase": say("run.stopping", language) if stopping else phase,
            "best": yuan(run.best),
            "bound": yuan(run.bound),
            "gap": percent(run.gap, 2),
            "since": say("run.seconds", language, seconds=number(since)),
        },
        "done": run.done_share,
        "over": run.status not in OPEN_RUN_STATUSES,
        "next": f"/runs/{run.id}",
    }
