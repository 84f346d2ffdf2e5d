from itertools import combinations
from typing import Any

import pytest

from optimizer.questions.conflict import smallest_clash
from optimizer.questions.conflict_model import ClashModel
from optimizer.solvers.interruptible import search
from optimizer.solvers.sat_model import FEASIBLE, OPTIMAL, SatModel, SatSolver, negated
from tests.optimizer.builders import Toy

COACH = {"origins": "A", "destinations": "C", "seats": 4, "fixed_cost": 30.0, "available": 1}
HERE, THERE = {"origin": "A"}, {"destination": "C", "openings": 5}


def clash(time_limit_s: float = 20.0, **told: Any) -> set[str]:
    return {one.en for one in smallest_clash(Toy(**told).problem(), time_limit_s=time_limit_s)}


def test_nothing_clashes_where_a_plan_exists() -> None:
    assert clash(rows=[{}], places=[{}], pairs=[(0, 0, 1.0)], pins=[(0, 0)]) == set()


def test_two_pins_and_one_opening() -> None:
    pairs = [(row, 0, 1.0) for row in range(3)]

    named = clash(rows=[{}] * 3, places=[{"openings": 1}], pairs=pairs, pins=[(0, 0), (1, 0), (2, 0)])

    assert len(named) == 3 and "openings of posting #0" in named


def test_a_pin_and_a_ban_of_the_same_group() -> None:
    pairs = [(0, 0, 1.0), (1, 0, 1.0)]

    named = clash(rows=[{"group": 0}] * 2, places=[THERE], pairs=pairs, pins=[(0, 0)], bans=[(1, 0)])

    assert named == {"pin of worker #0 to posting #0", "ban of worker #1 at posting #0"}


def test_a_clash_is_named_in_chinese_too() -> None:
    toy = Toy(rows=[{}] * 2, places=[{"openings": 1}], pairs=[(0, 0, 1.0), (1, 0, 1.0)], pins=[(0, 0), (1, 0)])

    named = {one.zh for one in smallest_clash(toy.problem())}

    assert named == {"岗位#0的名额", "把工人#0固定到岗位#0", "把工人#1固定到岗位#0"}


def test_two_pins_that_part_a_group() -> None:
    pairs = [(row, posting, 1.0) for row in (0, 1) for posting in (0, 1)]

    named = clash(rows=[{"group": 0}] * 2, places=[THERE, THERE], pairs=pairs, pins=[(0, 0), (1, 1)])

    assert named == {"pin of worker #0 to posting #0", "pin of worker #1 to posting #1", "group of workers #0, #1"}


def test_a_pin_and_a_budget_below_the_coach() -> None:
    named = clash(rows=[HERE], places=[THERE], pairs=[(0, 0, 9.0)], fleet=[COACH], pins=[(0, 0)], budget=29.0)

    assert named == {"pin of worker #0 to posting #0", "budget of 29"}


def test_a_pin_and_days_that_do_not_meet() -> None:
    rows = [HERE | {"latest": "2026-03-01"}]
    late = COACH | {"leaves": "2026-03-02"}

    named = clash(rows=rows, places=[THERE], pairs=[(0, 0, 9.0)], fleet=[late], pins=[(0, 0)])

    assert named == {"pin of worker #0 to posting #0", "days of worker #0"}


def test_a_ticket_that_takes_too_long_clashes_with_the_days_of_both() -> None:
    rows, places = [HERE | {"earliest": "2026-03-01"}], [THERE | {"start_by": "2026-03-02"}]
    slow = {"origin": "A", "destination": "C", "days": 2}

    named = clash(rows=rows, places=places, pairs=[(0, 0, 9.0)], tickets=[slow], pins=[(0, 0)])

    assert named == {"pin of worker #0 to posting #0", "days of worker #0", "days of posting #0"}


