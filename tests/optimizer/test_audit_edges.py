"""What just holds passes the audit, and one step further does not: the edges of every rule, reckoned by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from labor.errors import AuditFailed
from labor.plan import Plan
from optimizer.audit import audit, audit_assignments
from optimizer.model.problem import Names, Problem
from tests.optimizer.builders import Toy, assigned, ints, plan_of, trips_of, unplaced_of

NOBODY = plan_of(assigned(), trips_of(), unplaced_of())


def breach(problem: Problem, lines: Any, trips: Any = ()) -> str:
    """What the audit says of these assignments and trips, "" where it has nothing against them."""
    try:
        audit_assignments(problem, assigned(*lines), trips_of(*trips))
    except AuditFailed as failed:
        return str(failed)
    return ""


def verdict(problem: Problem, plan: Plan) -> str:
    """What the audit says of a whole plan."""
    try:
        audit(problem, plan)
    except AuditFailed as failed:
        return str(failed)
    return ""


# Rule 1 and 15: every index, one before its first and one after its last.
TWO_BY_TWO = Toy(
    rows=[{"origin": "A"}, {"origin": "A"}],
    places=[{"destination": "B"}, {"destination": "B"}],
    pairs=[(0, 0, 5.0), (0, 1, 5.0)],
    fleet=[{"origins": "A", "destinations": "B", "available": 2}],
    tickets=[{"origin": "A", "destination": "B", "fare": 1.0}],
)


@pytest.mark.parametrize(
    ("what", "line", "trips"),
    [
        ("row", (2, 0, "own"), ()),
        ("row", (-1, 0, "own"), ()),
        ("posting", (0, 2, "own"), ()),
        ("posting", (0, -1, "own"), ()),
        ("trip", (0, 0, "trip", 1), ((0, 1, 0.0),)),
        ("trip", (0, 0, "trip", -2), ((0, 1, 0.0),)),
        ("vehicle", (0, 0, "trip", 0), ((1, 1, 0.0),)),
        ("vehicle", (0, 0, "trip", 0), ((-1, 1, 0.0),)),
    ],
)
def test_an_index_beyond_either_end_names_nothing_that_exists(what: str, line: Any, trips: Any) -> None:
    said = breach(TWO_BY_TWO.problem(), [line], trips)

    assert said == f"rule 1: an assignment or trip names a {what} that does not exist"


@pytest.mark.parametrize("travel", [3, -1])
def test_there_are_three_ways_of_travel_and_no_fourth(travel: int) -> None:
    strange = replace(assigned((0, 0, "own")), travel=ints([travel]))

    with pytest.raises(AuditFailed, match="rule 1: an assignment or trip names a way of travel that does not exist"):
        audit_assignments(TWO_BY_TWO.problem(), strange, trips_of())


@pytest.mark.parametrize("row", [2, -1])
def test_the_unplaced_list_names_no_row_beyond_either_end(row: int) -> None:
    plan = plan_of(assigned(), trips_of(), unplaced_of((0, "no_pair"), (1, "no_pair"), (row, "no_pair")))

    said = verdict(TWO_BY_TWO.problem(), plan)

    assert said == "rule 15: the unplaced list names a row that does not exist"


def test_the_last_row_that_stands_in_neither_list_is_named() -> None:
    plan = plan_of(assigned(), trips_of(), unplaced_of((0, "no_pair")))

    said = verdict(TWO_BY_TWO.problem(), plan)

    assert said == "rule 15: row #1 does not stand in exactly one of assignments and unplaced"


def test_a_reason_without_its_sentence_is_no_reason() -> None:
    unplaced = replace(unplaced_of((0, "no_pair"), (1, "no_pair")), detail=("why", ""))

    said = verdict(TWO_BY_TWO.problem(), plan_of(assigned(), trips_of(), unplaced))

    assert said == "rule 15: an unplaced row has no reason, or an unknown one"


def test_a_pair_after_the_last_listed_one_is_not_listed() -> None:
    assert breach(TWO_BY_TWO.problem(), [(1, 1, "own")]) == "rule 2: row #1 at posting #1 is not a listed pair"


def test_a_row_placed_three_times_is_placed_twice_too() -> None:
    lines = [(0, 0, "own"), (0, 1, "own"), (0, 1, "own")]

    assert breach(TWO_BY_TWO.problem(), lines) == "rule 2: row #0 is placed twice"


def test_breaches_are_told_in_the_ids_of_the_outside_world() -> None:
    names = Names(rows=("an", "bo"), postings=("sewing", "packing"), vehicles=("coach",))
    problem = replace(TWO_BY_TWO.problem(), names=names)

    assert breach(problem, [(1, 1, "own")]) == "rule 2: row bo at posting packing is not a listed pair"
    assert breach(problem, [(0, 0, "own"), (0, 0, "own")]) == "rule 2: row an is placed twice"
    lines, trips = [(0, 0, "trip", 0)], [(0, 1, 0.0), (0, 0, 0.0)]
    assert breach(problem, lines, trips) == (
        "rule 7: trip 2 (vehicle coach) runs with fewer people than its minimum load"
    )


# Rule 3.
GROUPS = Toy(
    rows=[{"group": 1}, {"group": 0}, {}, {"group": 1}, {"group": 0}, {"group": 1}, {"group": 2}],
    places=[{"openings": 9}, {"openings": 9}],
    pairs=[(row, posting, 1.0) for row in range(7) for posting in (0, 1)],
)


def test_groups_whose_rows_stand_among_one_another_are_each_kept_together() -> None:
    at = {1: 0, 0: 1, 2: 0}
    lines = [(row, at[group], "free") for row, group in [(3, 1), (1, 0), (6, 2), (0, 1), (4, 0), (5, 1)]]

    assert breach(GROUPS.problem(), [*lines, (2, 1, "free")]) == ""
    assert breach(GROUPS.problem(), [*lines[:3], (0, 1, "free"), *lines[4:]]) == (
        "rule 3: row #0 at posting #1 is parted from its group"
    )
    assert breach(GROUPS.problem(), [*lines[:5]]) == (
        "rule 3: row #3 at posting #0 is placed without the rest of its group"
    )


def test_what_holds_for_one_of_a_group_holds_for_all_of_it_and_for_nobody_else() -> None:
    # Pairs stand by row and posting: row 4 at posting 0 is the ninth, row 2 at posting 1 the sixth.
    banned = replace(GROUPS.problem(), bans=ints([8, 5]))

    told = {
        group: breach(banned, [(row, posting, "free") for row in rows])
        for group, rows, posting in [("0", (1, 4), 0), ("0 elsewhere", (1, 4), 1), ("1", (0, 3, 5), 0), ("2", (6,), 0)]
    }

    assert told == {"0": "rule 10: row #1 at posting #0 is banned", "0 elsewhere": "", "1": "", "2": ""}
    assert breach(banned, [(2, 1, "free")]) == "rule 10: row #2 at posting #1 is banned"
    assert breach(banned, [(2, 0, "free")]) == ""


def test_who_stands_before_the_groups_and_has_none_is_no_part_of_them() -> None:
    toy = Toy(
        rows=[{}, {}, {"group": 0}, {"group": 0}, {"group": 1}, {"group": 1}],
        places=[{"openings": 9}],
        pairs=[(row, 0, 1.0) for row in range(6)],
    )
    banned = replace(toy.problem(), bans=ints([0, 1]))

    assert breach(banned, [(row, 0, "free") for row in (2, 3, 4, 5)]) == ""
    assert breach(banned, [(1, 0, "free")]) == "rule 10: row #1 at posting #0 is banned"


def test_pins_of_several_groups_and_of_one_alone_hold_together() -> None:
    # Row 3 (group 1) and row 2 (alone) at posting 1, row 4 (group 0) at posting 0.
    pinned = replace(GROUPS.problem(), pins=ints([7, 5, 8]))
    honest = [(0, 1, "free"), (3, 1, "free"), (5, 1, "free"), (2, 1, "free"), (1, 0, "free"), (4, 0, "free")]

    assert breach(pinned, honest) == ""
    for row in (0, 1, 2):
        group = GROUPS.rows[row].get("group", -1)
        home = [line for line in honest if line[0] != row and GROUPS.rows[line[0]].get("group", -2) != group]
        posting = 0 if row == 1 else 1
        assert breach(pinned, home) == f"rule 10: row #{row} is not as pinned, at #{posting}"


# Rule 10, the vehicle of a pin.
TWO_COACHES = Toy(
    rows=[{"origin": "A"}, {"origin": "A"}],
    places=[{"openings": 2, "destination": "B"}],
    pairs=[(0, 0, 5.0), (1, 0, 5.0)],
    fleet=[{"origins": "A", "destinations": "B"}, {"origins": "A", "destinations": "B"}],
    tickets=[{"origin": "A", "destination": "B", "fare": 1.0}],
    pins=[(0, 0), (1, 0)],
)


@pytest.mark.parametrize(
    ("said", "lines", "trips", "wrong"),
    [
        ((0, 1), [(0, 0, "trip", 0), (1, 0, "trip", 1)], [(0, 1, 0.0), (1, 1, 0.0)], ""),
        ((-1, 1), [(0, 0, "own"), (1, 0, "trip", 0)], [(1, 1, 0.0)], ""),
        ((0, -1), [(0, 0, "own"), (1, 0, "own")], [], "row #0 is not as pinned, at #0"),
        ((-1, 1), [(0, 0, "own"), (1, 0, "own")], [], "row #1 is not as pinned, at #0"),
        ((0, -1), [(0, 0, "trip", 0), (1, 0, "own")], [(1, 1, 0.0)], "row #0 is not as pinned, at #0"),
        ((-1, -1), [(0, 0, "own")], [], "row #1 is not as pinned, at #0"),
        ((), [(0, 0, "own"), (1, 0, "trip", 0)], [(1, 1, 0.0)], ""),
    ],
)
def test_a_pin_holds_its_vehicle_where_it_names_one(said: Any, lines: Any, trips: Any, wrong: str) -> None:
    problem = replace(TWO_COACHES.problem(), pin_vehicle=ints(said))

    assert breach(problem, lines, trips) == (f"rule 10: {wrong}" if wrong else "")


# Rules 4 and 5.
def test_a_team_of_two_is_not_one_and_a_posting_nobody_goes_to_needs_no_team() -> None:
    toy = Toy(
        rows=[{}, {}],
        places=[{"openings": 2, "min_team": 2}, {"openings": 2, "min_team": 2}],
        pairs=[(0, 0, 1.0), (1, 0, 1.0)],
    ).problem()

    assert breach(toy, [(0, 0, "free")]) == "rule 4: posting #0 holds fewer people than its smallest team"
    assert breach(toy, [(0, 0, "free"), (1, 0, "free")]) == ""


@pytest.mark.parametrize("sex", ["beds_m", "beds_f"])
def test_where_beds_are_told_for_one_sex_alone_who_tells_neither_is_not_placed(sex: str) -> None:
    toy = Toy(rows=[{}], places=[{sex: 3}], pairs=[(0, 0, 1.0)]).problem()

    assert breach(toy, [(0, 0, "free")]) == (
        "rule 5: row #0 at posting #0 does not say its men and women, and beds are by sex"
    )


# Rule 6.
@pytest.mark.parametrize(
    ("origin", "destination"), [(None, "B"), ("A", None), ("A", "A"), (None, None)], ids=["from", "to", "same", "both"]
)
def test_who_starts_or_ends_nowhere_or_stays_in_one_hub_travels_free(origin: Any, destination: Any) -> None:
    ticket = {"origin": "A", "destination": "B", "fare": 1.0}
    row, place = {"origin": origin}, {"destination": destination}
    toy = Toy(rows=[row], places=[place], pairs=[(0, 0, 1.0)], tickets=[ticket]).problem()

    assert breach(toy, [(0, 0, "free")]) == ""
    assert breach(toy, [(0, 0, "own")]) == (
        "rule 6: row #0 at posting #0 travels free and is booked on a trip or a ticket"
    )


def test_without_vehicles_and_fares_everybody_travels_free() -> None:
    toy = Toy(rows=[{"origin": "A"}], places=[{"destination": "B"}], pairs=[(0, 0, 1.0)])

    assert breach(toy.problem(), [(0, 0, "free")]) == ""
    assert breach(replace(toy.problem(), travel_is_free=False), [(0, 0, "free")]) == (
        "rule 6: row #0 at posting #0 needs a trip or a ticket and has none"
    )


# Rules 7, 8 and 10: money to a millionth, and a billionth of itself for large sums.
def test_a_trip_of_one_is_a_trip_and_costs_what_it_costs_to_a_millionth() -> None:
    problem = TWO_BY_TWO.problem()

    for stated, wrong in [(1e-6, False), (1.1e-6, True), (float("nan"), True)]:
        said = breach(problem, [(0, 0, "trip", 0)], [(0, 1, stated)])
        assert said == ("rule 7: trip 1 (vehicle #0) states a wrong cost" if wrong else "")


MILLION = replace(TWO_BY_TWO, fleet=[{"origins": "A", "destinations": "B", "fixed_cost": 1e6}])


@pytest.mark.parametrize(("off", "wrong"), [(9.9e-4, False), (1.1e-3, True), (-9.9e-4, False), (-1.1e-3, True)])
def test_a_large_sum_may_be_off_by_a_billionth(off: float, wrong: bool) -> None:
    said = breach(MILLION.problem(), [(0, 0, "trip", 0)], [(0, 1, 1e6 + off)])

    assert said == ("rule 7: trip 1 (vehicle #0) states a wrong cost" if wrong else "")


@pytest.mark.parametrize(("budget", "wrong"), [(1e6 - 1.5e-6, False), (1e6 - 2.5e-6, True)])
def test_a_large_budget_may_be_passed_by_a_trillionth_and_a_millionth(budget: float, wrong: bool) -> None:
    problem = replace(MILLION.problem(), budget=budget)

    assert bool(breach(problem, [(0, 0, "trip", 0)], [(0, 1, 1e6)])) == wrong


def test_where_nothing_may_be_spent_a_millionth_still_may() -> None:
    for fare, wrong in [(1e-6, False), (1.1e-6, True)]:
        toy = replace(TWO_BY_TWO, tickets=[{"origin": "A", "destination": "B", "fare": fare}], budget=0.0)
        assert bool(breach(toy.problem(), [(0, 0, "own")])) == wrong


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({}, ""),
        ({"travel_cost": 1e-6}, ""),
        ({"travel_cost": -1.1e-6}, "rule 8: the plan states travel cost -1.1e-06, the recount gives 0.0"),
        ({"bound": -1e-6}, ""),
        ({"bound": -1.1e-6}, "rule 12: the bound -1.1e-06 lies below the net value 0.0"),
        ({"placed_people": 1}, "rule 11: the plan states people placed 1, the recount gives 0"),
    ],
)
def test_a_plan_that_places_nobody_is_worth_nothing_to_a_millionth(figures: Any, said: str) -> None:
    empty = Toy(rows=[], places=[], pairs=[]).problem()

    assert verdict(empty, replace(NOBODY, **figures)) == said


def test_runs_of_a_vehicle_are_counted_up_to_what_there_are_and_without_end_where_nothing_is_said() -> None:
    lines = [(0, 0, "trip", 0), (1, 0, "trip", 1)]
    toy = replace(TWO_BY_TWO, pairs=[(0, 0, 5.0), (1, 0, 5.0)], places=[{"openings": 2, "destination": "B"}])
    trips = [(0, 1, 0.0), (0, 1, 0.0)]
    told = []
    for available in (1, 2, -1):
        fleet = [{"origins": "A", "destinations": "B", "available": available}, {"origins": "C", "destinations": "B"}]
        told.append(breach(replace(toy, fleet=fleet).problem(), lines, trips))

    assert told == ["rule 7: trip 1 (vehicle #0) is a run more than the vehicle has", "", ""]


# Rule 9.
@pytest.mark.parametrize(("start_by", "wrong"), [("2026-03-02", True), ("2026-03-03", False)])
def test_a_coach_that_tells_no_day_of_arrival_arrives_the_day_it_leaves(start_by: str, wrong: bool) -> None:
    fleet = [{"origins": "A", "destinations": "B", "leaves": "2026-03-03"}]
    place = {"destination": "B", "start_by": start_by}
    toy = Toy(rows=[{"origin": "A"}], places=[place], pairs=[(0, 0, 1.0)], fleet=fleet).problem()

    said = breach(toy, [(0, 0, "trip", 0)], [(0, 1, 0.0)])

    assert said == ("rule 9: row #0 at posting #0 rides on a day that does not suit" if wrong else "")


def test_the_first_rider_whose_day_does_not_suit_is_named_among_those_who_go_otherwise() -> None:
    toy = Toy(
        rows=[{"origin": "A"}, {"origin": "A"}, {"origin": "A", "latest": "2026-03-02"}],
        places=[{"openings": 3, "destination": "B"}],
        pairs=[(row, 0, 1.0) for row in range(3)],
        fleet=[{"origins": "A", "destinations": "B", "leaves": "2026-03-03"}],
        tickets=[{"origin": "A", "destination": "B", "fare": 1.0}],
    ).problem()

    said = breach(toy, [(0, 0, "own"), (1, 0, "trip", 0), (2, 0, "trip", 0)], [(0, 2, 0.0)])

    assert said == "rule 9: row #2 at posting #0 rides on a day that does not suit"


def test_a_coach_without_a_day_suits_everybody_and_days_of_others_bind_nobody_else() -> None:
    day = np.datetime64("2026-03-09")
    problem = TWO_BY_TWO.problem()
    rows = replace(problem.rows, latest=np.full(2, day), earliest=np.full(2, day))

    assert breach(replace(problem, rows=rows), [(0, 0, "trip", 0)], [(0, 1, 0.0)]) == ""
