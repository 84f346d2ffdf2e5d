"""Registers of employers, postings, vehicles and fares."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field, StringConstraints

from api.planning import vehicle_verdicts
from api.web.dependencies import ReaderOf, SessionOf, TodayOf, may
from api.web.programs.problems import answers
from api.web.programs.shapes import (
    Asked,
    ListOf,
    Number,
    NumberAsked,
    Shape,
    Text,
    Words,
    listed,
    place,
)
from data.registers import crews
from data.rounds import unconfirmed_postings
from data.views import postings as views
from data.views import stations
from data.views.cursors import After
from optimizer import Verdict

router = APIRouter(tags=["registers"], responses=answers(409))
Sought = Annotated[Text, StringConstraints(max_length=100), Query(description="looked for in names and words")]


class EmployerLineTold(Shape):
    """One employer with its open orders."""

    id: int
    name: str
    uscc: str | None = Field(description="unified social credit code")
    kind: str
    place: str
    industry: str
    guaranteed: bool
    arrears_since: date | None = Field(description="on the list of wage defaulters since")
    licence_to: date | None
    credit_grade: str
    postings: int
    openings: int


class PostingLineTold(Shape):
    """One posting of the register."""

    id: int
    title: str
    employer: str
    employer_id: int
    place: str
    openings: int
    wage_low_fen: int | None
    wage_high_fen: int | None
    start_by: date | None
    confirmed: date = Field(description="the employer's last word on it")
    status: str
    guaranteed: bool


class RefusedDemandTold(Shape):
    """A demand of the employer's text that was not kept, and why."""

    kind: str
    text: str
    reason_zh: str
    reason_en: str


class PostingFacts(Shape):
    """The terms of a posting."""

    id: int
    employer_id: int
    title: str
    duties: str
    occupation: str
    employment_form: str
    county_code: int = Field(validation_alias="county")
    address: str
    openings: int
    min_team: int
    hours_a_day: float | None
    shifts: str
    night_shift: bool | None
    lift_kg: float | None
    work_at_height: bool | None
    wage_low_fen: int | None
    wage_high_fen: int | None
    base_fen: int | None
    pay_text: str
    fare_paid_by: str
    lodging: bool | None
    beds: int | None
    start_from: date | None
    start_by: date | None
    valid_until: date | None
    published: date
    status: str
    guaranteed: bool
    terms_version: int


class PostingTold(Shape):
    """A posting with what belongs to it."""

    facts: PostingFacts
    employer: str
    place: str
    certificates: list[str]
    hazards: list[str]
    site_rules: list[str]
    refused: list[RefusedDemandTold]


class VehicleFacts(Shape):
    """A vehicle on offer."""

    id: int
    number: str
    mode: str
    label: str
    plate: str
    carrier: str
    rated_seats: int
    load_factor: float
    escorts: int
    drivers: int | None
    nights: int
    min_load: int
    fixed_cost_fen: int
    cost_per_person_fen: int
    available: int | None
    leaves: date | None
    leaves_minute: int | None = Field(description="minutes after midnight")
    in_use: bool


class VehicleTold(Shape):
    """A vehicle with its stops, and whether the law lets it run."""

    facts: VehicleFacts
    origins: str
    destinations: str
    law: str | None = Field(description="runs, condition, refused, no_place; null where it is out of use")
    law_words: Words | None


class CrewAsked(Asked):
    """What the carrier said."""

    drivers: Annotated[int, Field(ge=1, le=6)]
    nights: Annotated[int, Field(ge=0, le=3)] = 0


class ConfirmedOn(Shape):
    """The day of the employer's word."""

    posting_id: int
    confirmed: date


class FareTold(Shape):
    """What an own ticket costs."""

    origin_id: int = Field(validation_alias="origin_hub_id")
    origin: str
    destination_id: int = Field(validation_alias="destination_hub_id")
    destination: str
    fare_fen: int
    days: int


