"""One worked edge case and more for each numbered rule of docs/formats.md; the answers are worked out by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.api.plainfiles.folders import Answer, solve, write_folder

AT_A = "worker_id,origin; a,A; b,A; c,A"
TO_C = "posting_id,openings,destination; p,9,C"
ALL_TO_P = "worker_id,posting_id,value; a,p,50; b,p,40; c,p,30"
COACH = "vehicle_id,origin,destination,seats,fixed_cost"
Solved = Callable[..., Answer]


@pytest.fixture
def solved(tmp_path: Path) -> Solved:
    def run(**files: Any) -> Answer:
        answer = solve(write_folder(tmp_path / "folder", **files))
        if answer.code == 0:
            assert answer.summary["status"] == "optimal"
            assert answer.summary["audit"] == "passed"
        return answer

    return run


def test_rule_1_a_bom_extra_columns_and_empty_cells_are_fine(solved: Solved) -> None:
    answer = solved(
        workers="\ufeffworker_id,size,note,origin; a,,x,",
        postings="posting_id,openings; p,1",
        pairs="worker_id,posting_id,value; a,p,2.50",
    )

    assert answer.placed == {"a": "p"}
    assert answer.objective == 2.5


def test_rule_2_the_value_is_the_rows_and_not_a_persons(solved: Solved) -> None:
    answer = solved(
        workers="worker_id,size; crew,3; a,1; b,1; c,1",
        postings="posting_id,openings; p,3",
        pairs="worker_id,posting_id,value; crew,p,10; a,p,4; b,p,4; c,p,1.5",
    )

    assert answer.placed == {"crew": "p"}
    assert answer.objective == 10


def test_rule_2_a_pair_worth_less_than_nothing_is_not_used(solved: Solved) -> None:
    answer = solved(
        workers="worker_id; a", postings="posting_id,openings; p,1", pairs="worker_id,posting_id,value; a,p,-1"
    )

    assert answer.placed == {}
    assert answer.reasons == {"a": "worth_less_than_travel"}


def test_rule_3_a_group_goes_to_one_posting_or_stays(solved: Solved) -> None:
    answer = solved(
        workers="worker_id,group_id; a,g; b,g; c,",
        postings="posting_id,openings; p,1; q,2",
        pairs="worker_id,posting_id,value; a,p,90; a,q,10; b,q,10; c,q,25",
    )

    assert answer.placed == {"c": "q"}  # the group would bring 20 at q, and p is not listed for b
    assert answer.reasons == {"a": "postings_full", "b": "postings_full"}


def test_rule_3_a_group_shares_one_trip_even_where_two_have_a_seat_each(solved: Solved) -> None:
    answer = solved(
        workers="worker_id,group_id,origin; a,g,A; b,g,A",
        postings=TO_C,
        pairs="worker_id,posting_id,value; a,p,50; b,p,50",
        vehicles=f"{COACH}; v,A,C,1,1; w,A,C,1,1",
    )

    assert answer.placed == {}
    assert answer.reasons == {"a": "seats_full", "b": "seats_full"}


def test_rule_4_openings_count_people(solved: Solved) -> None:
    answer = solved(
        workers="worker_id,size; a,2; b,2; c,1",
        postings="posting_id,openings; p,3",
        pairs="worker_id,posting_id,value; a,p,9; b,p,8; c,p,1",
    )

    assert answer.placed == {"a": "p", "c": "p"}
    assert answer.reasons == {"b": "postings_full"}


def test_rule_4_a_team_takes_a_poor_third_to_reach_its_size(solved: Solved) -> None:
    answer = solved(
        workers="worker_id; a; b; c",
        postings="posting_id,openings,min_team; p,3,3",
        pairs="worker_id,posting_id,value; a,p,5; b,p,5; c,p,-9",
    )

    assert len(answer.placed) == 3
    assert answer.objective == 1


def test_rule_4_no_team_is_better_than_a_losing_one(solved: Solved) -> None:
    answer = solved(
        workers="worker_id; a; b; c",
        postings="posting_id,openings,min_team; p,3,3",
        pairs="worker_id,posting_id,value; a,p,5; b,p,5; c,p,-11",
    )

    assert answer.placed == {}
    assert set(answer.reasons.values()) == {"team_too_small"}


def test_rule_5_beds_are_counted_by_sex(solved: Solved) -> None:
    answer = solved(
        workers="worker_id,sex,size,men,women; a,M,,,; b,M,,,; pair,,2,1,1; nobody_says,,,,",
        postings="posting_id,openings,beds_m,beds_f; p,9,2,1",
        pairs="worker_id,posting_id,value; a,p,5; b,p,4; pair,p,6; nobody_says,p,99",
    )

    assert answer.placed == {"a": "p", "pair": "p"}
    assert answer.reasons == {"b": "no_bed", "nobody_says": "no_bed"}


def test_rule_5_beds_of_either_sex_do_not_ask(solved: Solved) -> None:
    answer = solved(
        workers="worker_id,size; a,2; b,1",
        postings="posting_id,openings,beds; p,9,2",
        pairs="worker_id,posting_id,value; a,p,5; b,p,4",
    )

    assert answer.placed == {"a": "p"}


def test_rule_6_travel_is_free_without_vehicles_and_fares(solved: Solved) -> None:
    answer = solved(workers=AT_A, postings=TO_C, pairs=ALL_TO_P)

    assert set(answer.travel.values()) == {"free"}
    assert answer.objective == 120


def test_rule_6_free_where_a_hub_is_missing_or_the_same_and_else_not(solved: Solved) -> None:
    answer = solved(
        workers="worker_id,origin; a,; b,C; c,B",
        postings=TO_C,
        pairs=ALL_TO_P,
        vehicles=f"{COACH}; v,A,C,9,1",
    )

    assert answer.travel == {"a": "free", "b": "free"}
    assert answer.reasons == {"c": "no_travel"}


def test_rule_6_an_empty_fares_file_already_ends_free_travel(solved: Solved) -> None:
    answer = solved(workers=AT_A, postings=TO_C, pairs=ALL_TO_P, fares="origin,destination,fare")

    assert set(answer.reasons.values()) == {"no_travel"}


def test_rule_7_a_trip_with_two_stops_each_way_carries_all_four_corridors(solved: Solved) -> None:
    answer = solved(
        workers="worker_id,origin; a,A; b,B; c,B",
        postings="posting_id,openings,destination; p,1,C; q,2,D",
        pairs="worker_id,posting_id,value; a,p,50; b,q,50; c,q,50",
        vehicles="vehicle_id,origin,destination,seats,fixed_cost,cost_per_person,escorts; v,A|B,C|D,5,10,2,2",
    )

    assert [line["people"] for line in answer.table("trips")] == ["3"]
    assert answer.objective == 150 - 16


def test_rule_7_escorts_do_not_count_for_the_minimum_load(solved: Solved) -> None:
    header = "vehicle_id,origin,destination,seats,fixed_cost,min_load,escorts"

    answer = solved(workers=AT_A, postings=TO_C, pairs=ALL_TO_P, vehicles=f"{header}; v,A,C,9,1,4,2")

    assert answer.placed == {}
    assert set(answer.reasons.values()) == {"trip_too_empty"}


def test_rule_7_seats_less_escorts_bound_the_people(solved: Solved) -> None:
    header = "vehicle_id,origin,destination,seats,fixed_cost,escorts"

    answer = solved(workers=AT_A, postings=TO_C, pairs=ALL_TO_P, vehicles=f"{header}; v,A,C,4,1,2")

    assert answer.placed == {"a": "p", "b": "p"}
    assert answer.reasons == {"c": "seats_full"}


def test_rule_7_any_number_of_runs_where_a_star_says_so(solved: Solved) -> None:
    header = "vehicle_id,origin,destination,seats,fixed_cost,available"

    answer = solved(workers=AT_A, postings=TO_C, pairs=ALL_TO_P, vehicles=f"{header}; v,A,C,1,29,*")

    assert len(answer.table("trips")) == 3
    assert answer.objective == 120 - 87


def test_rule_7_no_more_runs_than_available(solved: Solved) -> None:
    header = "vehicle_id,origin,destination,seats,fixed_cost,available"

    answer = solved(workers=AT_A, postings=TO_C, pairs=ALL_TO_P, vehicles=f"{header}; v,A,C,1,29,2")

    assert answer.placed == {"a": "p", "b": "p"}


def test_rule_8_own_tickets_cost_by_the_person(solved: Solved) -> None:
    answer = solved(
        workers="worker_id,size,origin; crew,3,A; a,1,A",
        postings=TO_C,
        pairs="worker_id,posting_id,value; crew,p,29; a,p,11",
        fares="origin,destination,fare; A,C,10",
    )

    assert answer.travel == {"a": "own"}
    assert answer.objective == 1


def test_rule_9_a_trip_must_leave_and_arrive_within_both_windows(solved: Solved) -> None:
    header = "vehicle_id,origin,destination,seats,fixed_cost,date,arrives"
    answer = solved(
        workers="worker_id,origin,earliest,latest; a,A,2026-03-01,2026-03-02; b,A,2026-03-02,; c,A,,2026-02-28",
        postings="posting_id,openings,destination,start_from,start_by; p,9,C,2026-03-03,2026-03-03",
        pairs=ALL_TO_P,
        vehicles=f"{header}; v,A,C,9,1,2026-03-01,2026-03-03; w,A,C,9,1,2026-03-02,2026-03-04",
    )

    assert answer.placed == {"a": "p"}
    assert answer.reasons == {"b": "dates", "c": "dates"}


def test_rule_9_a_trip_arrives_the_day_it_leaves_where_not_said(solved: Solved) -> None:
    answer = solved(
        workers=AT_A,
        postings="posting_id,openings,destination,start_by; p,9,C,2026-03-01",
        pairs=ALL_TO_P,
        vehicles=f"{COACH},date; v,A,C,2,1,2026-03-01; w,A,C,2,1,2026-03-02",
    )

    assert answer.placed == {"a": "p", "b": "p"}


def test_rule_9_a_trip_without_date_suits_every_row(solved: Solved) -> None:
    answer = solved(
        workers="worker_id,origin,earliest; a,A,2030-01-01",
        postings="posting_id,openings,destination,start_by; p,1,C,2026-03-01",
        pairs="worker_id,posting_id,value; a,p,5",
        vehicles=f"{COACH}; v,A,C,9,1",
    )

    assert answer.travel == {"a": "trip"}


def test_rule_9_an_own_ticket_needs_one_day_that_suits_both(solved: Solved) -> None:
    answer = solved(
        workers="worker_id,origin,earliest,latest; a,A,2026-03-01,2026-03-02; b,A,2026-03-03,",
        postings="posting_id,openings,destination,start_from,start_by; p,9,C,2026-03-04,2026-03-04",
        pairs="worker_id,posting_id,value; a,p,50; b,p,50",
        fares="origin,destination,fare,days; A,C,1,2",
    )

    assert answer.travel == {"a": "own"}
    assert answer.reasons == {"b": "dates"}


def test_rule_9_free_travel_needs_a_day_too(solved: Solved) -> None:
    answer = solved(
        workers="worker_id,earliest; a,2026-03-02; b,2026-03-01",
        postings="posting_id,openings,start_by; p,9,2026-03-01",
        pairs="worker_id,posting_id,value; a,p,50; b,p,50",
    )

    assert answer.placed == {"b": "p"}
    assert answer.reasons == {"a": "dates"}


def test_rule_10_a_pin_holds_against_all_profit_and_for_the_whole_group(solved: Solved) -> None:
    answer = solved(
        workers="worker_id,group_id; a,g; b,g; c,",
        postings="posting_id,openings; p,2; q,2",
        pairs="worker_id,posting_id,value; a,p,-5; b,p,-5; a,q,50; b,q,50; c,p,40",
        settings={"pins": [["a", "p"]]},
    )

    assert answer.placed == {"a": "p", "b": "p"}
    assert answer.objective == -10


def test_rule_10_a_ban_of_one_holds_for_its_group(solved: Solved) -> None:
    answer = solved(
        workers="worker_id,group_id; a,g; b,g",
        postings="posting_id,openings; p,2; q,2",
        pairs="worker_id,posting_id,value; a,p,50; b,p,50; a,q,1; b,q,1",
        settings={"bans": [["b", "p"]]},
    )

    assert answer.placed == {"a": "q", "b": "q"}


def test_rule_10_the_budget_bounds_all_travel(solved: Solved) -> None:
    answer = solved(
        workers=AT_A,
        postings=TO_C,
        pairs=ALL_TO_P,
        fares="origin,destination,fare; A,C,10",
        settings={"budget": 20},
    )

    assert answer.placed == {"a": "p", "b": "p"}
    assert answer.summary["travel_cost"] == 20
    assert answer.reasons == {"c": "budget"}


def test_rule_11_net_value_leaves_people_at_home_who_cost_more_than_they_bring(solved: Solved) -> None:
    answer = solved(workers=AT_A, postings=TO_C, pairs=ALL_TO_P, fares="origin,destination,fare; A,C,35")

    assert answer.placed == {"a": "p", "b": "p"}
    assert answer.objective == 20
    assert answer.reasons == {"c": "worth_less_than_travel"}


def test_rule_11_placed_then_value_takes_them_along(solved: Solved) -> None:
    answer = solved(
        workers=AT_A,
        postings="posting_id,openings,destination; p,2,C; q,1,C",
        pairs="worker_id,posting_id,value; a,p,50; a,q,49; b,p,40; c,p,30",
        fares="origin,destination,fare; A,C,35",
        settings={"objective": "placed_then_value"},
    )

    assert answer.placed == {"a": "q", "b": "p", "c": "p"}
    assert answer.objective == 119 - 105


def test_rule_12_an_optimal_plan_closes_its_gap(solved: Solved) -> None:
    summary = solved(workers=AT_A, postings=TO_C, pairs=ALL_TO_P, fares="origin,destination,fare; A,C,35").summary

    assert summary["bound"] >= summary["objective"]
    assert summary["bound"] - summary["objective"] <= 1e-4
    assert summary["gap"] == (summary["bound"] - summary["objective"]) / max(1, abs(summary["bound"]))


def test_rule_15_placing_nobody_can_be_the_best_plan(solved: Solved) -> None:
    answer = solved(workers=AT_A, postings=TO_C, pairs=ALL_TO_P, fares="origin,destination,fare; A,C,99")

    assert answer.code == 0
    assert answer.summary["placed_people"] == 0
    assert len(answer.table("unplaced")) == 3


def test_rule_15_empty_tables_are_planned_too(solved: Solved) -> None:
    answer = solved(workers="worker_id", postings="posting_id,openings", pairs="worker_id,posting_id,value")

    assert answer.code == 0
    assert answer.table("assignments") == answer.table("unplaced") == []
