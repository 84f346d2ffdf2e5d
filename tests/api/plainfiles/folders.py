"""Toy folders told as lines of CSV, solved by the real command, and their answers read back."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.plainfiles.solving import solve_folder
from optimizer.model.problem import PlanParams

QUICK = PlanParams(time_limit_s=30.0)


@dataclass(frozen=True)
class Answer:
    """What a run of the command left behind."""

    code: int
    out: Path

    @property
    def summary(self) -> dict[str, Any]:
        """summary.json."""
        return dict(json.loads((self.out / "summary.json").read_text()))

    def table(self, name: str) -> list[dict[str, str]]:
        """One of the CSV files, line by line."""
        with (self.out / f"{name}.csv").open(newline="") as file:
            return list(csv.DictReader(file))

    @property
    def placed(self) -> dict[str, str]:
        """Posting by worker."""
        return {line["worker_id"]: line["posting_id"] for line in self.table("assignments")}

    @property
    def travel(self) -> dict[str, str]:
        """Way of travel by worker."""
        return {line["worker_id"]: line["travel"] for line in self.table("assignments")}

    @property
    def reasons(self) -> dict[str, str]:
        """Reason by worker left out."""
        return {line["worker_id"]: line["reason"] for line in self.table("unplaced")}

    @property
    def objective(self) -> float:
        """The net value."""
        return float(self.summary["objective"])


def write_folder(folder: Path, *, settings: Any = None, **files: str) -> Path:
    """Write ``name="header; line; line"`` as name.csv, and settings.json where given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, told in files.items():
        lines = [line.strip() for line in told.split(";")]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if settings is not None:
        (folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder


def solve(folder: Path, params: PlanParams = QUICK) -> Answer:
    """Run the command on a folder."""
    out = folder / "out"
    return Answer(solve_folder(folder, out, params), out)
