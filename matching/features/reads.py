"""The columns features read of workers and postings: who is alike to them, so that large markets go by kinds.

Fellow villagers and former employers are read as for somebody who never worked anywhere: ``own_work`` lists the pairs
for which that is not so.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from labor.arrays import IntArray
from labor.candidates import Pairs
from matching.features.feature import Columns
from matching.features.sight import Scene


def nothing(_: Scene) -> Columns:
    """That side does not matter."""
    return ()


def trade(s: Scene) -> Columns:
    """The worker's kind of trade."""
    return (s.trades.worker_at,)


def occupation(s: Scene) -> Columns:
    """The posting's occupation."""
    return (s.trades.posting_at,)


def hours(s: Scene) -> Columns:
    """Hours a day."""
    return (np.nan_to_num(s.market.postings.hours_a_day, nan=-1.0),)


def wage(s: Scene) -> Columns:
    """The pay wanted."""
    return (s.market.workers.wage_wanted_fen,)


def pay(s: Scene) -> Columns:
    """The middle of the pay."""
    return (np.nan_to_num(s.pay_fen, nan=-1.0),)


def home(s: Scene) -> Columns:
    """The worker's county as a row of the road distances."""
    return (s.road_km[0],)


def site(s: Scene) -> Columns:
    """The posting's county as a column of the road distances."""
    return (s.road_km[1],)


def employer(s: Scene) -> Columns:
    """The employer."""
    return (s.market.postings.employer,)


def pickup(s: Scene) -> Columns:
    """The pick-up point."""
    return (s.market.workers.pickup,)


def own_work(scene: Scene, postings: IntArray) -> Pairs:
    """Each worker beside those of ``postings`` (by their place in it) whose employer they have a spell with."""
    market = scene.market
    employers = len(market.employers) + 1
    been = np.unique(market.spells.worker.astype(np.int64) * employers + market.spells.employer)
    worker, employer = been // employers, been % employers
    order = np.argsort(market.postings.employer[postings], kind="stable")
    bounds = np.searchsorted(market.postings.employer[postings][order], np.arange(employers + 1))
    counts = (bounds[1:] - bounds[:-1])[employer]
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return Pairs(np.repeat(worker, counts), order[np.repeat(bounds[employer], counts) + within])


def numbers(days: NDArray[np.datetime64]) -> IntArray:
    """Days as numbers since 1970."""
    return days.astype("datetime64[D]").astype(np.int64)
