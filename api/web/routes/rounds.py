"""A round: its steps, its answers, its drop-outs, its re-plan."""

from __future__ import annotations

from functools import partial
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.office import rounds as life
from api.planning import asked_runs
from api.planning import pins as by_hand
from api.web.dependencies import FormOf, PageNumber, SessionOf, SettingsOf, TodayOf, ViewerOf, engine_of, may, now
from api.web.pages import language_of, page, seen, taken_or_asked
from data import office_settings, rounds
from data.plans import questions
from data.rounds import Signature, checks, departures, health_results
from data.rounds.manual_changes import PinnedTo
from data.views import pins, rights
from data.views import rounds as views
from data.views.paging import Page

router = APIRouter()
BatchOrOwn: TypeAlias = Annotated[str, Form(pattern="^([0-9]{1,9}|own)$")]


@router.get("/rounds/{round_id}", dependencies=[may("plans.see")])
def one(request: Request, session: SessionOf, today: TodayOf, round_id: int) -> HTMLResponse:
    """Where a round stands, and what keeps it from its next steps."""
    view = views.one(session, round_id)
    nexts = rounds.steps_open(session, round_id)
    obstacles = {to: rounds.obstacles(session, round_id, to, today=today) for to in nexts}
    warnings = {to: rounds.warnings(session, round_id, to, today=today) for to in nexts}
    missing = rights.lacking(session, round_id)
    live = view.round.plan_id is not None and view.round.status in ("offered", "confirmed", "locked")
    pending = checks.health_checks(session, round_id, today) if view.round.status == "confirmed" else []
    due = health_results.due(session, round_id, today) if live else []
    over_age = checks.over_age(session, round_id, today) if live else []
    return page(
        request, "round.html", view=view, obstacles=obstacles, warnings=warnings, lacking=missing, pending=pending,
        due=due, over_age=over_age, today=today, trips=life.batches(session, round_id, today),
        pins=pins.of_round(session, round_id),
        clash=questions.clash_run(session, round_id), barred=by_hand.barred(session, round_id, today),
    )  # fmt: skip


@router.post("/rounds/{round_id}/step", status_code=303, dependencies=[may("rounds.lead")])
def step(
    request: Request,
    session: SessionOf,
    viewer: ViewerOf,
    today: TodayOf,
    round_id: int,
    *,
    to: Annotated[str, Form(pattern="^[a-z]+$")],
    note: Annotated[str, Form(max_length=200)] = "",
    sure: Annotated[bool, Form()] = False,
) -> Response:
    """Take one step, after its checks; a second press of the same button finds it taken."""
    signature = Signature(viewer.name, now(), note, sure)
    take = partial(life.take_step, session, round_id, to, today=today, signature=signature)
    return taken_or_asked(request, take, {"to": to, "note": note}, back=f"/rounds/{round_id}")


@router.post("/rounds/{round_id}/departures", status_code=303, dependencies=[may("rounds.lead")])
def depart(
    request: Request,
    session: SessionOf,
    viewer: ViewerOf,
    today: TodayOf,
    round_id: int,
    *,
    batch: BatchOrOwn,
    note: Annotated[str, Form(max_length=200)] = "",
    sure: Annotated[bool, Form()] = False,
) -> Response:
    """One trip has left; asked twice before its day."""
    signature = Signature(viewer.name, now(), note, sure)
    depart_now = partial(life.depart, session, round_id, _batch(batch), today=today, signature=signature)
    return taken_or_asked(request, depart_now, {"batch": batch, "note": note}, back=f"/rounds/{round_id}#trips")


@router.post("/rounds/{round_id}/departures/back", status_code=303, dependencies=[may("rounds.lead")])
def depart_not(
    session: SessionOf,
    viewer: ViewerOf,
    round_id: int,
    *,
    batch: BatchOrOwn,
    note: Annotated[str, Form(max_length=200)] = "",
) -> RedirectResponse:
    """One trip has not left after all: its people are booked again as before."""
    departures.take_back(session, round_id, _batch(batch), signature=Signature(viewer.name, now(), note))
    return seen(f"/rounds/{round_id}#trips")


@router.get("/rounds/{round_id}/replies", dependencies=[may("offers.answer")])
def answers(
    request: Request, session: SessionOf, round_id: int, answer: str = "", number: PageNumber = 1, *, stale: int = 0
) -> HTMLResponse:
    """Messages to copy, and answers to type in by one key each."""
    found = views.asked(session, round_id, answer=answer, number=number)
    language, office = language_of(request), office_settings.current(session)
    lines = Page(
        [life.Message(asked, life.message(asked, language, office)) for asked in found.rows],
        found.number,
        found.total,
        found.size,
    )
    return page(request, "replies.html", view=views.one(session, round_id), found=lines, answer=answer, stale=stale)


@router.post("/rounds/{round_id}/replies", status_code=303, dependencies=[may("offers.answer")])
def record(session: SessionOf, viewer: ViewerOf, today: TodayOf, form: FormOf, *, round_id: int) -> RedirectResponse:
    """Write down the answers typed in; those to terms changed since the page was opened are told, not kept."""
    stale = life.record_answers(session, round_id, form, by=viewer.name, today=today)
    return seen(f"/rounds/{round_id}/replies" + (f"?stale={stale}" if stale else ""))


@router.post("/rounds/{round_id}/changes", status_code=303, dependencies=[may("rounds.lead")])
def change(
    session: SessionOf,
    viewer: ViewerOf,
    round_id: int,
    *,
    kind: Annotated[str, Form(pattern="^(dropped_out|joined)$")],
    workers: Annotated[str, Form(max_length=2000)],
    reason: Annotated[str, Form(max_length=200)] = "",
) -> RedirectResponse:
    """Somebody does not come after all, or comes late."""
    life.change_roster(session, round_id, kind, workers, signature=Signature(viewer.name, now(), reason))
    return seen(f"/rounds/{round_id}")


@router.post("/rounds/{round_id}/repair", status_code=303, dependencies=[may("plans.make")])
def repair(request: Request, settings: SettingsOf, viewer: ViewerOf, today: TodayOf, round_id: int) -> RedirectResponse:
    """Mend the standing plan in the background: everybody who can stays where they are."""
    engine = engine_of(request)
    return seen(f"/runs/{asked_runs.mend(engine, settings, round_id, by=viewer.name, today=today)}")


@router.post("/rounds/{round_id}/pins", status_code=303, dependencies=[may("rounds.lead")])
def pin(
    session: SessionOf,
    viewer: ViewerOf,
    today: TodayOf,
    round_id: int,
    *,
    worker: Annotated[int, Form()],
    posting: Annotated[int | None, Form()] = None,
    kind: Annotated[str, Form(pattern="^(pin|ban|release)$")],
) -> RedirectResponse:
    """Hold a worker to a posting, keep them from it, or take either back; the next plan of the round obeys."""
    to, signature = PinnedTo(posting) if posting else None, Signature(viewer.name, now())
    by_hand.decide(session, round_id, worker, kind=kind, to=to, today=today, signature=signature)
    return seen(f"/rounds/{round_id}#pins")


def _batch(said: str) -> int | None:
    """A batch's number, None for those who travel on their own."""
    return None if said == "own" else int(said)
