"""The tables of `gongqiao rank`: strict reading, and the one file it writes."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np

from api.plainfiles.cells import decimal
from api.plainfiles.faults import Faults
from api.plainfiles.tables import Portion, read_table
from labor.arrays import FloatArray, IntArray
from labor.candidates import Pairs
from matching.ranking import LIKES, Clicks, Ranked, Side, Tables, region_path

SAID = ("text", "occupation", "region", "latitude", "longitude")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)


class Folder:
    """The folder read whole: ids, tables and the pairs asked for (None: all)."""

    def __init__(self, folder: Path) -> None:
        faults = Faults()
        people = read_table(folder / "workers.csv", faults, required=("worker_id",), optional=(*SAID, "wage_wanted"))
        orders = read_table(
            folder / "postings.csv", faults, required=("posting_id",), optional=(*SAID, "wage", "openings")
        )
        self.worker_ids = _ids("workers.csv", "worker_id", people, faults)
        self.posting_ids = _ids("postings.csv", "posting_id", orders, faults)
        workers = _side("workers.csv", people, "wage_wanted", faults)
        postings = _side("postings.csv", orders, "wage", faults)
        openings = _numbers("postings.csv", "openings", orders, faults, _whole)
        # Where a register could not be read to its end, what seems to be missing may stand there.
        self.known = {
            "worker_id": people.complete and len(people) > 0,
            "posting_id": orders.complete and len(orders) > 0,
        }
        self.unlisted_rows = 0  # of the history
        listed = len(self.worker_ids), len(self.posting_ids)
        # By id, not as they stand in the file: the order of rows moves no score.
        self.worker_order, at_worker = _by_id(self.worker_ids)
        self.posting_order, at_posting = _by_id(self.posting_ids)
        self.worker_ids, self.posting_ids = at_worker, at_posting
        history = self._history(folder / "history.csv", faults)
        self.candidates = self._candidates(folder / "candidates.csv", faults)
        faults.refuse_any()
        self.tables = Tables(
            workers.at(self.worker_order).with_unlisted(len(self.worker_ids) - listed[0]),
            postings.at(self.posting_order).with_unlisted(len(self.posting_ids) - listed[1]),
            history, *listed, openings[self.posting_order],
        )  # fmt: skip

    def _history(self, path: Path, faults: Faults) -> Clicks:
        if not path.exists():
            return Clicks(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))
        rows = read_table(path, faults, required=("worker_id", "posting_id", "outcome"), optional=("at",))
        pairs = self._remembered(path.name, rows, faults)
        liking = np.zeros(len(rows))
        for at, (line, word) in enumerate(zip(rows.lines, rows.column("outcome"), strict=True)):
            if word not in LIKES:
                faults.add(path.name, line, f"outcome {word!r} is none of {', '.join(LIKES)}")
            liking[at] = LIKES.get(word, 0.0)
        moments = _numbers(path.name, "at", rows, faults, _moment)
        # Rows without a time keep the order of the file; at one time, the order of ids.
        as_written = np.where(np.isnan(moments), np.arange(len(rows)), 0)
        order = np.lexsort((pairs.posting, pairs.worker, as_written, np.nan_to_num(moments, nan=-np.inf)))
        return Clicks(pairs.worker[order], pairs.posting[order], liking[order])

    def _candidates(self, path: Path, faults: Faults) -> Pairs | None:
        if not path.exists():
            return None
        rows = read_table(path, faults, required=("worker_id", "posting_id"))
        pairs = self._pairs(path.name, rows, faults)
        seen: set[tuple[int, int]] = set()
        for line, *pair in zip(rows.lines, pairs.worker.tolist(), pairs.posting.tolist(), strict=True):
            if (pair[0], pair[1]) in seen and min(pair) >= 0:
                faults.add(path.name, line, "this pair stands twice")
            seen.add((pair[0], pair[1]))
        return pairs

    def _remembered(self, file: str, rows: Portion, faults: Faults) -> Pairs:
        """Pairs of the history: whoever has left and whatever has closed gets a place behind the listed ones."""
        columns: list[IntArray] = []
        listed = np.ones(len(rows), dtype=np.bool_)
        for name, ids in (("worker_id", self.worker_ids), ("posting_id", self.posting_ids)):
            count = len(ids)
            for line, cell in zip(rows.lines, rows.column(name), strict=True):
                if not cell:
                    faults.add(file, line, f"{name} is empty")
            for cell in sorted(set(rows.column(name)) - set(ids)) if self.known[name] else ():
                ids[cell] = len(ids)
            at = np.array([ids.get(cell, 0) for cell in rows.column(name)], dtype=np.int64)
            listed &= at < count
            columns.append(at)
        self.unlisted_rows = int((~listed).sum())
        return Pairs(*columns)

    def _pairs(self, file: str, rows: Portion, faults: Faults) -> Pairs:
        columns: list[IntArray] = []
        for name, ids in (("worker_id", self.worker_ids), ("posting_id", self.posting_ids)):
            at = np.array([ids.get(cell, -1) for cell in rows.column(name)], dtype=np.int64)
            for row in np.flatnonzero((at < 0) & self.known[name]).tolist():
                faults.add(file, rows.lines[row], f"{name} {rows.column(name)[row]!r} is not in {name[:-3]}s.csv")
            columns.append(at)
        return Pairs(*columns)


def _by_id(ids: dict[str, int]) -> tuple[IntArray, dict[str, int]]:
    """Where each id stands in the file, in order of ids; and the ids numbered in that order."""
    names = sorted(ids)
    return np.array([ids[name] for name in names], dtype=np.int64), {name: at for at, name in enumerate(names)}


def _ids(file: str, name: str, rows: Portion, faults: Faults) -> dict[str, int]:
    ids: dict[str, int] = {}
    for at, (line, cell) in enumerate(zip(rows.lines, rows.column(name), strict=True)):
        if not cell:
            faults.add(file, line, f"{name} is empty")
        elif cell in ids:
            faults.add(file, line, f"{name} {cell!r} stands twice")
        ids.setdefault(cell, at)
    return ids


def _side(file: str, rows: Portion, pay: str, faults: Faults) -> Side:
    return Side(
        text=rows.column("text"),
        occupation=tuple(cell.strip() for cell in rows.column("occupation")),
        region=tuple(region_path(cell) for cell in rows.column("region")),
        latitude=_numbers(file, "latitude", rows, faults, _degrees(90)),
        longitude=_numbers(file, "longitude", rows, faults, _degrees(180)),
        pay=_numbers(file, pay, rows, faults, _amount),
    )


def _numbers(file: str, name: str, rows: Portion, faults: Faults, parse: Callable[[str], float]) -> FloatArray:
    """Numbers of a column, NaN where empty or at fault."""
    values = np.full(len(rows), np.nan)
    for at, (line, cell) in enumerate(zip(rows.lines, rows.column(name), strict=True)):
        if cell:
            try:
                values[at] = parse(cell)
            except ValueError as error:
                faults.add(file, line, f"{name} {error}")
    return values


def _degrees(limit: float) -> Callable[[str], float]:
    def parse(cell: str) -> float:
        value = decimal(cell)
        if abs(value) > limit:
            raise ValueError(f"{cell!r} does not lie between -{limit:g} and {limit:g} degrees")
        return value

    return parse


def _amount(cell: str) -> float:
    value = decimal(cell)
    if value < 0:
        raise ValueError(f"{cell!r} must not be below 0")
    return value


def _whole(cell: str) -> float:
    value = _amount(cell)
    if value != int(value):
        raise ValueError(f"{cell!r} is not a whole number")
    return value


def _moment(cell: str) -> float:
    if not _ISO.fullmatch(cell):
        raise ValueError(f"{cell!r} is not an ISO date or date-time")
    # Times without a zone are compared among themselves: any zone will do.
    moment = datetime.fromisoformat(cell)
    return (moment.replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds()  # noqa: DTZ001


def write_ranked(path: Path, folder: Folder, ranked: Ranked) -> None:
    """ranked.csv, written beside and renamed: a whole file or none."""
    workers, postings = list(folder.worker_ids), list(folder.posting_ids)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, prefix=f".{path.name}.", delete=False, encoding="utf-8", newline=""
    ) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("worker_id", "posting_id", "rank", "score", "reason"))
        order = np.lexsort((ranked.rank, folder.worker_order[ranked.worker]))
        columns = (column[order].tolist() for column in (ranked.worker, ranked.posting, ranked.rank, ranked.score))
        reasons = (ranked.reason[at] for at in order.tolist())
        for worker, posting, rank, score, reason in zip(*columns, reasons, strict=True):
            writer.writerow((workers[worker], postings[posting], rank, f"{score:.6f}", reason))
    Path(file.name).replace(path)
