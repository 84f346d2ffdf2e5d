"""Farther is never better: not in one line of the reasons, in the whole score."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from labor.candidates import Pairs
from labor.market import Market
from matching import WeightedScorer
from matching.chances import StageScorer
from matching.features.sight import scene_of
from tests.matching.builders import past, trained

DAY = np.datetime64("2025-06-01", "D").astype(object)


def farther(market: Market, factor: float, more_km: float) -> Market:
    """The same market with longer roads and nothing else changed."""
    copy = replace(market)
    homes, sites, km = scene_of(market).road_km
    scene_of(copy).__dict__.update(scene_of(market).__dict__ | {"market": copy})
    scene_of(copy).__dict__["road_km"] = homes, sites, km * factor + more_km
    return copy


@pytest.mark.parametrize("scorer", [WeightedScorer(), trained()], ids=["weights", "trained"])
@pytest.mark.parametrize(("factor", "more_km"), [(1.0, 50.0), (1.3, 0.0), (2.0, 0.0), (1.0, 1500.0), (0.0, 300.0)])
def test_no_pair_of_many_gains_by_a_longer_road(scorer: StageScorer, factor: float, more_km: float) -> None:
    market = past().market
    rng = np.random.default_rng(7)
    pairs = Pairs(rng.integers(len(market.workers), size=6000), rng.integers(len(market.postings), size=6000))
    near = farther(market, 0.0, 0.0) if factor == 0 else market

    here = scorer.chances(near, pairs, DAY)
    there = scorer.chances(farther(market, factor, more_km), pairs, DAY)

    assert (there.at_work_after_30 <= here.at_work_after_30 + 1e-12).all()
    assert (there.at_work_after_30 < here.at_work_after_30 - 1e-3).mean() > 0.2
