"""Postings, employers and vehicles as lists and pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from data.columns import Line
from data.rounds import unconfirmed_postings
from data.tables import (
    ArrearsListing,
    Employer,
    Hub,
    Posting,
    PostingCertificate,
    PostingHazard,
    PostingSiteRule,
    RefusedDemand,
    Region,
    Vehicle,
    VehicleStop,
)
from data.views.paging import Page, Place, contains, owned, paged, unsealed
from labor.errors import NotFound
from policy.rulebook import parameter

COUNTY, CITY = aliased(Region), aliased(Region)


@dataclass(frozen=True, slots=True)
class PostingLine:
    """One line of the postings register."""

    id: int
    title: str
    employer: str
    employer_id: int
    place: str
    openings: int
    wage_low_fen: int | None
    wage_high_fen: int | None
    start_by: date | None
    confirmed: date  # the employer's last word on it
    status: str
    guaranteed: bool


@dataclass(frozen=True, slots=True)
class PostingPage:
    """A posting with what belongs to it."""

    posting: Line
    employer: Line
    place: str
    certificates: Sequence[str]
    hazards: Sequence[str]
    site_rules: Sequence[str]
    refused: Sequence[Line]


@dataclass(frozen=True, slots=True)
class EmployerLine:
    """One line of the employers register."""

    id: int
    name: str
    uscc: str | None
    kind: str
    place: str
    industry: str
    guaranteed: bool
    arrears_since: date | None
    licence_to: date | None
    credit_grade: str
    postings: int
    openings: int


@dataclass(frozen=True, slots=True)
class VehicleLine:
    """One line of the vehicles register; stops in order."""

    vehicle: Line
    origins: str
    destinations: str


@dataclass(frozen=True, slots=True)
class PostingSearch:
    """What to look for; empty fields do not matter."""

    text: str = ""
    status: str = ""
    employer_id: int | None = None
    import_id: int | None = None
    to_call: date | None = None  # open orders not confirmed lately, as of this day


def postings(session: Session, search: PostingSearch, *, number: Place = 1) -> Page[PostingLine]:
    """A page of postings: those that must start first on top."""
    query = (
        select(
            *unsealed(Posting),
            Employer.name.label("employer"),
            COUNTY.name.label("county_name"),
            CITY.name.label("city_name"),
        )
        .join(Employer, Employer.id == Posting.employer_id)
        .join(COUNTY, COUNTY.code == Posting.county, isouter=True)
        .join(CITY, CITY.code == Posting.county // 100 * 100, isouter=True)
    )
    if search.text.strip():
        pattern = contains(search.text.strip())
        fields = (Posting.title, Posting.duties, Employer.name, Posting.occupation, COUNTY.name)
        query = query.where(or_(*(field.like(pattern, escape="\\") for field in fields)))
    if search.status:
        query = query.where(Posting.status == search.status)
    if search.employer_id:
        query = query.where(Posting.employer_id == search.employer_id)
    if search.import_id:
        query = query.where(Posting.import_id == search.import_id)
    if search.to_call:
        query = query.where(Posting.status == "open", unconfirmed_postings.is_stale(session, search.to_call))
    query = query.order_by(Posting.start_by.is_(None), Posting.start_by, Posting.id)
    return paged(session, query, _posting_line, number=number)


def _posting_line(row: Line) -> PostingLine:
    return PostingLine(
        row.id,
        row.title,
        row.employer,
        row.employer_id,
        f"{row.city_name or ''}{row.county_name or row.county}",
        row.openings,
        row.wage_low_fen,
        row.wage_high_fen,
        row.start_by,
        row.confirmed or row.published,
        row.status,
        row.guaranteed,
    )


def posting(session: Session, posting_id: int) -> PostingPage:
    """A posting's page; raises NotFound."""
    row = session.execute(select(*unsealed(Posting)).where(Posting.id == posting_id)).first()
    if row is None:
        raise NotFound(f"岗位 {posting_id} 不在登记册里 / no posting {posting_id} in the register")
    return PostingPage(
        row,
        session.execute(select(*unsealed(Employer)).where(Employer.id == row.employer_id)).one(),
        place(session, row.county),
        [mark.kind for mark in owned(session, PostingCertificate, posting_id=posting_id)],
        [mark.hazard for mark in owned(session, PostingHazard, posting_id=posting_id)],
        [mark.rule for mark in owned(session, PostingSiteRule, posting_id=posting_id)],
        owned(session, RefusedDemand, posting_id=posting_id),
    )


