"""Rules 13 to 15: time, signals, whole files, exit codes; by the real command where a process matters."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import optimizer
from api.plainfiles.solve_arguments import plain_arguments
from optimizer.model.problem import PlanParams
from tests.api.plainfiles.folders import solve, write_folder
from tests.optimizer.builders import Toy

SMALL: dict[str, Any] = {
    "workers": "worker_id,origin; a,A; b,A; c,A",
    "postings": "posting_id,openings,destination; p,2,C",
    "pairs": "worker_id,posting_id,value; a,p,50; b,p,40; c,p,30",
    "vehicles": "vehicle_id,origin,destination,seats,fixed_cost,date; v,A,C,4,10.5,2026-03-01",
}
PLAN_FILES = ["assignments.csv", "summary.json", "trips.csv", "unplaced.csv"]
ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-c", "from api.cli import main; main()", "solve"]


def command(folder: Path, *options: str) -> subprocess.Popen[str]:
    line = [*COMMAND, str(folder), "--out", str(folder / "out"), *options]
    return subprocess.Popen(line, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3])


def finished(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and stderr; the pipe is closed."""
    _, told = process.communicate(timeout=60)
    return process.returncode, told


def large(folder: Path, *, rows: int = 4000, postings: int = 120) -> Path:
    """Hard enough that no run ends by itself in seconds: thin corridors, half-empty coaches."""
    rng = np.random.default_rng(5)
    pairs = [(row, posting) for row in range(rows) for posting in rng.choice(postings, 8, replace=False)]
    return write_folder(
        folder,
        workers="worker_id,origin;" + ";".join(f"w{row},O{rng.integers(20)}" for row in range(rows)),
        postings="posting_id,openings,destination;" + ";".join(f"p{at},20,D{at % 40}" for at in range(postings)),
        pairs="worker_id,posting_id,value;"
        + ";".join(f"w{row},p{posting},{rng.integers(500, 2000)}" for row, posting in pairs),
        vehicles="vehicle_id,origin,destination,seats,fixed_cost,available;"
        + ";".join(f"v{o}-{d},O{o},D{d},45,9000,*" for o in range(20) for d in range(40)),
        fares="origin,destination,fare;" + ";".join(f"O{o},D{d},600" for o in range(20) for d in range(40)),
    )


def test_a_plan_is_four_files_with_their_columns(tmp_path: Path) -> None:
    answer = solve(write_folder(tmp_path / "in", **SMALL))

    assert sorted(path.name for path in answer.out.iterdir()) == PLAN_FILES
    assert answer.table("assignments")[0] == {"worker_id": "a", "posting_id": "p", "trip_id": "T1", "travel": "trip"}
    trip = {"trip_id": "T1", "vehicle_id": "v", "date": "2026-03-01", "people": "2", "seats": "4", "cost": "10.5"}
    assert answer.table("trips") == [trip]
    assert list(answer.table("unplaced")[0]) == ["worker_id", "reason", "detail"]


def test_the_summary_holds_every_figure(tmp_path: Path) -> None:
    summary = solve(write_folder(tmp_path / "in", **SMALL), PlanParams(time_limit_s=30, seed=4, threads=1)).summary

    assert summary.pop("wall_s") > 0
    assert summary.pop("peak_memory_mb") > 10
    assert summary == {
        "status": "optimal", "objective": 79.5, "bound": 79.5, "gap": 0.0, "placed_people": 2, "placed_rows": 2,
        "travel_cost": 10.5, "trips": 1, "stopped": "done", "seed": 4, "threads": 1, "audit": "passed",
    }  # fmt: skip


def test_a_clash_writes_the_summary_alone_and_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path / "in", **SMALL)
    solve(folder)
    write_folder(folder, settings={"pins": [["c", "p"]], "budget": 10})

    answer = solve(folder)

    assert answer.code == 3
    assert [path.name for path in answer.out.iterdir()] == ["summary.json"]
    assert answer.summary["status"] == "infeasible"
    assert set(answer.summary["clash"]) == {"pin of worker c to posting p", "budget of 10"}


def test_bad_input_leaves_an_earlier_plan_as_it_was(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", **SMALL)
    before = {path.name: path.read_bytes() for path in solve(folder).out.iterdir()}

    assert solve(write_folder(folder, pairs="worker_id; a")).code == 2

    assert {path.name: path.read_bytes() for path in (folder / "out").iterdir()} == before
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_out_that_is_a_file_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path / "in", **SMALL)
    (folder / "out").write_text("mine")

    assert solve(folder).code == 2
    assert (folder / "out").read_text() == "mine"


