"""The one read of a round: everything scoring and planning may know, as frozen arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from data.columns import columns, days, positions, whole, words
from data.markets import people as market_people
from data.markets import postings as market_postings
from data.markets import travel
from data.markets.people import WorkerIds
from data.markets.postings import PostingIds, Taken
from data.tables import AssignmentRow, Batch, Offer, Placement, RosterChange, Round, TripRow, Worker
from data.tables.regions import regions
from labor.arrays import DayArray, IntArray, frozen
from labor.errors import BadInput
from labor.market import UNLIMITED, DateWindow, Market, Postings
from labor.outcomes import NOT_KNOWN, Outcomes

# Rounds and batches whose people hold their places: the next round plans for what is left.
HOLDING = ("confirmed", "locked", "departed", "arrived", "handed_over")
STAGES = {"yes": 1, "no": 0, "not_asked": NOT_KNOWN}


def load(
    session: Session,
    window: DateWindow,
    *,
    today: date,
    round_id: int | None = None,
    plan_id: int | None = None,
) -> Market:
    """The market of one window as it stands on ``today``.

    Left out: people who want no work now or no more calls, who cannot leave within the window, or who hold a
    place in another round's confirmed, locked or departed batch; those who dropped out of this one, or left on a trip
    of it.
    Openings, beds, couple rooms and vehicles are what those left. ``plan_id`` asks for the market as that plan of
    the round found it: whoever left since has not left.
    """
    return _load(session, window, (today, today), _Away(round_id, plan_id))


def load_about_to_leave(session: Session, window: DateWindow, *, today: date, agreed: date, round_id: int) -> Market:
    """A round's market on the day of leaving: orders that were good on the day they were ``agreed`` on still are."""
    market = _load(session, window, (today, agreed), _Away(round_id, None))
    until = market.postings.valid_until
    good = np.where(np.isnat(until), until, np.fmax(until, np.datetime64(today, "D")))
    return replace(market, postings=replace(market.postings, valid_until=frozen(good)))


def _load(session: Session, window: DateWindow, days: tuple[date, date], away: _Away) -> Market:
    today, ordered = days
    chosen = _available_workers(window, away)
    open_now = market_postings.open_postings(window.first, window.last, ordered)
    market = _market(session, window, people=chosen, orders=open_now, today=today)
    vehicles = travel.less_used(market.vehicles, whole(columns(session, away.vehicles())[0]))
    return replace(market, postings=_less_taken(session, market.postings, away), vehicles=vehicles)


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


@dataclass(frozen=True, slots=True)
class _Away:
    """A round and one of its plans: who had left on a trip of the round before that plan, or by now without one."""

    round_id: int | None
    plan_id: int | None

    def rows(self) -> Select[int, int]:
        """(worker, posting) of everybody of the round who is away."""
        rows = select(AssignmentRow.worker_id, AssignmentRow.posting_id)
        if self.plan_id is not None:
            return rows.where(AssignmentRow.plan_id == self.plan_id, AssignmentRow.carried)
        left = and_(Placement.round_id == Round.id, Placement.worker_id == AssignmentRow.worker_id)
        return (
            rows.join(Round, Round.plan_id == AssignmentRow.plan_id)
            .join(Placement, left)
            .where(Round.id == self.round_id)
        )

    def holding(self) -> Select[int, int]:
        """Those of them whose place is still theirs."""
        theirs = aliased(Placement)
        given_up = exists().where(
            theirs.round_id == self.round_id,
            theirs.worker_id == AssignmentRow.worker_id,
            or_(theirs.showed_up.is_(False), theirs.ended.is_not(None)),
        )
        return self.rows().where(~given_up)

    def vehicles(self) -> Select[int]:
        """The vehicle of each trip that is away or cancelled, once a trip."""
        trips = self.rows().with_only_columns(AssignmentRow.trip_id)
        away = select(TripRow.vehicle_id).where(TripRow.id.in_(trips))
        if self.round_id is None:
            return away
        cancelled = select(Batch.vehicle_id).where(
            Batch.round_id == self.round_id, Batch.status == "cancelled", Batch.vehicle_id.is_not(None)
        )
        both = union_all(away, cancelled).subquery()
        return select(both.c.vehicle_id)


def _available_workers(window: DateWindow, away: _Away) -> WorkerIds:
    round_id = away.round_id
    held = holders(round_id).subquery()
    gone = away.rows().subquery()
    chosen = (
        select(Worker.id)
        .where(
            or_(Worker.willing == "yes", and_(Worker.willing == "unknown", Worker.call_again), _later_is_now(window))
        )
        .where(or_(Worker.earliest.is_(None), Worker.earliest <= window.last))
        .where(or_(Worker.latest.is_(None), Worker.latest >= window.first))
        .where(Worker.id.not_in(select(held.c.worker_id)), Worker.id.not_in(select(gone.c.worker_id)))
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
    alone = and_(Batch.trip_id.is_(None), AssignmentRow.trip_id.is_(None), Batch.travel == AssignmentRow.travel)
    mine = and_(Batch.round_id == Round.id, or_(Batch.trip_id == AssignmentRow.trip_id, alone))
    holders = (
        select(AssignmentRow.worker_id, AssignmentRow.posting_id)
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .outerjoin(Batch, mine)
        .where(or_(Round.status.in_(HOLDING), Batch.status.in_(HOLDING)))
        .where(func.coalesce(Batch.status, "") != "cancelled", ~gave_up)
    )
    return holders if but_round is None else holders.where(Round.id != but_round)


def _held(away: _Away) -> Select[int, int]:
    """(worker, posting) of every place that is taken: by other rounds, and by those of this one who left."""
    both = union_all(holders(away.round_id), away.holding()).subquery()
    return select(both.c.worker_id, both.c.posting_id)


def _taken(away: _Away) -> Taken:
    held = _held(away).subquery()
    return select(held.c.posting_id, Worker.sex).join(Worker, Worker.id == held.c.worker_id)


def _less_taken(session: Session, postings: Postings, away: _Away) -> Postings:
    people, men, women = market_postings.taken_places(session, postings.id, _taken(away))
    rooms = market_postings.taken_rooms(session, postings.id, _held(away))

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
