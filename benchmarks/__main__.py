"""Every planning benchmark with its rivals, one table: `make bench`.

`python -m benchmarks [NAME ...]` takes some of county, season, year, million, sample, dispatch, scoring, titles,
seasons, fairness, shortlist; the default is all but the million and the shortlist of 200,000 people.
Each contender gets the same seconds on the same two cores, one after the other; building a rival's model is not
counted against it.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from benchmarks import dispatch, fairness, scoring, seasons, shortlist, titles


@dataclass(frozen=True, slots=True)
class Setting:
    """Seconds for each contender, and the gap at which ours may stop."""

    time_limit_s: float
    gap: float
    rivals: tuple[str, ...] = ("gongqiao", "greedy", "CP-SAT", "HiGHS")


SETTINGS: Final = {
    "county": Setting(60, 0.0),
    "season": Setting(120, 0.0),
    "year": Setting(240, 0.0005),
    # The whole integer model of a million people does not fit this machine's memory for any rival.
    "million": Setting(900, 0.003, ("gongqiao", "greedy")),
    "sample": Setting(60, 0.0, ("gongqiao", "greedy")),
}
# Of the score; `ranking` needs a folder of clicks and is run by itself.
SCORES: Final[dict[str, Callable[[], None]]] = {
    "scoring": scoring.main,
    "seasons": seasons.main,
    "titles": titles.main,
    "fairness": fairness.main,
    "shortlist": shortlist.main,
}
DISPATCH: Final = "dispatch"  # the sample season at equal budget and at equal headcount
BUILD_ALLOWANCE_S: Final = 900.0


def contest(name: str) -> dict[str, dict[str, Any]]:
    """All contenders on one instance, one after the other."""
    return {contender: _one(name, contender) for contender in SETTINGS[name].rivals}


def _one(name: str, contender: str) -> dict[str, Any]:
    setting = SETTINGS[name]
    command = [
        sys.executable,
        "-m",
        "benchmarks.contender",
        name,
        contender,
        str(setting.time_limit_s),
        str(setting.gap),
    ]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=setting.time_limit_s + BUILD_ALLOWANCE_S
        )
    except subprocess.TimeoutExpired:
        return {"objective": None, "note": f"no model after {BUILD_ALLOWANCE_S:.0f} s of building"}
    if done.returncode:
        return {"objective": None, "note": (done.stderr.strip().splitlines() or ["ended by the system"])[-1][:60]}
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _figure(value: float | None, form: str) -> str:
    return "–" if value is None or not math.isfinite(value) else format(value, form)


def report(name: str, lines: dict[str, dict[str, Any]]) -> None:
    """Print one instance's rows; every gap is to the best bound anybody proved."""
    bounds = [line["bound"] for line in lines.values() if line.get("bound") is not None]
    best_bound = min(bounds, default=math.inf)
    for contender, line in lines.items():
        objective, bound = line.get("objective"), line.get("bound")
        gap = None if objective is None else (best_bound - objective) / max(1.0, abs(best_bound))
        print(
            f"{name:8} {contender:9} {_figure(objective, ',.0f'):>15} {_figure(bound, ',.0f'):>15} "
            f"{_figure(gap, '.3%'):>9} {_figure(line.get('seconds'), '.1f'):>8} "
            f"{_figure(line.get('memory_gb'), '.1f'):>6}  {line.get('note', '')}",
            flush=True,
        )
    _race(name, lines)


def _race(name: str, lines: dict[str, dict[str, Any]]) -> None:
    """How soon ours was as good as each rival's last word."""
    better = lines["gongqiao"].get("better") or []
    for contender, line in lines.items():
        if contender == "gongqiao" or line.get("objective") is None or not line.get("seconds"):
            continue
        reached = next((at for at, value in better if value >= line["objective"]), None)
        if reached is not None:
            print(
                f"{name:8} as good as {contender} after {reached:.2f} s: {line['seconds'] / reached:.0f} times sooner"
            )


def main(names: list[str]) -> int:
    """Run the named instances."""
    names = names or ["county", "season", "year", "sample", DISPATCH, "scoring", "seasons", "titles", "fairness"]
    unknown = [name for name in names if name not in (*SETTINGS, DISPATCH, *SCORES)]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join((*SETTINGS, DISPATCH, *SCORES))}")
        return 2
    print(f"{'instance':8} {'who':9} {'objective':>15} {'bound':>15} {'gap':>9} {'seconds':>8} {'GB':>6}")
    for name in names:
        if name == DISPATCH:
            dispatch.main()
        elif name in SCORES:
            SCORES[name]()
        else:
            report(name, contest(name))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
