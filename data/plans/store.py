"""Keeping a plan and reading it back: arrays on the outside, rows with register ids inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count
from math import isnan
from typing import Any

import numpy as np
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from data.columns import MISSING, columns, positions, real, whole, words
from data.plans import batches, carrying, differences, trip_stops
from data.plans.carrying import CarriedFigures
from data.plans.trip_stops import KeptStop
from data.rounds import news, opening
from data.tables import AssignmentRow, OpeningPrice, PlanRow, Round, TripRow, UnplacedRow
from labor.arrays import BoolArray, DayArray, FloatArray, IntArray
from labor.errors import NotFound, StepRefused
from labor.market import Market
from labor.plan import NO_TRIP, TRAVEL_WORDS, Assignments, Plan, Trips, Unplaced


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """What a plan is kept with, so that it can be understood and repeated later.

    ``params`` are limits, seed and threads; ``weights`` what is worth what and the scorer's name. ``score``,
    ``value_fen``, ``pinned``, ``accepts``, ``shows_up`` and ``boards`` are as long as the plan's assignments,
    ``arrives`` as the market's vehicles.
    """

    as_of: date
    now: datetime
    objective_kind: str = "value"
    params: Mapping[str, Any] = field(default_factory=dict)
    weights: Mapping[str, Any] = field(default_factory=dict)
    audit: str = "passed"
    run_id: int | None = None
    before_id: int | None = None  # the plan this one mends: the differences are kept with it
    score: FloatArray | None = None
    value_fen: FloatArray | None = None
    pinned: BoolArray | None = None
    accepts: FloatArray | None = None
    shows_up: FloatArray | None = None
    boards: IntArray | None = None  # hub positions as planned (who goes together boards together), -1 not known
    arrives: DayArray | None = None
    calls: Sequence[Sequence[KeptStop]] = ()  # one entry a trip of the plan, or none at all
    drivers: IntArray | None = None  # as many as each vehicle of the market is planned with
    nights: IntArray | None = None
    opening_prices: FloatArray = field(default_factory=lambda: np.zeros(0))  # one a posting of the market, or none


def save(session: Session, round_id: int, *, market: Market, plan: Plan, record: Record) -> int:
    """Keep an audited plan, make it the round's standing one, number its batches; the plan's id.

    Rows of the plan are worker positions of ``market``, vehicles positions of ``market.vehicles``. Raises
    NotFound for an unknown round and StepRefused once the round has departed. A locked round whose new plan holds
    anybody without a yes is put back to "confirmed". Trips that have left are carried over as they are.
    """
    round_ = session.get(Round, round_id)
    if round_ is None:
        raise NotFound(f"there is no round {round_id}")
    if round_.status in ("departed", "cancelled"):
        raise StepRefused(f"round {round_.name} is {round_.status}: its plan stands", [f"status is {round_.status}"])
    stood = round_.plan_id
    row = _plan_row(round_id, plan, record)
    _add(row, carrying.now(session, round_id))
    session.add(row)
    session.flush()
    _stand(session, round_, row.id)
    carried = carrying.carry(session, round_id, before=stood, plan_id=row.id)
    trip_ids = _keep_trips(session, row.id, market=market, plan=plan, record=record)
    if record.calls:
        trip_stops.keep(session, trip_ids.tolist(), record.calls)
    placed = _assignment_rows(row.id, market=market, plan=plan, record=record, trip_ids=trip_ids)
    if placed:
        session.execute(insert(AssignmentRow), placed)
    _keep_unplaced(session, row.id, market, plan.unplaced)
    _keep_prices(session, row.id, market, record.opening_prices)
    before = differences.standing(session, record.before_id) if record.before_id else None
    batches.renew(session, round_, row.id, carried=carried)
    opening.reopen_for_newcomers(session, round_, now=record.now)
    if before is not None:
        differences.keep(session, row.id, before)
    facts = {"plan_id": row.id, "round_id": round_id, "placed_people": row.placed_people}
    news.tell(session, "plan.made", facts, now=record.now)
    return row.id


def _stand(session: Session, round_: Round, plan_id: int) -> None:
    """Make it the standing plan, unless the round was departed or cancelled while it was found."""
    open_still = update(Round).where(Round.id == round_.id, Round.status.not_in(("departed", "cancelled")))
    if session.execute(open_still.values(plan_id=plan_id).returning(Round.id)).first() is None:
        raise StepRefused(
            f"轮次 {round_.name} 已取消或已出发,新计划不再采用 / round {round_.name} was cancelled or has departed: "
            "the new plan is not taken"
        )
    session.refresh(round_)


def _plan_row(round_id: int, plan: Plan, record: Record) -> PlanRow:
    return PlanRow(
        round_id=round_id,
        run_id=record.run_id,
        before_id=record.before_id,
        created=record.now,
        as_of=record.as_of,
        objective_kind=record.objective_kind,
        objective=float(plan.objective),
        bound=float(plan.bound),
        gap=float(plan.gap),
        status=plan.status,
        stopped=plan.stopped,
        travel_cost_fen=float(plan.travel_cost),
        placed_people=int(plan.placed_people),
        unplaced_people=len(plan.unplaced.row),
        params=dict(record.params),
        weights=dict(record.weights),
        audit=record.audit,
    )


def _add(row: PlanRow, gone: CarriedFigures) -> None:
    """The figures of those who have left beside those of the plan found for the others."""
    row.objective += gone.value_fen - gone.cost_fen
    row.bound += gone.value_fen - gone.cost_fen
    row.travel_cost_fen += gone.cost_fen
    row.placed_people += gone.people


def _keep_trips(session: Session, plan_id: int, *, market: Market, plan: Plan, record: Record) -> IntArray:
    """Trip rows, numbered busiest corridor first; their ids in the plan's own order."""
    trips, vehicles = plan.trips, market.vehicles
    ends = [
        (tuple(vehicles.origins.row(int(v))), tuple(vehicles.destinations.row(int(v)))) for v in trips.vehicle.tolist()
    ]
    busy: Counter[object] = Counter()
    for corridor, people in zip(ends, trips.people.tolist(), strict=True):
        busy[corridor] += people
    taken = set(session.scalars(select(TripRow.number).where(TripRow.plan_id == plan_id)))  # carried over
    free = (number for number in count(1) if number not in taken)
    order = sorted(range(len(trips)), key=lambda at: (-busy[ends[at]], ends[at], int(trips.vehicle[at]), at))
    ids = np.zeros(len(trips), dtype=np.int64)
    for number, at in zip(free, order, strict=False):
        vehicle = int(trips.vehicle[at])
        row = TripRow(
            plan_id=plan_id,
            number=number,
            vehicle_id=int(vehicles.id[vehicle]),
            people=int(trips.people[at]),
            seats=int(vehicles.seats[vehicle]),
            cost_fen=float(trips.cost[at]),
            leaves=vehicles.leaves[vehicle].item(),
            arrives=record.arrives[vehicle].item() if record.arrives is not None else None,
            drivers_due=int(record.drivers[vehicle]) or None if record.drivers is not None else None,
            nights=int(record.nights[vehicle]) if record.nights is not None else None,
        )
        session.add(row)
        session.flush()
        ids[at] = row.id
    return ids


