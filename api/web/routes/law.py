"""The law the program judges by: its packs, their rules with sources, and when each was last checked."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.web.dependencies import TodayOf, may
from api.web.pages import page
from policy.rulebook import checked, pack_names, rulebook, stale_packs

router = APIRouter()


@router.get("/law", dependencies=[may("law.see")])
def law(request: Request, today: TodayOf) -> HTMLResponse:
    """Every pack with its rules; those not checked for over a year are marked."""
    rules = [rule for versions in rulebook().values() for rule in versions]
    packs = [
        (name, checked(name), sorted((rule for rule in rules if rule.pack == name), key=lambda rule: rule.valid_from))
        for name in pack_names()
    ]
    return page(request, "law.html", packs=packs, stale=stale_packs(today), today=today)
