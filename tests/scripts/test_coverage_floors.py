"""A floor that is broken is told, and one whose file has moved is no floor at all."""

from __future__ import annotations

import pytest

from scripts.coverage_floors import GUARDED, shares
from tests.test_architecture import ROOT


def file(taken: int, branches: int) -> dict[str, dict[str, int]]:
    return {"summary": {"covered_branches": taken, "num_branches": branches}}


def test_branches_of_all_files_of_a_part_are_summed() -> None:
    files = {"policy/a.py": file(9, 10), "policy/b/c.py": file(10, 10), "data/privacy.py": file(0, 4)}

    (policy,) = shares(files, {"policy": ("policy/*", 95.0)})

    assert (policy.taken, policy.branches, policy.percent, policy.holds) == (19, 20, 95.0, True)


def test_one_branch_below_breaks_the_floor() -> None:
    (policy,) = shares({"policy/a.py": file(18, 20)}, {"policy": ("policy/*", 95.0)})

    assert not policy.holds


def test_a_part_without_branches_holds() -> None:
    assert shares({"policy/a.py": file(0, 0)}, {"policy": ("policy/*", 95.0)})[0].holds


def test_a_part_that_moved_is_no_part_that_holds() -> None:
    with pytest.raises(ValueError, match="has policy moved"):
        shares({"law/a.py": file(1, 1)}, {"policy": ("policy/*", 95.0)})


@pytest.mark.parametrize("name", GUARDED)
def test_every_guarded_part_is_there(name: str) -> None:
    assert list(ROOT.glob(GUARDED[name][0]))
