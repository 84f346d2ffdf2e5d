"""The options that matter: at large size prices are sought on the promising ones and proven on all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field, replace

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from optimizer.bounds.lagrangian import Prices, Relaxation
from optimizer.bounds.shared_rooms import MOST_WORK, SharedRooms, work_of_sharing
from optimizer.bounds.volume_algorithm import Ascent
from optimizer.model.options import Layout
from optimizer.search.incumbent import STAYS, Draft
from optimizer.search.lane_closing import full_seat_prices, linear_flow, prices_of, riders_by_lane
from optimizer.search.min_cost_flow import Arcs, Flow, gather_arcs

FEW_OPTIONS = 1_200_000  # up to here all options are priced in each step
MOST_IN_FOCUS = 1_000_000  # beyond, so many at first
STEPS_IN_FOCUS = 25
FEW_TO_DRAFT = 400_000
KEPT_A_UNIT = ((50_000, 8), (400_000, 5), (1 << 60, 3))  # beyond, up to so many units: postings a unit on average
FEWEST_SAMPLED = 1_000
ROUNDS = 4
HARDLY_MORE = 1.03  # times as many options: hardly anybody would rather have others
SPENT_STEP = 3e-4
OPTION_STEPS, MOST_STEPS, STEPS_AT_ONCE = 8e7, 1000, 50  # until prices rest, where that is a matter of seconds
ADOPTED_STEP = 0.1  # prices found elsewhere are good: steps from them are small
SHARED_WORK, MOST_SHARED_STEPS = 3e9, 600
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


def sampled(layout: Layout, one_in: int) -> Layout:
    """One unit in so many, with all its options, each counted as so many: good prices of places for little work."""
    units = layout.units
    drawn = np.random.default_rng(0).integers(one_in, size=len(units)) == 0
    some = narrowed(layout, np.flatnonzero(drawn[layout.options.unit]))
    return replace(
        some,
        units=replace(units, size=np.where(drawn, units.size * one_in, 0)),
        options=replace(some.options, worth=some.options.worth * one_in),
        size=some.size * one_in,
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
    load: IntArray = field(init=False)  # people on each lane in the linear relaxation
    flow: Flow | None = None  # what all take in the linear relaxation, where ``arcs`` are still those it was of
    in_focus: int = MOST_IN_FOCUS
    shared: Ascent | None = None  # the same search where lanes of a destination share its room, once begun

    def __post_init__(self) -> None:
        whole = self.whole
        self.seat = np.append(full_seat_prices(whole), 0.0)
        self.all_arcs = gather_arcs(whole)
        self.seen = np.zeros(len(self.all_arcs.unit), dtype=bool)
        with ThreadPoolExecutor(1) as aside:
            first = aside.submit(copy_context().run, self._first_prices)  # mostly worked on in another process
            self.relaxation = Relaxation(whole)
        prices = self._seek_prices(first.result())
        assert self.flow is not None
        self.load = riders_by_lane(self.layout, self.flow.choice)
        self.seen[:] = False
        self.ascent = Ascent(self.relaxation, prices, least_people=self.least_people)

    def _first_prices(self) -> Prices | None:
        """Where there are many options, prices from a part of the people: half the work of a flow over what is kept."""
        one_in = min(-(-2 * len(self.all_arcs.unit) // self._count()), len(self.whole.units) // FEWEST_SAMPLED)
        if len(self.whole.options) <= FEW_TO_DRAFT or one_in <= 1:
            return None
        some = sampled(self.whole, one_in)
        return prices_of(linear_flow(some, gather_arcs(some)))

    def _seek_prices(self, prices: Prices | None) -> Prices:
        """Prices of the linear relaxation: those from a few postings a unit show which others it would rather have."""
        for _ in range(ROUNDS):
            before = (self.kept, self.layout, self.arcs) if self.flow is not None else None
            self.narrow(prices, seeking=True)
            if before is not None and len(self.kept) <= HARDLY_MORE * len(before[0]):
                self.kept, self.layout, self.arcs = before
                break
            self.flow = linear_flow(self.layout, self.arcs)
            prices = prices_of(self.flow)
            if self.layout is self.whole:
                return prices
        assert prices is not None
        return replace(prices, unit=self._unit_prices(prices))

    def narrow(self, prices: Prices | None, *, seeking: bool = False) -> None:
        """Keep the postings of least regret, each with all ways to travel there."""
        self.flow = None if not seeking else self.flow
        whole, count = self.whole, self._count()
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

    def _count(self) -> int:
        """Pairs of unit and posting to keep at this size."""
        units = len(self.whole.units)
        return units * next(kept for limit, kept in KEPT_A_UNIT if units <= limit)

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
            ascent.bound, steps = self.relaxation.value_at(ascent.best, self.least_people).bound, steps - 1
        for taken in range(0, steps, STEPS_IN_FOCUS):
            proven, proven_bound = ascent.best, ascent.bound
            self.relaxation.focus(proven, self.in_focus)
            ascent.bound = self.relaxation.value_at(proven, self.least_people).bound
            ascent.run(min(STEPS_IN_FOCUS, steps - taken), plan_value, stop)
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

    def settle_prices(self, least: int, plan_value: float, stop: Callable[[], bool]) -> float:
        """Steps until the prices rest, as many as the size allows and ``least`` at any size; the bound they prove."""
        most = int(np.clip(OPTION_STEPS / max(1, len(self.whole.options)), least, max(least, MOST_STEPS)))
        for taken in range(0, most, STEPS_AT_ONCE):
            if taken and (self.is_spent() or stop()):
                break
            self.descend(min(STEPS_AT_ONCE, most - taken), plan_value, stop)
        return self.ascent.bound

    def share_rooms(self, start: Prices, plan_value: float, stop: Callable[[], bool]) -> float:
        """Go on where lanes of a destination share its room, until those prices rest; the bound they prove."""
        whole, stairs = self.whole, self.relaxation.stairs
        work = work_of_sharing(whole, stairs) if len(whole.options) <= FEW_OPTIONS else np.inf
        if work > MOST_WORK or stop():
            return np.inf
        shared = Ascent(SharedRooms(whole, stairs), start, least_people=self.least_people)
        most = int(min(MOST_SHARED_STEPS, SHARED_WORK / max(1.0, work)))
        for _ in range(0, most, STEPS_AT_ONCE):
            if stop() or shared.step < SPENT_STEP:
                break
            shared.run(STEPS_AT_ONCE, plan_value, stop)
        self.shared = shared
        return shared.bound

    def go_on(self, steps: int, plan_value: float, stop: Callable[[], bool]) -> float:
        """Some more steps of whichever search for prices has come further; the bound they prove."""
        if self.shared is None:
            return self.descend(self.steps(steps), plan_value, stop)
        self.shared.run(steps, plan_value, stop)
        return self.shared.bound

    def adopt(self, prices: Prices, bound: float) -> float:
        """Go on from prices found elsewhere where ``bound``, which they prove, is lower; the best bound."""
        ascent = self.ascent
        if bound < ascent.bound:
            ascent.best, ascent.bound, ascent.slope, ascent.step = prices, bound, np.zeros(0), ADOPTED_STEP
        return ascent.bound

    def is_spent(self) -> bool:
        """Whether the steps have become too small to tell."""
        ascent = self.ascent if self.shared is None else self.shared
        return ascent.step < SPENT_STEP and np.isfinite(ascent.bound)

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
            self.least_people = people
            for ascent in (self.ascent, *(() if self.shared is None else (self.shared,))):
                ascent.least_people, ascent.bound = people, np.inf
