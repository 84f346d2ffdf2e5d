import time
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from ortools.sat.python import cp_model

import optimizer
from benchmarks.repair import drop_outs, nobody_waits, season
from labor.errors import Infeasible
from labor.plan import Assignments, Trips
from optimizer.model.problem import PlanParams, Problem
from optimizer.repair import fewest_moves
from optimizer.repair.fewest_moves import MendingModel
from optimizer.repair.kept_plan import sick_parts
from optimizer.repair.repairing import Changes, Repair, _standing, after, price_of_stability, repair
from tests.optimizer.builders import Toy, assigned, trips_of

QUICK = PlanParams(time_limit_s=5.0)
COACH = {"origins": "A", "destinations": "C", "seats": 4, "fixed_cost": 10.0, "min_load": 3, "available": 2}
HERE, THERE = {"origin": "A"}, {"destination": "C", "openings": 9}


def toy(rows: int = 8, **told: object) -> Toy:
    """People at A, a coach to C that needs three, and a dear own ticket."""
    known: dict[str, object] = {
        "rows": [HERE] * rows,
        "places": [THERE],
        "pairs": [(row, 0, 50.0 + row) for row in range(rows)],
        "fleet": [COACH],
        "tickets": [{"origin": "A", "destination": "C", "fare": 45.0}],
    }
    return Toy(**(known | told))  # type: ignore[arg-type]


def replace_rows(rows: list[dict[str, object]]) -> Toy:
    return Toy(rows=rows, places=[THERE], pairs=[(row, 0, 50.0) for row in range(len(rows))], fleet=[COACH])


def aboard(*trips: list[int]) -> tuple[Assignments, Trips]:
    lines = [(row, 0, "trip", trip) for trip, rows in enumerate(trips) for row in rows]
    return assigned(*sorted(lines)), trips_of(*((0, len(rows), 10.0) for rows in trips))


def told(repaired: Repair) -> dict[int, str]:
    return {change.row: change.what for change in repaired.changes}


def test_nothing_happened_and_nobody_moves() -> None:
    repaired = repair(toy(rows=4).problem(), aboard([0, 1, 2, 3]), Changes(), QUICK)

    assert repaired.changes == ()


def test_the_best_of_those_left_takes_a_seat_that_falls_free() -> None:
    # Row 7 is worth most; the others who wait can still take the second coach together.
    repaired = repair(toy(rows=6).problem(), aboard([0, 1, 2, 3]), Changes(gone_rows=[0]), QUICK)

    assert told(repaired)[0] == "gone"
    assert repaired.people_moved == 0
    assert told(repaired)[5] == "joined"


def test_a_late_joiner_tops_up_a_trip_that_fell_below_its_minimum() -> None:
    repaired = repair(toy(rows=5).problem(), aboard([0, 1, 2]), Changes(gone_rows=[2]), QUICK)

    assert repaired.people_moved == 0
    assert {row for row, what in told(repaired).items() if what == "joined"} == {3, 4}


def test_one_moves_where_that_saves_the_trip_of_two() -> None:
    repaired = repair(toy(rows=7).problem(), aboard([0, 1, 2], [3, 4, 5, 6]), Changes(gone_rows=[2]), QUICK)

    assert repaired.people_moved == 1
    assert sorted(repaired.plan.trips.people.tolist()) == [3, 3]


def test_a_lost_trip_moves_its_riders_and_nobody_else() -> None:
    repaired = repair(toy(rows=7).problem(), aboard([0, 1, 2, 3], [4, 5, 6]), Changes(lost_trips=[1]), QUICK)

    assert set(told(repaired)) == {4, 5, 6}
    assert repaired.plan.trips.vehicle.tolist() == [0]
    assert set(repaired.plan.assignments.row.tolist()) == set(range(7))  # by own ticket


def test_riders_of_a_lost_trip_who_get_another_run_of_its_vehicle_have_moved() -> None:
    problem = toy(rows=6, tickets=None, fleet=[COACH | {"available": 3}]).problem()

    repaired = repair(problem, aboard([0, 1, 2], [3, 4, 5]), Changes(lost_trips=[0]), QUICK)

    assert told(repaired) == dict.fromkeys([0, 1, 2], "moved")
    assert repaired.people_moved == 3


def test_whoever_lost_a_vehicle_the_problem_no_longer_knows_comes_before_those_who_join() -> None:
    # Row 5 is worth most, but row 0 was promised a seat.
    repaired = repair(toy(rows=6, tickets=None, fleet=[COACH | {"available": 1}]).problem(), aboard([1, 2, 3]),
                      Changes(displaced_rows=[0]), QUICK)  # fmt: skip

    assert told(repaired) == {0: "moved"}
    assert 0 in repaired.plan.assignments.row


