"""What truly keeps each row left out: the fewest rules to relax for it to join, everyone else keeping their place.

Every option is looked at in up to four ways: its unit joins a run or ticket as offered, or a run made larger; the row
joins without its group, likewise. Whoever could only ride a further run is judged with all who could ride it too
(further_runs.py). A set of one rule is what binds; a larger one is told whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray, StrArray
from labor.plan import REASONS, SEVERAL
from optimizer.model.travel_units import TravelUnits
from optimizer.model.ways import NO_WAY
from optimizer.reasons.further_runs import FurtherRuns
from optimizer.reasons.options import LeftOutPairs
from optimizer.reasons.rules import (
    CODE,
    POSTING_DAYS,
    FinishedPlan,
    HeldRule,
    JoiningParty,
    joining_price,
    money_rules,
    own_rules,
    place_rules,
    row_alone,
    seat_rules,
    whole_unit,
    whose_days_bind,
)

NEVER: Final = 99  # more rules than there are: no way was found yet
DAYS: Final = (1 << CODE["dates"]) | (1 << POSTING_DAYS)


@dataclass(frozen=True, slots=True, eq=False)
class WhatBinds:
    """One row a row left out: the ``rules`` to relax as bits by code, and the option they stand in the way of.

    ``people`` would join there; ``riders`` (0: none) could ride the further run, worth ``worth`` to the plan.
    """

    rules: IntArray
    posting: IntArray
    way: IntArray
    people: IntArray
    riders: IntArray
    worth: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Bid:
    """One way for a party to join, beside the options: the rules in the way and what the plan would gain."""

    rules: IntArray
    gain: FloatArray
    people: IntArray


class Bindings:
    """The fewest rules found so far for every row, portion by portion."""

    def __init__(self, standing: FinishedPlan, units: TravelUnits) -> None:
        rows = len(standing.problem.rows)
        self.standing, self.units = standing, units
        self.count, self.rules = np.full(rows, NEVER), np.zeros(rows, dtype=np.int64)
        self.posting, self.way = np.full(rows, -1), np.full(rows, NO_WAY)
        self.people = np.zeros(rows, dtype=np.int64)
        self.runs = FurtherRuns(standing, units)

    def take(self, options: LeftOutPairs) -> None:
        """Look at one portion of options."""
        own = self._own(options)
        whole = whole_unit(self.units, options)
        shared, listed = _of_the_whole_unit(self.units, self.standing.ways.free, options, own)
        base = shared | _bits(place_rules(self.standing, options.posting, whole))
        self.runs.take(options, listed & (base == 0))
        every = np.arange(len(own))
        for bid in self._bids(options, base, whole):
            self._weigh(options, every[listed & (bid.rules >= 0)], bid)
        grouped = np.flatnonzero(self.units.rows[options.unit] > 1)
        if len(grouped):
            apart = options.at(grouped)
            alone = row_alone(self.standing.problem, apart)
            tie = own[grouped] | (1 << CODE["group"])
            for bid in self._bids(apart, tie | _bits(place_rules(self.standing, apart.posting, alone)), alone):
                self._weigh(apart, np.flatnonzero(bid.rules >= 0), bid)

    def settled(self, row: IntArray) -> WhatBinds:
        """What binds these rows, further runs judged with all their riders."""
        count, rules, posting, way = (x[row] for x in (self.count, self.rules, self.posting, self.way))
        people, riders, worth = self.people[row], np.zeros(len(row), dtype=np.int64), np.zeros(len(row))
        ride = self.runs.best_for(self.units.of_row[row])
        joint = ride.known & (ride.count <= count)
        rules[joint], posting[joint], way[joint] = ride.rules[joint], ride.posting[joint], ride.vehicle[joint]
        people[joint] = self.units.people[self.units.of_row[row]][joint]
        riders[joint], worth[joint] = ride.people[joint], ride.worth[joint]
        return WhatBinds(rules, posting, way, people, riders, worth)

    def _own(self, options: LeftOutPairs) -> IntArray:
        """The rules that close an option to the row by itself, as bits."""
        banned, dates, no_travel = own_rules(self.standing, options)
        rows, there = whose_days_bind(self.standing, options, dates[1] | no_travel[1])
        bits = _bits((banned, ("dates", rows), no_travel))
        bits[there] |= 1 << POSTING_DAYS
        return bits

    def _bids(self, options: LeftOutPairs, base: IntArray, party: JoiningParty) -> Iterator[Bid]:
        """By what is on offer, then by a seat more on what runs; rules below 0 where there is no such way."""
        standing, way = self.standing, options.way
        price = joining_price(standing, way, party.people)
        rules = base | _bits((*seat_rules(standing, way, party.people), *money_rules(standing, price, party.value)))
        yield Bid(rules, party.value - price, party.people)
        v = np.maximum(0, np.where(way < standing.ways.vehicles, way, -1))
        if not len(standing.problem.fleet):
            return
        running = standing.left.seats_running[v]
        larger = (way >= 0) & (way < standing.ways.vehicles) & (running >= 0) & (running < party.people)
        price = standing.problem.fleet.cost_per_person[v] * party.people
        rules = base | 1 << CODE["seats_full"] | _bits(money_rules(standing, price, party.value))
        yield Bid(np.where(larger, rules, -1), party.value - price, party.people)

    def _weigh(self, options: LeftOutPairs, at: IntArray, bid: Bid) -> None:
        """Keep for each row the option with the fewest rules, then the most gain, then the first."""
        row, count = options.row[at], np.bitwise_count(bid.rules[at]).astype(np.int64)
        better = count < self.count[row]
        at, row, count = at[better], row[better], count[better]
        if not len(at):
            return
        np.minimum.at(self.count, row, count)
        fewest = count == self.count[row]
        at, row = at[fewest], row[fewest]
        most = np.full(int(row.max()) + 1, -np.inf)
        np.maximum.at(most, row, bid.gain[at])
        best = bid.gain[at] == most[row]
        at, row = at[best][::-1], row[best][::-1]
        self.rules[row], self.people[row] = bid.rules[at], bid.people[at]
        self.posting[row], self.way[row] = options.posting[at], options.way[at]


def words_of(found: WhatBinds) -> StrArray:
    """The word of what binds each row: a reason, or SEVERAL."""
    told = np.full(len(found.rules), SEVERAL, dtype="<U32")
    for reason, code in CODE.items():
        told[found.rules == 1 << code] = reason
    told[(found.rules != 0) & ((found.rules & ~DAYS) == 0)] = "dates"
    told[found.rules == 0] = "not_found_in_time"
    told[found.posting < 0] = "no_pair"
    return told


def rules_in(bits: int) -> list[int]:
    """The codes among these bits, in the order of REASONS."""
    return [code for code in range(len(REASONS) + 1) if bits >> code & 1]


def _bits(rules: Sequence[HeldRule]) -> IntArray:
    bits = np.zeros(len(rules[0][1]), dtype=np.int64)
    for reason, holds in rules:
        bits |= holds.astype(np.int64) << CODE[reason]
    return bits


def _of_the_whole_unit(
    units: TravelUnits, ways: int, options: LeftOutPairs, own: IntArray
) -> tuple[IntArray, BoolArray]:
    """What closes an option to anyone of the unit, and whether it is listed for everyone of it."""
    shared, listed = own.copy(), np.ones(len(own), dtype=np.bool_)
    grouped = np.flatnonzero(units.rows[options.unit] > 1)
    if not len(grouped):
        return shared, listed
    posting, way = options.posting[grouped], options.way[grouped] + 1
    key = (options.unit[grouped] * (int(posting.max()) + 1) + posting) * (ways + 2) + way
    _, back = np.unique(key, return_inverse=True)
    together = np.zeros(int(back.max()) + 1, dtype=np.int64)
    np.bitwise_or.at(together, back, own[grouped])
    shared[grouped] = together[back]
    listed[grouped] = np.bincount(back)[back] == units.rows[options.unit[grouped]]
    return shared, listed
