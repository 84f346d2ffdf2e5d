"""A quick mending to start from: the overfull let go, the short are topped up by whoever can be spared, or given up.

Good, not best, and blind to beds and the budget: the exact model of optimizer/repair/fewest_moves.py begins here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from labor.plan import NO_TRIP, TRIP
from optimizer.repair.kept_plan import KeptPlaces, Place, Sick


class FirstAid:
    """``place`` is where each unit then stands; ``open_to`` are the places each unit concerned may take."""

    def __init__(self, standing: KeptPlaces, sick: Sick, open_to: Mapping[int, set[Place]], pinned: set[int]) -> None:
        self.standing, self.sick, self.open_to, self.pinned = standing, sick, open_to, pinned
        self.place = dict(standing.place)
        self.aboard: Counter[int] = Counter()
        self.there: Counter[int] = Counter()
        for unit in self.place:
            self._count(unit, 1)
        self.by_trip: dict[int, list[tuple[int, Place]]] = defaultdict(list)
        for unit, places in sorted(open_to.items()):
            for place in sorted(places):
                if place[1] == TRIP:
                    self.by_trip[place[2]].append((unit, place))

    def give(self) -> dict[int, Place]:
        """Let go, top up, give up; the new places."""
        self._let_the_overfull_go()
        for trip in sorted(self.sick.trips | self.sick.short_trips, key=lambda one: (self._lack(one), one)):
            if self._lack(trip) > 0 and not self._top_up(trip):
                self._give_up(trip)
        self._give_up_small_teams()
        return self.place

    def _count(self, unit: int, sign: int) -> None:
        posting, travel, trip = self.place[unit]
        people = sign * self.standing.people(unit)
        self.there[posting] += people
        if travel == TRIP:
            self.aboard[trip] += people

    def _put(self, unit: int, place: Place | None) -> None:
        if unit in self.place:
            self._count(unit, -1)
            del self.place[unit]
        if place is not None:
            self.place[unit] = place
            self._count(unit, 1)

    def _lack(self, trip: int) -> int:
        """People a trip that runs is short of; 0 where nobody is aboard."""
        fleet, vehicle = self.standing.problem.fleet, self.standing.vehicle[trip]
        people = self.aboard[trip]
        return max(0, max(1, int(fleet.min_load[vehicle])) - people) if people else 0

    def _seats(self, trip: int) -> int:
        fleet, vehicle = self.standing.problem.fleet, self.standing.vehicle[trip]
        return int(fleet.seats[vehicle] - fleet.escorts[vehicle]) - self.aboard[trip]

    def _let_the_overfull_go(self) -> None:
        """Units leave postings and trips that hold too many, the largest first so that few must."""
        openings = self.standing.problem.places.openings
        leaving = [unit for unit in self.sick.units if unit in self.place and unit not in self.pinned]
        for unit in sorted(leaving, key=lambda one: (-self.standing.people(one), one)):
            posting, travel, trip = self.place[unit]
            if self.there[posting] > openings[posting] or (travel == TRIP and self._seats(trip) < 0):
                self._put(unit, None)

    def _top_up(self, trip: int) -> bool:
        """Those without a place first, then who can be spared elsewhere; whether that was enough."""
        before = dict(self.place)
        recruits = sorted(self.by_trip[trip], key=lambda one: (one[0] in self.standing.place, one))
        for unit, place in recruits:
            if self._lack(trip) == 0:
                return True
            people = self.standing.people(unit)
            if unit not in self.pinned and self._may_leave(unit, trip) and self._takes(place, people):
                self._put(unit, place)
        if self._lack(trip) == 0:
            return True
        for unit in self.place.keys() | before.keys():
            if self.place.get(unit) != before.get(unit):
                self._put(unit, before.get(unit))
        return False

    def _takes(self, place: Place, people: int) -> bool:
        posting, _, trip = place
        room = int(self.standing.problem.places.openings[posting]) - self.there[posting]
        team = int(self.standing.problem.places.min_team[posting])
        return people <= min(room, self._seats(trip)) and self.there[posting] + people >= team

    def _may_leave(self, unit: int, trip: int) -> bool:
        """Whether a unit is nowhere, or where enough people stay behind."""
        if unit not in self.place:
            return True
        posting, travel, now = self.place[unit]
        people, fleet = self.standing.people(unit), self.standing.problem.fleet
        if now == trip or 0 < self.there[posting] - people < self.standing.problem.places.min_team[posting]:
            return False
        return travel != TRIP or self.aboard[now] - people >= max(1, int(fleet.min_load[self.standing.vehicle[now]]))

    def _give_up(self, trip: int) -> None:
        for unit in [one for one, place in self.place.items() if place[1] == TRIP and place[2] == trip]:
            if unit not in self.pinned:
                self._put(unit, None)

    def _give_up_small_teams(self) -> None:
        """Repeat until nothing is too small: a trip given up may leave a team too small, and the other way round."""
        team = self.standing.problem.places.min_team
        while True:
            small = [
                unit
                for unit, (posting, travel, trip) in self.place.items()
                if unit not in self.pinned
                and (self.there[posting] < team[posting] or (travel == TRIP and trip != NO_TRIP and self._lack(trip)))
            ]
            if not small:
                return
            for unit in small:
                self._put(unit, None)
