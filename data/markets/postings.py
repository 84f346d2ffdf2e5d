"""The postings and employers of a market, openings counted down by those already placed."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from data.columns import MISSING, columns, days, grouped, positions, real, truth, whole, words
from data.markets.travel import hub_of
from data.tables import (
    ArrearsListing,
    Employer,
    Posting,
    PostingCertificate,
    PostingHazard,
    PostingSiteRule,
    Worker,
    WorkerGroup,
)
from labor.arrays import IntArray, Ragged, frozen
from labor.market import FEMALE, MALE, Employers, Hubs, Postings
from labor.regions import Regions

PostingIds = Select[int]  # a query for the ids of the postings in the market
Taken = Select[int, int]  # (posting, sex) of every person who holds a place already


def employers(session: Session, today: date) -> Employers:
    """All employers, each with the listing that stands today, else its newest one (by credit code, else by row)."""
    ids, county, uscc, licence, grade = columns(
        session,
        select(Employer.id, Employer.county, Employer.uscc, Employer.licence_to, Employer.credit_grade).order_by(
            Employer.id
        ),
    )
    number = whole(ids)
    since, until = _arrears(session, number, words(uscc), today)
    return Employers(number, whole(county), since, until, days(licence), words(grade))


def _arrears(session: Session, ids: IntArray, uscc: Any, today: date) -> tuple[Any, Any]:
    employer, code, listed, removed = columns(
        session,
        select(ArrearsListing.employer_id, ArrearsListing.uscc, ArrearsListing.listed, ArrearsListing.removed)
        .where(ArrearsListing.listed <= today)
        .order_by(ArrearsListing.listed, ArrearsListing.id),
    )
    since = np.full(len(ids), np.datetime64("NaT", "D"))
    until = since.copy()
    standing = np.zeros(len(ids), dtype=np.bool_)
    by_code = {word: at for at, word in enumerate(uscc) if word}
    by_row = positions(ids, whole(employer))
    ends = days(removed)
    for at, (code_here, first, last) in enumerate(zip(code, days(listed), ends, strict=True)):
        row = by_code.get(code_here or "", int(by_row[at]))
        stands = bool(np.isnat(last) or last > np.datetime64(today, "D"))
        if row != MISSING and (stands or not standing[row]):
            since[row], until[row], standing[row] = first, last, stands
    return frozen(since), frozen(until)


def open_postings(first: date, last: date, today: date) -> PostingIds:
    """Postings a round may fill: open, still valid, and starting neither before nor after the window."""
    return (
        select(Posting.id)
        .where(Posting.status == "open", Posting.openings > 0)
        .where(or_(Posting.valid_until.is_(None), Posting.valid_until >= today))
        .where(or_(Posting.start_by.is_(None), Posting.start_by >= first))
        .where(or_(Posting.start_from.is_(None), Posting.start_from <= last))
    )


def postings(session: Session, chosen: PostingIds, *, regions: Regions, hubs: Hubs, employers: Employers) -> Postings:
    """The chosen postings by id, with the whole order's openings and beds."""
    fields = (
        Posting.id, Posting.employer_id, Posting.county, Posting.destination_hub_id, Posting.occupation,
        Posting.title, Posting.duties, Posting.openings, Posting.min_team, Posting.beds, Posting.beds_m,
        Posting.beds_f, Posting.couple_rooms, Posting.start_from, Posting.start_by, Posting.wage_low_fen,
        Posting.wage_high_fen, Posting.hours_a_day, Posting.lodging, Posting.night_shift, Posting.lift_kg,
        Posting.work_at_height, or_(Posting.guaranteed, Employer.guaranteed).label("guaranteed"),
        Posting.employment_form, Posting.valid_until, Posting.confirmed,
    )  # fmt: skip
    statement = (
        select(*fields)
        .join(Employer, Employer.id == Posting.employer_id)
        .where(Posting.id.in_(chosen))
        .order_by(Posting.id)
    )
    names = [field.key for field in fields]
    of = dict(zip(names, columns(session, statement), strict=True))
    ids, county = whole(of["id"]), whole(of["county"])
    return Postings(
        id=ids,
        employer=positions(employers.id, whole(of["employer_id"])),
        county=county,
        destination=hub_of(regions, hubs, stated=whole(of["destination_hub_id"]), county=county),
        occupation=words(of["occupation"]),
        text=tuple(f"{title} {duties}".strip() for title, duties in zip(of["title"], of["duties"], strict=True)),
        openings=whole(of["openings"]),
        min_team=whole(of["min_team"]),
        beds=whole(of["beds"]),
        beds_m=whole(of["beds_m"]),
        beds_f=whole(of["beds_f"]),
        couple_rooms=whole(of["couple_rooms"]),
        start_from=days(of["start_from"]),
        start_by=days(of["start_by"]),
        wage_low_fen=whole(of["wage_low_fen"]),
        wage_high_fen=whole(of["wage_high_fen"]),
        hours_a_day=real(of["hours_a_day"]),
        lodging=whole(of["lodging"]),
        night_shift=whole(of["night_shift"]),
        lift_kg=real(of["lift_kg"]),
        work_at_height=whole(of["work_at_height"]),
        hazards=_codes(session, ids, select(PostingHazard.posting_id, PostingHazard.hazard)),
        certificates=_codes(session, ids, select(PostingCertificate.posting_id, PostingCertificate.kind)),
        site_rules=_codes(session, ids, select(PostingSiteRule.posting_id, PostingSiteRule.rule)),
        guaranteed=truth(of["guaranteed"]),
        agency_employment=frozen(words(of["employment_form"]) == "agency"),
        valid_until=days(of["valid_until"]),
        confirmed=days(of["confirmed"]),
    )


