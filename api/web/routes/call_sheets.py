"""Asking everybody of a round: a call sheet opened with its purpose, and answers pasted from a chat."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from api.office import call_sheets as desk
from api.web.dependencies import ReaderOf, SessionOf, TodayOf, ViewerOf, may, now
from api.web.pages import page
from data.rounds import Signature
from data.views import rounds as views

router = APIRouter()


@router.post("/rounds/{round_id}/call-sheet", dependencies=[may("people.read_numbers")])
def sheet(
    request: Request,
    session: SessionOf,
    reader: ReaderOf,
    round_id: int,
    *,
    purpose: Annotated[str, Form(max_length=120)] = "",
    answer: Annotated[str, Form(pattern="^[a-z_]*$")] = "not_asked",
) -> HTMLResponse:
    """Everybody to ask with name and telephone, one key an answer; each person goes into the log of reads once."""
    lines = desk.opened_sheet(session, round_id, answer, purpose, reader)
    return page(request, "call_sheet.html", view=views.one(session, round_id), lines=lines, purpose=purpose)


@router.post("/rounds/{round_id}/replies/chat", dependencies=[may("offers.answer")])
def chat(
    request: Request,
    session: SessionOf,
    viewer: ViewerOf,
    today: TodayOf,
    round_id: int,
    *,
    text: Annotated[str, Form(max_length=100_000)] = "",
) -> HTMLResponse:
    """Answers as they stand in a chat; the page says how many were kept and names each line that was not."""
    told = desk.from_chat(session, round_id, text, today=today, signature=Signature(viewer.name, now()))
    return page(request, "chat_read.html", view=views.one(session, round_id), told=told)