def test_a_minimum_load_that_others_cannot_fill() -> None:
    pairs = [(0, 0, 9.0), (1, 0, 9.0)]

    named = clash(rows=[HERE] * 2, places=[THERE], pairs=pairs, fleet=[COACH | {"min_load": 3}], pins=[(0, 0)])

    assert named == {"pin of worker #0 to posting #0", "minimum load of vehicle #0"}


def test_others_who_fill_the_trip_end_the_clash() -> None:
    pairs = [(row, 0, 9.0) for row in range(3)]

    assert clash(rows=[HERE] * 3, places=[THERE], pairs=pairs, fleet=[COACH | {"min_load": 3}], pins=[(0, 0)]) == set()


def test_a_team_that_cannot_be_reached() -> None:
    named = clash(rows=[{}], places=[{"openings": 5, "min_team": 2}], pairs=[(0, 0, 1.0)], pins=[(0, 0)])

    assert named == {"pin of worker #0 to posting #0", "smallest team of posting #0"}


def test_beds_by_sex_and_a_row_that_does_not_say() -> None:
    named = clash(rows=[{}], places=[{"beds_m": 3, "beds_f": 3}], pairs=[(0, 0, 1.0)], pins=[(0, 0)])

    assert named == {"pin of worker #0 to posting #0", "beds by sex of posting #0"}


@pytest.mark.parametrize(
    ("row", "others", "beds"),
    [
        ({"men": 1, "women": 0}, {}, {"beds_m": 0}),
        ({"men": 0, "women": 1}, {}, {"beds_f": 0}),
        ({"size": 3, "men": 3, "women": 0}, {"size": 3}, {"beds_m": 2}),
        ({"size": 2, "men": 1, "women": 1}, {"size": 4}, {"beds_m": 1, "beds_f": 0}),
        ({"men": 1, "women": 0}, {"men": 0, "women": 1}, {"beds_m": 0, "beds_f": 9}),
    ],
)
def test_who_does_not_say_their_sex_frees_no_bed(row: Any, others: Any, beds: Any) -> None:
    pairs = [(at, 0, 1.0) for at in range(4)]

    named = clash(rows=[row, *[others] * 3], places=[{"openings": 99} | beds], pairs=pairs, pins=[(0, 0)])

    word = "beds for women" if beds.get("beds_m", 1) and beds.get("beds_f", 1) == 0 else "beds for men"
    assert named == {"pin of worker #0 to posting #0", f"{word} of posting #0"}


@pytest.mark.parametrize(
    ("coach", "named"),
    [
        ({"available": 0}, {"runs of vehicle #0"}),
        ({"seats": 0}, {"seats of vehicle #0"}),
        ({"seats": 2, "escorts": 2}, {"seats of vehicle #0"}),
        ({"seats": 2, "escorts": 5}, {"seats of vehicle #0"}),
        ({"seats": 4, "min_load": 5}, {"minimum load of vehicle #0"}),
        ({"seats": 4, "escorts": 2, "min_load": 3}, {"minimum load of vehicle #0"}),
    ],
)
def test_a_vehicle_that_cannot_run_is_named(coach: Any, named: set[str]) -> None:
    toy = {"rows": [HERE], "places": [THERE], "pairs": [(0, 0, 9.0)], "fleet": [COACH | coach], "pins": [(0, 0)]}

    assert clash(**toy) == {"pin of worker #0 to posting #0", *named}


def test_of_vehicles_that_cannot_run_each_belongs_to_the_clash() -> None:
    fleet = [COACH | {"available": 0}, COACH | {"seats": 0}]

    named = clash(rows=[HERE], places=[THERE], pairs=[(0, 0, 9.0)], fleet=fleet, pins=[(0, 0)])

    assert named == {"pin of worker #0 to posting #0", "runs of vehicle #0", "seats of vehicle #1"}


def test_a_group_belongs_to_the_clash_where_alone_its_member_would_fit() -> None:
    pairs = [(row, 0, 9.0) for row in range(3)]

    named = clash(rows=[{"group": 0}] * 3, places=[{"openings": 1}], pairs=pairs, pins=[(2, 0)])

    assert named == {"pin of worker #2 to posting #0", "group of workers #0, #1, #2", "openings of posting #0"}


