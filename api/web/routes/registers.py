"""Registers of postings, employers and vehicles."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.planning import vehicle_verdicts
from api.web.dependencies import PageNumber, SessionOf, TodayOf, ViewerOf, may
from api.web.pages import page, seen
from data.plans import vehicle_verdicts as kept_verdicts
from data.registers import crews
from data.rounds import unconfirmed_postings
from data.views import plans
from data.views import postings as views
from optimizer import arrival_words

router = APIRouter()


@router.get("/postings", dependencies=[may("postings.see")])
def postings(
    request: Request,
    session: SessionOf,
    today: TodayOf,
    *,
    q: str = "",
    status: str = "",
    employer: int | None = None,
    calls: bool = False,
    number: PageNumber = 1,
) -> HTMLResponse:
    """Postings by title, duties, employer or place; or those to telephone about."""
    search = views.PostingSearch(q, status, employer, to_call=today if calls else None)
    found = views.postings(session, search, number=number)
    days = unconfirmed_postings.fresh_days(session)
    return page(request, "postings.html", found=found, q=q, status=status, calls=calls, fresh_days=days)


@router.get("/postings/{posting_id}", dependencies=[may("postings.see")])
def posting(request: Request, session: SessionOf, today: TodayOf, posting_id: int) -> HTMLResponse:
    """One posting: terms, needs, and the demands that were not kept."""
    newest = plans.latest(session)
    return page(request, "posting.html", view=views.posting(session, posting_id), today=today, plan=newest)


@router.post("/postings/{posting_id}/confirm", status_code=303, dependencies=[may("postings.change")])
def confirm(
    session: SessionOf,
    today: TodayOf,
    posting_id: int,
    round_id: Annotated[int | None, Form(alias="round")] = None,
    calls: Annotated[bool, Form()] = False,
) -> RedirectResponse:
    """The employer said today that the order stands; back to where the button stood."""
    unconfirmed_postings.confirm(session, posting_id, on=today, today=today)
    back = f"/rounds/{round_id}" if round_id else "/postings?calls=1" if calls else f"/postings/{posting_id}"
    return seen(back)


@router.get("/employers", dependencies=[may("employers.see")])
def employers(
    request: Request, session: SessionOf, today: TodayOf, *, q: str = "", only: str = "", number: PageNumber = 1
) -> HTMLResponse:
    """Employers by name, code or industry."""
    found = views.employers(session, today, q, number=number, only=only)
    return page(request, "employers.html", found=found, q=q, only=only)


@router.get("/vehicles", dependencies=[may("vehicles.see")])
def vehicles(request: Request, session: SessionOf, today: TodayOf, q: str = "", number: PageNumber = 1) -> HTMLResponse:
    """Vehicles by number, carrier or stop."""
    found, verdicts = views.vehicles(session, q, number=number), vehicle_verdicts.of_register(session, today)
    return page(request, "vehicles.html", found=found, q=q, verdicts=verdicts)


@router.get("/vehicles/{vehicle_id}", dependencies=[may("vehicles.see")])
def vehicle(request: Request, session: SessionOf, today: TodayOf, vehicle_id: int) -> HTMLResponse:
    """One vehicle: its offer, whether it may run, what would let it, and what became of it in the newest plan."""
    line, newest = views.vehicle(session, vehicle_id), plans.latest(session)
    judged = vehicle_verdicts.of_register(session, today).get(vehicle_id)
    use = kept_verdicts.of_vehicle(session, newest, vehicle_id) if newest else None
    return page(request, "vehicle.html", line=line, judged=judged, plan=newest, use=use, arrives=arrival_words)


@router.post("/vehicles/{vehicle_id}/crew", status_code=303, dependencies=[may("vehicles.change")])
def crew(
    session: SessionOf,
    viewer: ViewerOf,
    today: TodayOf,
    vehicle_id: int,
    *,
    drivers: Annotated[int, Form()],
    nights: Annotated[int, Form()] = 0,
) -> RedirectResponse:
    """The carrier said how many drivers come, and whether they rest on the way."""
    crews.confirm(session, vehicle_id, crews.Crew(drivers, nights), by=viewer.name, on=today)
    return seen(f"/vehicles/{vehicle_id}")
