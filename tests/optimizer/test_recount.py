"""What the audit counts from, recounted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from labor.arrays import Ragged
from optimizer.recount import calls_at, lay_out, outside_name, people_per, some_day_suits, travel_cost, within
from tests.optimizer.builders import Toy, assigned, ints, trips_of

TOY = Toy(
    rows=[{"origin": "A", "size": 2}, {"origin": "A"}, {"origin": "B"}],
    places=[{"openings": 9, "destination": "C"}, {"openings": 9, "destination": "D"}],
    pairs=[(0, 0, 5.0), (1, 0, 4.0), (2, 1, 3.0)],
    fleet=[{"origins": "A", "destinations": "C", "seats": 9, "fixed_cost": 40.0, "cost_per_person": 2.0}],
    tickets=[
        {"origin": "B", "destination": "D", "fare": 9.0},
        {"origin": "B", "destination": "D", "fare": 7.0},
        {"origin": "B", "destination": "C", "fare": 1.0},
    ],
)


def test_a_trip_costs_its_run_and_its_people_and_a_ticket_its_cheapest_line() -> None:
    ledger = lay_out(TOY.problem(), assigned((0, 0, "trip", 0), (1, 0, "trip", 0), (2, 1, "own")), trips_of((0, 3, 0)))

    assert travel_cost(ledger) == 40.0 + 2.0 * 3 + 7.0
    assert ledger.people_at.tolist() == [3, 1]
    assert ledger.people_on.tolist() == [3]
    assert ledger.own_fare.tolist() == [0.0, 0.0, 7.0]
    assert ledger.vehicle.tolist() == [0, 0, -1]


def test_where_no_line_joins_two_places_there_is_no_fare() -> None:
    ledger = lay_out(TOY.problem(), assigned((0, 0, "own")), trips_of())

    assert np.isnan(ledger.own_fare).tolist() == [True]


def test_a_pair_is_found_where_it_stands_and_nowhere_else() -> None:
    ledger = lay_out(TOY.problem(), assigned((2, 1, "own"), (0, 0, "own"), (1, 1, "own")), trips_of())

    assert ledger.pair.tolist() == [2, 0, -1]


def test_without_any_pair_nobody_has_one() -> None:
    empty = Toy(rows=[{}], places=[{"openings": 1}], pairs=[]).problem()

    assert lay_out(empty, assigned((0, 0, "free")), trips_of()).pair.tolist() == [-1]


def test_days_on_the_way_count_against_the_last_day_of_arrival() -> None:
    toy = Toy(
        rows=[{"earliest": "2026-03-03", "latest": "2026-03-05"}],
        places=[{"openings": 1, "start_from": "2026-03-02", "start_by": "2026-03-05"}],
        pairs=[(0, 0, 1.0)],
    ).problem()

    suits = [bool(some_day_suits(toy, ints([0]), ints([0]), ints([days]))[0]) for days in (0, 2, 3)]

    assert suits == [True, True, False]


def test_a_day_lies_between_two_others_the_ends_included_and_what_is_not_said_sets_no_limit() -> None:
    days = np.array(["2026-03-01", "2026-03-02", "2026-03-04", "2026-03-05"], dtype="M8[D]")
    first, last = np.full(4, np.datetime64("2026-03-02")), np.full(4, np.datetime64("2026-03-04"))
    none = np.full(4, np.datetime64("NaT"))

    assert within(first, days, last).tolist() == [False, True, True, False]
    assert within(none, days, last).tolist() == [True, True, True, False]
    assert within(first, days, none).tolist() == [False, True, True, True]


def test_a_vehicle_calls_at_its_own_stops_alone() -> None:
    stops = Ragged.of([[0, 2], [1]])

    called = calls_at(stops, ints([0, 0, 1, 1, 0]), ints([2, 1, 1, 2, -1]))

    assert called.tolist() == [True, False, True, False, False]


def test_people_are_summed_by_where_they_are() -> None:
    assert people_per(ints([2, 0, 2]), ints([3, 1, 4]), 4).tolist() == [1, 0, 7, 0]


def test_who_has_no_name_outside_is_called_by_position() -> None:
    assert [outside_name(("甲",), at) for at in (0, 1)] == ["甲", "#1"]


def test_a_ticket_is_paid_once_a_person() -> None:
    toy = Toy(
        rows=[{"origin": "B", "size": 3}],
        places=[{"openings": 3, "destination": "D"}],
        pairs=[(0, 0, 1.0)],
        tickets=[{"origin": "B", "destination": "D", "fare": 7.0}],
    ).problem()

    assert travel_cost(lay_out(toy, assigned((0, 0, "own")), trips_of())) == 21.0


def test_where_one_day_alone_is_told_every_day_before_or_after_it_suits() -> None:
    toy = Toy(
        rows=[{"earliest": "2026-03-03"}, {"latest": "2026-03-03"}, {}], places=[{"openings": 3}], pairs=[]
    ).problem()

    assert some_day_suits(toy, ints([0, 1, 2]), ints([0, 0, 0]), ints([0, 9, 9])).tolist() == [True, True, True]


def test_no_fare_is_taken_from_a_line_between_other_hubs() -> None:
    hubs = {name: at for at, name in enumerate("ABCD")}
    toy = Toy(
        rows=[{"origin": one} for one in "ABCD"] + [{}],
        places=[*({"destination": one} for one in "ABCD"), {}],
        pairs=[],
        tickets=[{"origin": "B", "destination": "D", "fare": 5.0}, {"origin": "C", "destination": "A", "fare": 3.0}],
        hubs=hubs,
    ).problem()
    every = [(row, place) for row in range(5) for place in range(5)]

    fares = lay_out(toy, assigned(*((row, place, "own") for row, place in every)), trips_of()).own_fare

    assert {at: fare for at, fare in zip(every, fares, strict=True) if not np.isnan(fare)} == {(1, 3): 5.0, (2, 0): 3.0}


@pytest.mark.parametrize(("ticket", "row", "place"), [("BC", "C", "A"), ("BA", "A", "C")])
def test_a_line_to_the_farthest_hub_is_no_line_from_the_next_one(ticket: str, row: str, place: str) -> None:
    toy = Toy(
        rows=[{"origin": row}],
        places=[{"destination": place}],
        pairs=[],
        tickets=[{"origin": ticket[0], "destination": ticket[1], "fare": 5.0}],
        hubs={"A": 0, "B": 1, "C": 2},
    ).problem()

    assert np.isnan(lay_out(toy, assigned((0, 0, "own")), trips_of()).own_fare).all()


def test_a_stop_of_one_vehicle_is_never_taken_for_anothers() -> None:
    stops = Ragged.of([[2], [0, 3], []])
    every = [(vehicle, hub) for vehicle in (-1, 0, 1, 2) for hub in (-1, 0, 1, 2, 3, 4, 5, 9)]

    called = calls_at(stops, ints([vehicle for vehicle, _ in every]), ints([hub for _, hub in every]))

    assert {at for at, there in zip(every, called, strict=True) if there} == {(0, 2), (1, 0), (1, 3)}
    assert calls_at(Ragged.of([[2], [5]]), ints([1]), ints([0])).tolist() == [False]


def test_people_are_counted_whole_and_nobody_is_nobody() -> None:
    assert people_per(ints([0]), ints([3]), 2).dtype == np.int64
    assert calls_at(Ragged.of([]), ints([]), ints([])).tolist() == []
