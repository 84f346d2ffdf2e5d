"""Long work: asked for, answered with 202 and an address, watched there, stopped with what was found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field, StringConstraints

from api.planning import asked_runs
from api.planning import runs as processes
from api.planning.orders import PlanWish
from api.web.dependencies import SessionOf, SettingsOf, TodayOf, ViewerOf, engine_of, may, now
from api.web.programs.problems import answers
from api.web.programs.shapes import LARGEST, Asked, ListOf, Number, NumberOf, Shape, Text, listed, place
from data.database import opened
from data.plans import runs
from data.plans.questions import About
from data.plans.runs import RunOrder
from data.rounds import round_of
from data.rounds.opening import refuse_a_taken_name
from data.views import plans as views
from data.views.cursors import After
from labor.errors import BadInput, StepRefused
from labor.limits import USUAL_TIME_LIMIT_S
from labor.market import DateWindow

router = APIRouter(tags=["runs"], responses=answers(409))
Yuan = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Quota = Annotated[int, Field(ge=0, le=10**7)]


class RunTold(Shape):
    """A piece of long work: waiting, running, done, stopped or failed; `plan_id` once it made a plan."""

    id: int
    kind: str
    round_id: int | None
    status: str
    phase: str
    done_share: float | None
    best_fen: float | None = Field(validation_alias="best", description="worth of the best plan so far")
    bound_fen: float | None = Field(validation_alias="bound", description="no plan is worth more")
    gap: float | None
    stop_asked: bool
    message: str
    asked: datetime
    asked_by: str
    started: datetime | None
    ended: datetime | None


class RunSeen(RunTold):
    """The same with the plan it made."""

    plan_id: int | None


class PlanAsked(Asked):
    """A plan to make: of a round that was begun, or with its days of a new one. Amounts in yuan, null the usual."""

    round_id: NumberOf | None = None
    first_day: date | None = Field(None, examples=["2026-12-01"])
    last_day: date | None = Field(None, examples=["2026-12-14"])
    name: Annotated[Text, StringConstraints(max_length=60)] = ""
    rate_yuan: Yuan | None = Field(None, description="what one person placed is worth")
    premium_yuan: Yuan | None = Field(None, description="more for an employer under labor guarantee")
    organized_yuan: Yuan | None = Field(None, description="more for an organized seat than an own ticket")
    objective: Literal["value", "placed_then_value"] = "value"
    budget_yuan: Yuan | None = None
    time_limit_s: Annotated[float, Field(gt=0, le=7200, allow_inf_nan=False)] = USUAL_TIME_LIMIT_S
    gap: Annotated[float, Field(ge=0, lt=1)] = 0.001
    seed: Annotated[int, Field(ge=0, le=LARGEST)] = 0
    quotas: dict[Literal["same_county", "same_city", "same_province", "cross_province"], Quota] = Field(
        {}, description="people hoped for by how far they go: reported, never forced"
    )
    look_ahead: bool = False

    def wish(self, window: DateWindow) -> PlanWish:
        """The same as the page's form asks for."""
        kept = self.model_dump(exclude={"round_id", "first_day", "last_day"})
        return PlanWish(window, **kept)


@router.get("/runs", dependencies=[may("plans.see")])
def all_runs(
    request: Request,
    session: SessionOf,
    after: Annotated[After, Depends(place)],
    status: Literal["", "waiting", "running", "done", "failed", "stopped"] = "",
) -> ListOf[RunTold]:
    """Runs, newest first."""
    processes.look_after(engine_of(request))
    return listed(RunTold, views.runs(session, status=status, number=after))


@router.post("/runs", dependencies=[may("plans.make")], status_code=202)
def start_plan(
    request: Request, response: Response, settings: SettingsOf, viewer: ViewerOf, today: TodayOf, asked: PlanAsked
) -> RunSeen:
    """Start planning in the background; the answer names the run's address."""
    engine = engine_of(request)
    with opened(engine) as session:
        window = _window(session, asked)
        if asked.round_id is None:
            refuse_a_taken_name(session, asked.name)
    order = asked.wish(window).order(today, round_id=asked.round_id)
    return taken_up(
        request,
        response,
        processes.start(engine, settings, RunOrder("plan", order.as_params(), asked.round_id), by=viewer.name),
    )


