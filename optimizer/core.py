"""The options that matter: at large size prices are sought on the promising ones and proven on all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from labor.arrays import FloatArray, IntArray
from optimizer.ascent import Ascent
from optimizer.assignment import Arcs, gather_arcs
from optimizer.draft import STAYS, Draft
from optimizer.opening import full_seat_prices, linear_prices
from optimizer.options import Layout
from optimizer.relaxation import Prices, Relaxation
from optimizer.staircase import build_staircases

FEW_OPTIONS = 150_000  # up to here all options are kept
KEPT_A_UNIT = 6.0  # beyond, so many a unit on average
_ROUNDS = 3


def narrowed(layout: Layout, kept: IntArray) -> Layout:
    """The same layout with some of its options."""
    return replace(
        layout,
        options=layout.options.take(kept),
        size=layout.size[kept],
        men=layout.men[kept],
        women=layout.women[kept],
    )


@dataclass(slots=True)
class Core:
    """A narrowed layout with its relaxation, arcs and prices; ``kept`` are its options' numbers in the whole one."""

    whole: Layout
    least_people: int = 0
    kept: IntArray = field(init=False)
    layout: Layout = field(init=False)
    arcs: Arcs = field(init=False)
    ascent: Ascent = field(init=False)
    proof: Relaxation = field(init=False)  # over all options
    seat: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        whole = self.whole
        self.seat = np.append(full_seat_prices(whole), 0.0)
        regret = self.regret(None)
        for round_number in range(_ROUNDS):
            self.kept = self._promising(regret)
            everything = len(self.kept) == len(whole.options)
            self.layout = whole if everything else narrowed(whole, self.kept)
            self.arcs = gather_arcs(self.layout)
            prices = linear_prices(self.layout, self.arcs)
            if everything or round_number == _ROUNDS - 1:
                break
            regret = self.regret(prices)
        stairs = build_staircases(whole)
        relaxation = Relaxation(self.layout, stairs)
        self.proof = relaxation if everything else Relaxation(whole, stairs)
        self.ascent = Ascent(relaxation, prices, least_people=self.least_people)

    def _promising(self, regret: FloatArray) -> IntArray:
        count = len(self.whole.units) * KEPT_A_UNIT
        if len(regret) <= max(FEW_OPTIONS, count):
            return np.arange(len(regret))
        limit = np.partition(regret, int(count))[int(count)]
        kept: IntArray = np.flatnonzero((regret <= limit) | self.whole.pinned[self.whole.options.unit])
        return kept

    def regret(self, prices: Prices | None) -> FloatArray:
        """What each option of the whole layout lacks to its unit's best, at full vehicles' seat prices."""
        layout = self.whole
        options = layout.options
        net = options.worth - self.seat[options.lane] * layout.size
        if prices is not None:
            net -= prices.place[options.posting] * layout.size
        if not len(net):
            return net
        starts = np.flatnonzero(np.concatenate(([True], options.unit[1:] != options.unit[:-1])))
        best = np.maximum(0.0, np.maximum.reduceat(net, starts))
        regret: FloatArray = np.repeat(best, np.diff(np.append(starts, len(net)))) - net
        return regret

    def descend(self, steps: int, plan_value: float, stop: Callable[[], bool]) -> float:
        """Better prices on the core, then the bound they prove on all options."""
        self.ascent.run(steps, plan_value, stop)
        if self.proof is self.ascent.relaxation:
            return self.ascent.bound
        return self.proof.value_at(self.ascent.best, self.least_people).bound

    def steps(self, most: int) -> int:
        """As many steps as the size allows: the same on every machine."""
        return int(np.clip(1e8 / max(1, len(self.layout.options)), 20, most))

    def lift(self, draft: Draft) -> Draft:
        """A draft among the core's options, in the whole layout's numbers."""
        if self.layout is self.whole:
            return draft
        choice = np.where(draft.choice == STAYS, STAYS, self.kept[draft.choice])
        return replace(draft, choice=choice)

    def ask_for(self, people: int) -> None:
        """Bound plans with at least so many people from now on; what was proven for fewer no longer counts."""
        if people != self.least_people:
            self.least_people = self.ascent.least_people = people
            self.ascent.bound = np.inf
