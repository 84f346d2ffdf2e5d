"""Prices that make the bound low: averaged slopes around the best prices so far (the volume algorithm).

Barahona and Anbil, "The volume algorithm", Mathematical Programming 87 (2000).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from labor.arrays import FloatArray
from optimizer.bounds.lagrangian import Priced, Prices, Relaxation
from optimizer.model.options import Layout

_AIM = 0.05  # how far below the bound the search aims where no plan comes closer
_PATIENCE = 10


@dataclass(slots=True)
class Ascent:
    """The search for prices, kept between calls so that it can go on later."""

    relaxation: Relaxation
    best: Prices
    least_people: int = 0
    bound: float = np.inf
    step: float = 1.0
    trust: float = 0.15
    worse: int = 0
    taken: int = 0
    slope: FloatArray = field(default_factory=lambda: np.zeros(0))
    lane_load: FloatArray = field(init=False)  # averaged: where trips want to run; zero before the first step
    scale: FloatArray = field(init=False)
    floor: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self.lane_load = np.zeros(len(self.relaxation.layout.lanes))
        self.scale, self.floor = _scales(self.relaxation.layout)

    def run(self, steps: int, plan_value: float, stop: Callable[[], bool]) -> int:
        """Take up to ``steps`` steps; ``plan_value`` is the best plan's. The number taken."""
        for taken in range(steps):
            if stop():
                return taken
            self._take_step(plan_value)
            self.taken += 1
        return steps

    def _take_step(self, plan_value: float) -> None:
        prices = self._moved(plan_value) if np.isfinite(self.bound) and len(self.slope) else self.best
        answer = self.relaxation.value_at(prices, self.least_people)
        new, load = _stack(answer), answer.load.astype(np.float64)
        mixed = len(self.slope) > 0
        self.slope = (1 - self.trust) * self.slope + self.trust * new if mixed else new
        self.lane_load = (1 - self.trust) * self.lane_load + self.trust * load if mixed else load
        if answer.bound < self.bound:
            self.best, self.bound, self.worse = prices, answer.bound, 0
            self.step = min(2.0, self.step * 1.1)
            return
        self.worse += 1
        if self.worse >= _PATIENCE:
            self.step, self.worse = max(1e-4, self.step * 0.7), 0

    def _moved(self, plan_value: float) -> Prices:
        """Prices a step from the best ones, against what is left over on average."""
        now = _flat(self.best)
        # A price at its floor with something left over cannot fall: its slope is not counted.
        slope = np.where((now <= self.floor) & (self.slope > 0), 0.0, self.slope) * self.scale
        aim = max(plan_value, self.bound - _AIM * abs(self.bound))
        length = self.step * max(self.bound - aim, 1e-7 * abs(self.bound)) / max(float(slope @ slope), 1e-9)
        return _unflat(np.maximum(now - length * slope * self.scale, self.floor), self.best)


def _flat(prices: Prices) -> FloatArray:
    return np.concatenate((prices.unit, prices.place, prices.bed_m, prices.bed_f, [prices.money, prices.person]))


def _unflat(flat: FloatArray, like: Prices) -> Prices:
    units, places = len(like.unit), len(like.place)
    unit, place, bed_m, bed_f, rest = np.split(flat, np.cumsum([units, places, places, places]))
    return Prices(unit, place, bed_m, bed_f, float(rest[0]), float(rest[1]))


def _stack(answer: Priced) -> FloatArray:
    return np.concatenate((answer.unit, answer.place, answer.bed_m, answer.bed_f, [answer.money, answer.people]))


def _scales(layout: Layout) -> tuple[FloatArray, FloatArray]:
    """How much each kind of price moves for one unit of slope, and how low it may fall."""
    units, places, people = len(layout.units), len(layout.room), max(1, layout.people)
    budget = layout.problem.budget
    lexicographic = layout.problem.objective == "placed_then_value"
    place = 1.0 / np.sqrt(np.maximum(1, layout.room))
    beds = np.zeros(places)
    by_sex_m = np.where(layout.room_m < layout.people, 1.0 / np.sqrt(np.maximum(1, layout.room_m)), beds)
    by_sex_f = np.where(layout.room_f < layout.people, 1.0 / np.sqrt(np.maximum(1, layout.room_f)), beds)
    money = 0.0 if budget is None else np.sqrt(people) / max(1.0, budget)
    person = 1.0 / np.sqrt(people) if lexicographic else 0.0
    scale = np.concatenate((np.ones(units), place, by_sex_m, by_sex_f, [money, person]))
    floor = np.zeros(len(scale))
    floor[:units][layout.pinned] = -np.inf
    return scale, floor
