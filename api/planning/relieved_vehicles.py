"""What would let a vehicle run that the law keeps out: each change tried by planning the whole round again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from api.planning.kept_plans import KeptPlan
from data.plans.questions import FoundChange
from labor.candidates import Watcher
from labor.errors import StepRefused
from labor.market import Market
from labor.words import Bilingual
from optimizer import PlanParams, Relief, formulate, offer, verdict_on
from optimizer import plan as find_plan

RIDES: Final = Bilingual("{how}，会有{people}人乘坐", "{how}: {people} people would ride")


def reliefs_of(standing: KeptPlan, vehicle: int, limits: PlanParams, watch: Watcher) -> Iterator[FoundChange]:
    """Each relief under which the vehicle (a position of the market) is really used, with its gain in the whole plan.

    Raises StepRefused with the verdict's own words where nothing the law knows lets it run.
    """
    judged = verdict_on(standing.market, vehicle, standing.order.terms.transport)
    if not judged.reliefs or judged.may_run:
        raise StepRefused(_why(standing, vehicle, judged.text))
    for relief in judged.reliefs:
        yield from _tried(standing, vehicle, relief, limits, watch)


def _why(standing: KeptPlan, vehicle: int, text: Bilingual) -> str:
    kept_out = {one.vehicle: one.why for one in offer(standing.market, standing.order.terms.transport).refused}
    why = kept_out.get(vehicle, text)
    number = standing.market.vehicles.id[vehicle]
    return f"车次 {number} 在这份计划里不能开：{why.zh} / vehicle {number} cannot run in this plan: {why.en}"


def _tried(
    standing: KeptPlan, vehicle: int, relief: Relief, limits: PlanParams, watch: Watcher
) -> Iterator[FoundChange]:
    order = standing.order
    market = _under(standing.market, vehicle, relief)
    problem = formulate(market, standing.candidates, order.terms, order.today, standing.hands)
    place = np.flatnonzero(problem.offered == vehicle)
    if not len(place):
        return
    made = find_plan(problem, limits, watch)
    people = int(made.trips.people[made.trips.vehicle == place[0]].sum())
    if not people:
        return
    text = Bilingual(
        RIDES.text("zh", how=relief.text.zh, people=people), RIDES.text("en", how=relief.text.en, people=people)
    )
    gain = float(made.objective - standing.plan.objective)
    amount = {"drivers": relief.way.drivers, "night": relief.way.nights}.get(relief.kind, relief.way.leaves_minute)
    yield FoundChange(relief.kind, float(amount), text, gain, people, everyone_anew=True)


def _under(market: Market, vehicle: int, relief: Relief) -> Market:
    """The market in which this vehicle comes with the relief's crew, nights and hour."""
    vehicles = market.vehicles
    changed = replace(
        vehicles,
        drivers=_with(vehicles.drivers, vehicle, relief.way.drivers),
        nights=_with(vehicles.nights, vehicle, relief.way.nights),
        leaves_minute=_with(vehicles.leaves_minute, vehicle, relief.way.leaves_minute),
    )
    return replace(market, vehicles=changed)


def _with(column: NDArray[Any], at: int, value: int) -> NDArray[Any]:
    copied = column.copy()
    copied[at] = value
    return copied
