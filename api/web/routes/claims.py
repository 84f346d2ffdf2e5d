"""Who brought whom: claims of several brokers, and the worker's own word."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.web.dependencies import SessionOf, TodayOf, ViewerOf, may
from api.web.pages import page, seen
from data.registers import broker_claims

router = APIRouter()


@router.get("/claims", dependencies=[may("claims.decide")])
def disputed(request: Request, session: SessionOf) -> HTMLResponse:
    """People whom several brokers say they brought, still to be asked."""
    return page(request, "claims.html", found=broker_claims.disputed(session))


@router.post("/workers/{worker_id}/claims", status_code=303, dependencies=[may("claims.decide")])
def decide(
    session: SessionOf,
    viewer: ViewerOf,
    today: TodayOf,
    worker_id: int,
    broker: Annotated[int, Form(ge=1)],
) -> RedirectResponse:
    """Write down whom the worker named."""
    broker_claims.decide(session, worker_id, broker, on=today, by=viewer.name)
    return seen("/claims")
