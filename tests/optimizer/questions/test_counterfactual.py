from collections.abc import Callable
from typing import Any

import pytest

import optimizer
from labor.candidates import Tidings
from optimizer.model.problem import PlanParams
from optimizer.questions.counterfactual import EXACT_PAIRS, Inquiry, WhatIf, what_would_place
from tests.optimizer.builders import Toy

Whats = Callable[..., dict[str, WhatIf]]
QUICK = PlanParams(time_limit_s=5.0)
COACH = {"origins": "A", "destinations": "C", "seats": 2, "fixed_cost": 10.0}
HERE, THERE = {"origin": "A"}, {"destination": "C", "openings": 9}


@pytest.fixture(params=[EXACT_PAIRS, -1], ids=["everyone anew", "beside the others"])
def exact_pairs(request: pytest.FixtureRequest) -> int:
    """Each case holds for small problems, planned anew, and for large ones, where the others keep their places."""
    return int(request.param)


@pytest.fixture
def whats(exact_pairs: int) -> Whats:
    """What would have placed a row of a toy, by kind of change."""

    def asked(row: int, **told: Any) -> dict[str, WhatIf]:
        problem = Toy(**told).problem()
        made = optimizer.plan(problem, QUICK)
        assert row in made.unplaced.row
        inquiry = Inquiry(row, exact_pairs=exact_pairs)
        return {one.kind: one for one in what_would_place(problem, made, inquiry, QUICK)}

    return asked


def test_one_more_seat(whats: Whats) -> None:
    found = whats(2, rows=[HERE] * 3, places=[THERE], pairs=[(0, 0, 50.0), (1, 0, 40.0), (2, 0, 30.0)], fleet=[COACH])

    assert found["seat"].text.en == "1 more seat on vehicle #0"
    assert found["seat"].gain == pytest.approx(30.0)
    assert found["run"].gain == pytest.approx(20.0)


def test_one_more_opening(whats: Whats) -> None:
    found = whats(1, rows=[{}] * 2, places=[{"openings": 1}], pairs=[(0, 0, 50.0), (1, 0, 40.0)])

    assert list(found) == ["opening"]
    assert found["opening"].gain == pytest.approx(40.0)


def test_a_smaller_minimum_load(whats: Whats) -> None:
    found = whats(0, rows=[HERE], places=[THERE], pairs=[(0, 0, 50.0)], fleet=[COACH | {"min_load": 2}])

    assert found["min_load"].text.en == "a minimum load of 1 instead of 2 on vehicle #0"
    assert found["min_load"].gain == pytest.approx(40.0)


def test_two_days_later(whats: Whats) -> None:
    rows = [HERE | {"latest": "2026-03-01"}]

    found = whats(0, rows=rows, places=[THERE], pairs=[(0, 0, 50.0)], fleet=[COACH | {"leaves": "2026-03-03"}])

    assert (found["leave_later"].amount, found["leave_later"].gain) == (2, pytest.approx(40.0))


def test_a_posting_that_waits_a_day_longer(whats: Whats) -> None:
    ticket = {"origin": "A", "destination": "C", "fare": 5.0, "days": 2}
    rows, places = [HERE | {"earliest": "2026-03-02"}], [THERE | {"start_by": "2026-03-03"}]

    found = whats(0, rows=rows, places=places, pairs=[(0, 0, 50.0)], tickets=[ticket])

    assert found["start_later"].amount == found["leave_earlier"].amount == 1


def test_a_lifted_ban(whats: Whats) -> None:
    found = whats(0, rows=[{}], places=[{}], pairs=[(0, 0, 50.0)], bans=[(0, 0)])

    assert list(found) == ["ban"]


def test_a_smaller_team_and_more_beds(whats: Whats) -> None:
    team = whats(0, rows=[{}], places=[{"openings": 3, "min_team": 2}], pairs=[(0, 0, 50.0)])
    beds = whats(0, rows=[{"size": 2}], places=[{"openings": 3, "beds": 1}], pairs=[(0, 0, 50.0)])

    assert team["team"].amount == 1
    assert beds["bed"].amount == 1


def test_more_budget(whats: Whats) -> None:
    found = whats(0, rows=[HERE], places=[THERE], pairs=[(0, 0, 50.0)], fleet=[COACH], budget=4.0)

    assert (found["budget"].amount, found["budget"].gain) == (pytest.approx(6.0), pytest.approx(40.0))


def test_a_place_by_hand_and_what_it_costs(whats: Whats) -> None:
    found = whats(0, rows=[HERE], places=[THERE], pairs=[(0, 0, 7.0)], fleet=[COACH])

    assert found["none"].gain == pytest.approx(-3.0)
    assert not found["none"].at_no_loss


def test_a_whole_group_is_placed_by_the_change(whats: Whats) -> None:
    rows = [HERE | {"group": 0}] * 3

    found = whats(1, rows=rows, places=[THERE], pairs=[(row, 0, 20.0) for row in range(3)], fleet=[COACH])

    assert (found["seat"].amount, found["seat"].gain) == (1, pytest.approx(50.0))


def test_nothing_helps_where_two_things_are_missing(whats: Whats) -> None:
    told = {"rows": [HERE], "places": [THERE | {"openings": 0}], "pairs": [(0, 0, 50.0)]}

    assert whats(0, fleet=[COACH | {"min_load": 2}], **told) == {}


def test_the_least_cut_of_a_minimum_load_counts_those_who_come_along(whats: Whats) -> None:
    rows, pairs = [HERE] * 3, [(row, 0, 50.0) for row in range(3)]

    found = whats(0, rows=rows, places=[THERE], pairs=pairs, fleet=[COACH | {"seats": 9, "min_load": 5}])

    assert found["min_load"].amount == 3
    assert found["min_load"].gain == pytest.approx(140.0)


def test_a_question_may_keep_to_one_posting_or_one_vehicle(exact_pairs: int) -> None:
    toy = Toy(
        rows=[HERE], places=[THERE, THERE | {"openings": 0}], pairs=[(0, 0, 50.0), (0, 1, 60.0)],
        fleet=[COACH | {"min_load": 2}, COACH | {"seats": 0}],
    )  # fmt: skip
    problem = toy.problem()
    made = optimizer.plan(problem, QUICK)

    at_the_first = what_would_place(problem, made, Inquiry(0, postings=(0,), exact_pairs=exact_pairs), QUICK)
    by_the_coach = what_would_place(problem, made, Inquiry(0, vehicle=0, exact_pairs=exact_pairs), QUICK)

    assert {one.posting for one in at_the_first} == {0}
    assert {one.kind for one in by_the_coach} == {"min_load"}


def test_a_question_that_is_stopped_answers_what_it_has(exact_pairs: int) -> None:
    problem = Toy(rows=[{}] * 2, places=[{"openings": 1}], pairs=[(0, 0, 50.0), (1, 0, 40.0)]).problem()
    made = optimizer.plan(problem, QUICK)
    heard: list[Tidings] = []

    found = what_would_place(
        problem, made, Inquiry(1, exact_pairs=exact_pairs), QUICK, lambda tidings: bool(heard.append(tidings)) or True
    )

    assert found == () and heard[0].done == 0.0
