"""What the office sets about itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel

from api.web.dependencies import SessionOf, may, now
from api.web.pages import page, seen
from data import office_settings
from data.importers.cells.places import known_places
from data.office_settings import OfficeSettings
from data.tables.regions import regions

router = APIRouter()


class SettingsForm(BaseModel):
    """The settings as typed; data/office_settings.py says what may stand on paper."""

    office_name: str = ""
    hotline: str
    receiving_hotline: str
    public_url: str = ""
    order_fresh_days: int
    county: str = ""

    def settings(self) -> OfficeSettings:
        """The settings without the spaces around them; raises BadInput."""
        return OfficeSettings(
            self.office_name.strip(),
            self.hotline.strip(),
            self.receiving_hotline.strip(),
            self.public_url.strip().rstrip("/"),
            self.order_fresh_days,
            known_places().county(self.county),
        )


@router.get("/settings", dependencies=[may("office.settings")])
def form(request: Request, session: SessionOf, *, saved: bool = False) -> HTMLResponse:
    """What is set now."""
    office = office_settings.current(session)
    county = regions().path_of(office.county) if office.county else ""
    return page(request, "settings.html", office=office, county=county, saved=saved)


@router.post("/settings", status_code=303, dependencies=[may("office.settings")])
def keep(session: SessionOf, form: Annotated[SettingsForm, Form()]) -> RedirectResponse:
    """Set it."""
    office_settings.keep(session, form.settings(), now=now())
    return seen("/settings?saved=1")
