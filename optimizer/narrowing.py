"""The options that matter: at large size prices are sought on the promising ones and proven on all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.ascent import Ascent
from optimizer.assignment import Arcs, gather_arcs
from optimizer.draft import STAYS, Draft
from optimizer.opening import full_seat_prices, linear_prices
from optimizer.options import Layout
from optimizer.relaxation import Prices, Relaxation

FEW_OPTIONS = 1_200_000  # up to here all options are priced in each step
MOST_IN_FOCUS = 1_000_000  # beyond, so many at first
STEPS_IN_FOCUS = 25
FEW_TO_DRAFT = 400_000
KEPT_A_UNIT = ((50_000, 8), (400_000, 5), (1 << 60, 3))  # beyond, up to so many units: postings a unit on average
ROUNDS = 4
HARDLY_MORE = 1.01  # times as many options: nobody would rather have others
SPENT_STEP = 1e-3
ADOPTED_STEP = 0.1  # prices found elsewhere are good: steps from them are small
STEPS_AT_SIZE = 25  # at size a draft comes first: its value tells later steps how far to aim


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
    """Prices over the whole layout, and a narrowed layout to draft in (``kept``: its options' numbers)."""

    whole: Layout
    least_people: int = 0
    kept: IntArray = field(init=False)
    layout: Layout = field(init=False)
    all_arcs: Arcs = field(init=False)
    arcs: Arcs = field(init=False)
    seen: BoolArray = field(init=False)  # arcs met while seeking first prices
    relaxation: Relaxation = field(init=False)
    ascent: Ascent = field(init=False)
    seat: FloatArray = field(init=False)
    in_focus: int = MOST_IN_FOCUS

    def __post_init__(self) -> None:
        whole = self.whole
        self.seat = np.append(full_seat_prices(whole), 0.0)
        self.relaxation = Relaxation(whole)
        self.all_arcs = gather_arcs(whole)
        self.seen = np.zeros(len(self.all_arcs.unit), dtype=bool)
        prices: Prices | None = None
        for _ in range(ROUNDS):  # prices from a few postings a unit show which others it would rather have
            before = 0 if prices is None else len(self.kept)
            self.narrow(prices, seeking=True)
            if prices is not None and len(self.kept) <= HARDLY_MORE * before:
                break
            prices = linear_prices(self.layout, self.arcs)
            if self.layout is whole:
                break
        assert prices is not None
        if self.layout is not whole:
            prices = replace(prices, unit=self._unit_prices(prices))
        self.seen[:] = False
        self.ascent = Ascent(self.relaxation, prices, least_people=self.least_people)

    def narrow(self, prices: Prices | None, *, seeking: bool = False) -> None:
        """Keep the postings of least regret, each with all ways to travel there."""
        whole, units = self.whole, len(self.whole.units)
        count = units * next(kept for limit, kept in KEPT_A_UNIT if units <= limit)
        regret = self.regret(prices)
        if len(regret) <= FEW_TO_DRAFT:
            self.kept, self.layout = np.arange(len(regret)), whole
        else:
            arcs = self.all_arcs
            least = np.minimum.reduceat(regret[arcs.order], arcs.start)
            limit = np.partition(least, min(count, len(least) - 1))[min(count, len(least) - 1)]
            near = (least <= limit) | whole.pinned[arcs.unit] | self.seen
            self.seen = near if seeking else np.zeros(len(near), dtype=bool)
            width = np.diff(np.append(arcs.start, len(regret)))
            self.kept = np.sort(arcs.order[np.repeat(near, width)])
            self.layout = narrowed(whole, self.kept)
        self.arcs = self.all_arcs if self.layout is whole else gather_arcs(self.layout)

    def regret(self, prices: Prices | None) -> FloatArray:
        """What each option of the whole layout lacks to its unit's best, at full vehicles' seat prices."""
        net = self._net(prices)
        regret: FloatArray = self._best(net)[self.whole.options.unit] - net
        return regret

    def _net(self, prices: Prices | None) -> FloatArray:
        layout = self.whole
        net: FloatArray = layout.options.worth - self.seat[layout.options.lane] * layout.size
        if prices is not None:
            net -= prices.place[layout.options.posting] * layout.size
        return net

    def _best(self, net: FloatArray) -> FloatArray:
        unit = self.whole.options.unit
        best = np.zeros(len(self.whole.units))
        if len(net):
            starts = np.flatnonzero(np.concatenate(([True], unit[1:] != unit[:-1])))
            best[unit[starts]] = np.maximum(0.0, np.maximum.reduceat(net, starts))
        return best

    def _unit_prices(self, prices: Prices) -> FloatArray:
        """Unit prices that hold for all options."""
        return self._best(self._net(prices))

    def descend(self, steps: int, plan_value: float, stop: Callable[[], bool]) -> float:
        """Better prices, and the bound they prove on all options."""
        many = len(self.whole.options)
        if many <= FEW_OPTIONS:
            self.ascent.run(steps, plan_value, stop)
            return self.ascent.bound
        ascent = self.ascent
        if not np.isfinite(ascent.bound):
            ascent.bound = self.relaxation.value_at(ascent.best, self.least_people).bound
        for _ in range(-(-steps // STEPS_IN_FOCUS)):
            proven, proven_bound = ascent.best, ascent.bound
            self.relaxation.focus(proven, self.in_focus)
            ascent.bound = self.relaxation.value_at(proven, self.least_people).bound
            ascent.run(STEPS_IN_FOCUS, plan_value, stop)
            self.relaxation.widen()
            ascent.bound = self.relaxation.value_at(ascent.best, self.least_people).bound
            if ascent.bound >= proven_bound:
                # The steps strayed to prices that options out of focus belie: go back, step less, see more.
                ascent.best, ascent.bound = proven, proven_bound
                ascent.step = max(1e-3, 0.3 * ascent.step)
                self.in_focus = min(many, self.in_focus * 5 // 4)
            if stop():
                break
        return ascent.bound

    def adopt(self, prices: Prices, bound: float) -> float:
        """Go on from prices found elsewhere where ``bound``, which they prove, is lower; the best bound."""
        ascent = self.ascent
        if bound < ascent.bound:
            ascent.best, ascent.bound, ascent.slope, ascent.step = prices, bound, np.zeros(0), ADOPTED_STEP
        return ascent.bound

    def is_spent(self) -> bool:
        """Whether the steps have become too small to tell."""
        return self.ascent.step < SPENT_STEP and np.isfinite(self.ascent.bound)

    def steps(self, most: int) -> int:
        """As many steps as the size allows: the same on every machine."""
        return most if len(self.whole.options) <= FEW_OPTIONS else min(most, STEPS_AT_SIZE)

    def flows(self) -> int:
        """How many flows a draft may take at this size: the same on every machine."""
        return int(np.clip(1e7 / max(1, len(self.arcs.unit)), 6, 80))

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