def test_those_who_fill_up_a_coach_may_need_others_where_they_go() -> None:
    places = [THERE, {"destination": "C", "openings": 5, "min_team": 2}]
    pairs = [(0, 0, 9.0), (1, 1, 9.0), (2, 1, 9.0)]
    told = {"rows": [HERE, HERE, {}], "places": places, "fleet": [COACH | {"min_load": 2}], "pins": [(0, 0)]}

    assert clash(pairs=pairs, **told) == set()
    assert "minimum load of vehicle #0" in clash(pairs=pairs[:2], **told)


def test_what_could_not_be_settled_in_time_is_never_said_to_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver gives up on every question about the problem: the pins at least are named."""
    from optimizer.questions import conflict as questions

    def gives_up(solver: SatSolver, model: SatModel) -> object:
        known = "objective" in str(model.proto) and len(model.proto.constraints) == 0
        return search(solver, model) if known else "unknown"

    monkeypatch.setattr(questions, "search", gives_up)
    pairs = [(row, 0, 1.0) for row in range(3)]

    named = clash(rows=[{}] * 3, places=[{"openings": 1}], pairs=pairs, pins=[pair[:2] for pair in pairs])

    assert {f"pin of worker #{row} to posting #0" for row in range(3)} <= named


def test_of_two_clashes_the_smaller_is_named() -> None:
    pairs = [(0, 0, 1.0), (1, 0, 1.0), (2, 1, 1.0)]
    places = [{"openings": 1}, {"openings": 0}]

    assert clash(rows=[{}] * 3, places=places, pairs=pairs, pins=[(0, 0), (1, 0), (2, 1)]) == {
        "pin of worker #2 to posting #1",
        "openings of posting #1",
    }


def test_no_smaller_set_clashes() -> None:
    pairs = [(row, 0, 1.0) for row in range(3)]
    toy = Toy(
        rows=[{"size": 2}] * 3, places=[{"openings": 5, "beds": 5}], pairs=pairs, pins=[(row, 0) for row in range(3)]
    )
    named = smallest_clash(toy.problem())

    assert len(named) == 4
    for few in combinations(sorted(one.en for one in ClashModel(toy.problem()).switches), 3):
        assert holds(toy, few)


def holds(toy: Toy, kept: tuple[str, ...]) -> bool:
    """Whether these requirements alone can hold."""
    told = ClashModel(toy.problem())
    for name, literal in told.switches.items():
        told.model.any_of([literal if name.en in kept else negated(literal)])
    return SatSolver().solve(told.model) in (OPTIMAL, FEASIBLE)


def test_where_the_model_would_be_too_large_an_overfull_posting_is_named() -> None:
    pairs = [(row, posting, 1.0) for row in range(4) for posting in (0, 1)]
    places = [{"openings": 9}, {"openings": 3}]
    sizes = [{"size": 1}, {"size": 1}, {"size": 3}, {"size": 1}]

    toy = Toy(rows=sizes, places=places, pairs=pairs, pins=[(row, 1) for row in range(4)])
    named = {one.en for one in smallest_clash(toy.problem(), most_options=1)}

    assert named == {"openings of posting #1", "pin of worker #2 to posting #1", "pin of worker #0 to posting #1"}


def test_a_budget_that_many_pins_overspend_is_named_with_few_of_them() -> None:
    """Forty coach riders of one corridor, pinned: two coaches do not fit the budget, one does."""
    rows, pairs = [HERE] * 40, [(row, 0, 1.0) for row in range(40)]
    coach = COACH | {"seats": 30, "available": -1}

    named = clash(4.0, rows=rows, places=[THERE | {"openings": 40}], pairs=pairs, fleet=[coach],
                  pins=[pair[:2] for pair in pairs], budget=45.0)  # fmt: skip

    assert "budget of 45" in named and "seats of vehicle #0" in named
    assert len(named) == 31 + 2
