"""A benchmark problem as a folder of plain CSV (docs/formats.md), for `gongqiao solve` and for any other solver.

`python -m benchmarks.folders county|season|year|million FOLDER` writes the folder; it must not exist yet.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.instances import SHAPES, instance
from labor.arrays import DayArray, IntArray, Ragged
from optimizer.model.problem import NO_LIMIT, UNSAID, Problem

ROWS_A_PORTION: Final = 500_000


def write(problem: Problem, folder: Path) -> None:
    """Write the problem; raises FileExistsError where the folder stands already."""
    folder.mkdir(parents=True)
    rows, places, fleet = problem.rows, problem.places, problem.fleet
    everyone, everywhere = range(len(rows)), range(len(places))
    _table(
        folder / "workers.csv",
        "worker_id,size,group_id,origin,men,women,earliest,latest",
        (
            [f"w{row}" for row in everyone],
            rows.size.tolist(),
            ["" if group < 0 else f"g{group}" for group in rows.group.tolist()],
            _hubs(rows.origin),
            _unless(rows.men, UNSAID),
            _unless(rows.women, UNSAID),
            _days(rows.earliest),
            _days(rows.latest),
        ),
    )
    _table(
        folder / "postings.csv",
        "posting_id,openings,destination,min_team,beds,beds_m,beds_f,start_from,start_by",
        (
            [f"p{posting}" for posting in everywhere],
            places.openings.tolist(),
            _hubs(places.destination),
            places.min_team.tolist(),
            *(_unless(beds, NO_LIMIT) for beds in (places.beds, places.beds_m, places.beds_f)),
            _days(places.start_from),
            _days(places.start_by),
        ),
    )
    _write_pairs(problem, folder / "pairs.csv")
    _table(
        folder / "vehicles.csv",
        "vehicle_id,origin,destination,seats,fixed_cost,cost_per_person,min_load,escorts,available,date,arrives",
        (
            [f"v{vehicle}" for vehicle in range(len(fleet))],
            _stops(fleet.origins),
            _stops(fleet.destinations),
            fleet.seats.tolist(),
            fleet.fixed_cost.tolist(),
            fleet.cost_per_person.tolist(),
            fleet.min_load.tolist(),
            fleet.escorts.tolist(),
            ["*" if runs == NO_LIMIT else runs for runs in fleet.available.tolist()],
            _days(fleet.leaves),
            _days(fleet.arrives),
        ),
    )
    tickets = problem.tickets
    columns = (_hubs(tickets.origin), _hubs(tickets.destination), tickets.fare.tolist(), tickets.days.tolist())
    _table(folder / "fares.csv", "origin,destination,fare,days", columns)
    (folder / "settings.json").write_text(json.dumps(_settings(problem)), encoding="utf-8")


def _write_pairs(problem: Problem, path: Path) -> None:
    pairs = problem.pairs
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("worker_id,posting_id,value\n")
        for begin in range(0, len(pairs), ROWS_A_PORTION):
            part = slice(begin, begin + ROWS_A_PORTION)
            lines = zip(pairs.row[part].tolist(), pairs.posting[part].tolist(), pairs.value[part].tolist(), strict=True)
            file.writelines(f"w{row},p{posting},{value!r}\n" for row, posting, value in lines)


def _settings(problem: Problem) -> dict[str, object]:
    pairs = problem.pairs

    def named(positions: IntArray) -> list[list[str]]:
        chosen = zip(pairs.row[positions].tolist(), pairs.posting[positions].tolist(), strict=True)
        return [[f"w{row}", f"p{posting}"] for row, posting in chosen]

    settings: dict[str, object] = {"objective": problem.objective, "pins": named(problem.pins)}
    settings["bans"] = named(problem.bans)
    return settings if problem.budget is None else settings | {"budget": problem.budget}


def _table(path: Path, heads: str, columns: Sequence[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(heads + "\n")
        csv.writer(file, lineterminator="\n").writerows(zip(*columns, strict=True))


def _hubs(hubs: IntArray) -> list[str]:
    return ["" if hub < 0 else f"h{hub}" for hub in hubs.tolist()]


def _stops(stops: Ragged) -> list[str]:
    return ["|".join(f"h{hub}" for hub in stops.row(at).tolist()) for at in range(len(stops))]


def _unless(numbers: IntArray, nothing: int) -> list[object]:
    return ["" if number == nothing else number for number in numbers.tolist()]


def _days(days: DayArray) -> list[str]:
    return ["" if np.isnat(day) else str(day) for day in days]


def main(words: list[str]) -> int:
    """Write one of the instances."""
    if len(words) != 2 or words[0] not in SHAPES:
        print(f"python -m benchmarks.folders {'|'.join(SHAPES)} FOLDER")
        return 2
    write(instance(words[0]), Path(words[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
