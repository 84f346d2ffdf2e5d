"""The model in use: how good it was, whether its chances still come true, and its card."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse

from api.advice.training import card_of, in_use, watched_today
from api.web.dependencies import SettingsOf, TodayOf, engine_of, may
from api.web.pages import page
from labor.errors import NotFound
from matching.features import FEATURES

router = APIRouter()


@router.get("/scorer", dependencies=[may("scorer.see")])
def the_scorer(request: Request, settings: SettingsOf, today: TodayOf) -> HTMLResponse:
    """Where the model comes from, its figures, and its drift on the offers made since."""
    scorer = in_use(settings)
    return page(
        request,
        "scorer.html",
        pedigree=scorer.pedigree if scorer else None,
        drift=watched_today(engine_of(request), settings, today) if scorer else None,
        card=card_of(settings) is not None,
        words={feature.name: feature.good for feature in FEATURES},
    )


@router.get("/scorer/card", dependencies=[may("scorer.see")])
def the_card(settings: SettingsOf) -> FileResponse:
    """The model card written when it was trained, as a file: its pictures carry styles of their own."""
    card = card_of(settings)
    if card is None:
        raise NotFound("还没有模型卡：先运行 gongqiao train / no model card yet: run gongqiao train first")
    return FileResponse(card, media_type="text/html", filename="model-card.html")
