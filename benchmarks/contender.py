"""One contender on one instance in a process of its own, so that its memory and its clock are its own.

Called by `python -m benchmarks`; prints one line of JSON.
"""

from __future__ import annotations

import json
import math
import resource
import sys
import time
from collections.abc import Callable
from typing import Final

from benchmarks.baseline import greedy
from benchmarks.instances import instance
from benchmarks.rivals import cp_sat, highs, highs_on_lanes
from labor.candidates import Tidings
from optimizer import plan
from optimizer.audit import audit, audit_assignments
from optimizer.model.problem import PlanParams, Problem

MEMORY_LIMIT_GB: Final = 20


def ours(problem: Problem, time_limit_s: float, gap: float) -> dict[str, object]:
    """Gongqiao's planner, with the seconds at which each better plan was known."""
    begun, better = time.perf_counter(), [(float("inf"), float("-inf"))]

    def note(tidings: Tidings) -> bool:
        if tidings.best > better[-1][1]:
            better.append((time.perf_counter() - begun, tidings.best))
        return False

    found = plan(problem, PlanParams(time_limit_s=time_limit_s, gap=gap), note)
    seconds = time.perf_counter() - begun
    audit(problem, found)
    return {"objective": found.objective, "bound": found.bound, "seconds": seconds, "better": better[1:]}


def by_hand(problem: Problem, time_limit_s: float, gap: float) -> dict[str, object]:  # noqa: ARG001
    """The careful dispatcher: no search, so no limit."""
    begun = time.perf_counter()
    found = greedy(problem)
    seconds = time.perf_counter() - begun
    audit_assignments(problem, found.assignments, found.trips)
    return {"objective": found.objective, "bound": None, "seconds": seconds}


def _general(solver: Callable[..., object]) -> Callable[[Problem, float, float], dict[str, object]]:
    def run(problem: Problem, time_limit_s: float, gap: float) -> dict[str, object]:  # noqa: ARG001
        answer = solver(problem, time_limit_s=time_limit_s)
        if answer.assignments is None or answer.trips is None:  # type: ignore[attr-defined]
            value = answer.objective  # type: ignore[attr-defined]
            return {"objective": None if math.isnan(value) else value, "bound": answer.bound, "seconds": answer.seconds}  # type: ignore[attr-defined]
        audit_assignments(problem, answer.assignments, answer.trips)  # type: ignore[attr-defined]
        return {"objective": answer.objective, "bound": answer.bound, "seconds": answer.seconds}  # type: ignore[attr-defined]

    return run


CONTENDERS: Final[dict[str, Callable[[Problem, float, float], dict[str, object]]]] = {
    "gongqiao": ours,
    "greedy": by_hand,
    "CP-SAT": _general(cp_sat),
    "HiGHS": _general(highs),
    "HiGHS-lanes": _general(highs_on_lanes),
}


def main(name: str, contender: str, time_limit_s: float, gap: float) -> None:
    """Print the figures as JSON; a contender that runs out of memory says so and ends with 0."""
    limit = MEMORY_LIMIT_GB << 30
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        line = CONTENDERS[contender](instance(name), time_limit_s, gap)
    except MemoryError:
        line = {"objective": None, "bound": None, "seconds": None, "note": f"needs more than {MEMORY_LIMIT_GB} GB"}
    peak = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps(line | {"memory_gb": max(peak) / 2**20}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4]))
