"""Why each row stays home: the first reason that holds, judged against what the finished plan leaves free.

A row's options are its listed postings times the ways to travel there. Each option is struck out by the first
reason, in the order of REASONS, that rules it out; the row's reason is the one that struck out its last option:

- ``banned``: the pair, or the same posting for anyone of its group, is banned.
- ``dates``: a vehicle or a ticket joins the hubs, on no day that suits row and posting (rule 9).
- ``no_travel``: nothing that can run joins the hubs.
- ``group``: it would do for the row alone; someone of its group has no such posting, travel or day.
- ``no_bed``: fewer beds are left than needed, or beds are by sex and the row does not say its men and women.
- ``postings_full``: fewer openings are left than people.
- ``team_too_small``: with these people the posting would still hold fewer than its smallest team.
- ``seats_full``: no running trip has the seats, and no further run of the vehicle is left or large enough.
- ``trip_too_empty``: a further run would carry fewer than its minimum load.
- ``budget``: the cheapest way to join costs more than the budget leaves.
- ``worth_less_than_travel``: what the row (its group) is worth there does not exceed what its travel adds.
- ``not_found_in_time``: joining would have raised the plan; it ended before that was found.

``no_pair`` needs no option: nothing is listed. People, beds and seats are the whole group's. Beside the reason
stands what binds (binding.py): the fewest rules to relax, which the sentence names.
"""

from __future__ import annotations

import numpy as np

from labor.arrays import BoolArray, IntArray
from labor.plan import REASONS, Assignments, Trips, Unplaced
from optimizer.model.problem import Problem
from optimizer.model.travel_units import TravelUnits, units_of
from optimizer.model.ways import NO_WAY, Ways, leftover_of, ways_of
from optimizer.reasons.binding import Bindings, words_of
from optimizer.reasons.figures import sentences
from optimizer.reasons.options import LeftOutPairs, options_of
from optimizer.reasons.rules import (
    CODE,
    FinishedPlan,
    joining_price,
    money_rules,
    own_rules,
    place_rules,
    seat_rules,
    whole_unit,
)


def explain_unplaced(problem: Problem, assignments: Assignments, trips: Trips, *, stopped: str) -> Unplaced:
    """Give every row not in ``assignments`` its reason and a sentence; ``stopped`` is how the run ended."""
    left_out = np.ones(len(problem.rows), dtype=np.bool_)
    left_out[assignments.row] = False
    units, ways = units_of(problem), ways_of(problem)
    standing = FinishedPlan(problem, ways, leftover_of(problem, assignments, trips))
    code = np.full(len(problem.rows), CODE["no_pair"], dtype=np.int64)
    bindings = Bindings(standing, units)
    for options in options_of(problem, units, ways, left_out):
        struck = _struck_by(standing, units, options)
        row, last = _last_to_fall(options, struck)
        code[row] = struck[last]
        bindings.take(options)
    row = np.flatnonzero(left_out)
    found = bindings.settled(row)
    said = sentences(standing, units, row, found, stopped)
    return Unplaced(
        row=row,
        reason=np.array(REASONS, dtype=np.str_)[code[row]],
        detail=tuple(one.en for one in said),
        detail_zh=tuple(one.zh for one in said),
        posting=found.posting,
        vehicle=np.where((found.way < ways.vehicles) & (found.way != NO_WAY), found.way, -1),
        binds=words_of(found),
    )


def _struck_by(standing: FinishedPlan, units: TravelUnits, options: LeftOutPairs) -> IntArray:
    """The code of the first reason that rules each option out."""
    party = whole_unit(units, options)
    price = joining_price(standing, options.way, party.people)
    struck = np.full(len(options.way), CODE["not_found_in_time"], dtype=np.int64)
    rules = (
        *place_rules(standing, options.posting, party),
        *seat_rules(standing, options.way, party.people),
        *money_rules(standing, price, party.value),
    )
    for reason, holds in reversed(rules):
        struck[holds] = CODE[reason]
    open_to_row = np.full(len(options.row), CODE["group"], dtype=np.int64)
    for reason, holds in reversed(own_rules(standing, options)):
        open_to_row[holds] = CODE[reason]
    struck[_parted(units, standing.ways, options, open_to_row == CODE["group"])] = CODE["group"]
    closed = open_to_row != CODE["group"]
    struck[closed] = open_to_row[closed]
    return struck


def _parted(units: TravelUnits, ways: Ways, options: LeftOutPairs, stands: BoolArray) -> BoolArray:
    """LeftOutPairs that stand for the row and not for everyone of its group."""
    parted = np.zeros(len(options.row), dtype=np.bool_)
    grouped = np.flatnonzero(stands & (units.rows[options.unit] > 1))
    if not len(grouped):
        return parted
    way = options.way[grouped]
    # Ticket lines of one corridor count as one: a group goes by own tickets, whichever line each takes.
    way = np.where((way >= ways.vehicles) & (way < ways.free), ways.vehicles, way)
    key = (options.unit[grouped] * (int(options.posting.max()) + 1) + options.posting[grouped]) * (ways.free + 1) + way
    order = np.lexsort((options.row[grouped], key))
    new_key = np.append(True, key[order][1:] != key[order][:-1])
    new_row = new_key | np.append(True, options.row[grouped][order][1:] != options.row[grouped][order][:-1])
    shared = np.cumsum(new_key) - 1
    members = np.bincount(shared, weights=new_row)
    parted[grouped[order]] = members[shared] < units.rows[options.unit[grouped[order]]]
    return parted


def _last_to_fall(options: LeftOutPairs, struck: IntArray) -> tuple[IntArray, IntArray]:
    """Rows, and for each the option struck out last (the most valuable of those)."""
    rows = int(options.row.max(initial=-1)) + 1
    code, worth, last = np.full(rows, -1), np.full(rows, -np.inf), np.full(rows, -1)
    np.maximum.at(code, options.row, struck)
    at = np.flatnonzero(struck == code[options.row])
    np.maximum.at(worth, options.row[at], options.value[at])
    at = at[options.value[at] == worth[options.row[at]]]
    last[options.row[at[::-1]]] = at[::-1]  # the first of equals
    row = np.flatnonzero(last >= 0)
    return row, last[row]
