from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

import optimizer
from data.sample.market import market_of
from data.sample.season import TODAY, draw_season
from labor.candidates import Candidates
from labor.errors import BadInput
from labor.market import FEMALE, MALE, NO, Market, Replies
from optimizer.journeys.driving_hours import offer
from optimizer.model.formulation import SCORE_STEP, ByHand, PinnedPair, PlanTerms, formulate, tie_break
from optimizer.model.problem import PlanParams

TERMS = PlanTerms()


@lru_cache(maxsize=1)
def season() -> Market:
    return market_of(draw_season(workers=200).register, TODAY)


def market(**blocks: Any) -> Market:
    """The season with some columns of its blocks told otherwise: workers={"group": ...}."""
    base = season()
    return replace(base, **{name: replace(getattr(base, name), **columns) for name, columns in blocks.items()})


def listed(*pairs: tuple[int, int, float]) -> Candidates:
    worker, posting, score = zip(*pairs, strict=True)
    return Candidates(np.array(worker), np.array(posting), np.array(score, dtype=np.float64))


def alone(**columns: Any) -> dict[str, Any]:
    """Nobody in a group but those told."""
    group = np.full(len(season().workers), -1)
    for worker, number in columns.pop("groups", {}).items():
        group[worker] = number
    return {"group": group} | columns


def test_the_season_is_planned_and_audited() -> None:
    rng = np.random.default_rng(7)
    base = season()
    worker = np.repeat(np.arange(len(base.workers)), 8)
    posting = rng.integers(0, len(base.postings), len(worker))

    problem = formulate(base, Candidates(worker, posting, rng.random(len(worker))), TERMS, TODAY)
    made = optimizer.plan(problem, PlanParams(time_limit_s=10.0))

    assert len(made.assignments) > 0
    assert made.bound >= made.objective


def test_a_pair_is_worth_rate_times_score_and_the_premium_of_guaranteed_employers() -> None:
    guaranteed = np.zeros(len(season().postings), dtype=bool)
    guaranteed[1] = True
    base = market(workers=alone(), postings={"guaranteed": guaranteed})

    problem = formulate(base, listed((0, 0, 0.5), (0, 1, 0.5)), PlanTerms(organized_fen=0), TODAY)

    plain, premium = problem.pairs.value
    assert plain == pytest.approx(100_000, abs=TERMS.rate_fen * SCORE_STEP)
    assert premium - plain == pytest.approx(TERMS.guaranteed_premium_fen)


def test_the_tie_break_never_reaches_one_step_of_the_score() -> None:
    share = tie_break(season())

    assert share.min() >= 0
    assert share.max() < 0.5


def test_a_refused_offer_is_no_pair() -> None:
    refusal = Replies(np.array([0]), np.array([1]), np.array([NO]))
    base = replace(market(workers=alone()), replies=refusal)

    problem = formulate(base, listed((0, 0, 0.5), (0, 1, 0.5)), TERMS, TODAY)

    assert problem.pairs.posting.tolist() == [0]


def test_a_posting_not_listed_for_the_whole_group_is_not_listed() -> None:
    base = market(workers=alone(groups={0: 0, 1: 0}))

    problem = formulate(base, listed((0, 0, 0.5), (0, 1, 0.5), (1, 1, 0.5)), TERMS, TODAY)

    assert list(zip(problem.pairs.row, problem.pairs.posting, strict=True)) == [(0, 1), (1, 1)]


def test_a_group_boards_in_one_place() -> None:
    pickup = season().workers.pickup.copy()
    pickup[:2] = [0, 1]
    base = market(workers=alone(groups={0: 0, 1: 0}, pickup=pickup))

    problem = formulate(base, listed((0, 0, 0.5), (1, 0, 0.5)), TERMS, TODAY)

    first, second = problem.rows.origin[:2].tolist()
    assert first == second
    assert base.hubs.name[0] in problem.names.hubs[first]


def test_no_more_couples_are_listed_than_there_are_couple_rooms() -> None:
    count = len(season().workers)
    sex, rooms = np.full(count, MALE), np.zeros(len(season().postings), dtype=np.int64)
    sex[[1, 3]], rooms[0] = FEMALE, 1
    workers = alone(groups={0: 0, 1: 0, 2: 1, 3: 1}, wants_couple_room=np.ones(count, dtype=bool))
    base = market(workers=workers, protection={"sex": sex}, postings={"couple_rooms": rooms})

    problem = formulate(base, listed((0, 0, 0.5), (1, 0, 0.5), (2, 0, 0.6), (3, 0, 0.6), (4, 0, 0.1)), TERMS, TODAY)

    assert problem.pairs.row.tolist() == [2, 3, 4]


def test_a_worker_without_a_known_place_to_board_does_not_travel_free() -> None:
    base = market(workers=alone(pickup=np.full(len(season().workers), -1)))

    problem = formulate(base, listed((0, 0, 0.5)), TERMS, TODAY)

    assert problem.rows.origin.min() >= 0


def test_days_lie_within_the_window_and_not_before_today() -> None:
    base = season()
    today = base.window.last

    problem = formulate(base, listed((0, 0, 0.5)), TERMS, today)

    assert (problem.rows.earliest >= np.datetime64(today)).all()
    assert (problem.rows.latest <= np.datetime64(base.window.last)).all()


def test_a_vehicle_that_cannot_arrive_lawfully_is_not_offered_and_says_why() -> None:
    base = market(vehicles={"drivers": np.ones(len(season().vehicles), dtype=np.int64)})

    offered = offer(base, TERMS.transport)
    problem = formulate(base, listed((0, 0, 0.5)), TERMS, TODAY)

    assert len(offered.vehicle) + len(offered.refused) == len(base.vehicles)
    assert len(problem.fleet) == len(offered.vehicle) < len(base.vehicles)
    assert all(one.why.zh and one.why.en for one in offered.refused)


def test_a_two_day_journey_arrives_on_the_second_day() -> None:
    problem = formulate(season(), listed((0, 0, 0.5)), TERMS, TODAY)

    journeys = offer(season(), TERMS.transport).journeys
    days = (problem.fleet.arrives - problem.fleet.leaves).astype(np.int64)
    assert days.tolist() == [journey.arrives_after_days for journey in journeys]


def test_a_pin_outside_the_candidates_is_refused_by_name() -> None:
    base = market(workers=alone())

    with pytest.raises(BadInput, match=str(base.workers.id[0])):
        formulate(base, listed((0, 0, 0.5)), TERMS, TODAY, ByHand(pins=[PinnedPair(0, 1)]))


def test_places_of_one_county_are_joined_at_the_local_fare() -> None:
    hubs = season().hubs
    base = market(hubs={"county": np.full(len(hubs), hubs.county[0])})
    base = replace(
        base,
        fares=replace(
            base.fares,
            **{name: getattr(base.fares, name)[:0] for name in ("origin", "destination", "fare_fen", "days")},
        ),
    )

    problem = formulate(base, listed((0, 0, 0.5)), PlanTerms(local_fare_fen=300), TODAY)

    between = (problem.tickets.origin < len(hubs)) & (problem.tickets.destination < len(hubs))
    assert between.sum() == len(hubs) * (len(hubs) - 1)
    assert set(problem.tickets.fare.tolist()) == {300.0}


@pytest.mark.parametrize(
    "terms", [{"rate_fen": 0}, {"budget_fen": -1}, {"guaranteed_premium_fen": -1}, {"objective": "most"}]
)
def test_terms_refuse_nonsense(terms: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        PlanTerms(**terms)
