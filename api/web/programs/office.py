"""The office itself: its sums, its settings, the law it judges by, who read what, whether a slip holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field, StringConstraints

from api.advice.training import in_use, name_of
from api.office import slips
from api.web.dependencies import SessionOf, SettingsOf, TodayOf, may, now
from api.web.programs.problems import Refused, answers
from api.web.programs.shapes import LARGEST, Asked, ListOf, Shape, Text, Words, listed, place
from api.web.programs.versions import IfMatch, mark, still
from data import office_settings
from data.importers.cells.places import known_places
from data.views.cursors import After
from data.views.overview import overview
from data.views.readings import readings
from labor.errors import NotFound
from policy.rulebook import checked, pack_names, rulebook, stale_packs

router = APIRouter(tags=["office"], responses=answers())


class OverviewTold(Shape):
    """How much is known, and what waits."""

    workers: int
    willing: int
    employers: int
    postings: int
    openings: int
    vehicles: int
    to_decide: int
    refused: int
    today: date = Field(description="the day the office works on")


class OfficeSettingsTold(Shape):
    """What an office sets about itself."""

    office_name: str
    hotline: str
    receiving_hotline: str
    public_url: str
    order_fresh_days: int
    county_code: int = Field(validation_alias="county", description="GB/T 2260, 0 where none is told")


class SettingsAsked(Asked):
    """The settings to keep; the county by name or code."""

    office_name: Annotated[Text, StringConstraints(max_length=200)] = ""
    hotline: Annotated[Text, StringConstraints(max_length=60)]
    receiving_hotline: Annotated[Text, StringConstraints(max_length=60)]
    public_url: Annotated[Text, StringConstraints(max_length=200)] = ""
    order_fresh_days: Annotated[int, Field(ge=1, le=60)]
    county: Annotated[Text, StringConstraints(max_length=60)] = ""


class RuleTold(Shape):
    """One rule with its source and the days it holds."""

    id: str
    pack: str
    title: Words
    text: Words
    source: Words
    evidence: str
    valid_from: date
    valid_to: date | None


class Pack(Shape):
    """A pack of rules, and when somebody last held it against its sources."""

    name: str
    checked: date
    stale: bool
    rules: list[RuleTold]


class ReadingTold(Shape):
    """Who read whose data, when and for what."""

    id: int
    read: datetime
    reader: str
    purpose: str | None
    subject: str
    subject_id: int | None
    fields: str
    people: int


class ScorerTold(Shape):
    """The model in use; without one the documented weights are."""

    trained: bool
    scorer: str


class SlipCode(Asked):
    """What stands on a slip."""

    number: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,39}$")]
    code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{1,16}$")]


class SlipTold(Shape):
    """Who stands behind a sound code, masked."""

    name: str
    number: str
    vehicle: str
    leaves: date | None
    cancelled: bool


@router.get("/overview", dependencies=[may("overview.see")])
def sums(session: SessionOf, today: TodayOf) -> OverviewTold:
    """The registers in numbers, and what waits for a decision."""
    view = overview(session)
    return OverviewTold(
        **{name: getattr(view, name) for name in OverviewTold.model_fields if name != "today"}, today=today
    )


@router.get("/settings", dependencies=[may("office.settings")])
def settings(session: SessionOf, response: Response) -> OfficeSettingsTold:
    """What is set now; its ETag is what a change names in If-Match."""
    return mark(response, OfficeSettingsTold.of(office_settings.current(session)))


@router.put("/settings", dependencies=[may("office.settings")], responses=answers(412, 428))
def keep_settings(
    session: SessionOf, response: Response, asked: SettingsAsked, if_match: IfMatch = None
) -> OfficeSettingsTold:
    """Set them, where they stand as they were read."""
    office_settings.hold(session)
    still(if_match, OfficeSettingsTold.of(office_settings.current(session)))
    said = asked.model_dump() | {"county": known_places().county(asked.county)}
    office_settings.keep(session, office_settings.OfficeSettings(**said), now=now())
    return settings(session, response)


@router.get("/law", dependencies=[may("law.see")])
def law(today: TodayOf) -> list[Pack]:
    """Every pack with its rules, their sources, and when it was last checked."""
    rules = [rule for versions in rulebook().values() for rule in versions]
    return [
        Pack(
            name=name,
            checked=checked(name),
            stale=name in stale_packs(today),
            rules=RuleTold.all_of(rule for rule in rules if rule.pack == name),
        )
        for name in pack_names()
    ]


@router.get("/readings", dependencies=[may("log.see")])
def log_of_reads(
    session: SessionOf,
    after: Annotated[After, Depends(place)],
    *,
    subject: Annotated[str, Query(pattern="^[a-z_]{0,32}$")] = "",
    subject_id: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> ListOf[ReadingTold]:
    """The log of reads, newest first; with subject=workers and a number one person's."""
    return listed(ReadingTold, readings(session, subject=subject, subject_id=subject_id, number=after))


@router.get("/scorer", dependencies=[may("scorer.see")])
def scorer(settings: SettingsOf) -> ScorerTold:
    """Which model scores."""
    kept = in_use(settings)
    return ScorerTold(trained=kept is not None, scorer=name_of(kept) if kept else "documented weights")


@router.post("/slip-checks")
def check_slip(request: Request, asked: SlipCode) -> SlipTold:
    """Whether a slip is one of ours and still holds; too many wrong codes of a batch and it waits a minute."""
    guard = request.app.state.wrong_codes
    if guard.closed(asked.number):
        raise Refused(429, "too_often", {"retry-after": "60"})
    found, _ = slips.look_for(request.app.state.engine, asked.number, asked.code)
    if found is None:
        guard.wrong(asked.number)
        raise NotFound("没有这张出行单 / there is no such slip")
    return SlipTold.of(found)
