"""Markets for the tests of matching/: the synthetic season, its past offers and its present postings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from data.sample.hidden_model import Latent
from data.sample.history import latent_of
from data.sample.market import Register, market_of
from data.sample.season import TODAY as SEASON_DAY
from data.sample.season import draw_season
from labor.arrays import FloatArray
from labor.candidates import Pairs
from labor.market import Market
from labor.outcomes import Outcomes
from matching import TrainedScorer, train


@dataclass(frozen=True)
class Past:
    """The season's earlier offers: a market whose postings are the past ones, outcomes and their true chances."""

    market: Market
    outcomes: Outcomes
    true_score: FloatArray
    latent: Latent

    @property
    def pairs(self) -> Pairs:
        return Pairs(self.outcomes.worker, self.outcomes.posting)


@lru_cache(maxsize=1)
def past(workers: int = 1000) -> Past:
    season = draw_season(workers=workers)
    people, employers = season.register.people, season.register.employers
    register = Register(people, employers, season.history.orders, (), ())
    market = market_of(register, SEASON_DAY, spells=season.history.spells)
    return Past(market, season.history.outcomes, season.history.true_chance, latent_of(people, employers))


@lru_cache(maxsize=1)
def trained() -> TrainedScorer:
    return train(past().market, past().outcomes, seed=1)


@lru_cache(maxsize=1)
def present(workers: int = 1500) -> Market:
    season = draw_season(workers=workers)
    return market_of(season.register, SEASON_DAY, spells=season.history.spells)


def every_pair(market: Market) -> Pairs:
    workers, postings = len(market.workers), len(market.postings)
    return Pairs(np.repeat(np.arange(workers), postings), np.tile(np.arange(postings), workers))
