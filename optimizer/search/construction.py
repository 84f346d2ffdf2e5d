"""Everybody's trips at once: which lanes run, how many vehicles on each, who takes which seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from labor.arrays import IntArray
from optimizer.bounds.lagrangian import Prices
from optimizer.model.options import NO_LANE
from optimizer.search.core_problem import Core
from optimizer.search.feasible_rounding import refill, settle, within_budget
from optimizer.search.incumbent import STAYS, Draft, DraftWorth, is_better, nobody, weigh
from optimizer.search.lane_closing import Dive, LaneContest, Network
from optimizer.search.reassignment_lp import Reseating, seats_of
from optimizer.search.run import Run
from optimizer.search.vehicle_filling import Loading, Loads

DIVES = (Dive(), Dive(seat=0.25), Dive(share=0.1, seat=0.6))
REOPENED = (0.1, 0.2, 0.3, 0.1, 0.2, 0.3)  # shares of lanes tried anew, one after the other
LOADING_STEPS = 4
FILLING_STEPS = 10
FULL_VEHICLES = 3  # a lane with so many is a thick one: whether it runs is no question, how full its last one is, is
MOSTLY = 0.9
RESEATING_S = 60.0  # only a net: the linear program is of one size


def draft_whole(run: Run, core: Core, prices: Prices) -> None:
    """Offer drafts of the whole problem; stops when the run ends."""
    run.enter("drafting")
    drafting = Drafting(run, core, LaneContest(core.layout, core.relaxation.stairs, core.arcs, prices))
    if is_mostly_thick(core):
        drafting.load_whole_vehicles()
    else:
        drafting.close_lanes()
        drafting.fill_running_vehicles()


def is_mostly_thick(core: Core) -> bool:
    """Whether most people would ride on lanes that fill several vehicles."""
    kinds = core.layout.kinds
    if not len(kinds):
        return False
    largest = np.zeros(len(core.layout.lanes), dtype=np.int64)
    np.maximum.at(largest, kinds.lane, kinds.seats)
    load = core.load
    return bool(load[load >= FULL_VEHICLES * largest].sum() >= MOSTLY * load.sum() > 0)


def draft_quickly(run: Run, core: Core, prices: Prices) -> None:
    """Offer one draft of the whole problem, in case there is no time for better ones."""
    run.enter("drafting")
    opening = LaneContest(core.layout, core.relaxation.stairs, core.arcs, prices)
    Drafting(run, core, opening).close_lanes(DIVES[:1], ())


@dataclass(slots=True)
class Drafting:
    """The drafts tried so far, in the core's numbers; the best is kept."""

    run: Run
    core: Core
    opening: LaneContest
    best: Draft = field(init=False)
    worth: DraftWorth = field(init=False)

    def __post_init__(self) -> None:
        self.best = nobody(self.core.layout)
        self.worth = weigh(self.core.layout, self.best)

    def load_whole_vehicles(self) -> None:
        """Thick lanes: all run, each with whole vehicles only."""
        if self.run.ended():
            return
        loading = Loading(self.opening, np.ones(len(self.core.layout.lanes), dtype=bool))
        plain = self.opening.prices.person == 0 and self.opening.prices.money == 0
        for loads in loading.search(self.core.flow if plain else None, LOADING_STEPS, self.run.interrupted):
            self._offer(loading.within_aims(loads))
            if self.run.ended():
                return
        self._reseat(loading, loads)

    def close_lanes(self, hows: Sequence[Dive] = DIVES, shares: Sequence[float] = REOPENED) -> None:
        """Thin lanes: close lanes until each pays, then try again with others reopened."""
        run, core, opening = self.run, self.core, self.opening
        flows = core.flows()
        for how in hows:
            if run.ended() or flows <= 0:
                return
            best = opening.dive(core.ascent.lane_load > 1.0, _within(how, flows), run.interrupted)
            self._offer(best.choice)
            flows -= best.flows
            for share in shares:
                if run.ended() or flows <= 0:
                    return
                again = self._reopened(best, how, share, flows)
                flows -= again.flows
                if again.value > best.value:
                    best = again

    def _reopened(self, best: Network, how: Dive, share: float, flows: int) -> Network:
        lanes = self.opening.reopen(best, self.core.relaxation, share)
        again = self.opening.dive(lanes, _within(how, flows), self.run.interrupted)
        self._offer(again.choice)
        return again

    def fill_running_vehicles(self) -> None:
        """The best draft's vehicles with seats priced by demand."""
        if self.run.ended() or not len(self.best.kind):
            return
        seats = seats_of(self.core.layout, self.best)
        loading = Loading(self.opening, seats > 0)
        loads = loading.fill(seats, FILLING_STEPS, self.run.interrupted)
        self._offer(loading.within_aims(loads))
        self._reseat(loading, loads)

    def _reseat(self, loading: Loading, loads: Loads) -> None:
        """One linear program for all who are undecided, the best draft's vehicles running."""
        run, layout = self.run, self.core.layout
        if run.ended():
            return
        per_person = np.full(len(layout.lanes) + 1, np.inf)
        np.minimum.at(per_person, layout.kinds.lane, layout.kinds.per_person)
        per_person[NO_LANE] = 0.0
        reseating = Reseating(
            layout,
            self.opening.worth - per_person[layout.options.lane] * layout.size,
            seats_of(layout, self.best),
            loading.regret(loads),
        )
        self._offer(reseating.choose(self.best.choice, min(RESEATING_S, run.time_left()), run.params.seed))

    def _offer(self, choice: IntArray) -> None:
        """Seat the riders within every rule, offer what is left to those who stay, and keep what is better."""
        core, layout, money = self.core, self.core.layout, self.core.ascent.best.money
        gain = self.opening.gains(choice)
        draft = settle(layout, choice, gain, money)
        if draft is None:
            return
        full = within_budget(layout, refill(layout, core.arcs, draft), gain)
        self.run.offer(core.lift(full))
        worth = weigh(layout, full)
        if np.all(self.best.choice == STAYS) or is_better(layout, worth, self.worth):
            self.best, self.worth = full, worth
        self.run.tell()


def _within(how: Dive, flows: int) -> Dive:
    return replace(how, rounds=min(flows, how.rounds))