@router.get("/employers", dependencies=[may("employers.see")])
def employers(
    session: SessionOf,
    today: TodayOf,
    after: Annotated[After, Depends(place)],
    q: Sought = "",
    only: Literal["", "arrears", "guaranteed"] = "",
) -> ListOf[EmployerLineTold]:
    """Employers by name, code or industry."""
    return listed(EmployerLineTold, views.employers(session, today, q, number=after, only=only))


@router.get("/postings", dependencies=[may("postings.see")])
def postings(
    session: SessionOf,
    today: TodayOf,
    after: Annotated[After, Depends(place)],
    q: Sought = "",
    *,
    status: Literal["", "open", "paused", "filled", "withdrawn"] = "",
    employer_id: NumberAsked = None,
    to_call: Annotated[bool, Query(description="open orders not confirmed lately")] = False,
) -> ListOf[PostingLineTold]:
    """Postings by title, duties, employer or place; those that start first on top."""
    search = views.PostingSearch(q, status, employer_id, to_call=today if to_call else None)
    return listed(PostingLineTold, views.postings(session, search, number=after))


@router.get("/postings/{posting_id}", dependencies=[may("postings.see")])
def posting(session: SessionOf, posting_id: Number) -> PostingTold:
    """One posting: terms, needs, and the demands that were not kept."""
    view = views.posting(session, posting_id)
    return PostingTold(
        facts=PostingFacts.of(view.posting),
        employer=view.employer.name,
        place=view.place,
        certificates=list(view.certificates),
        hazards=list(view.hazards),
        site_rules=list(view.site_rules),
        refused=RefusedDemandTold.all_of(view.refused),
    )


@router.post("/postings/{posting_id}/confirm", dependencies=[may("postings.change")])
def confirm_posting(session: SessionOf, today: TodayOf, posting_id: Number) -> ConfirmedOn:
    """The employer said today that the order stands."""
    unconfirmed_postings.confirm(session, posting_id, on=today, today=today)
    return ConfirmedOn(posting_id=posting_id, confirmed=today)


@router.get("/vehicles", dependencies=[may("vehicles.see")])
def vehicles(
    session: SessionOf, today: TodayOf, after: Annotated[After, Depends(place)], q: Sought = ""
) -> ListOf[VehicleTold]:
    """Vehicles by number, carrier or stop."""
    found, verdicts = views.vehicles(session, q, number=after), vehicle_verdicts.of_register(session, today)
    rows = [_vehicle(line, verdicts.get(line.vehicle.id)) for line in found.rows]
    return ListOf(rows=rows, next=found.next)


@router.get("/vehicles/{vehicle_id}", dependencies=[may("vehicles.see")])
def vehicle(session: SessionOf, today: TodayOf, vehicle_id: Number) -> VehicleTold:
    """One vehicle."""
    line = views.vehicle(session, vehicle_id)
    return _vehicle(line, vehicle_verdicts.of_register(session, today).get(vehicle_id))


@router.put("/vehicles/{vehicle_id}/crew", dependencies=[may("vehicles.change")])
def confirm_crew(
    session: SessionOf, reader: ReaderOf, today: TodayOf, vehicle_id: Number, asked: CrewAsked
) -> VehicleTold:
    """The carrier said how many drivers come, and whether they rest on the way."""
    crews.confirm(session, vehicle_id, crews.Crew(asked.drivers, asked.nights), by=reader.name, on=today)
    return vehicle(session, today, vehicle_id)


@router.get("/fares", dependencies=[may("vehicles.see")])
def fares(session: SessionOf, after: Annotated[After, Depends(place)]) -> ListOf[FareTold]:
    """Fares from station to station."""
    return listed(FareTold, stations.fares(session, number=after))


def _vehicle(line: views.VehicleLine, judged: Verdict | None) -> VehicleTold:
    return VehicleTold(
        facts=VehicleFacts.of(line.vehicle),
        origins=line.origins,
        destinations=line.destinations,
        law=judged.kind if judged else None,
        law_words=Words.of(judged.text) if judged else None,
    )
