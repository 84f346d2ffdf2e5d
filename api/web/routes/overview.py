"""The first page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from api.office import checkup
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
async def health() -> dict[str, str]:
    """Answers while the process lives, whatever its database does: a watchdog restarts by this."""
    return {"status": "ok"}


@router.get("/ready")
def ready(request: Request) -> JSONResponse:
    """Whether work may be sent here: the database answers, its tables and the key are right; a proxy asks this."""
    why = checkup.not_ready(request.app.state.engine)
    return JSONResponse({"status": why or "ok"}, 503 if why else 200)
