"""A benchmark problem written as plain files is the same problem when it is read."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from api.plainfiles.problem_files import read_problem
from benchmarks.county import county
from benchmarks.folders import main, write
from benchmarks.instances import SHAPES, Shape, plain
from optimizer.model.problem import Problem

SMALL = Shape(people=40, origins=3, destinations=4, postings=9, pairs=5, seed=1)


@pytest.mark.parametrize("problem", [plain(SMALL), county(SHAPES["county"])], ids=["plain", "every rule"])
def test_what_is_written_is_read_as_the_same_problem(problem: Problem, tmp_path: Path) -> None:
    write(problem, tmp_path / "folder")

    read = read_problem(tmp_path / "folder")

    for part in ("rows", "places", "pairs", "fleet"):
        for field in fields(getattr(problem, part)):
            if field.name in ("origin", "destination", "origins", "destinations", "group"):
                continue  # numbered anew, in order of appearance
            np.testing.assert_array_equal(*(getattr(getattr(one, part), field.name) for one in (problem, read)))
    np.testing.assert_array_equal(problem.tickets.fare, read.tickets.fare)
    assert (read.objective, read.budget) == (problem.objective, problem.budget)
    np.testing.assert_array_equal(np.sort(read.pins), np.sort(problem.pins))


def test_an_unknown_name_is_answered_with_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decade", "somewhere"]) == 2
    assert "county|season|year|million" in capsys.readouterr().out
