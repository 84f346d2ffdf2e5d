"""How well the scorer does where it knows nothing: people, employers and postings it has never met.

An employer whose past is hidden is not a new one: fellow villagers and people who come back are truly there, only the
model is not told, so its chances lie below what came. At a truly new employer nobody of theirs is there, and it is told
so; those are measured as they come.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from labor.arrays import BoolArray
from labor.candidates import Pairs
from labor.market import Market, Spells
from matching.additive import Additive
from matching.chances import SCORED, logistic
from matching.features import read
from matching.lessons import Lessons, split
from matching.recipe import curves
from matching.training import Training, score_figures

ONE_IN: Final = 5  # people, or employers, kept wholly apart
FEWEST: Final = 200  # offers of new employers below which nothing is said


def cold_starts(market: Market, training: Training) -> dict[str, dict[str, float]]:
    """Figures on held-out offers of people and of employers kept wholly apart, and of postings never seen.

    Of those kept apart neither an offer nor a spell of work is known: nothing was learned from them, and the features
    are read from a market in which they never worked, or where nobody ever worked. Beside each group stand the same
    offers told by the model that knows them. Last, where there are enough, offers of employers truly new on that day.
    """
    rng = np.random.default_rng(training.scorer.pedigree.seed)
    people = rng.random(len(market.workers)) < 1 / ONE_IN
    firms = rng.random(len(market.employers)) < 1 / ONE_IN
    employer = market.postings.employer
    parts = split(training.known)
    early, late = parts.train, parts.held_out
    found = {"postings never seen": _told(training.trial, late.at(~np.isin(late.posting, early.posting)))}
    for name, of_early, of_late, of_spells in (
        ("people", people[early.worker], people[late.worker], people[market.spells.worker]),
        ("employers", firms[employer[early.posting]], firms[employer[late.posting]], firms[market.spells.employer]),
    ):
        apart, rest = late.at(of_late), early.at(~of_early)
        if not len(apart) or not len(rest):
            continue
        model = curves(rest, seed=training.scorer.pedigree.seed).scaled(*training.line)
        found[f"{name} kept apart"] = _told(model, _as_strangers(market, apart, of_spells))
        found[f"the same {name}, known"] = _told(training.trial, apart)
    new = late.at(_nobody_worked_there(market, late))
    if len(new) >= FEWEST:
        found["employers nobody had worked for"] = _told(training.trial, new)
    return found


def _nobody_worked_there(market: Market, some: Lessons) -> BoolArray:
    """Offers made before any spell of work at their employer had ended."""
    first = np.full(len(market.employers), np.iinfo(np.int64).max)
    ended = ~np.isnat(market.spells.ended)
    days = market.spells.ended[ended].astype("datetime64[D]").astype(np.int64)
    np.minimum.at(first, market.spells.employer[ended], days)
    return np.asarray(first[market.postings.employer[some.posting]] > some.offered)


def _as_strangers(market: Market, apart: Lessons, of_spells: BoolArray) -> Lessons:
    """The same offers read from a market that knows none of these spells."""
    kept = Spells(*(getattr(market.spells, name)[~of_spells] for name in Spells.__dataclass_fields__))
    pairs = Pairs(apart.worker, apart.posting)
    return replace(apart, table=read(replace(market, spells=kept), pairs, apart.offered.astype("datetime64[D]")))


def _told(model: Additive, some: Lessons) -> dict[str, float]:
    return score_figures(some, np.prod(logistic(model.log_odds(some.table)[: len(SCORED)]), axis=0))
