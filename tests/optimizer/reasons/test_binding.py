from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import optimizer
from labor.errors import Infeasible
from labor.plan import SEVERAL, Plan, Unplaced
from optimizer.model.problem import PlanParams, Problem
from optimizer.reasons import unplaced as engine
from optimizer.reasons.binding import Bindings, WhatBinds, rules_in
from optimizer.reasons.unplaced import explain_unplaced
from tests.optimizer.builders import Toy, assigned, trips_of
from tests.optimizer.random_problems import random_problem
from tests.optimizer.reasons.relaxing import RULES, without

PARAMS = PlanParams(time_limit_s=20.0, iterations=60, threads=1)
COACH = {"origins": "A", "destinations": "C", "seats": 3, "fixed_cost": 80.0}
HERE, THERE = {"origin": "A"}, {"destination": "C", "openings": 5}
TICKET = {"origin": "A", "destination": "C", "fare": 60.0}


def bound(toy: Toy, *lines: Any, trips: Any = ()) -> Unplaced:
    return explain_unplaced(toy.problem(), assigned(*lines), trips_of(*trips), stopped="done")


def everyone(count: int, value: float = 50.0) -> list[tuple[int, int, float]]:
    return [(row, 0, value) for row in range(count)]


def test_a_budget_below_the_coach_binds_and_not_the_dear_ticket() -> None:
    toy = Toy(rows=[HERE] * 3, places=[THERE], pairs=everyone(3), fleet=[COACH], tickets=[TICKET], budget=70.0)

    told = bound(toy)

    assert told.binds.tolist() == ["budget"] * 3
    assert told.reason.tolist() == ["worth_less_than_travel"] * 3  # the public code, decision 062
    assert told.vehicle.tolist() == [0] * 3
    assert "costs 80.00; of the budget of 70.00 the rest of the plan leaves 70.00" in told.detail[0]
    assert "要花80.00，预算70.00，其他安排用去后只剩70.00" in told.detail_zh[0]


def test_a_coach_that_two_more_would_fill_names_how_many_are_short() -> None:
    toy = Toy(rows=[HERE] * 2, places=[THERE], pairs=everyone(2), fleet=[COACH | {"seats": 9, "min_load": 4}])

    told = bound(toy)

    assert told.binds.tolist() == ["trip_too_empty"] * 2
    assert "needs 4 people and would carry 2: 2 too few" in told.detail[0]


def test_a_coach_worth_less_than_it_costs_counts_all_who_could_ride() -> None:
    toy = Toy(rows=[HERE] * 3, places=[THERE], pairs=everyone(3, 20.0), fleet=[COACH])

    told = bound(toy)

    assert told.binds.tolist() == ["worth_less_than_travel"] * 3
    assert "costs 80.00, and the 3 who could ride are worth 60.00" in told.detail[0]


def test_too_few_and_no_money_are_told_together() -> None:
    toy = Toy(rows=[HERE] * 2, places=[THERE], pairs=everyone(2), fleet=[COACH | {"min_load": 3}], budget=70.0)

    told = bound(toy)

    assert told.binds.tolist() == [SEVERAL] * 2
    assert told.detail[0].startswith("no single rule is the reason")
    assert "1 too few" in told.detail[0]
    assert "budget of 70.00" in told.detail[0]


def test_a_group_that_fits_no_run_hears_of_the_seats_left() -> None:
    rows = [HERE, HERE | {"group": 0}, HERE | {"group": 0}, HERE | {"group": 0}]
    toy = Toy(rows=rows, places=[THERE], pairs=everyone(4), fleet=[COACH | {"fixed_cost": 1.0}])

    told = bound(toy, (0, 0, "trip", 0), trips=[(0, 1, 1.0)])

    assert told.binds.tolist() == ["seats_full"] * 3
    assert told.detail_zh[0] == "同行3人，乘#0去岗位#0一趟车上最多只有2个空位，坐不到一起"


def test_nothing_that_stops_near_home_is_told_as_no_station() -> None:
    toy = Toy(rows=[{"origin": "B"}], places=[THERE], pairs=everyone(1), fleet=[COACH])

    told = bound(toy)

    assert told.binds.tolist() == ["no_travel"]
    assert told.detail == ("no station within reach of B: no trip that can run and no fare starts there",)


def test_full_beds_for_women_are_named_as_such() -> None:
    place = {"openings": 5, "beds_m": 4, "beds_f": 0}
    toy = Toy(rows=[{"men": 0, "women": 1}], places=[place], pairs=everyone(1))

    assert bound(toy).detail_zh == ("岗位#0的女床位只剩0张，需要1张",)


def test_the_days_a_person_can_leave_are_told_beside_the_coach() -> None:
    late = COACH | {"fixed_cost": 1.0, "leaves": "2026-03-09"}
    toy = Toy(rows=[HERE | {"latest": "2026-03-08"}], places=[THERE], pairs=everyone(1), fleet=[late])

    told = bound(toy)

    assert told.binds.tolist() == ["dates"]
    assert told.detail == ("vehicle #0 to posting #0 leaves on 2026-03-09; they can leave by 2026-03-08",)


def test_a_companion_kept_out_binds_the_other_by_the_group() -> None:
    toy = Toy(rows=[{"group": 0}] * 2, places=[{"openings": 2}], pairs=[(0, 0, 5.0)])

    assert bound(toy).binds.tolist() == ["group", "no_pair"]


@pytest.mark.parametrize("seeds", [range(30), range(30, 60)])
def test_taking_the_named_rules_away_always_makes_the_plan_gain(monkeypatch: pytest.MonkeyPatch, seeds: range) -> None:
    tried = 0
    for seed in seeds:
        problem = random_problem(seed, rows=9, postings=3, vehicles=3)
        planned = _planned(problem, monkeypatch)
        if planned is None or planned[0].status != "optimal":
            continue
        made, row, found = planned
        assert "not_found_in_time" not in made.unplaced.binds.tolist()
        for names, who, posting, way in _told(problem, row, found):
            tried += 1
            new = optimizer.plan(without(problem, names, who, posting, way), PARAMS)
            assert _gains(problem, made, new), (seed, who, names)
    assert tried > 40


def _planned(problem: Problem, patch: pytest.MonkeyPatch) -> tuple[Plan, Any, WhatBinds] | None:
    """The best plan with what binds its rows as codes."""
    seen: list[tuple[Any, WhatBinds]] = []

    class Listening(Bindings):
        def settled(self, row: Any) -> WhatBinds:
            seen.append((row, super().settled(row)))
            return seen[-1][1]

    with patch.context() as patched:
        patched.setattr(engine, "Bindings", Listening)
        try:
            return (optimizer.plan(problem, PARAMS), *seen[-1])
        except Infeasible:
            return None


def _told(problem: Problem, row: Any, found: WhatBinds) -> Iterator[tuple[list[str], int, int, int]]:
    """Each set of rules once, with the row, posting and way it stands for."""
    told = set()
    for at in np.flatnonzero(found.posting >= 0).tolist():
        who, codes = int(row[at]), rules_in(int(found.rules[at]))
        names, posting, way = tuple(RULES[code] for code in codes), int(found.posting[at]), int(found.way[at])
        key = (names, posting, way, int(problem.rows.group[who]) if problem.rows.group[who] >= 0 else -1 - who)
        if key not in told:
            told.add(key)
            yield list(names), who, posting, way


def _gains(problem: Problem, made: Plan, new: Plan) -> bool:
    if problem.objective == "placed_then_value" and new.placed_people != made.placed_people:
        return new.placed_people > made.placed_people
    return new.objective > made.objective + 5e-5
