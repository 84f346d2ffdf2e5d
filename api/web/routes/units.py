"""The tree of offices: who stands under whom, and what came of their people."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.web.dependencies import SessionOf, ViewerOf, may
from api.web.pages import page, seen
from data.registers import units
from data.views import units as views

router = APIRouter()


@router.get("/units", dependencies=[may("people.see")])
def tree(request: Request, session: SessionOf, viewer: ViewerOf) -> HTMLResponse:
    """The viewer's unit and those below it, everybody counted once at each level."""
    return page(
        request, "units.html", found=views.tree(session, top=viewer.organization_id), stages=views.STAGES,
    )  # fmt: skip


@router.post("/units", status_code=303, dependencies=[may("office.settings")])
def add(
    session: SessionOf,
    name: Annotated[str, Form(max_length=100)],
    kind: Annotated[str, Form()],
    under: Annotated[int, Form(ge=1)],
) -> RedirectResponse:
    """One more unit."""
    units.add(session, name, kind, under)
    return seen("/units")
