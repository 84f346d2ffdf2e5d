"""A batch: its page, and its manifest on A4 in three maskings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.office import rounds as life
from api.planning.expected_arrivals import EMPTY_RISK, expected
from api.planning.feeders import VanRun, van_runs
from api.planning.plan_papers import manifest_file, with_expected
from api.web.dependencies import ReaderOf, SessionOf, TodayOf, may
from api.web.pages import attached, language_of, page
from data.exports import manifest
from data.exports.manifest_sheets import as_sheets
from data.exports.stops import stops_of
from data.rounds import departure_gate
from data.views import batches as views
from data.views import boarding as boarding_views
from labor.errors import BadInput

router = APIRouter()


@router.get("/batches/{batch_id}", dependencies=[may("trips.see")])
def one(
    request: Request,
    session: SessionOf,
    today: TodayOf,
    batch_id: int,
    *,
    risk: Annotated[int, Query(ge=0, le=100)] = round(EMPTY_RISK * 100),
    van: Annotated[int | None, Query(ge=1, le=60)] = None,
) -> HTMLResponse:
    """The batch with its stops, its people, masked, and what to expect at the door."""
    view = views.one(session, batch_id)
    held, told = departure_gate.in_hand(session, batch_id), life.told(session, view.round.id, batch_id, today)
    if view.trip is None or view.vehicle is None:
        return page(
            request, "batch_alone.html", view=view, today=today, stops=((), ()), chances={}, held=held, told=told
        )
    manning = boarding_views.of_trips(session, [view.trip.id])[view.trip.id]
    return page(
        request,
        "batch.html",
        view=view,
        today=today,
        stops=stops_of(session, view.vehicle, view.trip.id, view.trip.leaves or view.vehicle.leaves),
        manning=manning,
        expected=expected(manning, empty_risk=risk / 100),
        risk=risk,
        van=van,
        vans=_vans(view, van),
        chances={one.worker_id: one.boards for one in manning.booked},
        held=held,
        told=told,
    )


def _vans(view: views.BatchPage, seats: int | None) -> list[VanRun] | str:
    """Runs of feeder vans, or why companions do not fit."""
    try:
        return van_runs(view.lines, seats) if seats else []
    except BadInput as too_small:
        return str(too_small)


@router.get("/batches/{batch_id}/print", dependencies=[may("papers.make")])
def sheet(
    request: Request,
    session: SessionOf,
    reader: ReaderOf,
    batch_id: int,
    *,
    copy: manifest.Masking = "notice",
    employer: int | None = None,
) -> HTMLResponse:
    """One copy to print; those with numbers are logged."""
    found = with_expected(session, manifest.sheet(session, batch_id, copy, reader=reader, employer_id=employer))
    return page(request, "sheet.html", sheet=as_sheets(found)[0], back=f"/batches/{batch_id}")


@router.get("/batches/{batch_id}/manifest.xlsx", dependencies=[may("papers.make")])
def workbook(
    request: Request,
    session: SessionOf,
    reader: ReaderOf,
    batch_id: int,
    *,
    copy: manifest.Masking = "notice",
    employer: int | None = None,
) -> Response:
    """The same copy as a workbook."""
    language = language_of(request)
    content = manifest_file(session, batch_id, copy, reader=reader, language=language, employer_id=employer)
    return attached(content, f"manifest-{batch_id}-{copy}.xlsx")
