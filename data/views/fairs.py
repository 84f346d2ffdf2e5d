"""Fairs on their pages: the list, the hall with its booths, and who could have one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.columns import Line
from data.tables import Employer, FairBooth, FairEvent, FairPosting, Posting, Region
from data.views.paging import Page, Place, Query, contains, paged, unsealed
from labor.errors import NotFound
from policy.fairs import filing_deadline

SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class FairLine:
    """One fair with what stands in its hall."""

    fair: Line
    county: str
    booths: int
    openings: int

    @property
    def filing_by(self) -> date:
        """The last day to file it."""
        return filing_deadline(self.fair.day, self.fair.filing_days)


@dataclass(frozen=True, slots=True)
class BoothLine:
    """One booth, its employer and what it brings."""

    booth: Line
    employer: str
    kind: str
    licence_to: date | None
    postings: Sequence[Line]

    @property
    def openings(self) -> int:
        """Of all its postings together."""
        return sum(posting.openings for posting in self.postings)


def fairs(session: Session, *, number: Place = 1) -> Page[FairLine]:
    """A page of fairs, the latest day first."""
    return paged(session, _lines().order_by(FairEvent.day.desc(), FairEvent.id.desc()), _line, number=number)


def fair(session: Session, fair_id: int) -> FairLine:
    """One fair; raises NotFound."""
    row = session.execute(_lines().where(FairEvent.id == fair_id)).first()
    if row is None:
        raise NotFound(f"没有 {fair_id} 号招聘会 / there is no fair {fair_id}")
    return _line(row)


def booths(session: Session, fair_id: int) -> list[BoothLine]:
    """The booths of a fair in the order of their places, each with its postings."""
    brought: dict[int, list[Line]] = {}
    postings = (
        select(*unsealed(Posting), FairPosting.booth_id, Region.name.label("county_name"))
        .join(FairPosting, FairPosting.posting_id == Posting.id)
        .join(FairBooth, FairBooth.id == FairPosting.booth_id)
        .join(Region, Region.code == Posting.county, isouter=True)
        .where(FairBooth.fair_id == fair_id)
        .order_by(Posting.id)
    )
    for posting in session.execute(postings):
        brought.setdefault(posting.booth_id, []).append(posting)
    rows = session.execute(
        select(*unsealed(FairBooth), Employer.name.label("employer"), Employer.kind, Employer.licence_to)
        .join(Employer, Employer.id == FairBooth.employer_id)
        .where(FairBooth.fair_id == fair_id)
        .order_by(FairBooth.y, FairBooth.x, FairBooth.id)
    )
    return [BoothLine(row, row.employer, row.kind, row.licence_to, brought.get(row.id, ())) for row in rows]


def without_booth(session: Session, fair_id: int, text: str) -> Sequence[Line]:
    """Employers with open postings who have no booth yet, by part of their name."""
    held = select(FairBooth.employer_id).where(FairBooth.fair_id == fair_id)
    orders = (
        select(Posting.employer_id, func.sum(Posting.openings).label("openings"))
        .where(Posting.status == "open")
        .group_by(Posting.employer_id)
        .subquery()
    )
    query = (
        select(Employer.id, Employer.name, orders.c.openings)
        .join(orders, orders.c.employer_id == Employer.id)
        .where(Employer.id.not_in(held))
    )
    if text.strip():
        query = query.where(Employer.name.like(contains(text.strip()), escape="\\"))
    return session.execute(query.order_by(orders.c.openings.desc(), Employer.id).limit(SUGGESTED)).all()


def _lines() -> Query:
    stand = select(FairBooth.fair_id, func.count().label("booths")).group_by(FairBooth.fair_id).subquery()
    brought = (
        select(FairBooth.fair_id, func.sum(Posting.openings).label("openings"))
        .join(FairPosting, FairPosting.booth_id == FairBooth.id)
        .join(Posting, Posting.id == FairPosting.posting_id)
        .group_by(FairBooth.fair_id)
        .subquery()
    )
    return (
        select(*unsealed(FairEvent), Region.name.label("county_name"), stand.c.booths, brought.c.openings)
        .join(Region, Region.code == FairEvent.county, isouter=True)
        .join(stand, stand.c.fair_id == FairEvent.id, isouter=True)
        .join(brought, brought.c.fair_id == FairEvent.id, isouter=True)
    )


def _line(row: Line) -> FairLine:
    return FairLine(row, row.county_name or str(row.county), row.booths or 0, row.openings or 0)


def booth(session: Session, fair_id: int, booth_id: int) -> BoothLine:
    """One booth of a fair; raises NotFound."""
    found = next((one for one in booths(session, fair_id) if one.booth.id == booth_id), None)
    if found is None:
        raise NotFound(f"{fair_id} 号招聘会没有这个展位 / fair {fair_id} has no such booth")
    return found
