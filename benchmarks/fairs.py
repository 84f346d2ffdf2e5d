"""Plans of fairs beside what people do: first come, first served, and the best pair first.

`python -m benchmarks.fairs [campus county city province equal …]`; the seconds each may take are in LIMITS.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import Final

import numpy as np

from benchmarks.fair_instances import draw, equal_slots
from labor.arrays import FloatArray
from optimizer.fairs import Fair, Talks, figure, plan_fair
from optimizer.fairs.first_plans import by_score, first_come
from optimizer.model.problem import PlanParams

LIMITS: Final[Mapping[str, float]] = {"equal": 30, "campus": 10, "county": 30, "city": 60, "province": 180}
FIGURES: Final = ("talks", "served1", "served2", "served3", "value")


def compare(name: str, limit_s: float) -> None:
    """One line a way, and the bounds and gaps of ours."""
    fair = equal_slots() if name == "equal" else draw(name)
    print(
        f"{name}: {len(fair.people):,} people, {len(fair.booths)} booths, {len(fair.pairs):,} pairs, {fair.slots} slots"
    )
    print(
        f"  {'':12} {'talks':>8} {'none':>7} {'two+':>7} {'three+':>7} {'value':>10} {'wait':>7} {'walk':>7} {'s':>7}"
    )
    for way, plan in (("first come", _first_come), ("by score", by_score)):
        began = time.perf_counter()
        _line(fair, way, plan(fair), time.perf_counter() - began)
    began = time.perf_counter()
    made = plan_fair(fair, PlanParams(time_limit_s=limit_s))
    _line(fair, "gongqiao", made.talks, time.perf_counter() - began)
    told = ", ".join(f"{one.aim} {one.value:,.1f} of {one.bound:,.1f} ({one.gap:.2%})" for one in made.outcomes)
    print(f"  {made.status}, {made.stopped}: {told}", flush=True)


def _first_come(fair: Fair) -> Talks:
    return first_come(fair, np.random.default_rng(1))


def _line(fair: Fair, way: str, talks: Talks, seconds: float) -> None:
    told = [figure(fair, talks, aim) for aim in FIGURES]
    waits, walks = _waits_and_walks(fair, talks)
    none = len(fair.people) - told[1]
    print(
        f"  {way:12} {told[0]:8,.0f} {none:7,.0f} {told[2]:7,.0f} {told[3]:7,.0f} {told[4]:10,.1f} "
        f"{waits:5.0f} m {walks:5.0f} m {seconds:7.1f}"
    )


def _waits_and_walks(fair: Fair, talks: Talks) -> tuple[float, float]:
    """The longest wait between two talks of one person in minutes, and the mean walk of those with a talk in metres."""
    person, booth = fair.pairs.person[talks.pair], fair.pairs.booth[talks.pair]
    order = np.lexsort((talks.slot, person))
    person, booth, slot = person[order], booth[order], talks.slot[order]
    same = person[1:] == person[:-1]
    waits: FloatArray = (np.diff(slot)[same] - 1.0) * fair.clock.slot
    x, y = fair.booths.x[booth], fair.booths.y[booth]
    walks = np.nan_to_num(np.hypot(np.diff(x), np.diff(y))[same])
    return float(waits.max(initial=0.0)), float(walks.sum() / max(1, len(np.unique(person))))


def main(names: list[str]) -> int:
    """The fairs asked for, all where none is named."""
    unknown = [name for name in names if name not in LIMITS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(LIMITS)}")
        return 2
    for name in names or LIMITS:
        compare(name, LIMITS[name])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
