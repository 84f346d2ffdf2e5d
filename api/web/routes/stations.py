"""Stations: every one the office knows, put right, joined, told apart, deleted."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from api.office import stations as office
from api.office.stations import StationWords
from api.web.dependencies import PageNumber, SessionOf, TodayOf, ViewerOf, may
from api.web.pages import page, seen
from data.importers.deciding.settling import Hand
from data.registers import stations as register
from data.registers.joined_stations import Joined
from data.registers.joined_stations import join as join_stations
from data.tables.transport import HUB_KINDS
from data.views import stations as views

router = APIRouter()


@router.get("/stations", dependencies=[may("stations.see")])
def stations(
    request: Request, session: SessionOf, *, q: str = "", deleted: str = "", number: PageNumber = 1
) -> HTMLResponse:
    """Stations by any of their names, and what uses them."""
    found = views.stations(session, q, number=number)
    return page(request, "stations.html", found=found, q=q, deleted=deleted)


@router.get("/stations/{station_id}", dependencies=[may("stations.see")])
def station(
    request: Request, session: SessionOf, station_id: int, *, saved: bool = False, kept: int = 0
) -> HTMLResponse:
    """One station, and what can be done about it."""
    return _page(request, session, station_id, saved=saved, kept=kept)


@router.post("/stations/{station_id}", status_code=303, dependencies=[may("stations.change")])
def correct(
    session: SessionOf, viewer: ViewerOf, today: TodayOf, station_id: int, form: Annotated[StationWords, Form()]
) -> RedirectResponse:
    """Put it right."""
    kept = office.correct(session, station_id, form, Hand(today, viewer.name))
    return seen(f"/stations/{station_id}?saved=1&kept={kept}")


@router.post("/stations/{station_id}/join", dependencies=[may("stations.change")])
def join(request: Request, session: SessionOf, station_id: int, into: Annotated[int, Form()]) -> HTMLResponse:
    """Join it into another; the page of the other tells what moved."""
    return _page(request, session, into, joined=join_stations(session, station_id, into))


@router.post("/stations/{station_id}/part", status_code=303, dependencies=[may("stations.change")])
def part(
    session: SessionOf, viewer: ViewerOf, today: TodayOf, station_id: int, form: Annotated[StationWords, Form()]
) -> RedirectResponse:
    """Make one of its other names a station of its own."""
    made = office.part(session, station_id, form, Hand(today, viewer.name))
    return seen(f"/stations/{made}?saved=1")


@router.post("/stations/{station_id}/delete", status_code=303, dependencies=[may("stations.change")])
def delete(session: SessionOf, station_id: int) -> RedirectResponse:
    """Delete it if nobody uses it."""
    return seen(f"/stations?{urlencode({'deleted': register.remove(session, station_id)})}")


def _page(
    request: Request,
    session: Session,
    station_id: int,
    *,
    saved: bool = False,
    kept: int = 0,
    joined: Joined | None = None,
) -> HTMLResponse:
    line = views.station(session, station_id)
    told = {"saved": saved, "kept": kept, "joined": joined}
    return page(request, "station.html", line=line, others=views.others(session, line), kinds=HUB_KINDS, told=told)
