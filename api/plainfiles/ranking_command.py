"""The `rank` command: options to parameters, and the exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.plainfiles.ranking import TOP, rank_folder

HELP = """Rank postings for people on a folder of plain CSV (docs/formats-rank.md) 对纯 CSV 文件夹里的人岗排序.

Exit codes: 0 ranked.csv was written, 2 bad input."""


def rank(
    folder: Annotated[Path, typer.Argument(help="workers.csv, postings.csv, history.csv … 输入文件夹")],
    *,
    out: Annotated[Path, typer.Option("--out", help="the file to write 输出文件")],
    top: Annotated[
        int, typer.Option("--top", help="postings per worker, where there is no candidates.csv 每人几个")
    ] = TOP,
    seed: Annotated[int, typer.Option("--seed", help="same seed, same ranking 随机种子")] = 0,
) -> None:
    """Rank a folder and leave with the exit code."""
    raise typer.Exit(rank_folder(folder, out, top=top, seed=seed))


if __name__ == "__main__":
    typer.run(rank)