def test_ids_with_commas_quotes_and_chinese_come_back_as_they_were(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", **SMALL)
    (folder / "workers.csv").write_text('worker_id,origin\n"张, ""三""",A\n', encoding="utf-8")
    (folder / "pairs.csv").write_text('worker_id,posting_id,value\n"张, ""三""",p,50\n', encoding="utf-8")

    assert solve(folder).placed == {'张, "三"': "p"}


@pytest.mark.slow
def test_the_same_work_gives_the_same_files(tmp_path: Path) -> None:
    folder = large(tmp_path / "in", rows=600, postings=40)
    params = PlanParams(time_limit_s=None, iterations=30, seed=3, threads=2)

    first = {name: (solve(folder, params).out / name).read_bytes() for name in PLAN_FILES[:1] + PLAN_FILES[2:3]}
    again = {name: (solve(folder, params).out / name).read_bytes() for name in first}

    assert first == again


@pytest.mark.slow
def test_the_time_limit_covers_the_whole_command(tmp_path: Path) -> None:
    folder = large(tmp_path / "in")

    began = time.monotonic()
    code, _ = finished(command(folder, "--time-limit", "8"))

    assert code == 0
    assert time.monotonic() - began < 9.5  # a second and a half for a busy machine to end the process
    assert json.loads((folder / "out/summary.json").read_text())["wall_s"] <= 8


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_with_the_best_plan_so_far(number: signal.Signals, tmp_path: Path) -> None:
    folder = large(tmp_path / "in")
    process = command(folder, "--time-limit", "120")
    time.sleep(8)

    os.kill(process.pid, number)
    code, told = finished(process)

    assert (code, told) == (0, "")
    summary = json.loads((folder / "out/summary.json").read_text())
    assert summary["stopped"] == "signal"
    assert summary["audit"] == "passed"


def test_time_that_is_up_before_any_plan_is_exit_code_four(tmp_path: Path) -> None:
    answer = solve(write_folder(tmp_path / "in", **SMALL), PlanParams(time_limit_s=1e-9))

    assert answer.code == 4
    assert not answer.out.exists()


@pytest.mark.parametrize("option", [("--gap", "2"), ("--iterations", "0"), ("--time-limit", "-1"), ("--seed", "x")])
def test_options_out_of_range_are_refused(option: tuple[str, str], tmp_path: Path) -> None:
    code, told = finished(command(write_folder(tmp_path / "in", **SMALL), *option))

    assert code == 2
    assert told


def test_a_small_folder_loads_neither_pages_nor_database_nor_solvers(tmp_path: Path) -> None:
    one = {
        "workers": "worker_id; a",
        "postings": "posting_id,openings; p,1",
        "pairs": "worker_id,posting_id,value; a,p,1",
    }
    folder = write_folder(tmp_path / "in", **one)
    told = (
        "import sys; from api.plainfiles.solve_arguments import plain_arguments\n"
        f"code = plain_arguments([{str(folder)!r}, '--out', {str(folder / 'out')!r}]).run()\n"
        "heavy = ('typer', 'rich', 'pydantic', 'sqlalchemy', 'fastapi', 'pandas', 'scipy', 'sklearn', 'ortools')\n"
        "print(code, [one for one in heavy if one in sys.modules])"
    )

    ended = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT)

    assert ended.stdout.strip() == "0 []"


@pytest.mark.parametrize(
    "said",
    [
        ["F", "--out", "O", "--time-limit", "2", "--seed=7"],
        ["--out=O", "--gap", "0.01", "F", "--threads", "1", "--iterations", "5"],
    ],
)
def test_plain_arguments_are_read_without_the_library(said: list[str]) -> None:
    asked = plain_arguments(said)

    assert asked is not None and (asked.folder, asked.out) == (Path("F"), Path("O"))


@pytest.mark.parametrize(
    "said",
    [
        [],
        ["F"],
        ["--help"],
        ["F", "--out", "O", "--help"],
        ["F", "G", "--out", "O"],
        ["F", "--out"],
        ["F", "--out", "O", "--seed", "x"],
        ["F", "--out", "O", "--seed", "1", "--seed", "2"],
        ["F", "--out", "O", "--sead", "1"],
        ["F", "--out", "--seed", "1"],
    ],
)
def test_anything_else_is_left_to_the_library(said: list[str]) -> None:
    assert plain_arguments(said) is None


@pytest.mark.parametrize("delay_s", [0.15, 0.4, 0.8, 1.5])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_at_any_moment_ends_with_a_plan_or_with_four(
    number: signal.Signals, delay_s: float, tmp_path: Path
) -> None:
    folder = large(tmp_path / "in", rows=1500)
    process = command(folder, "--time-limit", "60")
    time.sleep(delay_s)
    process.send_signal(number)

    code, told = finished(process)

    assert "Traceback" not in told
    assert (code == 0 and (folder / "out" / "summary.json").exists()) or (code == 4 and not (folder / "out").exists())


def test_even_where_time_is_up_at_once_a_small_folder_gets_a_plan_of_somebody() -> None:
    toy = Toy(rows=[{}] * 3, places=[{"openings": 2}], pairs=[(row, 0, 5.0) for row in range(3)])

    assert optimizer.plan(toy.problem(), PlanParams(time_limit_s=1e-6)).placed_people == 2
