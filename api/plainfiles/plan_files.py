"""A plan to a folder of CSV and one summary: whole files or none."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from errno import ENOTDIR
from pathlib import Path
from typing import Any, Final

import numpy as np

from labor.arrays import IntArray
from labor.plan import NO_TRIP, TRAVEL_WORDS, Plan
from optimizer import Problem

SUMMARY: Final = "summary.json"
TABLES: Final = ("assignments.csv", "trips.csv", "unplaced.csv")


@contextmanager
def written_whole(out: Path, tables: Sequence[str] = TABLES) -> Iterator[Path]:
    """A folder to write in, whose files move to ``out`` together when the block ends well, and vanish otherwise.

    Files of an earlier plan that this one does not have are removed, so that no two plans are mixed.
    Raises OSError at once where nothing can be written.
    """
    out = out.resolve()
    if out.exists() and not out.is_dir():
        raise NotADirectoryError(ENOTDIR, "is not a folder", str(out))
    near = next(folder for folder in (out, *out.parents)[1:] if folder.is_dir())
    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=near))
    try:
        yield beside
        written = sorted(beside.iterdir(), key=lambda path: path.name == SUMMARY)  # the summary last: it seals the plan
        if not written:
            return
        out.mkdir(parents=True, exist_ok=True)
        for name in (SUMMARY, *tables):
            (out / name).unlink(missing_ok=True)
        for path in written:
            path.replace(out / path.name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_plan(folder: Path, problem: Problem, plan: Plan) -> None:
    """assignments.csv, trips.csv and unplaced.csv, in the order of workers.csv and of vehicles.csv."""
    trip_id, trip_order = _trip_ids(plan)
    _write_assignments(folder / "assignments.csv", problem, plan, trip_id)
    _write_trips(folder / "trips.csv", problem, plan, (trip_id, trip_order))
    _write_unplaced(folder / "unplaced.csv", problem, plan)


def write_summary(folder: Path, figures: dict[str, Any]) -> None:
    """summary.json, ``figures`` as given; a figure that is not finite is null."""
    text = json.dumps(_json_number(figures), ensure_ascii=False, indent=2, allow_nan=False)
    (folder / SUMMARY).write_text(text + "\n", encoding="utf-8")


def _trip_ids(plan: Plan) -> tuple[list[str], IntArray]:
    """T1, T2 … by vehicle, and within one vehicle by the first worker aboard."""
    first_aboard = np.full(len(plan.trips), np.iinfo(np.int64).max)
    rides = plan.assignments.trip != NO_TRIP
    np.minimum.at(first_aboard, plan.assignments.trip[rides], plan.assignments.row[rides])
    order = np.lexsort((first_aboard, plan.trips.vehicle))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(1, len(order) + 1)
    return [f"T{number}" for number in place.tolist()], order


def _write_assignments(path: Path, problem: Problem, plan: Plan, trip_id: Sequence[str]) -> None:
    order = np.argsort(plan.assignments.row)
    names, ids = problem.names, [*trip_id, ""]  # NO_TRIP is -1: the last
    write_csv(
        path,
        ("worker_id", "posting_id", "trip_id", "travel"),
        zip(
            map(names.rows.__getitem__, plan.assignments.row[order].tolist()),
            map(names.postings.__getitem__, plan.assignments.posting[order].tolist()),
            map(ids.__getitem__, plan.assignments.trip[order].tolist()),
            map(TRAVEL_WORDS.__getitem__, plan.assignments.travel[order].tolist()),
            strict=True,
        ),
    )


def _write_trips(path: Path, problem: Problem, plan: Plan, trips: tuple[Sequence[str], IntArray]) -> None:
    trip_id, order = trips
    lines = []
    for at in order.tolist():
        vehicle = int(plan.trips.vehicle[at])
        day = problem.fleet.leaves[vehicle]
        lines.append(
            (
                trip_id[at],
                problem.names.vehicles[vehicle],
                "" if np.isnat(day) else str(day),
                int(plan.trips.people[at]),
                int(problem.fleet.seats[vehicle]),
                plain_decimal(float(plan.trips.cost[at])),
            )
        )
    write_csv(path, ("trip_id", "vehicle_id", "date", "people", "seats", "cost"), lines)


def _write_unplaced(path: Path, problem: Problem, plan: Plan) -> None:
    unplaced = plan.unplaced
    order = np.argsort(unplaced.row).tolist()
    row, reason = unplaced.row.tolist(), unplaced.reason.tolist()
    lines = ((problem.names.rows[row[at]], reason[at], unplaced.detail[at]) for at in order)
    write_csv(path, ("worker_id", "reason", "detail"), lines)


def write_csv(path: Path, header: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """One table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)


def plain_decimal(number: float) -> str:
    """The shortest plain decimal that reads back as the same double: 3000, 0.1, 0.00001."""
    return str(int(number)) if number.is_integer() else format(Decimal(repr(number)), "f")


def _json_number(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _json_number(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_json_number(one) for one in value]
    if isinstance(value, float):
        return value + 0.0 if np.isfinite(value) else None
    return value
