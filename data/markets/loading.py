"""The one read of a round: everything scoring and planning may know, as frozen arrays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from data.columns import columns, days, positions, whole, words
from data.markets import people as market_people
from data.markets import postings as market_postings
from data.markets import travel
from data.markets.people import WorkerIds
from data.markets.postings import PostingIds, Taken
from data.reference import regions
from data.tables import AssignmentRow, Offer, Placement, RosterChange, Round, Worker
from labor.arrays import DayArray, IntArray, frozen
from labor.errors import BadInput
from labor.market import DateWindow, Market
from labor.outcomes import NOT_KNOWN, Outcomes
from labor.postings import UNLIMITED, Postings

# Rounds whose people hold their places: the next round plans for what is left.
HOLDING = ("confirmed", "locked", "departed")
STAGES = {"yes": 1, "no": 0, "not_asked": NOT_KNOWN}


def load(session: Session, window: DateWindow, *, today: date, round_id: int | None = None) -> Market:
    """The market of one window as it stands on ``today``.

    Left out: people who want no work now or no more calls, who cannot leave within the window, or who hold a
    place in another confirmed, locked or departed round; and those who dropped out of this one. Openings, beds
    and couple rooms are what those rounds left.
    """
    chosen = _available_workers(window, round_id)
    open_now = market_postings.open_postings(window.first, window.last, today)
    market = _market(session, window, people=chosen, orders=open_now, today=today)
    return replace(market, postings=_less_taken(session, market.postings, round_id))


def of_people(session: Session, window: DateWindow, *, people: WorkerIds, orders: PostingIds, today: date) -> Market:
    """These people beside these postings, whether or not they would be in the window's own market."""
    return _market(session, window, people=people, orders=orders, today=today)


def load_with_outcomes(session: Session, *, until: date) -> tuple[Market, Outcomes]:
    """Everybody and every posting ever offered, with what came of the offers made by ``until``.

    A stage that lies after ``until`` is NOT_KNOWN: whoever replays the past learns nothing of its future.
    Raises BadInput where no offer has been made yet.
    """
    first = session.scalar(select(func.min(Offer.offered)))
    if first is None or first > until:
        raise BadInput(f"there is nothing to learn from: no offer was made by {until}")
    offered = select(Offer.posting_id).where(Offer.offered <= until)
    market = _market(session, DateWindow(first, until), people=select(Worker.id), orders=offered, today=until)
    return market, _outcomes(session, market, until)


def _market(session: Session, window: DateWindow, *, people: WorkerIds, orders: PostingIds, today: date) -> Market:
    table = regions()
    hubs = travel.hubs(session, table)
    employers = market_postings.employers(session, today)
    postings = market_postings.postings(session, orders, regions=table, hubs=hubs, employers=employers)
    workers, protection = market_people.workers(session, people, table, hubs)
    return Market(
        window=window,
        regions=table,
        hubs=hubs,
        workers=workers,
        protection=market_people.with_priority(session, workers, protection, today),
        certificates=market_people.certificates(session, people, workers),
        spells=market_people.spells(session, people, workers, employers=employers.id, today=today),
        replies=market_people.replies(session, people, workers, postings.id),
        health=market_people.health(session, people, workers, postings.id),
        employers=employers,
        postings=postings,
        vehicles=travel.vehicles(session, window, hubs),
        fares=travel.fares(session, hubs),
    )


def _available_workers(window: DateWindow, round_id: int | None) -> WorkerIds:
    held = holders(round_id).subquery()
    chosen = (
        select(Worker.id)
        .where(
            or_(Worker.willing == "yes", and_(Worker.willing == "unknown", Worker.call_again), _later_is_now(window))
        )
        .where(or_(Worker.earliest.is_(None), Worker.earliest <= window.last))
        .where(or_(Worker.latest.is_(None), Worker.latest >= window.first))
        .where(Worker.id.not_in(select(held.c.worker_id)))
    )
    return chosen if round_id is None else chosen.where(Worker.id.not_in(dropped_out(round_id)))


