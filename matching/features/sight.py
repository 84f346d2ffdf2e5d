"""What features look up in a market, worked out once, and the pairs they look at as of a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TypeAlias

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.market import Market, Spells
from labor.regions import ROAD_FACTOR, great_circle_km
from matching.features.records import Records
from matching.features.trades import TradeTables
from matching.work_words import WorkLikeness

MONTH_DAYS = 30


@dataclass(frozen=True, slots=True)
class Stay:
    """Shrinkage of a stay rate: as if ``weight`` earlier spells had gone at the average ``rate``."""

    rate: float = 0.7
    weight: float = 6.0

    def of(self, stayed: FloatArray, spells: FloatArray) -> FloatArray:
        """The shrunk rate."""
        rate: FloatArray = (stayed + self.rate * self.weight) / (spells + self.weight)
        return rate


class Scene:
    """Look-ups of one market; nothing in it knows a protected trait."""

    def __init__(self, market: Market) -> None:
        self.market = market

    @cached_property
    def road_km(self) -> tuple[IntArray, IntArray, FloatArray]:
        """Row of each worker, column of each posting, and the road distances between their counties."""
        homes, home_at = np.unique(self.market.workers.county, return_inverse=True)
        sites, site_at = np.unique(self.market.postings.county, return_inverse=True)
        home, site = _points(self.market, homes), _points(self.market, sites)
        km = great_circle_km(home[:, None, 0], home[:, None, 1], site[None, :, 0], site[None, :, 1]) * ROAD_FACTOR
        return home_at, site_at, np.where(homes[:, None] == sites[None, :], 0.0, km)

    @cached_property
    def trades(self) -> TradeTables:
        """Trades of workers against occupations of postings."""
        return TradeTables(self.market)

    @cached_property
    def texts(self) -> WorkLikeness:
        """Likeness of what workers say and what postings say of work."""
        return WorkLikeness.between(self.market.workers.text, self.market.postings.text)

    @cached_property
    def pay_fen(self) -> FloatArray:
        """Middle of each posting's pay, NaN where not known."""
        low, high = (
            np.where(pay > 0, pay, np.nan)
            for pay in (self.market.postings.wage_low_fen, self.market.postings.wage_high_fen)
        )
        return np.where(np.isnan(low), high, np.where(np.isnan(high), low, (low + high) / 2))

    @cached_property
    def usual_pay_fen(self) -> FloatArray:
        """Median pay of the posting's occupation in its province, of the province where that is thin."""
        province = self.market.postings.county // 10000
        by_province = _medians(province, self.pay_fen, at_least=1)
        _, occupation = np.unique(self.market.postings.occupation, return_inverse=True)
        by_trade = _medians(province * 100_000 + occupation, self.pay_fen, at_least=5)
        return np.where(np.isnan(by_trade), by_province, by_trade)

    @cached_property
    def wishes(self) -> tuple[IntArray, IntArray, FloatArray]:
        """Wish set of each worker, county of each posting, and whether the set covers it (NaN: no wish said)."""
        rows = self.market.workers.wish_regions
        said = [tuple(rows.row(at).tolist()) for at in range(len(rows))]
        sets = {wish: at for at, wish in enumerate(dict.fromkeys(said))}
        sites, site_at = np.unique(self.market.postings.county, return_inverse=True)
        covers = np.array([_covers(wish, sites) for wish in sets]).reshape(len(sets), len(sites))
        return np.array([sets[wish] for wish in said], dtype=np.int64), site_at, covers

    @cached_property
    def at_employer(self) -> Records:
        """Spells by employer."""
        spells = self.market.spells
        return Records.when_judged(spells.employer, spells)

    @cached_property
    def of_worker(self) -> Records:
        """Spells by worker."""
        return Records.when_judged(self.market.spells.worker, self.market.spells)

    @cached_property
    def together(self) -> Records:
        """Spells by worker and employer: who worked where before."""
        spells = self.market.spells
        return Records.when_ended(self.pair_key(spells.worker, spells.employer), spells)

    @cached_property
    def of_neighbors(self) -> Records:
        """Spells by pick-up point and employer: fellow villagers who went there."""
        spells = self.market.spells
        return Records.when_ended(self.pair_key(self.market.workers.pickup[spells.worker], spells.employer), spells)

    def of_strangers(self) -> Scene:
        """The same market as somebody sees it who never worked anywhere."""
        twin = Scene(self.market)
        twin.__dict__.update(self.__dict__)  # what is worked out already is not worked out again
        none = self.market.spells
        nobody = Spells(none.worker[:0], none.employer[:0], none.days[:0], none.ended[:0])
        twin.together = Records.when_ended(np.zeros(0, dtype=np.int64), nobody)
        return twin

    def pair_key(self, left: IntArray, employer: IntArray) -> IntArray:
        """One number for a worker or pick-up point (-1 included) and an employer."""
        key: IntArray = (left + 1) * (len(self.market.employers) + 1) + employer
        return key


Look: TypeAlias = Callable[["Sight"], FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """Pairs of a scene as of a day (``on``: days since 1970-01-01, one a pair; ``day`` is set where all are one)."""

    scene: Scene
    worker: IntArray
    posting: IntArray
    on: IntArray
    day: int | None = None
    _seen: dict[str, FloatArray] = field(default_factory=dict)

    @property
    def market(self) -> Market:
        """The market looked at."""
        return self.scene.market

    @property
    def employer(self) -> IntArray:
        """The employer of each pair's posting."""
        return self.market.postings.employer[self.posting]

    def once(self, look: Look) -> FloatArray:
        """What a look sees, looked at once however many features build on it."""
        name = look.__name__
        if name not in self._seen:
            self._seen[name] = look(self)
        return self._seen[name]


@lru_cache(maxsize=4)
def scene_of(market: Market) -> Scene:
    """The scene of a market; markets are frozen and compared by identity, so the last few are kept."""
    return Scene(market)


def _points(market: Market, codes: IntArray) -> FloatArray:
    regions = market.regions
    points = np.full((len(codes), 2), np.nan)
    for row, code in enumerate(codes.tolist()):
        for step in (code, code // 100 * 100, code // 10000 * 10000):
            if step in regions:
                at = regions.position(step)
                points[row] = regions.longitude[at], regions.latitude[at]
            if not np.isnan(points[row]).any():
                break
    return points


def _covers(wish: tuple[int, ...], sites: IntArray) -> FloatArray:
    wanted = [code for code in wish if code > 0]  # a place refused is no wish: the rules keep people from it
    if not wanted:
        return np.full(len(sites), np.nan)
    inside = np.zeros(len(sites), dtype=np.bool_)
    for code in wanted:
        width = 10000 if code % 10000 == 0 else 100 if code % 100 == 0 else 1
        inside |= sites // width == code // width
    return inside.astype(np.float64)


def _medians(keys: IntArray, values: FloatArray, *, at_least: int) -> FloatArray:
    """The median of each row's group, NaN for groups with fewer known values than ``at_least``."""
    _, group = np.unique(keys, return_inverse=True)
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.lexsort((values[known], group[known]))]
    counts = np.bincount(group[order], minlength=group.max(initial=-1) + 1)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(counts) else counts
    enough = counts >= at_least
    medians = np.full(len(counts), np.nan)
    low, high = first[enough] + (counts[enough] - 1) // 2, first[enough] + counts[enough] // 2
    medians[enough] = (values[order[low]] + values[order[high]]) / 2
    return medians[group]
