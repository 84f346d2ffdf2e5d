"""What a place at a booth is worth, hour by hour: the linear program over pairs and slots, its bound and its prices.

Here a person's talks do exclude each other, as far as cliques of slots say it, which the flow forgets: where stays are
short or walks long this is the tighter bound. First-order steps solve it roughly in a process of its own; weak duality
makes the bound true all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from labor.arrays import FloatArray, IntArray
from optimizer.fairs.fair import Fair
from optimizer.fairs.flow_bounds import Cut, levels, most_talks_each
from optimizer.fairs.timetable import Room, groups_of, too_near
from optimizer.solvers.highs import Effort, MatrixModel, Pending

EXACT: Final = 2e-5  # relative; a tenth of it takes three times as long and brings a thousandth of the value


@dataclass(frozen=True, slots=True, eq=False)
class HourPrices:
    """``prices`` by booth and slot, in units of the weighted aims; ``cut`` is what follows for the aims."""

    prices: FloatArray
    cut: Cut


class HourProgram:
    """The program of one fair at one set of weights, being solved."""

    def __init__(self, fair: Fair, weights: FloatArray, time_s: float) -> None:
        self.fair, self.weights = fair, weights
        usable = np.flatnonzero(fair.usable)
        suits = fair.suits(usable)
        at, self.slot = np.nonzero(suits)
        self.pair = usable[at]
        self.model = self._model(most_talks_each(fair, usable, suits))
        self.pending = Pending(self.model, Effort(time_s, gap=EXACT, solver="pdlp"))

    def _model(self, most: IntArray) -> MatrixModel:
        fair, options = self.fair, len(self.pair)
        who, length, each = levels(fair, self.weights, most)
        value = dict(zip(fair.aims, self.weights.tolist(), strict=True)).get("value", 0.0)
        groups, high = self._groups()
        row = np.repeat(np.arange(len(groups)), [len(one) for one in groups])
        entries = [(row, np.concatenate(groups) if groups else row, np.ones(len(row)))]
        counts = len(groups) + fair.pairs.person[self.pair]  # talks of a person = the levels they fill
        entries.append((counts, np.arange(options), np.ones(options)))
        entries.append((len(groups) + who, options + np.arange(len(who)), -np.ones(len(who))))
        rows, columns, factors = (np.concatenate(part) for part in zip(*entries, strict=True))
        shape = (len(groups) + len(fair.people), options + len(who))
        gain = np.concatenate((value * fair.pairs.value[self.pair], each))
        return MatrixModel(
            gain=gain,
            bottom=np.zeros(len(gain)),
            top=np.concatenate((np.ones(options), length.astype(np.float64))),
            whole=np.zeros(len(gain), dtype=np.bool_),
            matrix=sparse.csr_matrix((factors, (rows, columns)), shape=shape),
            low=np.concatenate((np.full(len(groups), -np.inf), np.zeros(len(fair.people)))),
            high=np.concatenate((high, np.zeros(len(fair.people)))),
        )

    def _groups(self) -> tuple[list[IntArray], FloatArray]:
        """Options of which no more than so many hold together; those of one booth and slot come first."""
        fair, booth = self.fair, self.fair.pairs.booth[self.pair]
        self.places = np.unique(booth * fair.slots + self.slot)
        limits = list(Room.of(fair).limits(booth, self.slot))
        groups = [group for group, _ in limits]
        high = [float(min(left, len(group))) for group, left in limits]
        apart = [one for one in groups_of(self.pair) if len(one) > 1]
        for one in groups_of(fair.pairs.person[self.pair]):
            apart += [one[near] for near in too_near(fair, booth[one], self.slot[one])]
        return groups + apart, np.array(high + [1.0] * len(apart))

    def found(self) -> HourPrices | None:
        """The bound by weak duality, true however exact the solver was; None where nothing was found in time."""
        price = self.pending.found().price
        if price is None:
            return None
        model, groups = self.model, len(self.model.high) - len(self.fair.people)
        price = price.copy()
        price[:groups] = np.maximum(price[:groups], 0.0)
        rest = model.gain - model.matrix.T @ price
        most = float(price[:groups] @ model.high[:groups]) + float(np.maximum(rest, 0.0) @ model.top)
        prices = np.zeros(len(self.fair.booths) * self.fair.slots)
        prices[self.places] = price[: len(self.places)]
        nobody = np.zeros(len(self.fair.pairs), dtype=np.bool_)
        return HourPrices(prices.reshape(-1, self.fair.slots), Cut(self.weights, most * (1 + 1e-9) + 1e-9, nobody))
