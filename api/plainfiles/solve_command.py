"""The `solve` command: options to parameters, and the exit code."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from api.plainfiles.solving import BAD_INPUT, DEFAULT_TIME_LIMIT_S, solve_folder
from labor.errors import BadInput
from optimizer import PlanParams

HELP = """Plan a folder of plain CSV (docs/formats.md) 求解纯 CSV 文件夹.

Exit codes: 0 a plan was written, 2 bad input, 3 pins and budget clash, 4 ended before any plan."""


def solve(
    folder: Annotated[Path, typer.Argument(help="workers.csv, postings.csv, pairs.csv … 输入文件夹")],
    *,
    out: Annotated[Path, typer.Option("--out", help="where the plan is written 输出文件夹")],
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", help="wall-clock seconds for the whole command 总时限(秒)")
    ] = None,
    iterations: Annotated[
        int | None, typer.Option("--iterations", help="a work limit, repeatable under any load 迭代上限")
    ] = None,
    gap: Annotated[float, typer.Option("--gap", help="stop at this relative gap 相对间隙")] = 0.0,
    seed: Annotated[int, typer.Option("--seed", help="same seed, same plan 随机种子")] = 0,
    threads: Annotated[int, typer.Option("--threads", help="solver threads 线程数")] = 2,
) -> None:
    """Plan a folder and leave with the exit code."""
    started = time.monotonic() - _seconds_since_start()
    if time_limit is None and iterations is None:
        time_limit = DEFAULT_TIME_LIMIT_S
    try:
        params = PlanParams(time_limit, iterations, gap, seed, threads)
    except BadInput as error:
        sys.stderr.write(f"command line:1: {error}\n")
        raise typer.Exit(BAD_INPUT) from None
    raise typer.Exit(solve_folder(folder, out, params, started=started))


def _seconds_since_start() -> float:
    """How long this process has been loading: the time limit covers that too. 0 where the system does not say."""
    try:
        begun_ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        uptime_s = float(Path("/proc/uptime").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0.0
    return min(60.0, max(0.0, uptime_s - begun_ticks / 100))  # ticks are hundredths: USER_HZ of every Linux


if __name__ == "__main__":
    typer.run(solve)