@pytest.mark.parametrize(
    ("part", "name", "value", "dropped"),
    [
        ("fleet", "seats", 3, 1),
        ("fleet", "escorts", 1, 1),
        ("fleet", "available", 0, 4),
        ("places", "beds", 3, 1),
        ("places", "start_by", np.datetime64("2026-03-01"), 4),
    ],
)
def test_what_changed_in_the_registers_is_mended_too(part: str, name: str, value: object, dropped: int) -> None:
    coach = COACH | {"leaves": "2026-03-02", "available": 1}
    problem = toy(rows=4, tickets=None, fleet=[coach]).problem()
    column = getattr(getattr(problem, part), name).copy()
    column[:] = value
    block = replace(getattr(problem, part), **{name: column})

    repaired = repair(replace(problem, **{part: block}), aboard([0, 1, 2, 3]), Changes(), QUICK)

    assert repaired.people_moved == dropped


def test_a_smaller_budget_moves_the_fewest() -> None:
    # The coach costs 10 and a ticket 45: within 60 one ticket can stay, one of the others takes the coach's last seat.
    problem = replace(toy(rows=6).problem(), budget=60.0)
    old = assigned(*((row, 0, "trip", 0) for row in range(3)), *((row, 0, "own") for row in range(3, 6)))

    repaired = repair(problem, (old, trips_of((0, 3, 10.0))), Changes(), QUICK)

    assert repaired.plan.travel_cost <= 60.0
    assert sorted(told(repaired).values()) == ["dropped", "moved"]


def test_someone_who_joined_a_group_goes_where_it_goes() -> None:
    rows = [HERE | {"group": 0}, HERE | {"group": 0}, HERE, HERE | {"group": 0}]

    repaired = repair(replace_rows(rows).problem(), aboard([0, 1, 2]), Changes(), QUICK)

    assert told(repaired) == {3: "joined"}


def test_a_seat_held_by_hand_is_kept_through_a_mending() -> None:
    # Rows 0 to 2 are too few once one drops out; row 0 is held on that very vehicle.
    fleet = [COACH | {"available": 1}, COACH | {"available": 1}]
    problem = toy(rows=7, fleet=fleet, pins=[(0, 0)], pin_vehicle=[0]).problem()
    old = assigned(*((row, 0, "trip", int(row > 2)) for row in range(7))), trips_of((0, 3, 10.0), (1, 4, 10.0))

    repaired = repair(problem, old, Changes(gone_rows=[2]), QUICK)

    assert repaired.people_moved == 1
    trip = repaired.plan.assignments.trip[repaired.plan.assignments.row == 0]
    assert repaired.plan.trips.vehicle[trip].tolist() == [0]


def test_a_pin_made_since_is_met_by_whoever_can_give_way() -> None:
    problem = toy(rows=4, places=[THERE | {"openings": 3}], pins=[(3, 0)]).problem()

    repaired = repair(problem, aboard([0, 1, 2]), Changes(), QUICK)

    assert told(repaired) == {0: "dropped", 3: "joined"}


def test_two_pins_that_disagree_are_refused() -> None:
    toys = toy(rows=3, places=[THERE, THERE], pairs=[(row, j, 9.0) for row in range(3) for j in (0, 1)])
    toys.pins = [(0, 0), (0, 1)]

    with pytest.raises(Infeasible):
        repair(toys.problem(), aboard([0, 1, 2]), Changes(), QUICK)


def test_a_cut_order_drops_the_fewest() -> None:
    repaired = repair(toy(rows=4).problem(), aboard([0, 1, 2, 3]), Changes(openings={0: 3}), QUICK)

    assert told(repaired) == {0: "dropped"}
    assert repaired.plan.unplaced.reason.tolist() == ["postings_full"]


def test_an_order_cut_to_nothing_leaves_nobody() -> None:
    repaired = repair(toy(rows=4).problem(), aboard([0, 1, 2, 3]), Changes(openings={0: 0}), QUICK)

    assert set(told(repaired).values()) == {"dropped"}
    assert len(repaired.plan.trips) == 0


def test_everyone_drops_out() -> None:
    repaired = repair(toy(rows=4).problem(), aboard([0, 1, 2, 3]), Changes(gone_rows=range(4)), QUICK)

    assert set(told(repaired).values()) == {"gone"}


