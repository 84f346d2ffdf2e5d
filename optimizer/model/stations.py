"""Where people can board and get off: every station of their county within reach, as one node of the problem.

Stations come first (node = position in Market.hubs). Behind them stands one node for each county where someone lives
or works and no station is in reach, then one for each set of two or more stations that some people can equally use.
A vehicle that calls at one of a set's stations serves the set.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from labor.arrays import IntArray, Ragged
from labor.market import FEEDER_REACH_KM, Market
from labor.regions import great_circle_km


@dataclass(frozen=True, slots=True, eq=False)
class FareLines:
    """One row a pair of nodes with its cheapest fare; ``days`` of travel."""

    origin: IntArray
    destination: IntArray
    fare_fen: IntArray
    days: IntArray


class Stations:
    """The nodes of one market: who boards where, what serves whom."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._count = len(market.hubs)
        self._reach: dict[tuple[int, bool], tuple[int, ...]] = {}
        self._county_node: dict[int, int] = {}
        self._set_node: dict[tuple[int, tuple[int, ...]], int] = {}
        self.county = market.hubs.county.tolist()  # of every node
        self.members: list[tuple[int, ...]] = [(hub,) for hub in range(self._count)]
        self.boarding = self._nodes(market.workers.pickup, market.workers.county, works=False)
        self.leaving = self._nodes(market.postings.destination, market.postings.county, works=True)

    @property
    def names(self) -> tuple[str, ...]:
        """Every node in words."""
        hubs, table = self._market.hubs.name, self._market.regions
        return tuple(
            " / ".join(hubs[hub] for hub in members) if members else table.name_of(county)
            for members, county in zip(self.members, self.county, strict=True)
        )

    def _nodes(self, stated: IntArray, counties: IntArray, *, works: bool) -> IntArray:
        return np.array(
            [
                self._node(int(hub), int(county), works=works)
                for hub, county in zip(stated.tolist(), counties.tolist(), strict=True)
            ],
            dtype=np.int64,
        )

    def _node(self, hub: int, county: int, *, works: bool) -> int:
        reach = self._within_reach(county, works=works)
        members = tuple(sorted({*reach, hub} - {-1}))
        if len(members) == 1:
            return members[0]
        if not members:
            if county not in self._county_node:
                self._county_node[county] = self._added(county, ())
            return self._county_node[county]
        key = (county, members)
        if key not in self._set_node:
            self._set_node[key] = self._added(county, members)
        return self._set_node[key]

    def _added(self, county: int, members: tuple[int, ...]) -> int:
        self.county.append(county)
        self.members.append(members)
        return len(self.members) - 1

    def _within_reach(self, county: int, *, works: bool) -> tuple[int, ...]:
        """Stations of the county within reach of its seat, its nearest if none is, and near ones of its neighbors.

        Whoever works in a city's county is also set down at a station that stands for the whole city.
        """
        if (county, works) not in self._reach:
            hubs, regions = self._market.hubs, self._market.regions
            at = regions.position(county)
            here = regions.longitude[at : at + 1], regions.latitude[at : at + 1]
            distance = great_circle_km(*here, hubs.longitude, hubs.latitude)
            distance = np.where(np.isnan(distance), np.inf, distance)
            own = np.flatnonzero(hubs.county == regions.current(county))
            near = own[distance[own] <= FEEDER_REACH_KM] if len(own) else np.flatnonzero(distance <= FEEDER_REACH_KM)
            if len(own) and not len(near):
                near = own[np.argsort(distance[own], kind="stable")][:1]
            city = np.flatnonzero(hubs.county == county // 100 * 100) if works else own[:0]
            self._reach[county, works] = tuple(sorted({*near.tolist(), *city.tolist()}))
        return self._reach[county, works]

    def serving(self, stops: Ragged) -> Ragged:
        """The stops of each vehicle and, behind them, every set one of them belongs to."""
        sets = self._sets_of()
        rows = []
        for owner in range(len(stops)):
            listed = stops.row(owner).tolist()
            rows.append([*listed, *dict.fromkeys(node for hub in listed for node in sets.get(hub, ()))])
        return Ragged.of(rows)

    def _sets_of(self) -> dict[int, list[int]]:
        sets: dict[int, list[int]] = defaultdict(list)
        for node in range(self._count, len(self.members)):
            for hub in self.members[node]:
                sets[hub].append(node)
        return sets

    def fare_lines(self, local_fare_fen: int) -> FareLines:
        """Listed fares, the same between sets that hold their ends, and local travel within one county."""
        sets = self._sets_of()
        fares = self._market.fares
        best: dict[tuple[int, int], tuple[int, int]] = {}
        listed = (fares.origin.tolist(), fares.destination.tolist(), fares.fare_fen.tolist(), fares.days.tolist())
        for origin, destination, fare, days in zip(*listed, strict=True):
            for start in (origin, *sets.get(origin, ())):
                for end in (destination, *sets.get(destination, ())):
                    if start != end:
                        best[start, end] = min(best.get((start, end), (fare, days)), (fare, days))
        of_county: dict[int, list[int]] = defaultdict(list)
        for node, county in enumerate(self.county):
            of_county[county].append(node)
        for nodes in of_county.values():
            for start in nodes:
                for end in nodes:
                    if start != end:
                        best.setdefault((start, end), (local_fare_fen, 0))
        table = np.array([(*ends, *told) for ends, told in best.items()], dtype=np.int64).reshape(len(best), 4)
        return FareLines(table[:, 0], table[:, 1], table[:, 2], table[:, 3])

    def stop_for(self, node: int, listed: Iterable[int], wanted: int) -> int:
        """The station of a node where someone boards a vehicle that calls at ``listed``; -1 where none is known.

        ``wanted`` is where they said they would board; it comes first where it is called at.
        """
        members = self.members[node]
        on_the_way = [hub for hub in listed if hub in members]
        if wanted in on_the_way:
            return wanted
        if on_the_way:
            return on_the_way[0]
        return wanted if wanted in members else (members[0] if members else -1)


def one_station_a_group(group: IntArray, station: IntArray) -> IntArray:
    """Who stays together boards together: where the first of the group does."""
    together = station.copy()
    grouped = np.flatnonzero(group >= 0)
    _, first, back = np.unique(group[grouped], return_index=True, return_inverse=True)
    together[grouped] = station[grouped[first]][back]
    return together
