"""`gongqiao solve`: read a folder, plan it, audit the plan, write it; exit codes as docs/formats.md says."""

from __future__ import annotations

import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import Any, Final

import optimizer
from api.plainfiles.faults import FaultyFolder
from api.plainfiles.plan_files import write_plan, write_summary, written_whole
from api.plainfiles.problem_files import read_problem
from labor.candidates import Tidings, Watcher, nobody_watches
from labor.errors import EndedTooEarly, Infeasible
from labor.plan import Plan
from optimizer import PlanParams, audit

WRITTEN: Final = 0
BAD_INPUT: Final = 2
INFEASIBLE: Final = 3
NO_PLAN_YET: Final = 4
DEFAULT_TIME_LIMIT_S: Final = 60.0
CLASH_S: Final = 20.0


@dataclass(slots=True)
class Clock:
    """One run's wall clock and its stop flag; ``started`` is when the command began, on time.monotonic()."""

    limit_s: float | None
    started: float = field(default_factory=time.monotonic)
    signaled: bool = False
    waits: bool = False  # a plan is in the making, which asks by itself whether to go on

    @property
    def spent_s(self) -> float:
        """Seconds since the command began."""
        return time.monotonic() - self.started

    def go_on(self) -> None:
        """Raise EndedTooEarly when time is up or a signal came: asked while there is no plan yet."""
        if self.signaled:
            raise EndedTooEarly("a signal ended the run before there was any plan")
        if self.limit_s is not None and self.spent_s >= self.limit_s:
            raise EndedTooEarly(f"the {self.limit_s:g} s were spent before there was any plan")


def solve_folder(
    folder: Path, out: Path, params: PlanParams, *, started: float | None = None, watch: Watcher = nobody_watches
) -> int:
    """Plan the folder and write the plan to ``out``; the exit code.

    ``params.time_limit_s`` counts from ``started`` (time.monotonic()) and covers reading, audit and writing.
    Faults and other messages go to stderr, one a line.
    """
    clock = Clock(params.time_limit_s, time.monotonic() if started is None else started)
    with _signals_end_it(clock):
        try:
            with written_whole(out) as beside:
                return _solve(folder, beside, params, (clock, watch))
        except FaultyFolder as faulty:
            return _say(BAD_INPUT, *map(str, faulty.faults))
        except EndedTooEarly as early:
            return _say(NO_PLAN_YET, str(early))
        except MemoryError:
            return _say(NO_PLAN_YET, "this machine has too little memory for the folder: nothing was written")
        except OSError as error:
            return _say(BAD_INPUT, f"{error.filename or out}:1: cannot be used: {error.strerror or error}")


def _solve(folder: Path, beside: Path, params: PlanParams, run: tuple[Clock, Watcher]) -> int:
    clock, watch = run
    before_s = clock.spent_s
    problem = read_problem(folder, clock.go_on)
    reading_s = clock.spent_s - before_s
    clock.go_on()
    common = {"seed": params.seed, "threads": params.threads}
    try:
        plan = optimizer.plan(problem, _within_the_limit(params, clock, reading_s), _until_signal(clock, watch))
    except Infeasible as infeasible:
        clock.waits = True
        from optimizer import smallest_clash  # noqa: PLC0415 (slow to import, seldom needed)

        clash = list(infeasible.clash) or [
            one.en for one in smallest_clash(problem, time_limit_s=_for_the_clash(clock))
        ]
        write_summary(beside, {"status": "infeasible", "clash": clash} | _measured(clock) | common)
        return _say(INFEASIBLE, str(infeasible), *clash)
    audit(problem, plan)
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


def _within_the_limit(params: PlanParams, clock: Clock, reading_s: float) -> PlanParams:
    """What is left of the time once reasons, audit and writing are set aside.

    They take about as long as reading did, whatever the size of the folder and the load of the machine.
    """
    if clock.limit_s is None:
        return params
    afterwards_s = 0.4 + 1.2 * reading_s
    return replace(params, time_limit_s=max(0.05, clock.limit_s - clock.spent_s - afterwards_s))


def _for_the_clash(clock: Clock) -> float:
    """Seconds for naming a clash: what is left, and a second in any case."""
    return CLASH_S if clock.limit_s is None else min(CLASH_S, max(1.0, clock.limit_s - clock.spent_s - 0.5))


def _until_signal(clock: Clock, watch: Watcher) -> Watcher:
    def watches(tidings: Tidings) -> bool:
        clock.waits = True
        return watch(tidings) or clock.signaled

    return watches


@contextmanager
def _signals_end_it(clock: Clock) -> Iterator[None]:
    """SIGINT and SIGTERM raise the flag, and end reading at once as the time limit does.

    Where signals cannot be taken (not the main thread) they are left alone.
    """

    def note(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        clock.signaled |= number != signal.SIGALRM
        if not clock.waits:
            clock.go_on()

    before: dict[signal.Signals, Any] = {}
    timer = (0.0, 0.0)
    with suppress(ValueError):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
            before[number] = signal.signal(number, note)
        if clock.limit_s is not None:
            timer = signal.setitimer(signal.ITIMER_REAL, max(0.01, clock.limit_s - clock.spent_s + 0.01))
    try:
        yield
    finally:
        if before:
            signal.setitimer(signal.ITIMER_REAL, *timer)
        for taken, handler in before.items():
            signal.signal(taken, handler)


def _say(code: int, *lines: str) -> int:
    for line in lines:
        sys.stderr.write(line + "\n")
    return code
