from collections.abc import Sequence
from typing import Any

from labor.plan import REASONS
from labor.reason_sentences import WITH_FIGURES
from optimizer.reasons.unplaced import explain_unplaced
from tests.optimizer.builders import Toy, assigned, trips_of

COACH = {"origins": "A", "destinations": "C", "seats": 3, "fixed_cost": 10.0, "cost_per_person": 1.0}
HERE, THERE = {"origin": "A"}, {"destination": "C", "openings": 5}


def why(toy: Toy, *lines: Any, trips: Sequence[tuple[int, int, float]] = (), stopped: str = "done") -> dict[int, str]:
    """Reasons by row."""
    unplaced = explain_unplaced(toy.problem(), assigned(*lines), trips_of(*trips), stopped=stopped)
    assert all(unplaced.detail)
    return dict(zip(unplaced.row.tolist(), unplaced.reason.tolist(), strict=True))


def test_every_reason_has_a_sentence() -> None:
    assert set(WITH_FIGURES) >= set(REASONS)


def test_nobody_left_out_needs_no_reason() -> None:
    toy = Toy(rows=[{}], places=[{}], pairs=[(0, 0, 1.0)])

    assert why(toy, (0, 0, "free")) == {}


def test_banned_when_every_listed_pair_is_banned() -> None:
    toy = Toy(rows=[{}], places=[{}], pairs=[(0, 0, 1.0)], bans=[(0, 0)])

    assert why(toy) == {0: "banned"}


def test_a_ban_of_one_row_bans_its_whole_group() -> None:
    toy = Toy(rows=[{"group": 0}] * 2, places=[{"openings": 2}], pairs=[(0, 0, 1.0), (1, 0, 1.0)], bans=[(0, 0)])

    assert why(toy) == {0: "banned", 1: "banned"}


def test_no_pair_when_nothing_is_listed() -> None:
    assert why(Toy(rows=[{}], places=[{}])) == {0: "no_pair"}


def test_dates_when_the_only_coach_leaves_too_late() -> None:
    late = COACH | {"leaves": "2026-03-09"}
    toy = Toy(rows=[HERE | {"latest": "2026-03-08"}], places=[THERE], pairs=[(0, 0, 50.0)], fleet=[late])

    assert why(toy) == {0: "dates"}


def test_dates_when_an_own_ticket_arrives_after_the_start() -> None:
    toy = Toy(
        rows=[HERE | {"earliest": "2026-03-02"}],
        places=[THERE | {"start_by": "2026-03-03"}],
        pairs=[(0, 0, 50.0)],
        tickets=[{"origin": "A", "destination": "C", "days": 2}],
    )

    assert why(toy) == {0: "dates"}


def test_no_travel_when_no_vehicle_joins_the_hubs() -> None:
    toy = Toy(rows=[{"origin": "B"}], places=[THERE], pairs=[(0, 0, 50.0)], fleet=[COACH])

    assert why(toy) == {0: "no_travel"}


def test_no_travel_when_the_vehicle_can_never_run() -> None:
    toy = Toy(rows=[HERE], places=[THERE], pairs=[(0, 0, 50.0)], fleet=[COACH | {"seats": 3, "min_load": 4}])

    assert why(toy) == {0: "no_travel"}


def test_group_when_one_member_has_no_pair_there() -> None:
    toy = Toy(rows=[{"group": 0}] * 2, places=[{"openings": 2}, {}], pairs=[(0, 0, 1.0), (1, 1, 1.0)])

    assert why(toy) == {0: "group", 1: "group"}


def test_group_on_own_tickets_may_take_two_lines() -> None:
    lines = [{"origin": "A", "destination": "C", "days": days, "fare": 1.0} for days in (0, 2)]
    rows = [HERE | {"group": 0, "latest": "2026-03-01"}, HERE | {"group": 0, "earliest": "2026-03-03"}]
    place = THERE | {"start_from": "2026-03-03", "start_by": "2026-03-03"}
    toy = Toy(rows=rows, places=[place], pairs=[(0, 0, 9.0), (1, 0, 9.0)], tickets=lines)

    assert set(why(toy, stopped="time").values()) == {"not_found_in_time"}


def test_no_bed_when_beds_are_by_sex_and_the_row_does_not_say() -> None:
    toy = Toy(rows=[{}], places=[{"beds_m": 2, "beds_f": 2}], pairs=[(0, 0, 1.0)])

    assert why(toy) == {0: "no_bed"}


def test_no_bed_when_the_others_sleep_in_them() -> None:
    toy = Toy(rows=[{}] * 2, places=[{"openings": 2, "beds": 1}], pairs=[(0, 0, 1.0), (1, 0, 1.0)])

    assert why(toy, (0, 0, "free")) == {1: "no_bed"}


def test_postings_full_counts_the_people_of_a_crew() -> None:
    toy = Toy(rows=[{}, {"size": 2}], places=[{"openings": 2}], pairs=[(0, 0, 1.0), (1, 0, 1.0)])

    assert why(toy, (0, 0, "free")) == {1: "postings_full"}


def test_team_too_small_when_one_would_stand_there_alone() -> None:
    toy = Toy(rows=[{}], places=[{"openings": 2, "min_team": 2}], pairs=[(0, 0, 1.0)])

    assert why(toy) == {0: "team_too_small"}


def test_seats_full_when_the_only_run_is_full() -> None:
    rows = [HERE] * 4
    toy = Toy(rows=rows, places=[THERE], pairs=[(row, 0, 50.0) for row in range(4)], fleet=[COACH])

    aboard = [(row, 0, "trip", 0) for row in range(3)]

    assert why(toy, *aboard, trips=[(0, 3, 13.0)]) == {3: "seats_full"}


def test_trip_too_empty_when_a_run_needs_more_people() -> None:
    toy = Toy(rows=[HERE], places=[THERE], pairs=[(0, 0, 50.0)], fleet=[COACH | {"min_load": 2}])

    assert why(toy) == {0: "trip_too_empty"}


def test_budget_when_the_trip_costs_more_than_is_left() -> None:
    toy = Toy(rows=[HERE], places=[THERE], pairs=[(0, 0, 50.0)], fleet=[COACH], budget=10.0)

    assert why(toy) == {0: "budget"}


def test_worth_less_than_travel_when_the_coach_costs_more() -> None:
    toy = Toy(rows=[HERE], places=[THERE], pairs=[(0, 0, 11.0)], fleet=[COACH])

    assert why(toy) == {0: "worth_less_than_travel"}


def test_a_seat_on_a_running_trip_costs_no_new_run() -> None:
    toy = Toy(rows=[HERE] * 2, places=[THERE], pairs=[(0, 0, 50.0), (1, 0, 2.0)], fleet=[COACH | {"available": 2}])

    reasons = why(toy, (0, 0, "trip", 0), trips=[(0, 1, 11.0)], stopped="time")

    assert reasons == {1: "not_found_in_time"}


def test_the_reason_is_that_of_the_last_posting_struck_out() -> None:
    places = [{"openings": 1}, {"openings": 1, "min_team": 2}]
    toy = Toy(rows=[{}] * 2, places=places, pairs=[(0, 0, 1.0), (1, 0, 1.0), (1, 1, 1.0)])

    assert why(toy, (0, 0, "free")) == {1: "team_too_small"}
