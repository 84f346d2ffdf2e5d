"""The evaluation beside its baselines, selection measured, and a card that can be read offline."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from labor.market import Spells
from matching.cold import _as_strangers, cold_starts
from matching.drift import LARGE, SMALL, drift, watch
from matching.evaluation import CORRECTED, OURS, Evaluation, evaluate
from matching.features import NAMES
from matching.lessons import lessons, split
from matching.model_card import model_card
from matching.training import train_on
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


def test_people_employers_and_postings_never_met_are_measured_apart_beside_the_same_ones_known() -> None:
    cold = evaluation().cold

    assert set(cold) == {"postings never seen", "people kept apart", "the same people, known",
                         "employers kept apart", "the same employers, known"}  # fmt: skip
    assert cold["people kept apart"]["outcomes"] == cold["the same people, known"]["outcomes"] > 300
    assert cold["employers kept apart"]["auc"] > 0.6


def test_who_is_kept_apart_is_read_without_their_own_past() -> None:
    market, known = past().market, lessons(past().market, past().outcomes)
    back = known.at(known.table[:, NAMES.index("worked_there")] > 0)

    stranger = _as_strangers(market, back, np.ones(len(market.spells.worker), dtype=np.bool_))

    assert len(back) > 0
    assert np.all(stranger.table[:, NAMES.index("worked_there")] == 0)


def test_employers_nobody_had_worked_for_on_the_day_of_the_offer_are_measured_where_there_are_enough() -> None:
    market, spells = past().market, past().market.spells
    training = train_on(lessons(market, past().outcomes), seed=1)
    new = market.employers.id < np.median(market.employers.id)
    kept = Spells(*(getattr(spells, name)[~new[spells.employer]] for name in Spells.__dataclass_fields__))

    told = cold_starts(replace(market, spells=kept), training)["employers nobody had worked for"]

    late = split(training.known).held_out
    of_new = new[market.postings.employer[late.posting]] & (late.came_through >= 0)
    assert told["outcomes"] == of_new.sum() > 200


def test_weighing_selection_out_is_measured_beside_the_plain_model() -> None:
    figures = evaluation().figures

    assert abs(figures[CORRECTED]["auc"] - figures[OURS]["auc"]) < 0.03
    assert figures[CORRECTED]["auc"] != figures[OURS]["auc"]


def test_offers_that_followed_habit_are_found_out() -> None:
    # The season's offices send people by trade and corridor: offers are far from random.
    assert evaluation().selection.auc > 0.6
    assert 0 < evaluation().selection.effective_share <= 1


def test_the_card_shows_its_figures_and_fetches_nothing() -> None:
    scorer = trained()

    card = model_card(scorer, evaluation(), synthetic=True)

    assert "glass box" in card and "<svg" in card and "合成数据" in card
    fetched = card.replace("http://www.w3.org/2000/svg", "")
    assert "http" not in fetched and "<script" not in card


def test_the_same_pairs_do_not_drift_and_changed_ones_do() -> None:
    known = lessons(past().market, past().outcomes)
    scorer = trained()
    learned = scorer.pedigree.drift
    changed = known.table.copy()
    changed[:, 5] = 0.5

    assert max(drift(scorer.model, learned, known.table).values()) < SMALL
    assert max(drift(scorer.model, learned, changed).values()) > LARGE


def test_newer_offers_whose_chances_come_true_are_steady_and_made_up_ones_are_not() -> None:
    known = lessons(past().market, past().outcomes)
    scorer = trained()
    nobody_came = np.where(known.stages == 1, 0, known.stages)

    steady, off = watch(scorer, known), watch(scorer, replace(known, stages=nobody_came))

    assert steady.verdict == "steady" and abs(steady.told - steady.came) < 0.02
    assert off.verdict == "train_again" and off.came == 0


def test_a_handful_of_newer_offers_says_nothing() -> None:
    known = lessons(past().market, past().outcomes)

    assert watch(trained(), known.at(slice(0, 50))).verdict == "too_few"
