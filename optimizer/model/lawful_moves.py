"""Everywhere units may go by rules 2, 3, 6, 8, 9 and the bans, seats and openings aside: one table for many units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from labor.plan import FREE, OWN, TRIP
from optimizer.model.problem import Problem
from optimizer.model.travel_units import TravelUnits
from optimizer.model.ways import NO_WAY, Ways, days_suit


@dataclass(frozen=True, slots=True, eq=False)
class OpenWays:
    """One line a unit, posting and way of travel; ``vehicle`` is -1 but for trips, ``fare`` 0 but for own tickets.

    ``value`` is the whole unit's at the posting, ``fare`` its cheapest suiting tickets together.
    """

    unit: IntArray
    posting: IntArray
    travel: IntArray
    vehicle: IntArray
    value: FloatArray
    fare: FloatArray


def open_ways(problem: Problem, units: TravelUnits, ways: Ways, wanted: BoolArray) -> OpenWays:
    """The open ways of the ``wanted`` units, sorted by unit, posting and way."""
    pairs, width = problem.pairs, len(problem.places)
    pair = np.flatnonzero(wanted[units.of_row[pairs.row]])
    at, way = ways.of_pairs(problem, pairs.row[pair], pairs.posting[pair])
    pair, way = pair[at[way != NO_WAY]], way[way != NO_WAY]
    suits = days_suit(problem, ways, pairs.row[pair], pairs.posting[pair], way)
    pair, way = pair[suits], way[suits]
    is_line = (way >= ways.vehicles) & (way < ways.free)
    fare = np.where(is_line, np.append(problem.tickets.fare, 0.0)[np.where(is_line, way - ways.vehicles, -1)], 0.0)
    # Of several ticket lines each row takes its cheapest; a group goes by own tickets whichever line each takes.
    way = np.where(is_line, ways.vehicles, way)
    order = np.lexsort((fare, way, pair))
    pair, way, fare = pair[order], way[order], fare[order]
    new = np.append(True, (pair[1:] != pair[:-1]) | (way[1:] != way[:-1]))[: len(pair)]
    pair, way, fare = pair[new], way[new], fare[new] * problem.rows.size[pairs.row[pair[new]]]
    unit, posting = units.of_row[pairs.row[pair]], pairs.posting[pair]
    order = np.lexsort((way, posting, unit))
    unit, posting, way = unit[order], posting[order], way[order]
    starts = np.flatnonzero(
        np.append(True, (unit[1:] != unit[:-1]) | (posting[1:] != posting[:-1]) | (way[1:] != way[:-1]))[: len(unit)]
    )
    members = np.diff(np.append(starts, len(unit)))
    banned = units.of_row[pairs.row[problem.bans]] * width + pairs.posting[problem.bans]
    value, fares = (
        np.add.reduceat(one[order], starts) if len(starts) else np.zeros(0) for one in (pairs.value[pair], fare)
    )
    unit, posting, way = unit[starts], posting[starts], way[starts]
    kept = (members == units.rows[unit]) & ~np.isin(unit * width + posting, banned)
    by_trip, free = way < ways.vehicles, way == ways.free
    return OpenWays(
        unit=unit[kept],
        posting=posting[kept],
        travel=np.where(by_trip, TRIP, np.where(free, FREE, OWN))[kept],
        vehicle=np.where(by_trip, way, -1)[kept],
        value=value[kept],
        fare=fares[kept],
    )
