"""The first page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.web.charts import map_of
from api.web.dependencies import SessionOf, SettingsOf, TodayOf, may
from api.web.pages import page
from data.views import plans
from data.views.overview import overview
from policy.rulebook import stale_packs

router = APIRouter()


@router.get("/", dependencies=[may("overview.see")])
def first_page(request: Request, session: SessionOf, settings: SettingsOf, today: TodayOf) -> HTMLResponse:
    """Registers, what waits, the newest plan and where its people go."""
    latest = plans.latest(session)
    corridors = plans.corridors(session, latest) if latest else []
    return page(
        request,
        "overview.html",
        view=overview(session),
        plan=plans.one(session, latest) if latest else None,
        corridors=corridors,
        map=map_of(corridors, settings.map_file),
        stale=stale_packs(today),
    )


@router.get("/health")
def health(session: SessionOf) -> dict[str, str]:
    """Answers when the database does."""
    overview(session)
    return {"status": "ok"}
