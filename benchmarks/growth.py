"""How the seconds to a gap of 1 % grow with the people: corridors as thick as those of ``year``, 10,000 to
1,000,000 people.

`python -m benchmarks.growth [people …]` prints one line a size and the slope on a log-log scale, and draws
docs/growth.svg when at least three sizes were asked for.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.instances import grown
from optimizer import plan
from optimizer.model.problem import PlanParams

SIZES: Final = (10_000, 30_000, 100_000, 300_000, 1_000_000)
GAP: Final = 0.01
PICTURE: Final = Path(__file__).resolve().parents[1] / "docs" / "growth.svg"


def seconds_for(people: int) -> tuple[float, float]:
    """Seconds until the plan stood within 1 % of its bound (audit included), and the gap reached."""
    problem = grown(people)
    began = time.perf_counter()
    made = plan(problem, PlanParams(time_limit_s=1800.0, gap=GAP))
    return time.perf_counter() - began, made.gap


def slope(people: list[int], seconds: list[float]) -> float:
    """The exponent: 1 means twice the people take twice the time."""
    return float(np.polyfit(np.log(people), np.log(seconds), 1)[0])


def draw(people: list[int], seconds: list[float], exponent: float) -> None:
    """A log-log plot as SVG."""
    import matplotlib as mpl  # noqa: PLC0415 (only this picture needs it)

    mpl.use("svg")
    from matplotlib import pyplot  # noqa: PLC0415

    figure, axes = pyplot.subplots(figsize=(6, 4))
    axes.loglog(people, seconds, "o-")
    axes.set_xlabel("people")
    axes.set_ylabel(f"seconds to a gap of {GAP:.0%}")
    axes.set_title(f"slope {exponent:.2f}")
    axes.grid(visible=True, which="both", alpha=0.3)
    figure.savefig(PICTURE)


def main(sizes: list[int]) -> None:
    """Measure, print, draw."""
    seconds: list[float] = []
    print(f"{'people':>10} {'seconds':>9} {'gap':>8}")
    for people in sizes:
        took, gap = seconds_for(people)
        seconds.append(took)
        print(f"{people:10,} {took:9.1f} {gap:8.3%}", flush=True)
    if len(sizes) > 1:
        exponent = slope(sizes, seconds)
        print(f"slope {exponent:.2f}")
        if len(sizes) > 2:
            draw(sizes, seconds, exponent)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(SIZES))
