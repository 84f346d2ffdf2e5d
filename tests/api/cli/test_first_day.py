"""A new office's first day from the command line: its files as they are, no answer given, one plan."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select
from typer.testing import CliRunner

from api.cli import offices
from api.cli.commands import app
from data.database import opened
from data.tables import Hub, PlanRow, Posting, TripRow, Vehicle, Worker

OFFICE = Path(__file__).parents[2] / "office"
FILES = sorted(path for path in OFFICE.iterdir() if path.suffix in (".xlsx", ".csv", ".txt"))


def test_the_files_of_an_office_become_a_plan_without_an_answer(tmp_path: Path) -> None:
    run, at = CliRunner(), ["--home", str(tmp_path)]
    assert run.invoke(app, ["init", *at]).exit_code == 0

    brought = run.invoke(app, ["import", *map(str, FILES), "--as-of", "2026-11-27", *at])
    planned = run.invoke(app, ["plan", "2026-12-01", "2026-12-14", "--as-of", "2026-11-27", "--threads", "1", *at])

    assert (brought.exit_code, planned.exit_code) == (0, 0)
    with opened(offices.opened(tmp_path).engine) as session:
        counts = {
            table: session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Worker, Posting, Vehicle, Hub)
        }
        placed = session.scalar(select(PlanRow.placed_people)) or 0
        loads = session.scalars(select(TripRow.people).join(Vehicle).where(Vehicle.mode == "coach")).all()
    assert counts[Worker] >= 157
    assert (counts[Posting], counts[Vehicle], counts[Hub]) == (7, 6, 5)
    assert placed >= 130
    assert len(loads) == 2 and min(loads) >= 1
