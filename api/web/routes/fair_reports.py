"""After a fair: its report, who is to be asked how it went, and intentions into the next dispatch round."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.office.fairs import afterwards
from api.web.dependencies import PageNumber, SessionOf, TodayOf, ViewerOf, may, now
from api.web.pages import attached, language_of, page, seen
from data.registers.fairs import day
from data.rounds import Signature
from data.views import fair_reports as views
from data.views import fairs as halls
from data.views.overview import own_today

router = APIRouter()


@router.get("/fairs/{fair_id}/report", dependencies=[may("fairs.see")])
def report(request: Request, session: SessionOf, today: TodayOf, fair_id: int) -> HTMLResponse:
    """What the fair came to; each figure opens its list."""
    line = halls.fair(session, fair_id)
    return page(
        request, "fair_report.html", line=line, told=views.report(session, fair_id),
        due=views.due(session, fair_id, line.fair.day, today),
    )  # fmt: skip


@router.get("/fairs/{fair_id}/report.xlsx", dependencies=[may("fairs.see")])
def workbook(request: Request, session: SessionOf, fair_id: int) -> Response:
    """The report as a spreadsheet."""
    line, told = halls.fair(session, fair_id), views.report(session, fair_id)
    synthetic = own_today(session) is not None
    made = afterwards.workbook(line, told, language_of(request), synthetic=synthetic)
    return attached(made, f"fair-{fair_id}-report.xlsx")


@router.get("/fairs/{fair_id}/talks", dependencies=[may("fairs.see")])
def talks(
    request: Request, session: SessionOf, fair_id: int, *, only: str = "", number: PageNumber = 1
) -> HTMLResponse:
    """Talks held, all or of one outcome."""
    return page(
        request, "fair_talks.html", line=halls.fair(session, fair_id), only=only, made=None,
        found=views.talks(session, fair_id, only, number=number), rounds=views.rounds_open(session),
    )  # fmt: skip


@router.post("/fairs/{fair_id}/talks/{talk_id}/later", status_code=303, dependencies=[may("fairs.door")])
def later(
    session: SessionOf,
    fair_id: int,
    talk_id: int,
    stage: Annotated[int, Form()],
    said: Annotated[str, Form(pattern="^(working|not_working|no_answer)$")],
) -> RedirectResponse:
    """Write down how it went 7 or 30 days after."""
    day.later(session, fair_id, talk_id, stage, said)
    return seen(f"/fairs/{fair_id}/report#due")


@router.post("/fairs/{fair_id}/handover", dependencies=[may("rounds.lead")])
def hand_over(
    request: Request,
    session: SessionOf,
    viewer: ViewerOf,
    today: TodayOf,
    fair_id: int,
    *,
    round_id: Annotated[int, Form(alias="round")],
    talk: Annotated[list[int], Form()],
) -> HTMLResponse:
    """Those ticked said yes themselves: they are pinned in the round; whom a rule forbids is named."""
    signature = Signature(viewer.name, now())
    made = afterwards.hand_over(session, fair_id, round_id, talk, today=today, signature=signature)
    return page(
        request, "fair_talks.html", line=halls.fair(session, fair_id), only="intention", made=made,
        found=views.talks(session, fair_id, "intention"), rounds=views.rounds_open(session),
    )  # fmt: skip