def _codes(session: Session, ids: IntArray, statement: Select[int, str]) -> Ragged:
    posting, code = columns(session, statement.order_by(*statement.selected_columns))
    return grouped(positions(ids, whole(posting)), words(code), len(ids))


def taken_places(session: Session, ids: IntArray, taken: Taken) -> tuple[IntArray, IntArray, IntArray]:
    """How many people, men and women hold a place already, by posting position."""
    held = taken.subquery()
    posting_column, sex_column = held.c
    posting, sex, people = columns(
        session, select(posting_column, sex_column, func.count()).group_by(posting_column, sex_column)
    )
    at, sexes, counts = positions(ids, whole(posting)), whole(sex), whole(people)

    def counted(which: Any) -> IntArray:
        total: IntArray = np.bincount(
            at[which & (at != MISSING)], counts[which & (at != MISSING)], minlength=len(ids)
        ).astype(np.int64)
        return total

    return counted(at != MISSING), counted(sexes == MALE), counted(sexes == FEMALE)


def taken_rooms(session: Session, ids: IntArray, holders: Select[int, int]) -> IntArray:
    """Couple rooms in use already, by posting position; ``holders`` is a query for (worker, posting)."""
    held = holders.subquery()
    worker_column, posting_column = held.c
    couples = (
        select(posting_column.label("posting"), Worker.group_id)
        .join(Worker, Worker.id == worker_column)
        .join(WorkerGroup, WorkerGroup.id == Worker.group_id)
        .where(WorkerGroup.wants_couple_room)
        .group_by(posting_column, Worker.group_id)
        .having(func.count() == 2, func.min(Worker.sex) == MALE, func.max(Worker.sex) == FEMALE)
        .subquery()
    )
    posting, rooms = columns(session, select(couples.c.posting, func.count()).group_by(couples.c.posting))
    at, counts = positions(ids, whole(posting)), whole(rooms)
    taken: IntArray = np.bincount(at[at != MISSING], counts[at != MISSING], minlength=len(ids)).astype(np.int64)
    return taken
