"""Prices for openings, learned from who usually still comes: scarce places are kept for those who fit them best.

Batches leave every few days in a season, and a batch planned alone fills every opening it can. A price for each
opening (its *bid price*; Talluri and van Ryzin, The Theory and Practice of Revenue Management, 2004, ch. 3) says
what it will still be worth to those to come: a pair is placed today only if it is worth more than that.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from labor.arrays import FloatArray, IntArray, same_length
from labor.errors import BadInput
from optimizer.model.problem import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """One imagined rest of the season: pairs of people still to come, numbered from 0 within this future.

    ``net`` is the pair's value less the cheapest usual travel for its ``people``, in the problem's money.
    """

    row: IntArray
    posting: IntArray
    net: FloatArray
    people: IntArray

    def __post_init__(self) -> None:
        same_length(self, "row", "posting", "net", "people")


def opening_prices(problem: Problem, futures: Sequence[Arrivals]) -> FloatArray:
    """What one opening of each posting is worth to those to come, averaged over the futures; one a posting.

    In each future everybody now waiting and everybody to come share the openings left, as a linear program
    whose dual values are the prices. Money per person; zero where openings are plenty.
    """
    if not futures:
        raise BadInput("prices need at least one future: give the arrivals of an earlier season")
    prices: FloatArray = np.mean([_prices_in(problem, future) for future in futures], axis=0)
    return prices


def keep_back(problem: Problem, prices: FloatArray) -> Problem:
    """The same problem with each pair's value lowered by the price of the openings it would take."""
    pairs = problem.pairs
    taken = prices[pairs.posting] * problem.rows.size[pairs.row]
    return dataclasses.replace(problem, pairs=dataclasses.replace(pairs, value=pairs.value - taken))


def usual_travel(problem: Problem) -> FloatArray:
    """The cheapest usual cost of each pair's travel: a full vehicle's share, or the own ticket. NaN = no way.

    As long as ``pairs``, in the problem's money for the whole row.
    """
    rows, places, pairs, fleet = problem.rows, problem.places, problem.pairs, problem.fleet
    origin, goal = rows.origin[pairs.row], places.destination[pairs.posting]
    hubs = int(max(origin.max(initial=0), goal.max(initial=0))) + 1
    cheapest = np.full((hubs, hubs), np.nan)
    room = np.maximum(1, fleet.seats - fleet.escorts)
    for v, share in enumerate(fleet.fixed_cost / room + fleet.cost_per_person):
        here = np.ix_(
            fleet.origins.row(v)[fleet.origins.row(v) < hubs],
            fleet.destinations.row(v)[fleet.destinations.row(v) < hubs],
        )
        cheapest[here] = np.fmin(cheapest[here], share)
    tickets = problem.tickets
    known = (tickets.origin < hubs) & (tickets.destination < hubs)
    corridor = (tickets.origin[known], tickets.destination[known])
    np.fmin.at(cheapest, corridor, tickets.fare[known])
    free = problem.travel_is_free | (origin < 0) | (goal < 0) | (origin == goal)
    cost: FloatArray = np.where(free, 0.0, cheapest[origin, goal]) * rows.size[pairs.row]
    return cost


def _prices_in(problem: Problem, future: Arrivals) -> FloatArray:
    """Dual values of the openings when present and future people are placed together."""
    rows, pairs, openings = problem.rows, problem.pairs, problem.places.openings
    present = pairs.value - usual_travel(problem)
    worth = np.isfinite(present) & (present > 0)
    row = np.concatenate([pairs.row[worth], future.row + len(rows)])
    posting = np.concatenate([pairs.posting[worth], future.posting])
    net = np.concatenate([present[worth], future.net])
    people = np.concatenate([rows.size[pairs.row[worth]], future.people]).astype(float)
    from scipy.optimize import linprog  # noqa: PLC0415 - slow to load; looking ahead is a choice

    if not len(row):
        return np.zeros(len(openings))
    _, person = np.unique(row, return_inverse=True)
    at = np.arange(len(row))
    once = sparse.csr_matrix((np.ones(len(row)), (person, at)))
    taken = sparse.csr_matrix((people, (posting, at)), shape=(len(openings), len(row)))
    answer = linprog(  # type: ignore[call-overload]  # the stubs know dense matrices only
        -net,
        A_ub=sparse.vstack([once, taken]),
        b_ub=np.concatenate([np.ones(once.shape[0]), openings]),
        bounds=(0, None),
        method="highs",
    )
    prices: FloatArray = -answer.ineqlin.marginals[once.shape[0] :]
    return np.maximum(prices, 0.0)
