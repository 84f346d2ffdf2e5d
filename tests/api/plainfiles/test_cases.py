"""Small folders that failed once; what is right stands in tests/cases/README.md."""

import resource
import shutil
from pathlib import Path

import numpy as np
import pytest

from optimizer.model.problem import PlanParams
from tests.api.plainfiles.folders import Answer, solve, write_folder

CASES = Path(__file__).parents[2] / "cases"
BESIDE_SOLVING_S = 1.0  # allowed for a clash of two lines, of this process's own time: a busy machine is no fault


def solved(case: str, folder: Path) -> Answer:
    shutil.copytree(CASES / case, folder / case)
    return solve(folder / case)


@pytest.mark.parametrize(
    ("case", "named"),
    [
        ("clash-107", {"beds for men of posting p1", "pin of worker w1 to posting p1"}),
        ("clash-108", {"beds by sex of posting p3", "pin of worker w36 to posting p3"}),
        (
            "clash-251",
            {"group of workers w27, w28, w29", "openings of posting p1", "pin of worker w29 to posting p1"},
        ),
    ],
)
def test_the_smallest_clash_is_named_soon(case: str, named: set[str], tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF)

    answer = solved(case, tmp_path)

    after = resource.getrusage(resource.RUSAGE_SELF)
    assert answer.code == 3
    assert set(answer.summary["clash"]) == named
    assert after.ru_utime - before.ru_utime < BESIDE_SOLVING_S


@pytest.mark.parametrize(
    ("case", "file"), [("set_budget_5000digits", "settings.json:1:"), ("size_1e12", "workers.csv:2:")]
)
def test_numbers_no_plan_can_hold_are_bad_input(
    case: str, file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = solved(case, tmp_path)

    assert answer.code == 2
    assert capsys.readouterr().err.startswith(file)
    assert not answer.out.exists()


@pytest.mark.parametrize(
    ("case", "objective"),
    [
        ("bp-u120_00", 1152.0),
        ("equal400", 15_000.0),
        pytest.param("dspB-400", 216_767.73, marks=pytest.mark.slow),
    ],
)
def test_the_optimum_is_proven(case: str, objective: float, tmp_path: Path) -> None:
    shutil.copytree(CASES / case, tmp_path / case)

    answer = solve(tmp_path / case, PlanParams(time_limit_s=200.0))

    assert answer.summary["status"] == "optimal"
    assert answer.objective == pytest.approx(objective, abs=0.005)


@pytest.mark.parametrize("seed", range(4))
def test_nobody_is_left_whom_the_plan_would_gladly_add(seed: int, tmp_path: Path) -> None:
    random = np.random.default_rng(seed)
    sizes = random.integers(20, 101, 80).tolist()
    folder = write_folder(
        tmp_path / "in",
        workers="worker_id,size,origin;" + ";".join(f"w{at},{size},o" for at, size in enumerate(sizes)),
        postings="posting_id,openings,destination;p,99999,d",
        pairs="worker_id,posting_id,value;" + ";".join(f"w{at},p,10" for at in range(len(sizes))),
        vehicles="vehicle_id,origin,destination,seats,fixed_cost,available;v,o,d,150,1,*",
    )

    answer = solve(folder, PlanParams(time_limit_s=None, iterations=2))

    assert len(answer.placed) == len(sizes)
