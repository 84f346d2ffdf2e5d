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

``no_pair`` needs no option: nothing is listed. People, beds and seats are the whole group's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from labor.plan import REASONS, Assignments, Trips, Unplaced
from optimizer.model.problem import NO_LIMIT, Problem
from optimizer.model.travel_units import TravelUnits, units_of
from optimizer.model.ways import NO_WAY, Leftover, Ways, days_suit, leftover_of, price_of_joining, ways_of
from optimizer.reasons.sentences import sentences

OPTIONS_AT_ONCE: Final = 4_000_000  # keeps the table of options under a gigabyte at a million rows
_CODE: Final = {reason: code for code, reason in enumerate(REASONS)}


@dataclass(frozen=True, slots=True, eq=False)
class LeftOutPairs:
    """Pairs of rows left out, times ways of travel; ``value`` is the whole unit's there."""

    row: IntArray
    unit: IntArray
    posting: IntArray
    way: IntArray
    value: FloatArray
    banned: BoolArray


def explain_unplaced(problem: Problem, assignments: Assignments, trips: Trips, *, stopped: str) -> Unplaced:
    """Give every row not in ``assignments`` its reason and a sentence; ``stopped`` is how the run ended."""
    left_out = np.ones(len(problem.rows), dtype=np.bool_)
    left_out[assignments.row] = False
    units, ways = units_of(problem), ways_of(problem)
    left = leftover_of(problem, assignments, trips)
    code = np.full(len(problem.rows), _CODE["no_pair"], dtype=np.int64)
    posting = np.full(len(problem.rows), -1, dtype=np.int64)
    way = np.full(len(problem.rows), NO_WAY, dtype=np.int64)
    for options in _options(problem, units, ways, left_out):
        struck = _struck_by(problem, units, ways, left, options)
        row, last = _last_to_fall(options, struck)
        code[row], posting[row], way[row] = struck[last], options.posting[last], options.way[last]
    row = np.flatnonzero(left_out)
    last_struck = (code[row], posting[row], way[row], units.people[units.of_row[row]])
    said = sentences(problem, ways, left, last_struck, stopped)
    return Unplaced(
        row=row,
        reason=np.array(REASONS, dtype=np.str_)[code[row]],
        detail=tuple(one.en for one in said),
        detail_zh=tuple(one.zh for one in said),
        posting=posting[row],
        vehicle=np.where(way[row] < ways.vehicles, way[row], -1),
    )


def _options(problem: Problem, units: TravelUnits, ways: Ways, left_out: BoolArray) -> Iterator[LeftOutPairs]:
    """All options in portions, no unit cut in two."""
    pairs = problem.pairs
    kept = np.flatnonzero(left_out[pairs.row])
    unit = units.of_row[pairs.row[kept]]
    key = unit * len(problem.places) + pairs.posting[kept]
    order = np.argsort(key, kind="stable")
    kept, unit, key = kept[order], unit[order], key[order]
    barred = units.of_row[pairs.row[problem.bans]] * len(problem.places) + pairs.posting[problem.bans]
    barred = np.append(np.unique(barred), np.iinfo(np.int64).max)
    banned = barred[np.searchsorted(barred, key)] == key  # np.isin hashes all keys, even for no bans
    new = np.append(True, key[1:] != key[:-1])[: len(key)]
    value = np.bincount(np.cumsum(new) - 1, weights=pairs.value[kept])[np.cumsum(new) - 1]  # the whole unit's
    for first, end in _portions(unit, ways):
        at, way = ways.of_pairs(problem, pairs.row[kept[first:end]], pairs.posting[kept[first:end]])
        pair = first + at
        yield LeftOutPairs(pairs.row[kept[pair]], unit[pair], pairs.posting[kept[pair]], way, value[pair], banned[pair])


