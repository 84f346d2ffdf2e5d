"""`gongqiao solve`: read a folder, plan it, audit the plan, write it; exit codes as docs/formats.md says."""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import optimizer
from api.plainfiles.plan_files import TABLES, write_plan, write_summary
from api.plainfiles.problem_files import read_problem
from api.plainfiles.running import INFEASIBLE, WRITTEN, Clock, run_whole, say, until_signal
from labor.candidates import Watcher, nobody_watches
from labor.errors import Infeasible
from labor.plan import Plan
from optimizer import PlanParams

CLASH_S: Final = 20.0


def solve_folder(
    folder: Path, out: Path, params: PlanParams, *, started: float | None = None, watch: Watcher = nobody_watches
) -> int:
    """Plan the folder and write the plan to ``out``; the exit code.

    ``params.time_limit_s`` counts from ``started`` (time.monotonic()) and covers reading, audit and writing.
    Faults and other messages go to stderr, one a line.
    """
    clock = Clock(params.time_limit_s, time.monotonic() if started is None else started)
    return run_whole(out, TABLES, clock, lambda beside: _solve(folder, beside, params, (clock, watch)))


def _solve(folder: Path, beside: Path, params: PlanParams, run: tuple[Clock, Watcher]) -> int:
    clock, watch = run
    before_s = clock.spent_s
    problem = read_problem(folder, clock.go_on)
    reading_s = clock.spent_s - before_s
    clock.go_on()
    params = replace(params, time_limit_s=clock.left_for(params.time_limit_s, reading_s))
    common = {"seed": params.seed, "threads": params.threads}
    try:
        plan = optimizer.plan(problem, params, until_signal(clock, watch))
    except Infeasible as infeasible:
        clock.waits = True
        from optimizer import smallest_clash  # noqa: PLC0415 (slow to import, seldom needed)

        clash = list(infeasible.details) or [
            one.en for one in smallest_clash(problem, time_limit_s=_for_the_clash(clock))
        ]
        write_summary(beside, {"status": "infeasible", "clash": clash} | _measured(clock) | common)
        return say(INFEASIBLE, str(infeasible), *clash)
    write_plan(beside, problem, plan)
    write_summary(beside, _figures(plan) | _measured(clock) | common | {"audit": "passed"})
    return WRITTEN


def _figures(plan: Plan) -> dict[str, Any]:
    return {
        "status": plan.status,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "placed_people": plan.placed_people,
        "placed_rows": len(plan.assignments),
        "travel_cost": plan.travel_cost,
        "trips": len(plan.trips),
        "stopped": plan.stopped,
    }


def _measured(clock: Clock) -> dict[str, Any]:
    return {"wall_s": round(clock.spent_s, 3), "peak_memory_mb": round(_peak_memory_mb(), 1)}


def _peak_memory_mb() -> float:
    """The most memory this process, or the largest of its children, ever held."""
    unit = 1 if sys.platform == "darwin" else 1024  # Linux counts kilobytes, macOS bytes
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) * unit / 1e6


def _for_the_clash(clock: Clock) -> float:
    """Seconds for naming a clash: what is left, and a second in any case."""
    return CLASH_S if clock.limit_s is None else min(CLASH_S, max(1.0, clock.limit_s - clock.spent_s - 0.5))