def _assignment_rows(
    plan_id: int, *, market: Market, plan: Plan, record: Record, trip_ids: IntArray
) -> list[dict[str, Any]]:
    placed = plan.assignments
    boards = market.workers.pickup[placed.row] if record.boards is None else record.boards
    trip = np.append(trip_ids, 0)[placed.trip]  # NO_TRIP = -1 reads the appended 0
    hubs = np.append(market.hubs.id, 0)[boards]
    shown = zip(
        market.workers.id[placed.row].tolist(), market.postings.id[placed.posting].tolist(), trip.tolist(),
        placed.travel.tolist(), hubs.tolist(), *(_cells(extra, len(placed)) for extra in _extras(record)),
        strict=True,
    )  # fmt: skip
    return [
        {
            "plan_id": plan_id,
            "worker_id": worker,
            "posting_id": posting,
            "trip_id": trip_id or None,
            "travel": TRAVEL_WORDS[travel],
            "pickup_hub_id": hub or None,
            "score": score,
            "value_fen": value,
            "pinned": bool(pinned),
            "accepts": accepts,
            "shows_up": shows_up,
        }
        for worker, posting, trip_id, travel, hub, score, value, pinned, accepts, shows_up in shown
    ]


def _extras(record: Record) -> tuple[Any, ...]:
    return record.score, record.value_fen, record.pinned, record.accepts, record.shows_up


def _cells(extra: Any, count: int) -> list[Any]:
    if extra is None:
        return [None] * count
    return [None if isnan(cell) else cell for cell in extra.tolist()]  # NaN is "not known"


def _keep_unplaced(session: Session, plan_id: int, market: Market, unplaced: Unplaced) -> None:
    ids, count = market.workers.id[unplaced.row].tolist(), len(unplaced.row)
    posting = _last_option(market.postings.id, unplaced.posting, count)
    vehicle = _last_option(market.vehicles.id, unplaced.vehicle, count)
    zh = unplaced.detail_zh or (None,) * count
    reason = unplaced.binds if len(unplaced.binds) else unplaced.reason  # decision 173
    columns_ = zip(ids, reason.tolist(), unplaced.detail, zh, posting, vehicle, strict=True)
    names = ("worker_id", "reason", "detail", "detail_zh", "posting_id", "vehicle_id")
    rows = [{"plan_id": plan_id} | dict(zip(names, row, strict=True)) for row in columns_]
    if rows:
        session.execute(insert(UnplacedRow), rows)


def unplaced_as_before(session: Session, plan_id: int, before_id: int) -> None:
    """Who stayed home in the plan before, and was not looked at again, stays home for the reason told there."""
    before = {
        row.worker_id: row for row in session.scalars(select(UnplacedRow).where(UnplacedRow.plan_id == before_id))
    }
    for row in session.scalars(select(UnplacedRow).where(UnplacedRow.plan_id == plan_id)):
        was = before.get(row.worker_id)
        if was is not None:
            for name in ("reason", "detail", "detail_zh", "posting_id", "vehicle_id"):
                setattr(row, name, getattr(was, name))
    session.flush()


