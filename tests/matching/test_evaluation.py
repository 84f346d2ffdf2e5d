"""The evaluation beside its baselines, selection measured, and a card that can be read offline."""

from __future__ import annotations

from functools import lru_cache

from matching.drift import LARGE, SMALL, drift
from matching.evaluation import Evaluation, evaluate
from matching.model_card import model_card
from matching.training import lessons
from tests.matching.builders import past, trained


@lru_cache(maxsize=1)
def evaluation() -> Evaluation:
    return evaluate(past().market, past().outcomes, seed=1)


def test_the_glass_box_costs_at_most_one_percent_against_the_free_form() -> None:
    figures = evaluation().figures

    assert figures["glass box"]["auc"] >= 0.99 * figures["free-form boosting"]["auc"]


def test_the_glass_box_beats_every_simple_baseline() -> None:
    figures = evaluation().figures

    for name in ("documented weights", "popularity", "item neighbors", "text alone", "distance alone"):
        assert figures["glass box"]["auc"] > figures[name]["auc"]


def test_people_and_postings_never_seen_are_measured_apart() -> None:
    assert set(evaluation().cold) == {"people never seen", "postings never seen"}


def test_offers_that_followed_habit_are_found_out() -> None:
    # The season's offices send people by trade and corridor: offers are far from random.
    assert evaluation().selection.auc > 0.6
    assert 0 < evaluation().selection.effective_share <= 1


def test_the_card_shows_its_figures_and_fetches_nothing() -> None:
    scorer = trained()

    card = model_card(scorer, evaluation(), synthetic=True)

    assert "glass box" in card and "<svg" in card and "合成数据" in card
    assert "http" not in card and "<script" not in card


def test_the_same_pairs_do_not_drift_and_changed_ones_do() -> None:
    known = lessons(past().market, past().outcomes)
    scorer = trained()
    learned = scorer.pedigree.drift
    changed = known.table.copy()
    changed[:, 5] = 0.5

    assert max(drift(scorer.model, learned, known.table).values()) < SMALL
    assert max(drift(scorer.model, learned, changed).values()) > LARGE
