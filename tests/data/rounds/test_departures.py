"""Each trip leaves on its own day, is asked twice before it, and can be taken back as if it had not been said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data import markets, rounds
from data.registers.postings import renew_terms
from data.rounds import Signature, departures, manual_changes, offers, placements
from data.rounds.parties import parties
from data.rounds.placements import Arrival
from data.tables import (
    AssignmentRow,
    Batch,
    Consent,
    Placement,
    Posting,
    Round,
    RoundStep,
    Spell,
    TripRow,
    TripStep,
    Worker,
)
from data.tables.base import columns_of
from labor.errors import AskTwice, StepRefused
from tests.builders import NOW, TODAY, WINDOW, a_coach, a_hub, a_plan, a_posting, a_round, a_worker

FIRST, LAST = date(2026, 2, 21), date(2026, 2, 25)
BY = Signature("dispatcher", NOW, "按错了")
BETWEEN = date(2026, 2, 22)


@pytest.fixture
def round_id(session: Session) -> int:
    """Three of age and consenting: one on each of two coaches of different days, one on their own; locked."""
    posting = a_posting(session, wage_low_fen=600_000, terms_hash="", openings=3)
    renew_terms(session, posting)
    round_ = a_round(session)
    plan = a_plan(session, round_, placed_people=3)
    ends = [a_hub(session)], [a_hub(session, "西湖厂区")]
    for number, day in enumerate((FIRST, LAST, None), start=1):
        worker = a_worker(session, f"王小{number}", birth=date(1985, 3, 12), sex=1)
        trip = _trip(session, plan.id, number, a_coach(session, *ends, leaves=day).id, day) if day else None
        if trip:
            session.add(Batch(round_id=round_.id, number=f"R1-0{number}", trip_id=trip.id))
        seat: dict[str, Any] = {"trip_id": trip.id, "travel": "trip"} if trip else {"travel": "own"}
        session.add(AssignmentRow(plan_id=plan.id, worker_id=worker.id, posting_id=posting.id, **seat))
        told = {"given": TODAY, "channel": "paper", "recorded_by": "x", "recorded": NOW}
        session.add(Consent(worker_id=worker.id, purpose="employer", employer_id=posting.employer_id, **told))
        session.flush()
        answer = offers.Reply("yes", TODAY, "phone", "dispatcher")
        offers.record(session, worker.id, posting.id, answer=answer, round_id=round_.id)
    number_: int = round_.id
    for to in ("offered", "confirmed", "locked"):
        rounds.step(session, number_, to, today=TODAY, signature=BY)
    return number_


def _trip(session: Session, plan_id: int, number: int, vehicle: int, day: date) -> TripRow:
    trip = TripRow(
        plan_id=plan_id, number=number, vehicle_id=vehicle, people=1, seats=49, cost_fen=1.0, leaves=day, arrives=day
    )
    session.add(trip)
    session.flush()
    return trip


def leave(session: Session, round_id: int, batch: int | None, today: date, *, sure: bool = False) -> None:
    whom = departures.named(session, round_id, batch)
    departures.depart(session, round_id, whom, today=today, signature=replace(BY, sure=sure))


def state(session: Session, *tables: Any) -> list[Sequence[Any]]:
    """Every row of the tables as it is kept, for comparison."""
    session.flush()
    return [tuple(row) for table in tables for row in session.execute(select(*columns_of(table)).order_by(table.id))]


def test_a_trip_leaves_by_itself_and_the_round_with_the_last(session: Session, round_id: int) -> None:
    found = []
    for batch, day in ((1, FIRST), (2, LAST), (None, LAST)):
        leave(session, round_id, batch, day)
        session.expire_all()
        found.append((session.get_one(Round, round_id).status, len(session.scalars(select(Placement)).all())))

    assert found == [("locked", 1), ("locked", 2), ("departed", 3)]
    assert session.scalars(select(Batch.status).order_by(Batch.id)).all() == ["departed"] * 3
    assert session.scalars(select(RoundStep.became).order_by(RoundStep.id)).all()[-1] == "departed"
    left = select(TripStep.batch_id).where(TripStep.became == "departed").order_by(TripStep.id)
    assert session.scalars(left).all() == [1, 2, 3]


def test_before_its_day_a_departure_is_asked_twice(session: Session, round_id: int) -> None:
    with pytest.raises(AskTwice, match="2026-02-25") as asked:
        leave(session, round_id, 2, BETWEEN)
    nothing = session.scalars(select(Placement)).all()
    leave(session, round_id, 2, BETWEEN, sure=True)

    assert "really left" in str(asked.value) and nothing == []
    assert len(session.scalars(select(Placement)).all()) == 1


def test_the_whole_round_before_the_day_of_one_trip_is_asked_twice_too(session: Session, round_id: int) -> None:
    with pytest.raises(AskTwice) as asked:
        rounds.step(session, round_id, "departed", today=BETWEEN, signature=BY)
    rounds.step(session, round_id, "departed", today=BETWEEN, signature=replace(BY, sure=True))

    assert asked.value.details == ("R1-02 批次：2026-02-25 / batch R1-02: 2026-02-25",)
    assert session.get_one(Round, round_id).status == "departed"


def test_what_is_wrong_with_another_trip_keeps_none_home(session: Session, round_id: int) -> None:
    session.get_one(Worker, 2).birth = None
    session.flush()

    leave(session, round_id, 1, FIRST)

    assert [one.rule for one in rounds.obstacles(session, round_id, "departed", today=LAST)] == ["age_unproven"]
    with pytest.raises(StepRefused):
        leave(session, round_id, 2, LAST)


@pytest.mark.parametrize("today", [LAST, date(2026, 3, 9)])
def test_an_order_that_ran_out_since_the_lock_keeps_nobody_home(session: Session, round_id: int, today: date) -> None:
    session.get_one(Posting, 1).valid_until = TODAY
    session.flush()

    leave(session, round_id, 2, today)

    assert departures.named(session, round_id, 2)[0].has_left


def test_an_order_withdrawn_since_the_lock_does_and_says_so(session: Session, round_id: int) -> None:
    session.get_one(Posting, 1).status = "withdrawn"
    session.flush()

    with pytest.raises(StepRefused) as refused:
        leave(session, round_id, 1, FIRST)

    assert "订单已撤回" in refused.value.details[0] and "the order is withdrawn" in refused.value.details[0]


@pytest.mark.parametrize("batch", [1, None])
def test_a_departure_taken_back_leaves_everything_as_it_was(session: Session, round_id: int, batch: int | None) -> None:
    kept = (Placement, Batch, Round, AssignmentRow, Spell)
    before = state(session, *kept)
    leave(session, round_id, batch, LAST)
    departures.take_back(session, round_id, batch, signature=BY)

    assert state(session, *kept) == before
    logged = session.execute(select(TripStep.became, TripStep.taken_by, TripStep.note).order_by(TripStep.id)).all()
    assert [tuple(row) for row in logged][-2:] == [
        ("departed", "dispatcher", "按错了"), ("departure_taken_back", "dispatcher", "按错了"),
    ]  # fmt: skip


def test_the_last_departure_taken_back_locks_the_round_again(session: Session, round_id: int) -> None:
    rounds.step(session, round_id, "departed", today=LAST, signature=BY)
    departures.take_back(session, round_id, 1, signature=BY)

    assert session.get_one(Round, round_id).status == "locked"
    assert [one.has_left for one in parties(session, round_id)] == [False, True, True]


def test_a_departure_somebody_boarded_on_is_not_taken_back_nor_one_without_a_reason(
    session: Session, round_id: int
) -> None:
    leave(session, round_id, 1, FIRST)
    with pytest.raises(StepRefused, match="why"):
        departures.take_back(session, round_id, 1, signature=Signature("dispatcher", NOW, "  "))
    placements.boarded(session, round_id, 1, at=NOW)

    with pytest.raises(StepRefused, match="1 people"):
        departures.take_back(session, round_id, 1, signature=BY)


@pytest.mark.parametrize("stood", ["", "boarded", "home"])
def test_an_arrival_taken_back_leaves_everything_as_it_was(session: Session, round_id: int, stood: str) -> None:
    session.add(Spell(worker_id=1, employer_id=1, started=date(2025, 3, 1)))
    leave(session, round_id, 1, FIRST)
    if stood == "boarded":
        placements.boarded(session, round_id, 1, at=NOW)
    elif stood == "home":
        placements.stayed_home(session, round_id, 1)
    before = state(session, Placement, Spell)
    arrival = Arrival(datetime(2026, 2, 22, 9, 0, tzinfo=UTC), handed_to="周主管", as_promised=True)
    placements.arrived(session, round_id, 1, arrival=arrival, signature=BY)
    between = state(session, Placement, Spell)
    placements.take_back_arrival(session, round_id, 1, signature=BY)

    assert before != between and state(session, Placement, Spell) == before
    assert session.scalars(select(TripStep.became).order_by(TripStep.id)).all()[-2:] == [
        "arrived", "arrival_taken_back",
    ]  # fmt: skip


def test_an_arrival_that_somebody_was_asked_after_stands(session: Session, round_id: int) -> None:
    leave(session, round_id, 1, FIRST)
    arrival = Arrival(datetime(2026, 2, 22, 9, 0, tzinfo=UTC))
    placements.arrived(session, round_id, 1, arrival=arrival, signature=BY)
    placements.left(session, round_id, 1, on=date(2026, 2, 24))

    with pytest.raises(StepRefused, match="that stands"):
        placements.take_back_arrival(session, round_id, 1, signature=BY)


def test_whoever_has_left_is_out_of_the_next_plan_with_their_place_and_vehicle(session: Session, round_id: int) -> None:
    leave(session, round_id, 1, FIRST)

    market = markets.load(session, WINDOW, today=BETWEEN, round_id=round_id)
    as_found = markets.load(session, WINDOW, today=BETWEEN, round_id=round_id, plan_id=1)

    assert (market.workers.id.tolist(), market.postings.openings.tolist()) == ([2, 3], [2])
    assert market.vehicles.available.tolist() == [0, 1]
    assert (as_found.workers.id.tolist(), as_found.postings.openings.tolist()) == ([1, 2, 3], [3])


def test_nobody_who_has_left_drops_out_and_no_round_with_a_departure_is_cancelled(
    session: Session, round_id: int
) -> None:
    leave(session, round_id, 1, FIRST)

    with pytest.raises(StepRefused, match="has left with a trip"):
        manual_changes.drop_out(session, round_id, 1, signature=BY)
    with pytest.raises(StepRefused, match="take the departure back first"):
        rounds.step(session, round_id, "cancelled", today=BETWEEN, signature=BY)
