"""Plans kept and read back, batch numbers, differences, the reserve."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data import markets, plans
from data.plans import differences, trip_stops, waiting_list
from data.plans.trip_stops import KeptStop
from data.tables import (
    AssignmentRow,
    Batch,
    Offer,
    PlanDifference,
    PlanRow,
    Posting,
    ReserveRow,
    Round,
    RoundStep,
    TripRow,
    UnplacedRow,
    Worker,
)
from labor.arrays import IntArray
from labor.candidates import Candidates
from labor.errors import NotFound, StepRefused
from labor.market import Market
from labor.plan import NO_TRIP, OWN, TRIP, Assignments, Plan, Trips, Unplaced
from tests.builders import LIZHOU, NOW, TODAY, WINDOW, XIHU, a_coach, a_hub, a_posting, a_round, a_worker, an_offer

RECORD = plans.Record(as_of=TODAY, now=NOW, params={"seed": 0}, weights={"rate_fen": 300_000})


def whole(*numbers: int) -> IntArray:
    return np.array(numbers, dtype=np.int64)


@pytest.fixture
def market(session: Session) -> Market:
    """Four workers at one hub, two postings at another, two coaches between them."""
    start, end = a_hub(session), a_hub(session, "西湖厂区", county=XIHU)
    for name in ("张三", "李四", "王五", "赵六"):
        a_worker(session, name, pickup_hub_id=start.id, county=LIZHOU)
    for _ in range(2):
        a_posting(session, destination_hub_id=end.id)
        a_coach(session, [start], [end], leaves=WINDOW.first)
    a_round(session)
    return markets.load(session, WINDOW, today=TODAY)


def plan_of(rows: IntArray, postings: IntArray, trips: IntArray, vehicles: IntArray) -> Plan:
    """A plan over four workers; who has no trip goes by own ticket."""
    home = np.setdiff1d(np.arange(4), rows)
    return Plan(
        assignments=Assignments(rows, postings, trips, np.where(trips == NO_TRIP, OWN, TRIP)),
        trips=Trips(vehicles, np.bincount(trips[trips >= 0], minlength=len(vehicles)), np.full(len(vehicles), 5e5)),
        unplaced=Unplaced(home, np.full(len(home), "postings_full"), ("两个岗位都满了",) * len(home)),
        objective=100.0,
        bound=120.0,
        travel_cost=5e5,
        placed_people=len(rows),
        stopped="done",
    )


def test_a_plan_is_read_back_as_it_was_kept(session: Session, market: Market) -> None:
    made = plan_of(whole(0, 1, 3), whole(0, 1, 0), whole(1, NO_TRIP, 0), whole(0, 1))

    plan_id = plans.save(session, 1, market=market, plan=made, record=RECORD)
    read = plans.load(session, plan_id, market)

    assert read.assignments.row.tolist() == [0, 1, 3] and read.assignments.posting.tolist() == [0, 1, 0]
    assert read.assignments.travel.tolist() == [TRIP, OWN, TRIP]
    vehicle = [int(read.trips.vehicle[trip]) if trip >= 0 else -1 for trip in read.assignments.trip.tolist()]
    assert vehicle == [1, -1, 0] and read.trips.people.tolist() == [1, 1]
    assert read.unplaced.row.tolist() == [2] and read.unplaced.detail == ("两个岗位都满了",)
    assert (read.objective, read.bound, read.stopped) == (100.0, 120.0, "done")


def test_the_rows_of_a_plan_carry_register_ids_and_what_it_was_made_with(session: Session, market: Market) -> None:
    made = plan_of(whole(0, 1), whole(0, 1), whole(0, NO_TRIP), whole(1))
    record = replace(RECORD, score=np.array([0.5, 0.25]), arrives=market.vehicles.leaves + 1)

    plan_id = plans.save(session, 1, market=market, plan=made, record=record)

    row = session.get_one(PlanRow, plan_id)
    rider = session.scalars(select(AssignmentRow).where(AssignmentRow.travel == "trip")).one()
    trip = session.scalars(select(TripRow)).one()
    assert (row.params, row.weights, row.unplaced_people) == ({"seed": 0}, {"rate_fen": 300_000}, 2)
    assert (rider.worker_id, rider.score, rider.pickup_hub_id) == (market.workers.id[0], 0.5, market.hubs.id[0])
    assert (trip.vehicle_id, trip.arrives) == (market.vehicles.id[1], WINDOW.first + timedelta(days=1))


def test_stops_and_chances_are_kept_beside_the_trips(session: Session, market: Market) -> None:
    made = plan_of(whole(0, 1, 3), whole(0, 1, 0), whole(1, NO_TRIP, 0), whole(0, 1))
    first, second = (
        KeptStop(int(market.hubs.id[0]), 1, 0, minute - 20, minute - 10, minute, True) for minute in (480, 600)
    )
    record = replace(
        RECORD, calls=((first,), (second,)), accepts=np.array([0.5, 0.6, np.nan]), shows_up=np.array([0.9, 0.8, 0.7])
    )

    plan_id = plans.save(session, 1, market=market, plan=made, record=record)

    riders = {row.worker_id: row for row in session.scalars(select(AssignmentRow))}
    calls = trip_stops.of_trips(session, [row.trip_id for row in riders.values() if row.trip_id])
    of_worker = [calls[riders[int(market.workers.id[at])].trip_id or 0][0].call for at in (0, 3)]
    assert of_worker == [second, first] and plan_id
    assert [riders[int(market.workers.id[at])].accepts for at in (0, 3)] == [0.5, None]


def test_the_unplaced_keep_the_option_that_fell_last(session: Session, market: Market) -> None:
    made = plan_of(whole(0, 1, 2), whole(0, 1, 0), whole(1, NO_TRIP, 0), whole(0, 1))
    home = replace(made.unplaced, detail_zh=("没有座位了",), posting=whole(1), vehicle=whole(-1))

    plans.save(session, 1, market=market, plan=replace(made, unplaced=home), record=RECORD)

    row = session.scalars(select(UnplacedRow)).one()
    assert (row.detail_zh, row.posting_id, row.vehicle_id) == ("没有座位了", market.postings.id[1], None)


def test_who_left_the_market_is_left_out_of_the_plan_read_back(session: Session, market: Market) -> None:
    made = plan_of(whole(0, 1), whole(0, 0), whole(0, 0), whole(0))
    plan_id = plans.save(session, 1, market=market, plan=made, record=RECORD)
    smaller = markets.load(session, WINDOW, today=TODAY)
    without_the_first = replace(smaller.workers, id=np.array([*smaller.workers.id[1:], 99]))

    read = plans.load(session, plan_id, replace(smaller, workers=without_the_first))

    assert read.trips.people.tolist() == [1] and len(read.assignments) == 1


def test_a_batch_keeps_its_number_through_a_new_plan(session: Session, market: Market) -> None:
    first = plan_of(whole(0, 1, 2), whole(0, 0, 1), whole(0, 0, 1), whole(0, 1))
    plans.save(session, 1, market=market, plan=first, record=RECORD)
    before = dict(session.execute(select(TripRow.vehicle_id, Batch.number).join(Batch)).all())

    # The other coach alone runs now, and it is trip 1 of the new plan.
    second = plan_of(whole(2, 3), whole(1, 1), whole(0, 0), whole(1))
    plans.save(session, 1, market=market, plan=second, record=RECORD)

    vehicle = int(market.vehicles.id[1])
    now = session.execute(select(TripRow.vehicle_id, Batch.number).join(Batch, Batch.trip_id == TripRow.id)).all()
    assert [tuple(row) for row in now] == [(vehicle, before[vehicle])]
    assert session.scalars(select(Batch.number).order_by(Batch.id)).all() == ["R1-01", "R1-02"]


def test_a_mended_plan_lists_each_person_it_changed_and_nobody_else(session: Session, market: Market) -> None:
    first = plan_of(whole(0, 1, 2), whole(0, 0, 1), whole(0, 0, NO_TRIP), whole(0))
    before = plans.save(session, 1, market=market, plan=first, record=RECORD)

    second = plan_of(whole(0, 2, 3), whole(0, 0, 0), whole(0, 0, 0), whole(0))
    after = plans.save(session, 1, market=market, plan=second, record=replace(RECORD, before_id=before))

    found = session.execute(
        select(PlanDifference.worker_id, PlanDifference.kind, PlanDifference.batch_after)
        .where(PlanDifference.plan_id == after)
        .order_by(PlanDifference.worker_id)
    ).all()
    _, second_id, third, fourth = market.workers.id.tolist()
    assert [tuple(row) for row in found] == [
        (second_id, "removed", None), (third, "posting_changed", "R1-01"), (fourth, "added", "R1-01"),
    ]  # fmt: skip


def test_a_change_of_coach_alone_is_a_change_of_trip() -> None:
    before, after = differences.PlaceInPlan(7, "R1-01"), differences.PlaceInPlan(7, "R1-02")

    (found,) = differences.between({5: before}, {5: after})

    assert (found.worker, found.kind) == (5, "trip_changed")


def test_a_departed_round_takes_no_new_plan_and_keeps_nothing_of_it(session: Session, market: Market) -> None:
    session.get_one(Round, 1).status = "departed"
    made = plan_of(whole(0), whole(0), whole(0), whole(0))

    with pytest.raises(StepRefused, match="departed"):
        plans.save(session, 1, market=market, plan=made, record=RECORD)

    assert session.scalars(select(PlanRow)).all() == []


@pytest.mark.parametrize(("asked", "status"), [((0, 1), "confirmed"), ((0, 1, 2), "locked")])
def test_a_new_plan_with_people_nobody_asked_unlocks_the_round(
    session: Session, market: Market, asked: tuple[int, ...], status: str
) -> None:
    plan = plan_of(whole(0, 1, 2), whole(0, 0, 0), whole(0, 0, 0), whole(0))
    posting = session.get_one(Posting, int(market.postings.id[0]))
    for row in asked:
        an_offer(session, session.get_one(Worker, int(market.workers.id[row])), posting, reply="yes")
    session.get_one(Round, 1).status = "locked"

    plans.save(session, 1, market=market, plan=plan, record=RECORD)

    assert session.get_one(Round, 1).status == status
    assert session.scalars(select(Batch.status)).all() == [status]
    assert list(session.scalars(select(Offer.reply))) == ["yes"] * len(asked)
    taken = session.scalars(select(RoundStep.became)).all()
    assert taken == (["confirmed"] if status == "confirmed" else [])


def test_a_plan_that_places_nobody_can_be_kept(session: Session, market: Market) -> None:
    nobody = plan_of(whole(), whole(), whole(), whole())

    plan_id = plans.save(session, 1, market=market, plan=nobody, record=RECORD)

    assert len(plans.load(session, plan_id, market).assignments) == 0
    assert len(session.scalars(select(UnplacedRow)).all()) == 4


def test_an_unknown_plan_or_round_is_said_so(session: Session, market: Market) -> None:
    with pytest.raises(NotFound, match="plan 404"):
        plans.load(session, 404, market)
    with pytest.raises(NotFound, match="round 404"):
        plans.save(session, 404, market=market, plan=plan_of(whole(0), whole(0), whole(0), whole(0)), record=RECORD)


def test_the_reserve_is_ranked_by_score_then_official_list_then_waiting(session: Session, market: Market) -> None:
    made = plan_of(whole(0), whole(0), whole(0), whole(0))
    protection = replace(market.protection, priority=np.array([False, False, True, False]))
    pairs = Candidates(whole(0, 1, 2, 3, 3), whole(0, 0, 0, 0, 1), np.array([0.9, 0.5, 0.5, 0.6, 0.9]))

    chosen = waiting_list.ranked(replace(market, protection=protection), pairs, made)

    # Worker 0 is placed already; posting 1 has nobody whose place could fall free.
    assert pairs.worker[chosen].tolist() == [3, 2, 1]


def test_the_reserve_holds_nobody_who_would_leave_a_group_behind(session: Session, market: Market) -> None:
    made = plan_of(whole(0), whole(0), whole(0), whole(0))
    paired = replace(market, workers=replace(market.workers, group=whole(-1, 4, 4, -1)))
    pairs = Candidates(whole(1, 2, 3), whole(0, 0, 0), np.array([0.9, 0.8, 0.7]))

    plan_id = plans.save(session, 1, market=market, plan=made, record=RECORD)

    chosen = waiting_list.Reserve(waiting_list.ranked(paired, pairs, made), np.array([0.5]), np.array([0.9]))
    assert waiting_list.keep(session, plan_id, paired, candidates=pairs, reserve=chosen) == 1
    kept = session.scalars(select(ReserveRow)).one()
    assert (kept.accepts, kept.shows_up) == (0.5, 0.9)
