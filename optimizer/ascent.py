"""Prices that make the bound low: averaged slopes around the best prices so far (the volume algorithm).

Barahona and Anbil, "The volume algorithm", Mathematical Programming 87 (2000).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from labor.arrays import FloatArray
from optimizer.relaxation import Priced, Prices, Relaxation


@dataclass(slots=True)
class Ascent:
    """The search for prices, kept between calls so that it can go on later."""

    relaxation: Relaxation
    best: Prices
    bound: float = np.inf
    least_people: int = 0
    step: float = 1.0
    trust: float = 0.1
    worse: int = 0
    mean: tuple[FloatArray, FloatArray, FloatArray, FloatArray, float, float] | None = None
    lane_load: FloatArray | None = None  # averaged people per lane: where trips want to run

    def run(self, steps: int, target: float, stop: Callable[[], bool]) -> int:
        """Take up to ``steps`` steps towards ``target`` (a plan's value); the number taken."""
        for taken in range(steps):
            if stop():
                return taken
            self._take_step(target)
        return steps

    def _take_step(self, target: float) -> None:
        prices = self.best if self.mean is None else self._moved(target)
        answer = self.relaxation.value_at(prices, self.least_people)
        self._average(answer)
        if answer.bound < self.bound:
            self.best, self.bound, self.worse = prices, answer.bound, 0
            self.step = min(2.0, self.step * 1.1)
        else:
            self.worse += 1
            if self.worse >= 12:
                self.step, self.worse = max(1e-4, self.step * 0.7), 0

    def _average(self, answer: Priced) -> None:
        new = (answer.unit, answer.place, answer.bed_m, answer.bed_f, answer.money, answer.people)
        if self.mean is None or self.lane_load is None:
            self.mean, self.lane_load = new, answer.load.astype(np.float64)
            return
        keep, add = 1.0 - self.trust, self.trust
        old = self.mean
        self.mean = (
            keep * old[0] + add * new[0],
            keep * old[1] + add * new[1],
            keep * old[2] + add * new[2],
            keep * old[3] + add * new[3],
            keep * old[4] + add * new[4],
            keep * old[5] + add * new[5],
        )
        self.lane_load = keep * self.lane_load + add * answer.load

    def _moved(self, target: float) -> Prices:
        """Prices a step from the best ones, against what is left over on average."""
        assert self.mean is not None
        unit, place, bed_m, bed_f, money, people = self.mean
        best, layout = self.best, self.relaxation.layout
        scale = 1.0 / np.sqrt(np.maximum(1.0, layout.room))
        # A price at zero with something left over does not move: its slope is not counted either.
        place = np.where((best.place <= 0) & (place > 0), 0.0, place) * scale
        bed_m = np.where((best.bed_m <= 0) & (bed_m > 0), 0.0, bed_m) * scale
        bed_f = np.where((best.bed_f <= 0) & (bed_f > 0), 0.0, bed_f) * scale
        square = float(unit @ unit + place @ place + bed_m @ bed_m + bed_f @ bed_f)
        length = self.step * max(self.bound - target, 1e-6 * abs(self.bound)) / max(square, 1e-9)
        floor = np.where(layout.pinned, -np.inf, 0.0)
        moved = replace(
            best,
            unit=np.maximum(best.unit - length * unit, floor),
            place=np.maximum(best.place - length * place * scale, 0.0),
            bed_m=np.maximum(best.bed_m - length * bed_m * scale, 0.0),
            bed_f=np.maximum(best.bed_f - length * bed_f * scale, 0.0),
        )
        if layout.problem.budget is not None:
            budget = max(1.0, abs(layout.problem.budget))
            moved = replace(moved, money=max(0.0, best.money - self.step * 0.1 * money / budget))
        if layout.problem.objective == "placed_then_value":
            everybody = max(1, layout.people)
            typical = float(np.abs(layout.options.worth).mean()) if len(layout.options) else 1.0
            moved = replace(moved, person=max(0.0, best.person + self.step * typical * -people / everybody))
        return moved


def start_ascent(relaxation: Relaxation, least_people: int = 0) -> Ascent:
    """Begin where every unit costs its best net worth at the cheapest full seat."""
    layout = relaxation.layout
    places = np.zeros(len(layout.room))
    unit = np.zeros(len(layout.units))
    options, kinds = layout.options, layout.kinds
    seat = np.zeros(len(layout.lanes) + 1)
    seat[:-1] = np.inf
    np.minimum.at(seat, kinds.lane, kinds.fixed / np.maximum(1, kinds.seats) + kinds.per_person)
    net = options.worth - seat[options.lane] * layout.size
    np.maximum.at(unit, options.unit, net)
    return Ascent(relaxation, Prices(unit, places, places, places), least_people=least_people)
