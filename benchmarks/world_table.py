"""The planner on nine worlds at several sizes, beside its rivals where asked for; one table, seeds printed.

`python -m benchmarks.world_table [--people 400 2000] [--worlds even crews] [--seconds 60] [--seed N] [--rivals]`.
Without a seed each run draws its own and prints it; `--seed` draws the same problems again. Rivals are greedy, CP-SAT,
HiGHS on the whole model and HiGHS on the planner's own lane model (a value and a bound, no seats given out). CPU
seconds tell more than seconds where other work shares the machine.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import secrets
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.worlds import WORLDS

SIZES: Final = (400, 2_000)
RIVALS: Final = ("greedy", "CP-SAT", "HiGHS", "HiGHS-lanes")
ALLOWANCE_S: Final = 600.0  # for building a rival's model
PROVEN: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """What one contender made of one world; None where it has no such figure."""

    who: str
    objective: float | None
    bound: float | None
    seconds: float | None
    cpu_s: float
    memory_gb: float | None

    def gap(self, bound: float | None) -> float | None:
        """How far below a bound its value lies."""
        if self.objective is None or bound is None or not math.isfinite(bound):
            return None
        return max(0.0, (bound - self.objective) / max(1.0, abs(bound)))


def contest(world: str, contenders: tuple[str, ...], seconds: float) -> list[Line]:
    """Each contender on one world, one after the other in processes of their own."""
    return [_one(world, who, seconds) for who in contenders]


def _one(world: str, who: str, seconds: float) -> Line:
    begun = _cpu_of_children()
    command = [sys.executable, "-m", "benchmarks.contender", world, who, str(seconds), "0"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=3 * seconds + ALLOWANCE_S)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return Line(who, None, None, None, _cpu_of_children() - begun, None)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    cpu = _cpu_of_children() - begun
    return Line(who, told["objective"], told["bound"], told["seconds"], cpu, told["memory_gb"])


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rows_of(world: str, lines: list[Line]) -> list[str]:
    """The table's rows of one world; the last column measures against the best bound anybody proved."""
    best = min((line.bound for line in lines if line.bound is not None), default=None)
    rows = []
    for line in lines:
        own, shared = line.gap(line.bound), line.gap(best)
        proven = "proven" if own is not None and own <= PROVEN else _share(own)
        rows.append(
            f"| {world} | {line.who} | {_figure(line.objective, ',.2f')} | {_figure(line.bound, ',.2f')} | {proven} | "
            f"{_share(shared)} | {_figure(line.seconds, '.1f')} | {line.cpu_s:.1f} | {_figure(line.memory_gb, '.2f')} |"
        )
    return rows


def _figure(value: float | None, form: str) -> str:
    return "–" if value is None or not math.isfinite(value) else format(value, form)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3%}"


def main(words: list[str]) -> int:
    """Draw, contest, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.world_table")
    parser.add_argument("--people", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--worlds", nargs="+", choices=WORLDS, default=list(WORLDS))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--rivals", action="store_true")
    asked = parser.parse_args(words)
    seed = secrets.randbelow(1_000_000) if asked.seed is None else asked.seed
    print(f"seed {seed}; load {os.getloadavg()[0]:.1f} at the start; {asked.seconds:g} s each")
    print("| world-people-seed | who | objective | bound | own gap | to the best bound | s | CPU s | GB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    contenders = ("gongqiao", *(RIVALS if asked.rivals else ()))
    for people in asked.people:
        for world in asked.worlds:
            name = f"{world}-{people}-{seed}"
            print("\n".join(rows_of(name, contest(name, contenders, asked.seconds))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
