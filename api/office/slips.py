"""A slip's code, asked by whoever stands at the coach: whose office it is of is known once it is found."""

from __future__ import annotations

from sqlalchemy import Engine

from data import office_settings
from data.database import opened
from data.database.tenants.register import each
from data.exports import slip_checks
from data.exports.slip_checks import Checked
from data.office_settings import OfficeSettings


def office_at_the_door(engine: Engine) -> OfficeSettings:
    """Whose name and hotline stand on the page before a slip is found: the only office's, else nobody's."""
    known = each(engine)
    if len(known) != 1:
        return OfficeSettings()
    with opened(known[0]) as session:
        return office_settings.current(session)


def look_for(engine: Engine, number: str, code: str) -> tuple[Checked | None, OfficeSettings | None]:
    """The slip and its office; every tenant is asked, whoever is found first: the time taken tells nothing."""
    found: tuple[Checked | None, OfficeSettings | None] = (None, None)
    for one in each(engine):
        with opened(one) as session:
            slip = slip_checks.check(session, number, code)
            if slip is not None:
                found = slip, office_settings.current(session)
    return found