def _later_is_now(window: DateWindow) -> ColumnElement[bool]:
    return and_(Worker.willing == "later", Worker.call_again, Worker.earliest <= window.last)


def dropped_out(round_id: int) -> Select[int]:
    """A query for the workers whose newest change in a round is that they dropped out."""
    newest = (
        select(func.max(RosterChange.id))
        .where(RosterChange.round_id == round_id)
        .group_by(RosterChange.worker_id)
        .scalar_subquery()
    )
    return select(RosterChange.worker_id).where(RosterChange.id.in_(newest), RosterChange.kind == "dropped_out")


def holders(but_round: int | None) -> Select[int, int]:
    """(worker, posting) of everyone who holds a place in another round's standing plan and has not given it up."""
    gave_up = exists().where(
        Placement.round_id == Round.id,
        Placement.worker_id == AssignmentRow.worker_id,
        or_(Placement.showed_up.is_(False), Placement.ended.is_not(None)),
    )
    holders = (
        select(AssignmentRow.worker_id, AssignmentRow.posting_id)
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .where(Round.status.in_(HOLDING), ~gave_up)
    )
    return holders if but_round is None else holders.where(Round.id != but_round)


def _taken(round_id: int | None) -> Taken:
    held = holders(round_id).subquery()
    return select(held.c.posting_id, Worker.sex).join(Worker, Worker.id == held.c.worker_id)


def _less_taken(session: Session, postings: Postings, round_id: int | None) -> Postings:
    people, men, women = market_postings.taken_places(session, postings.id, _taken(round_id))
    rooms = market_postings.taken_rooms(session, postings.id, holders(round_id))

    def left(whole_order: IntArray, gone: IntArray) -> IntArray:
        limited = whole_order != UNLIMITED
        return frozen(np.where(limited, np.maximum(whole_order - gone, 0), UNLIMITED))

    return replace(
        postings,
        openings=frozen(np.maximum(postings.openings - people, 0)),
        # A team that has begun to fill needs only what is missing to its least size.
        min_team=frozen(np.maximum(postings.min_team - people, 0)),
        beds=left(postings.beds, people),
        beds_m=left(postings.beds_m, men),
        beds_f=left(postings.beds_f, women),
        couple_rooms=left(postings.couple_rooms, rooms),
    )


def _outcomes(session: Session, market: Market, until: date) -> Outcomes:
    worker, posting, offered, reply, replied, showed, started, stayed_30, stayed_90 = columns(
        session,
        select(
            Offer.worker_id, Offer.posting_id, Offer.offered, Offer.reply, Offer.replied, Placement.showed_up,
            Placement.started, Placement.stayed_30, Placement.stayed_90,
        )
        .outerjoin(Placement, Placement.offer_id == Offer.id)
        .where(Offer.offered <= until)
        .order_by(Offer.offered, Offer.id),
    )  # fmt: skip
    made, began = days(offered), days(started)
    answered = np.where(np.isnat(days(replied)), made, days(replied))
    accepted = np.array([STAGES[word] for word in words(reply).tolist()], dtype=np.int64)
    # Days count from the first day at work; where that was not noted, from the offer.
    since = np.where(np.isnat(began), made, began)
    return Outcomes(
        worker=positions(market.workers.id, whole(worker)),
        posting=positions(market.postings.id, whole(posting)),
        offered=made,
        accepted=_seen(accepted, answered, until),
        showed_up=_seen(whole(showed), since, until),
        stayed_30=_seen(whole(stayed_30), since + 30, until),
        stayed_90=_seen(whole(stayed_90), since + 90, until),
    )


def _seen(stage: IntArray, known_on: DayArray, until: date) -> IntArray:
    return frozen(np.where(known_on <= np.datetime64(until, "D"), stage, NOT_KNOWN))