@router.post("/rounds/{round_id}/repair", dependencies=[may("plans.make")], status_code=202)
def mend_plan(
    request: Request, response: Response, settings: SettingsOf, viewer: ViewerOf, today: TodayOf, round_id: Number
) -> RunSeen:
    """Mend the standing plan: everybody who can stays where they are."""
    return taken_up(
        request, response, asked_runs.mend(engine_of(request), settings, round_id, by=viewer.name, today=today)
    )


@router.post("/rounds/{round_id}/clash", dependencies=[may("plans.make")], status_code=202)
def look_for_a_clash(
    request: Request, response: Response, settings: SettingsOf, viewer: ViewerOf, today: TodayOf, round_id: Number
) -> RunSeen:
    """Look whether the round's pins and bans can hold together."""
    run_id = asked_runs.look_for_a_clash(engine_of(request), settings, round_id, by=viewer.name, today=today)
    return taken_up(request, response, run_id)


@router.post("/plans/{plan_id}/questions/{subject}/{subject_id}", dependencies=[may("plans.make")], status_code=202)
def ask_about_plan(
    request: Request,
    response: Response,
    settings: SettingsOf,
    viewer: ViewerOf,
    *,
    plan_id: Number,
    subject: Literal["plan", "worker", "posting", "vehicle"],
    subject_id: Number,
) -> RunSeen:
    """Look for what would have placed this person, filled this posting, run this vehicle, or for other aims."""
    about = About(plan_id, subject, subject_id)
    run_id = asked_runs.ask(engine_of(request), settings, about, by=viewer.name, now=now())
    return taken_up(request, response, run_id)


@router.get("/runs/{run_id}", dependencies=[may("plans.see")])
def one_run(request: Request, session: SessionOf, run_id: Number) -> RunSeen:
    """How a run goes."""
    processes.look_after(engine_of(request))
    return _seen(session, run_id)


@router.post("/runs/{run_id}/stop", dependencies=[may("plans.make")], status_code=202)
def stop_run(session: SessionOf, run_id: Number) -> RunSeen:
    """Ask a run to stop and keep what it has."""
    runs.ask_to_stop(session, run_id, now=now())
    return _seen(session, run_id)


def taken_up(request: Request, response: Response, run_id: int) -> RunSeen:
    """The answer to whoever started a run: where to watch it."""
    response.headers["location"] = f"{request.scope['root_path']}/runs/{run_id}"
    response.headers["retry-after"] = "1"
    with opened(engine_of(request)) as session:
        return _seen(session, run_id)


def _seen(session: SessionOf, run_id: int) -> RunSeen:
    run = runs.one(session, run_id)
    return RunSeen(**run._mapping, plan_id=views.of_run(session, run_id))


def _window(session: SessionOf, asked: PlanAsked) -> DateWindow:
    """The round's own days, or those said; raises BadInput where neither is plain."""
    if asked.round_id is None:
        if asked.first_day is None or asked.last_day is None:
            raise BadInput("请写明 first_day 和 last_day,或 round_id / say first_day and last_day, or round_id")
        return DateWindow(asked.first_day, asked.last_day)
    if (asked.first_day, asked.last_day, asked.name) != (None, None, ""):
        raise BadInput(
            "已有轮次的日期和名称以它自己的为准,请不要再写 / a round has its own days and name: leave them out"
        )
    round_ = round_of(session, asked.round_id)
    if round_.status in ("departed", "cancelled"):
        raise StepRefused(f"轮次 {round_.name} 已结束 / round {round_.name} is over: {round_.status}")
    return DateWindow(round_.first_day, round_.last_day)
