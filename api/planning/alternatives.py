"""What the plan would be under other aims: without the premium, most people first, everybody placed anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from api.planning.kept_plans import KeptPlan
from api.planning.preparing import renamed
from data.plans.questions import FoundChange
from labor.candidates import Tidings, Watcher
from labor.errors import NoPlan
from labor.limits import USUAL_TIME_LIMIT_S
from labor.plan import Plan
from labor.words import Bilingual
from optimizer import Objective, PlanParams, Problem, formulate
from optimizer import plan as find_plan

TEXTS: Final = {
    "premium": Bilingual(
        "重点保障单位的加值：现在安排{now}人去这些单位，不加值会是{then}人。为此付出的代价（按不加值计算的净值）",
        "premium of guaranteed employers: {now} people go there now, {then} would without it. What that costs, in net "
        "value without the premium",
    ),
    "most_people": Bilingual(
        "改为“先多安排人”：安排{then}人（现在{now}人）。净值的变化",
        "most people first: {then} placed ({now} now). Change of net value",
    ),
    "highest_value": Bilingual(
        "改为“净值最高”：安排{then}人（现在{now}人）。净值的变化",
        "highest net value first: {then} placed ({now} now). Change of net value",
    ),
    "stability": Bilingual(
        "不动已排好的人的代价：全部重新编排，有{then}人的岗位或车次与现在不同。净值的变化",
        "the price of stability: planned anew, {then} people would have another posting or trip. Change of net value",
    ),
}


def other_aims(standing: KeptPlan, watch: Watcher) -> Iterator[FoundChange]:
    """Each solved within its limit and compared with the plan; what finds no plan in time is left out."""
    tried = [_without_premium, _other_objective]
    if standing.before_id is not None:
        tried.append(_everybody_anew)
    for part, alternative in enumerate(tried):
        if watch(Tidings("asking", done=part / len(tried))):
            return
        try:
            found = alternative(standing, watch)
        except NoPlan:
            continue
        if found is not None:
            yield found


def _without_premium(standing: KeptPlan, watch: Watcher) -> FoundChange | None:
    """What favoring guaranteed employers costs, counted in net value without any premium."""
    premium, favored = standing.order.terms.guaranteed_premium_fen, standing.market.postings.guaranteed
    if not premium or not favored.any():
        return None
    order = standing.order
    terms = replace(order.terms, guaranteed_premium_fen=0)
    plain = renamed(
        formulate(standing.market, standing.candidates, terms, order.today, standing.hands), standing.problem.names
    )
    other = find_plan(plain, _limits(standing), watch)
    now = int(favored[standing.plan.assignments.posting].sum())
    then = int(favored[other.assignments.posting].sum())
    value_now = standing.plan.objective - premium * now
    return _found("premium", other, standing, (now, then), value_now - other.objective)


def _other_objective(standing: KeptPlan, watch: Watcher) -> FoundChange:
    by_value = standing.problem.objective == "value"
    other_kind: Objective = "placed_then_value" if by_value else "value"
    problem: Problem = replace(standing.problem, objective=other_kind)
    other = find_plan(problem, _limits(standing), watch)
    figures = (standing.plan.placed_people, other.placed_people)
    kind = "most_people" if by_value else "highest_value"
    return _found(kind, other, standing, figures, other.objective - standing.plan.objective)


def _everybody_anew(standing: KeptPlan, watch: Watcher) -> FoundChange:
    other = find_plan(standing.problem, _limits(standing), watch)
    moved = _moved(standing.plan, other)
    return _found("stability", other, standing, (0, moved), other.objective - standing.plan.objective)


def _found(kind: str, other: Plan, standing: KeptPlan, figures: tuple[int, int], gain: float) -> FoundChange:
    told = {"now": f"{figures[0]:,}", "then": f"{figures[1]:,}"}
    text = Bilingual(TEXTS[kind].text("zh", **told), TEXTS[kind].text("en", **told))
    return FoundChange(kind, float(figures[1]), text, gain, other.placed_people - standing.plan.placed_people, True)


def _moved(now: Plan, other: Plan) -> int:
    """People placed now whose posting, way of travel or vehicle is another, or who would stay home."""
    before, after = _places(now), _places(other)
    return sum(after.get(row) != place for row, place in before.items())


def _places(plan: Plan) -> dict[int, tuple[int, int, int]]:
    placed = plan.assignments
    vehicle = np.append(plan.trips.vehicle, -1)[placed.trip]
    columns = (placed.posting.tolist(), placed.travel.tolist(), vehicle.tolist())
    return dict(zip(placed.row.tolist(), zip(*columns, strict=True), strict=True))


def _limits(standing: KeptPlan) -> PlanParams:
    params = standing.order.params
    limit = USUAL_TIME_LIMIT_S if params.time_limit_s is None else min(USUAL_TIME_LIMIT_S, params.time_limit_s)
    return replace(params, time_limit_s=limit, iterations=None)