def test_the_rest_of_a_group_stays_where_it_is() -> None:
    rows = [HERE | {"group": 0}, HERE | {"group": 0}, HERE, HERE]

    repaired = repair(replace_rows(rows).problem(), aboard([0, 1, 2, 3]), Changes(gone_rows=[1]), QUICK)

    assert told(repaired) == {1: "gone"}


def test_riders_of_two_runs_of_one_vehicle_keep_their_run() -> None:
    repaired = repair(toy(rows=9).problem(), aboard([0, 2, 4], [1, 3, 5]), Changes(gone_rows=[0]), QUICK)

    trips = dict(zip(repaired.plan.assignments.row.tolist(), repaired.plan.assignments.trip.tolist(), strict=True))
    assert trips[2] == trips[4] != trips[1] == trips[3] == trips[5]


def test_stability_has_a_price_when_a_better_one_must_wait() -> None:
    problem = toy(rows=2, places=[THERE | {"openings": 1}], fleet=None).problem()
    better = replace(problem, pairs=replace(problem.pairs, value=np.array([50.0, 90.0])))

    repaired = repair(better, (assigned((0, 0, "own")), trips_of()), Changes(), QUICK)

    assert repaired.changes == ()
    assert price_of_stability(repaired, QUICK) == pytest.approx(40.0)


def random_case(seed: int) -> tuple[Problem, tuple[Assignments, Trips], Changes]:
    rng = np.random.default_rng(seed)
    rows = [{"origin": rng.choice(["A", "B"]), "size": int(rng.integers(1, 3))} for _ in range(7)]
    places = [
        {"destination": "C", "openings": int(rng.integers(3, 8)), "min_team": int(rng.integers(0, 3))} for _ in range(2)
    ]
    pairs = [(row, posting, float(rng.integers(20, 99))) for row, posting in product(range(7), range(2))]
    fleet = [
        {"origins": "A|B", "destinations": "C", "seats": 4, "fixed_cost": 9.0, "min_load": 2, "available": 2},
        {"origins": "B", "destinations": "C", "seats": 3, "fixed_cost": 5.0, "min_load": 2},
    ]
    problem = Toy(rows=rows, places=places, pairs=pairs, fleet=fleet).problem()
    made = optimizer.plan(problem, QUICK)
    gone = rng.choice(7, 2, replace=False).tolist()
    lost = [0] if len(made.trips) and rng.random() < 0.4 else []
    cut = {0: int(rng.integers(0, 4))} if rng.random() < 0.4 else {}
    return problem, (made.assignments, made.trips), Changes(gone, cut, lost)


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_moves_fewer_people(seed: int) -> None:
    problem, old, changes = random_case(seed)
    standing, homeless = _standing(after(problem, changes), old, changes)

    repaired = repair(problem, old, changes, QUICK)

    # Everybody free to go anywhere, exactly: nobody moves fewer.
    exact = MendingModel(standing, sick_parts(standing, homeless), homeless, everybody=True)
    places = exact.solve(20.0, seed=0)
    fewest = sum(standing.people(unit) for unit, home in standing.place.items() if places.get(unit) != home)
    fewest += sum(standing.people(unit) for unit in homeless)
    assert repaired.people_moved == fewest


def test_with_no_time_to_search_a_trip_is_still_topped_up_by_whoever_can_be_spared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fewest_moves, "search", lambda *_: cp_model.UNKNOWN)

    repaired = repair(toy(rows=7).problem(), aboard([0, 1, 2], [3, 4, 5, 6]), Changes(gone_rows=[2]), QUICK)

    assert repaired.people_moved == 1


@pytest.mark.slow
def test_coaches_just_below_their_minimum_take_one_or_two_from_fuller_ones() -> None:
    # 5,000 people and nobody waiting: nine coaches of 141 lack one or two each.
    problem, old = season()

    limits = PlanParams(time_limit_s=10.0, threads=1)
    repaired = repair(nobody_waits(problem, least=31), old, Changes(gone_rows=drop_outs()), limits)

    assert len(repaired.plan.assignments) == 4900
    assert 0 < repaired.people_moved <= 11


@pytest.mark.slow
def test_five_thousand_people_are_mended_in_seconds() -> None:
    problem, old = season()
    gone = drop_outs()

    began = time.process_time()
    repaired = repair(problem, old, Changes(gone_rows=gone), PlanParams(time_limit_s=5.0, threads=1))

    assert time.process_time() - began < 5
    assert len(repaired.plan.assignments) >= len(old[0]) - len(gone)
    assert repaired.people_moved < len(gone)