def place(session: Session, code: int) -> str:
    """Province, prefecture and county in one breath."""
    steps = dict.fromkeys((code // 10000 * 10000, code // 100 * 100, code))
    named = session.execute(select(Region.code, Region.name).where(Region.code.in_(steps)))
    names = {row.code: row.name for row in named}
    return "".join(names.get(step, "") for step in steps) or str(code)


def employers(
    session: Session, today: date, text: str = "", *, number: Place = 1, only: str = ""
) -> Page[EmployerLine]:
    """A page of employers by name, listings as of ``today``; ``only`` = "arrears" or "guaranteed" narrows it."""
    orders = (
        select(Posting.employer_id, func.count().label("postings"), func.sum(Posting.openings).label("openings"))
        .where(Posting.status == "open")
        .group_by(Posting.employer_id)
        .subquery()
    )
    listed = (
        select(ArrearsListing.employer_id, func.min(ArrearsListing.listed).label("since"))
        .where(ArrearsListing.listed <= today, ArrearsListing.listed > _term_begins(today))
        .where(or_(ArrearsListing.removed.is_(None), ArrearsListing.removed > today))
        .group_by(ArrearsListing.employer_id)
        .subquery()
    )
    query = (
        select(
            *unsealed(Employer),
            Region.name.label("county_name"),
            func.coalesce(orders.c.postings, 0).label("postings"),
            func.coalesce(orders.c.openings, 0).label("openings"),
            listed.c.since,
        )
        .join(Region, Region.code == Employer.county, isouter=True)
        .join(orders, orders.c.employer_id == Employer.id, isouter=True)
        .join(listed, listed.c.employer_id == Employer.id, isouter=True)
    )
    if text.strip():
        pattern = contains(text.strip())
        fields = (Employer.name, Employer.uscc, Employer.industry)
        query = query.where(or_(*(field.like(pattern, escape="\\") for field in fields)))
    if only == "arrears":
        query = query.where(listed.c.since.is_not(None))
    if only == "guaranteed":
        query = query.where(Employer.guaranteed)
    return paged(session, query.order_by(Employer.name, Employer.id), _employer_line, number=number)


def _term_begins(today: date) -> date:
    """Whoever was listed on this day or before is off the arrears list by law."""
    years: int = parameter("employer_pays_its_wages", "years", today)
    on_leap_day = today.month == 2 and today.day == 29
    return today.replace(year=today.year - years, day=28 if on_leap_day else today.day)


def _employer_line(row: Line) -> EmployerLine:
    return EmployerLine(
        row.id,
        row.name,
        row.uscc,
        row.kind,
        row.county_name or str(row.county),
        row.industry,
        row.guaranteed,
        row.since,
        row.licence_to,
        row.credit_grade,
        row.postings,
        row.openings,
    )


def vehicles(session: Session, text: str = "", *, number: Place = 1) -> Page[VehicleLine]:
    """A page of vehicles on offer with their stops."""
    query = select(*unsealed(Vehicle))
    if text.strip():
        pattern = contains(text.strip())
        stops = select(VehicleStop.vehicle_id).join(Hub, Hub.id == VehicleStop.hub_id)
        query = query.where(
            or_(
                Vehicle.number.like(pattern, escape="\\"),
                Vehicle.label.like(pattern, escape="\\"),
                Vehicle.carrier.like(pattern, escape="\\"),
                Vehicle.id.in_(stops.where(Hub.name.like(pattern, escape="\\"))),
            )
        )
    page = paged(session, query.order_by(Vehicle.leaves, Vehicle.number), lambda row: row, number=number)
    named = _stops(session, [vehicle.id for vehicle in page.rows])
    rows = [
        VehicleLine(vehicle, named.get((vehicle.id, "origin"), ""), named.get((vehicle.id, "destination"), ""))
        for vehicle in page.rows
    ]
    return page.holding(rows)


def vehicle(session: Session, vehicle_id: int) -> VehicleLine:
    """One vehicle with its stops; raises NotFound."""
    row = session.execute(select(*unsealed(Vehicle)).where(Vehicle.id == vehicle_id)).first()
    if row is None:
        raise NotFound(f"没有 {vehicle_id} 号车次 / there is no vehicle {vehicle_id}")
    named = _stops(session, [vehicle_id])
    return VehicleLine(row, named.get((vehicle_id, "origin"), ""), named.get((vehicle_id, "destination"), ""))


def _stops(session: Session, vehicle_ids: Sequence[int]) -> dict[tuple[int, str], str]:
    query = select(VehicleStop.vehicle_id, VehicleStop.role, Hub.name).join(Hub, Hub.id == VehicleStop.hub_id)
    query = query.where(VehicleStop.vehicle_id.in_(vehicle_ids)).order_by(VehicleStop.position)
    named: dict[tuple[int, str], list[str]] = {}
    for vehicle_id, role, name in session.execute(query):
        named.setdefault((vehicle_id, role), []).append(name)
    return {key: "、".join(names) for key, names in named.items()}
