"""The `solve` command: options to parameters, and the exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.plainfiles.solve_arguments import SolveArguments

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
    raise typer.Exit(SolveArguments(folder, out, time_limit, iterations, gap, seed, threads).run())


if __name__ == "__main__":
    typer.run(solve)
