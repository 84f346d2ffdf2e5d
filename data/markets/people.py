"""The workers of a market, with their papers and answers; no name, phone or number is ever read here."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from data.columns import MISSING, columns, days, grouped, positions, real, truth, whole, words
from data.markets.travel import hub_of
from data.tables import (
    Certificate,
    HealthCheck,
    Offer,
    Posting,
    Spell,
    WishRegion,
    Worker,
    WorkerFlag,
    WorkerGroup,
    WorkerTrade,
)
from labor.arrays import IntArray, frozen
from labor.market import NO, YES, Certificates, HealthChecks, Hubs, Protection, Replies, Spells, Workers
from labor.regions import Regions

# "Near only" without a figure: what a worker can reach and be home again by evening. Our own choice.
NEAR_KM = 60.0
# The official lists that may break a tie at equal fit (requirements C5, C6), and nothing else.
PRIORITY_FLAGS = ("official_list", "poverty_exit", "monitored", "relocated_zero_job")

WorkerIds = Select[int]  # a query for the ids of the workers in the market


def workers(session: Session, chosen: WorkerIds, regions: Regions, hubs: Hubs) -> tuple[Workers, Protection]:
    """The chosen workers by id, and beside them what only policy and beds may read."""
    found = columns(
        session,
        select(
            Worker.id, Worker.county, Worker.pickup_hub_id, Worker.group_id, WorkerGroup.wants_couple_room,
            Worker.text, Worker.wage_wanted_fen, Worker.near_only, Worker.max_distance_km, Worker.lodging_needed,
            Worker.night_shift_ok, Worker.can_lift_kg, Worker.height_ok, Worker.earliest, Worker.latest,
            Worker.home_by, Worker.registered, Worker.sex, Worker.birth,
        )
        .outerjoin(WorkerGroup, WorkerGroup.id == Worker.group_id)
        .where(Worker.id.in_(chosen))
        .order_by(Worker.id),
    )  # fmt: skip
    ids, county, hub, group, couple, text, wage, near, reach, lodging, night, lift, height = found[:13]
    number, home = whole(ids), whole(county)
    trades, years = _trades(session, chosen, number)
    block = Workers(
        id=number,
        county=home,
        pickup=hub_of(regions, hubs, stated=whole(hub), county=home),
        group=whole(group),
        wants_couple_room=truth(couple),
        trades=trades,
        trade_years=years,
        text=tuple(text),
        wage_wanted_fen=whole(wage),
        wish_regions=_wishes(session, chosen, number),
        max_distance_km=frozen(np.where(truth(near) & np.isnan(real(reach)), NEAR_KM, real(reach))),
        lodging_needed=truth(lodging),
        night_shift_ok=whole(night),
        can_lift_kg=real(lift),
        height_ok=whole(height),
        earliest=days(found[13]),
        latest=days(found[14]),
        home_by=days(found[15]),
        registered=days(found[16]),
    )
    return block, Protection(sex=whole(found[17]), birth=days(found[18]), priority=truth([False] * len(number)))


def with_priority(session: Session, workers: Workers, protection: Protection, today: date) -> Protection:
    """The protection block with today's entries of the official lists."""
    (flagged,) = columns(
        session,
        select(WorkerFlag.worker_id)
        .where(WorkerFlag.kind.in_(PRIORITY_FLAGS), WorkerFlag.listed <= today)
        .where(or_(WorkerFlag.ends.is_(None), WorkerFlag.ends >= today)),
    )
    return Protection(protection.sex, protection.birth, frozen(np.isin(workers.id, whole(flagged))))


def _trades(session: Session, chosen: WorkerIds, ids: IntArray) -> tuple[Any, Any]:
    worker, occupation, years = columns(
        session,
        select(WorkerTrade.worker_id, WorkerTrade.occupation, WorkerTrade.years)
        .where(WorkerTrade.worker_id.in_(chosen))
        .order_by(WorkerTrade.id),
    )
    owner = positions(ids, whole(worker))
    return grouped(owner, words(occupation), len(ids)), grouped(owner, real(years), len(ids))


def _wishes(session: Session, chosen: WorkerIds, ids: IntArray) -> Any:
    worker, region = columns(
        session,
        select(WishRegion.worker_id, WishRegion.region).where(WishRegion.worker_id.in_(chosen)).order_by(WishRegion.id),
    )
    return grouped(positions(ids, whole(worker)), whole(region), len(ids))


def certificates(session: Session, chosen: WorkerIds, workers: Workers) -> Certificates:
    """The chosen workers' certificates; those whose words name no known kind are left out."""
    worker, kind, valid_to, review_by, verified = columns(
        session,
        select(
            Certificate.worker_id, Certificate.kind, Certificate.valid_to, Certificate.review_by, Certificate.verified
        )
        .where(Certificate.worker_id.in_(chosen), Certificate.kind != "")
        .order_by(Certificate.worker_id, Certificate.id),
    )
    return Certificates(
        positions(workers.id, whole(worker)), words(kind), days(valid_to), days(review_by), truth(verified)
    )


def spells(session: Session, chosen: WorkerIds, workers: Workers, *, employers: IntArray, today: date) -> Spells:
    """Spells begun by today; one that lasts is counted up to today and has no end."""
    worker, employer, started, ended = columns(
        session,
        select(Spell.worker_id, Spell.employer_id, Spell.started, Spell.ended)
        .where(Spell.worker_id.in_(chosen), Spell.started <= today)
        .order_by(Spell.worker_id, Spell.started),
    )
    now = np.datetime64(today, "D")
    end = days(ended)
    end = np.where(end > now, np.datetime64("NaT", "D"), end)
    length = (np.where(np.isnat(end), now, end) - days(started)).astype(np.int64)
    return Spells(
        positions(workers.id, whole(worker)), positions(employers, whole(employer)), frozen(length), frozen(end)
    )


def replies(session: Session, chosen: WorkerIds, workers: Workers, postings: IntArray) -> Replies:
    """The newest answer to each offer made on the posting's present terms; changed terms leave it not asked."""
    newest = (
        select(func.max(Offer.id))
        .join(Posting, Posting.id == Offer.posting_id)
        .where(Offer.worker_id.in_(chosen), Offer.terms_hash == Posting.terms_hash, Offer.reply != "not_asked")
        .group_by(Offer.worker_id, Offer.posting_id)
    )
    worker, posting, reply = columns(
        session,
        select(Offer.worker_id, Offer.posting_id, Offer.reply)
        .where(Offer.id.in_(newest))
        .order_by(Offer.worker_id, Offer.posting_id),
    )
    person, place = positions(workers.id, whole(worker)), positions(postings, whole(posting))
    known = (person != MISSING) & (place != MISSING)
    answer = np.where(words(reply) == "yes", YES, NO)
    return Replies(person[known], place[known], answer[known])


def health(session: Session, chosen: WorkerIds, workers: Workers, postings: IntArray) -> HealthChecks:
    """Fit or not fit for a posting; pending checks are not known and are left out."""
    worker, posting, fit = columns(
        session,
        select(HealthCheck.worker_id, HealthCheck.posting_id, HealthCheck.fit)
        .where(HealthCheck.worker_id.in_(chosen), HealthCheck.fit != "pending")
        .order_by(HealthCheck.worker_id, HealthCheck.posting_id),
    )
    person, place = positions(workers.id, whole(worker)), positions(postings, whole(posting))
    known = (person != MISSING) & (place != MISSING)
    return HealthChecks(person[known], place[known], (words(fit) == "yes")[known].astype(np.int64))
