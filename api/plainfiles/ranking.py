"""`gongqiao rank` as a plain function: a folder in, ranked.csv out, an exit code back."""

from __future__ import annotations

import sys
from pathlib import Path

from api.plainfiles.ranking_files import Folder, write_ranked
from labor.errors import BadInput
from matching.ranking import rank

DONE, BAD_INPUT = 0, 2
TOP = 10


def rank_folder(folder: Path, out: Path, *, top: int = TOP, seed: int = 0) -> int:
    """Rank a folder of plain CSV (docs/formats-rank.md): 0 written, 2 bad input with every fault on stderr."""
    if top < 1 or seed < 0:
        sys.stderr.write("command line:1: --top must be at least 1 and --seed not below 0\n")
        return BAD_INPUT
    if out.is_dir():
        sys.stderr.write(
            f"command line:1: --out {out} is a folder; name the file to write, e.g. {out / 'ranked.csv'}\n"
        )
        return BAD_INPUT
    try:
        tables = Folder(folder)
    except BadInput as error:
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT
    ranked = rank(tables.tables, top=top, seed=seed, candidates=tables.candidates)
    write_ranked(out, tables, ranked)
    if tables.unlisted_rows:
        sys.stderr.write(
            f"history.csv: {tables.unlisted_rows} rows name a worker or posting that is not listed (left, closed); "
            "they count for what goes together and are not ranked\n"
        )
    return DONE