def _portions(unit: IntArray, ways: Ways) -> Iterator[tuple[int, int]]:
    """Spans of pairs, cut between units, of at most OPTIONS_AT_ONCE pairs times the widest corridor."""
    widest = int(np.unique(ways.corridor, return_counts=True)[1].max(initial=1))
    step = max(1, OPTIONS_AT_ONCE // widest)
    first = 0
    while first < len(unit):
        end = min(len(unit), first + step)
        while end < len(unit) and unit[end] == unit[end - 1]:
            end += 1
        yield first, end
        first = end


def _struck_by(problem: Problem, units: TravelUnits, ways: Ways, left: Leftover, options: LeftOutPairs) -> IntArray:
    """The code of the first reason that rules each option out."""
    places, unit, posting, way = problem.places, options.unit, options.posting, options.way
    people = units.people[unit]
    by_sex = (places.beds_m[posting] != NO_LIMIT) | (places.beds_f[posting] != NO_LIMIT)
    beds_short = (
        (by_sex & units.unsaid[unit])
        | _short(left.beds[posting], people)
        | _short(left.beds_m[posting], units.men[unit])
        | _short(left.beds_f[posting], units.women[unit])
    )
    no_seat, too_empty = _seats_short(problem, ways, left, way, people)
    price = price_of_joining(problem, ways, left, way, people)
    over = np.zeros(len(way), dtype=np.bool_)
    if problem.budget is not None:
        over = left.travel_cost + price > problem.budget + 1e-9
    struck = np.full(len(way), _CODE["not_found_in_time"], dtype=np.int64)
    if problem.objective == "value":
        # A gain this small lies within what "optimal" means (rule 12).
        struck[options.value - price <= 1e-4] = _CODE["worth_less_than_travel"]
    for reason, holds in (
        ("budget", over),
        ("trip_too_empty", too_empty),
        ("seats_full", no_seat),
        ("team_too_small", left.people[posting] + people < places.min_team[posting]),
        ("postings_full", left.openings[posting] < people),
        ("no_bed", beds_short),
    ):
        struck[holds] = _CODE[reason]
    open_to_row = _open_to_the_row_alone(problem, ways, options)
    struck[_parted(units, ways, options, open_to_row == _CODE["group"])] = _CODE["group"]
    closed = open_to_row != _CODE["group"]
    struck[closed] = open_to_row[closed]
    return struck


def _open_to_the_row_alone(problem: Problem, ways: Ways, options: LeftOutPairs) -> IntArray:
    """The code that closes an option to the row by itself, or that of ``group`` where it stands open."""
    code = np.full(len(options.row), _CODE["group"], dtype=np.int64)
    has_way = np.flatnonzero(options.way != NO_WAY)
    suits = days_suit(problem, ways, options.row[has_way], options.posting[has_way], options.way[has_way])
    code[has_way[~suits]] = _CODE["dates"]
    code[options.way == NO_WAY] = _CODE["no_travel"]
    code[options.banned] = _CODE["banned"]
    return code


def _parted(units: TravelUnits, ways: Ways, options: LeftOutPairs, stands: BoolArray) -> BoolArray:
    """Options that stand for the row and not for everyone of its group."""
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


def _seats_short(
    problem: Problem, ways: Ways, left: Leftover, way: IntArray, people: IntArray
) -> tuple[BoolArray, BoolArray]:
    """Where there is no seat at all, and where only a run too empty to leave would have one."""
    no_seat, too_empty = np.zeros(len(way), dtype=np.bool_), np.zeros(len(way), dtype=np.bool_)
    rides = np.flatnonzero((way >= 0) & (way < ways.vehicles))
    v, n = way[rides], people[rides]
    aboard, another = left.seats_running[v] >= n, left.seats_new[v] >= n
    no_seat[rides] = ~(aboard | another)
    too_empty[rides] = ~aboard & another & (n < problem.fleet.min_load[v])
    return no_seat, too_empty


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


def _short(left: IntArray, need: IntArray) -> BoolArray:
    short: BoolArray = (left != NO_LIMIT) & (left < need)
    return short
