"""Which rules keep a party from joining a finished plan by an option, each judged by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from labor.plan import REASONS
from optimizer.model.problem import NO_LIMIT, UNSAID, Problem
from optimizer.model.travel_units import TravelUnits
from optimizer.model.ways import NO_WAY, Leftover, Ways, days_suit, price_of_joining
from optimizer.reasons.options import LeftOutPairs

CODE: Final = {reason: code for code, reason in enumerate(REASONS)}
POSTING_DAYS: Final = len(REASONS)  # of the two rules behind "dates"; the row's own days stand for the word itself
FEWEST_GAIN: Final = 1e-4  # a gain this small lies within what "optimal" means (rule 12)
HeldRule = tuple[str, BoolArray]


@dataclass(frozen=True, slots=True, eq=False)
class JoiningParty:
    """Who would join by each option, all arrays beside the options: a whole unit, or its row alone."""

    people: IntArray
    men: IntArray
    women: IntArray
    unsaid: BoolArray
    value: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class FinishedPlan:
    """A problem, its ways, and what the finished plan leaves free."""

    problem: Problem
    ways: Ways
    left: Leftover


def whole_unit(units: TravelUnits, options: LeftOutPairs) -> JoiningParty:
    """The row's whole unit as who would join."""
    of = options.unit
    return JoiningParty(units.people[of], units.men[of], units.women[of], units.unsaid[of], options.value)


def row_alone(problem: Problem, options: LeftOutPairs) -> JoiningParty:
    """The row as who would join, as if nothing tied it to its group."""
    rows, of = problem.rows, options.row
    men, women = rows.men[of], rows.women[of]
    unsaid = (men == UNSAID) | (women == UNSAID)
    return JoiningParty(rows.size[of], np.maximum(men, 0), np.maximum(women, 0), unsaid, options.own_value)


def place_rules(standing: FinishedPlan, posting: IntArray, party: JoiningParty) -> tuple[HeldRule, ...]:
    """What a posting has no room for: beds, openings, a team."""
    places, left = standing.problem.places, standing.left
    by_sex = (places.beds_m[posting] != NO_LIMIT) | (places.beds_f[posting] != NO_LIMIT)
    beds_short = (
        (by_sex & party.unsaid)
        | short(left.beds[posting], party.people)
        | short(left.beds_m[posting], party.men)
        | short(left.beds_f[posting], party.women)
    )
    return (
        ("no_bed", beds_short),
        ("postings_full", left.openings[posting] < party.people),
        ("team_too_small", left.people[posting] + party.people < places.min_team[posting]),
    )


def seat_rules(standing: FinishedPlan, way: IntArray, people: IntArray) -> tuple[HeldRule, ...]:
    """Where there is no seat at all, and where only a run too empty to leave would have one."""
    no_seat, too_empty = np.zeros(len(way), dtype=np.bool_), np.zeros(len(way), dtype=np.bool_)
    rides = np.flatnonzero((way >= 0) & (way < standing.ways.vehicles))
    v, n = way[rides], people[rides]
    aboard, another = standing.left.seats_running[v] >= n, standing.left.seats_new[v] >= n
    no_seat[rides] = ~(aboard | another)
    too_empty[rides] = ~aboard & another & (n < standing.problem.fleet.min_load[v])
    return ("seats_full", no_seat), ("trip_too_empty", too_empty)


def money_rules(standing: FinishedPlan, price: FloatArray, value: FloatArray) -> tuple[HeldRule, ...]:
    """Where a price breaks the budget, and where it is more than the party is worth."""
    problem = standing.problem
    over = np.zeros(len(price), dtype=np.bool_)
    if problem.budget is not None:
        over = standing.left.travel_cost + price > problem.budget + 1e-9
    dear = (value - price <= FEWEST_GAIN) & (problem.objective == "value")
    return ("budget", over), ("worth_less_than_travel", dear)


def joining_price(standing: FinishedPlan, way: IntArray, people: IntArray) -> FloatArray:
    """What a party's travel adds to the plan's cost."""
    return price_of_joining(standing.problem, standing.ways, standing.left, way, people)


def own_rules(standing: FinishedPlan, options: LeftOutPairs) -> tuple[HeldRule, ...]:
    """What closes an option to the row by itself, before anyone else is looked at."""
    has_way = np.flatnonzero(options.way != NO_WAY)
    row, posting, way = options.row[has_way], options.posting[has_way], options.way[has_way]
    off = np.zeros(len(options.row), dtype=np.bool_)
    off[has_way] = ~days_suit(standing.problem, standing.ways, row, posting, way)
    return ("banned", options.banned), ("dates", off), ("no_travel", options.way == NO_WAY)


def whose_days_bind(standing: FinishedPlan, options: LeftOutPairs, off: BoolArray) -> tuple[BoolArray, BoolArray]:
    """Of the options whose days are off: whether the row's own days must give, and whether the posting's must.

    Where nothing leads there, the days of a journey that took none are looked at.
    """
    problem = standing.problem
    rows, places, fleet = problem.rows, problem.places, problem.fleet
    own, there = np.zeros(len(off), dtype=np.bool_), np.zeros(len(off), dtype=np.bool_)
    rides = np.flatnonzero(off & (options.way < standing.ways.vehicles) & (options.way != NO_WAY))
    v, r, p = options.way[rides], options.row[rides], options.posting[rides]
    leaves = fleet.leaves[v]
    arrives = np.where(np.isnat(fleet.arrives[v]), leaves, fleet.arrives[v])
    own[rides] = (leaves < rows.earliest[r]) | (leaves > rows.latest[r])
    there[rides] = (arrives < places.start_from[p]) | (arrives > places.start_by[p])
    alone = np.flatnonzero(off & ((options.way >= standing.ways.vehicles) | (options.way == NO_WAY)))
    r, p, way = options.row[alone], options.posting[alone], options.way[alone]
    there[alone] = places.start_from[p] > places.start_by[p]
    takes = np.append(problem.tickets.days, 0)[np.where(way == NO_WAY, -1, way - standing.ways.vehicles)]
    first = np.fmax(rows.earliest[r], places.start_from[p] - takes)
    last = np.fmin(rows.latest[r], places.start_by[p] - takes)
    own[alone] = (first > last) & (~there[alone] | (rows.earliest[r] > rows.latest[r]))
    there[alone] &= first > last
    return own, there


def short(left: IntArray, need: IntArray) -> BoolArray:
    """Where fewer are left than needed."""
    lacking: BoolArray = (left != NO_LIMIT) & (left < need)
    return lacking
