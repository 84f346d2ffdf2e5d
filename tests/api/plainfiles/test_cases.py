"""Small folders that failed once; what is right stands in tests/cases/README.md."""

import resource
import shutil
from pathlib import Path

import pytest

from tests.api.plainfiles.folders import Answer, solve

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