def _keep_prices(session: Session, plan_id: int, market: Market, prices: FloatArray) -> None:
    """Of the postings whose openings carry one: half a fen is nothing."""
    priced = np.flatnonzero(prices >= 0.5).tolist()
    ids = market.postings.id.tolist()
    rows = [{"plan_id": plan_id, "posting_id": ids[at], "price_fen": float(prices[at])} for at in priced]
    if rows:
        session.execute(insert(OpeningPrice), rows)


def _last_option(ids: IntArray, position: IntArray, count: int) -> list[int | None]:
    if not len(position):
        return [None] * count
    return [number or None for number in np.append(ids, 0)[position].tolist()]  # -1 reads the appended 0


def load(session: Session, plan_id: int, market: Market) -> Plan:
    """A kept plan in the positions of ``market``; raises NotFound.

    People, postings and vehicles the market no longer holds (drop-outs, withdrawn orders) are left out, and
    ``people`` of their trips counted anew; objective, bound and cost stay those of the kept plan.
    """
    row = session.get(PlanRow, plan_id)
    if row is None:
        raise NotFound(f"there is no plan {plan_id}")
    trip_ids, trips = _trips(session, plan_id, market)
    placed = _assignments(session, plan_id, market, trip_ids)
    placed, trips = _without_the_empty(placed, trips)
    counted = np.bincount(placed.trip[placed.trip != NO_TRIP], minlength=len(trips)).astype(np.int64)
    return Plan(
        assignments=placed,
        trips=Trips(trips.vehicle, counted, trips.cost),
        unplaced=_unplaced(session, plan_id, market),
        objective=row.objective,
        bound=row.bound,
        travel_cost=row.travel_cost_fen,
        placed_people=len(placed),
        stopped=row.stopped,
    )


def placed_workers(session: Session, plan_id: int, market: Market) -> IntArray:
    """Positions in ``market`` of everyone a kept plan placed and who is still there, wherever that place is now."""
    (worker,) = columns(session, select(AssignmentRow.worker_id).where(AssignmentRow.plan_id == plan_id))
    at = positions(market.workers.id, whole(worker))
    found: IntArray = np.sort(at[at != MISSING])
    return found


def _trips(session: Session, plan_id: int, market: Market) -> tuple[IntArray, Trips]:
    ids, vehicle, people, cost = columns(
        session,
        select(TripRow.id, TripRow.vehicle_id, TripRow.people, TripRow.cost_fen)
        .where(TripRow.plan_id == plan_id)
        .order_by(TripRow.number),
    )
    at = positions(market.vehicles.id, whole(vehicle))
    known = at != MISSING
    return whole(ids)[known], Trips(at[known], whole(people)[known], real(cost)[known])


def _assignments(session: Session, plan_id: int, market: Market, trip_ids: IntArray) -> Assignments:
    worker, posting, trip, travel = columns(
        session,
        select(AssignmentRow.worker_id, AssignmentRow.posting_id, AssignmentRow.trip_id, AssignmentRow.travel)
        .where(AssignmentRow.plan_id == plan_id)
        .order_by(AssignmentRow.worker_id),
    )
    person, place = positions(market.workers.id, whole(worker)), positions(market.postings.id, whole(posting))
    order = np.argsort(trip_ids)
    rode = whole(trip)
    found = positions(trip_ids[order], rode)
    trip_at = np.where(found == MISSING, NO_TRIP, np.append(order, NO_TRIP)[found])
    # A trip whose vehicle is gone carries nobody any more.
    kept = (person != MISSING) & (place != MISSING) & ((rode == MISSING) | (found != MISSING))
    way = np.array([TRAVEL_WORDS.index(word) for word in words(travel).tolist()], dtype=np.int64)
    return Assignments(person[kept], place[kept], trip_at[kept], way[kept])


def _without_the_empty(placed: Assignments, trips: Trips) -> tuple[Assignments, Trips]:
    """The same without trips that carry nobody of the market any more."""
    runs = np.bincount(placed.trip[placed.trip != NO_TRIP], minlength=len(trips)) > 0
    number = np.append(np.where(runs, np.cumsum(runs) - 1, NO_TRIP), NO_TRIP)
    kept = Trips(trips.vehicle[runs], trips.people[runs], trips.cost[runs])
    return replace(placed, trip=number[placed.trip]), kept


def _unplaced(session: Session, plan_id: int, market: Market) -> Unplaced:
    worker, reason, detail = columns(
        session,
        select(UnplacedRow.worker_id, UnplacedRow.reason, UnplacedRow.detail)
        .where(UnplacedRow.plan_id == plan_id)
        .order_by(UnplacedRow.worker_id),
    )
    person = positions(market.workers.id, whole(worker))
    kept = np.flatnonzero(person != MISSING)
    return Unplaced(person[kept], words(reason)[kept], tuple(detail[at] for at in kept.tolist()))
