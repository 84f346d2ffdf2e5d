"""A trained scorer on the season's earlier offers, against the hidden truth that made them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from labor.candidates import Pairs
from labor.errors import NotTrained
from labor.outcomes import NOT_KNOWN, Outcomes
from matching import is_worse, load, save, train
from matching.chances import SCORED, logistic
from matching.features import DIRECTIONS
from matching.lessons import lessons, split
from matching.metrics import auc, ece
from matching.training import compared, train_on
from tests.matching.builders import past, trained


def test_the_scorer_comes_near_the_hidden_truth_on_later_offers() -> None:
    known = lessons(past().market, past().outcomes)
    late = split(known).held_out
    order = np.argsort(past().outcomes.offered.astype("datetime64[D]"), kind="stable")
    truth = past().true_score[order][-len(late) :]
    told = late.came_through >= 0
    best = auc(late.came_through[told], truth[told])

    assert trained().pedigree.figures["auc"] >= 0.95 * best
    # On these few outcomes the truth itself shows some error by chance alone; against the true chances there is none.
    assert trained().pedigree.figures["ece"] <= ece(late.came_through[told], truth[told]) + 0.02
    trial = train_on(known, seed=1).trial
    score = np.prod(logistic(trial.log_odds(late.table)[: len(SCORED)]), axis=0)
    parts = np.array_split(np.argsort(score), 15)
    assert np.mean([abs(np.mean(score[part] - truth[part])) for part in parts]) <= 0.02


def test_no_curve_runs_against_its_stated_direction() -> None:
    for direction, steps in zip(DIRECTIONS, trained().model.steps, strict=True):
        for stage in range(len(SCORED)):
            assert np.all(direction * np.diff(steps[stage, :-1]) >= -1e-9)


def test_a_model_read_back_scores_the_same(tmp_path: Path) -> None:
    pairs = Pairs(past().outcomes.worker[:100], past().outcomes.posting[:100])

    save(trained(), tmp_path / "model.skops")
    again = load(tmp_path / "model.skops")

    np.testing.assert_array_equal(again.score(past().market, pairs), trained().score(past().market, pairs))
    assert again.pedigree == trained().pedigree


def test_a_file_that_is_no_model_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "model.skops").write_bytes(b"not a model")

    with pytest.raises(NotTrained, match=r"model\.skops is not a model"):
        load(tmp_path / "model.skops")


def test_no_model_at_all_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(NotTrained, match="gongqiao train"):
        load(tmp_path / "none.skops")


def test_too_few_outcomes_are_refused() -> None:
    outcomes = past().outcomes
    few = Outcomes(*(getattr(outcomes, name)[:50] for name in Outcomes.__dataclass_fields__))

    with pytest.raises(NotTrained, match="50 outcomes"):
        train(past().market, few, seed=1)


def test_nothing_of_a_later_day_is_learned_from() -> None:
    known = lessons(past().market, past().outcomes, until=date(2025, 1, 1))

    assert len(known) > 0
    assert known.offered.max() < np.datetime64("2025-01-01").astype("datetime64[D]").astype(np.int64)


def test_learning_and_testing_share_no_day() -> None:
    parts = split(lessons(past().market, past().outcomes))

    assert parts.train.offered.max() < parts.held_out.offered.min()


def test_days_known_only_by_who_left_early_teach_nothing() -> None:
    outcomes = past().outcomes
    late = outcomes.offered == outcomes.offered.max()
    stayed = np.where(late & (outcomes.stayed_30 == 1), NOT_KNOWN, outcomes.stayed_30)
    half_told = Outcomes(outcomes.worker, outcomes.posting, outcomes.offered, outcomes.accepted, outcomes.showed_up,
                         stayed, outcomes.stayed_90)  # fmt: skip

    known = lessons(past().market, half_told)

    assert np.all(known.stages[2][known.offered == known.offered.max()] == NOT_KNOWN)


def test_a_clearly_worse_model_is_told_apart() -> None:
    pedigree = trained().pedigree
    figures = {**pedigree.figures, "auc": pedigree.figures["auc"] - 0.05}
    worse = replace(trained(), pedigree=replace(pedigree, figures=figures))

    assert is_worse(worse, trained())
    assert not is_worse(trained(), worse)


def test_two_models_are_compared_on_offers_neither_had_learned_from() -> None:
    known = lessons(past().market, past().outcomes)
    training = train_on(known, seed=1)
    since = str(np.datetime64(int(split(known).held_out.offered[0]) - 1, "D"))
    older = replace(trained(), pedigree=replace(trained().pedigree, last_day=since))
    backwards = replace(older, model=older.model.scaled(np.full(4, -1.0), np.zeros(4)))

    fair, foul = compared(training, older), compared(training, backwards)

    assert fair.offers > 1000 and not foul.worse
    assert foul.old < 0.5 < foul.new
    assert compared(replace(training, trial=backwards.model), older).worse


def test_without_newer_offers_each_models_own_figures_are_compared() -> None:
    told = compared(train_on(lessons(past().market, past().outcomes), seed=1), trained())

    assert told.offers == 0
    assert told.old == trained().pedigree.figures["auc"]
