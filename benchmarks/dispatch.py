"""The sample season: Gongqiao's plan against a careful dispatcher's, at equal budget and at equal headcount.

`python -m benchmarks.dispatch [SECONDS]`. Both plan the same problem: the same candidates, values, coaches and
rules. Besides the planner's own figures, each plan is weighed by the hidden model's true chances.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from benchmarks.baseline import greedy
from data.sample import Season, draw_season
from data.sample.hidden_model import true_chances
from labor.candidates import Pairs
from labor.market import Market
from labor.plan import Plan
from matching import WeightedScorer, shortlist
from optimizer import plan
from optimizer.model.formulation import PlanTerms, formulate
from optimizer.model.problem import PlanParams, Problem

SEED: Final = 1
CUTS: Final = (0.98, 0.96, 0.94, 0.92, 0.9)  # shares of the dispatcher's travel cost, tried in turn


@dataclass(frozen=True, slots=True)
class Line:
    """One plan's figures; money in yuan."""

    name: str
    people: int
    expected: float  # people truly expected at work after 30 days
    cost: float
    net: float
    trips: int

    @property
    def cost_a_head(self) -> float:
        """Travel cost a person placed."""
        return self.cost / max(1, self.people)


def season_problem(season: Season) -> tuple[Market, Problem]:
    """The whole season as one planning problem, scored with the documented weights."""
    market = season.market()
    candidates = shortlist(market, WeightedScorer(), postings_per_worker=50, today=season.today)
    return market, formulate(market, candidates, PlanTerms(), season.today)


def weigh(name: str, found: Plan, season: Season, market: Market) -> Line:
    """A plan's figures, its expected arrivals by the true chances."""
    pairs = Pairs(found.assignments.row, found.assignments.posting)
    true = true_chances(market, pairs, season.latent, np.datetime64(season.today, "D"))
    expected = float(true.at_work_after_30.sum())
    return Line(name, found.placed_people, expected, found.travel_cost / 100, found.objective / 100, len(found.trips))


def at_equal_budget(problem: Problem, rival: Plan, params: PlanParams) -> Plan:
    """As many people as the dispatcher's money takes."""
    return plan(replace(problem, objective="placed_then_value", budget=rival.travel_cost), params)


def at_equal_headcount(problem: Problem, rival: Plan, params: PlanParams) -> Iterator[Plan]:
    """Ever smaller budgets, as long as no fewer people are placed than by the dispatcher."""
    for cut in CUTS:
        cheaper = replace(problem, objective="placed_then_value", budget=rival.travel_cost * cut)
        found = plan(cheaper, params)
        if found.placed_people < rival.placed_people:
            return
        yield found


def main(seconds: float = 120.0) -> None:
    """Print the comparison."""
    season = draw_season()
    market, problem = season_problem(season)
    params = PlanParams(time_limit_s=seconds, seed=SEED)
    by_hand = greedy(problem)
    lines = [weigh("dispatcher by hand (greedy)", by_hand, season, market)]
    lines.append(weigh("most value", plan(problem, params), season, market))
    more = at_equal_budget(problem, by_hand, params)
    lines.append(weigh("equal budget, most people", more, season, market))
    cheapest = list(at_equal_headcount(problem, by_hand, params))
    if cheapest:
        lines.append(weigh("no fewer people, least cost", cheapest[-1], season, market))
    _print(lines)
    print(f"at equal budget: {more.placed_people - by_hand.placed_people:+,} people against the dispatcher")
    spared = (by_hand.travel_cost - cheapest[-1].travel_cost) / 100 if cheapest else 0.0
    print(f"at no fewer people: {-spared:+,.0f} yuan of travel against the dispatcher")


def _print(lines: list[Line]) -> None:
    print(
        f"{'plan':30} {'people':>7} {'expected':>9} {'travel ¥':>10} {'¥ a head':>9} {'net value ¥':>12} {'trips':>6}"
    )
    for line in lines:
        print(
            f"{line.name:30} {line.people:>7,} {line.expected:>9,.1f} {line.cost:>10,.0f} "
            f"{line.cost_a_head:>9,.1f} {line.net:>12,.0f} {line.trips:>6}"
        )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 120.0)
