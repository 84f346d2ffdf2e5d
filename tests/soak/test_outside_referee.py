"""`gongqiao solve` on random folders against a referee who has read docs/formats.md and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from api.plainfiles.solving import INFEASIBLE, WRITTEN, solve_folder
from optimizer.model.problem import PlanParams
from tests.soak.folders_drawn import draw
from tests.soak.recount import recount
from tests.soak.referee import Folder, best

PARAMS = PlanParams(time_limit_s=60.0, threads=1)


@pytest.mark.parametrize("seed", range(240))
def test_a_written_plan_holds_every_rule_and_is_the_best_there_is(seed: int, tmp_path: Path) -> None:
    folder, out = draw(tmp_path / "folder", seed), tmp_path / "out"
    told = Folder.read(folder)

    code, most = solve_folder(folder, out, PARAMS), best(told)

    assert code == (INFEASIBLE if most is None else WRITTEN)
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    if most is None:
        assert summary["status"] == "infeasible" and summary["clash"]
        assert best(_named_alone(told, summary["clash"])) is None
        return
    people, net = recount(told, out)
    if told.settings.get("objective") == "placed_then_value":
        assert people == most[0]
    assert summary["status"] == "optimal"
    assert net == most[1]
    assert summary["bound"] * 100 >= most[1] - 0.02


def _named_alone(told: Folder, clash: list[str]) -> Folder:
    """The folder with no pins, bans or budget but those the clash names."""
    kept = {
        key: [[row, place] for row, place in told.settings.get(key) or () if words.format(row, place) in clash]
        for key, words in (("pins", "pin of worker {} to posting {}"), ("bans", "ban of worker {} at posting {}"))
    }
    budget = told.settings.get("budget")
    named = budget if budget is not None and f"budget of {budget:g}" in clash else None
    return replace(told, settings=told.settings | kept | {"budget": named})
