"""Allowed postings by distance alone, for who wants no ranking by their own data (PIPL 24)."""

from __future__ import annotations

from datetime import date

import numpy as np

from labor.candidates import Pairs
from labor.market import Market
from matching import OPTIONS, Scene
from policy import judge


def nearest_postings(market: Market, worker: int, today: date, count: int = OPTIONS) -> list[tuple[int, float]]:
    """The nearest allowed postings of a worker by market position, each with its road km, NaN where unknown.

    Law and wishes still decide what is allowed; nothing but distance decides the order.
    """
    postings = np.arange(len(market.postings), dtype=np.int64)
    allowed = judge(market, Pairs(np.full(len(postings), worker, dtype=np.int64), postings), today).allowed
    home_at, site_at, road_km = Scene(market).road_km
    km = road_km[home_at[worker], site_at[postings[allowed]]]
    order = np.argsort(km, kind="stable")[:count]  # NaN goes last
    return [(int(postings[allowed][at]), float(km[at])) for at in order.tolist()]
