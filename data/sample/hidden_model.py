"""The true chances behind the sample's history: for tests, benchmarks and docs, never for matching.

Four logistic stages over facts of a pair, with interactions a straight line cannot follow (docs/sample.md writes
them out). Sex, age, ethnicity, hukou and poverty status have no place in it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from data.sample.trades import NEAR, TRADES
from labor.arrays import FloatArray, IntArray, same_length
from labor.candidates import Pairs
from labor.market import Market
from labor.regions import Regions, great_circle_km

ROAD_FACTOR: Final = 1.3
FELLOWS_SINCE_DAYS: Final = 730
RETURNS_AFTER_DAYS: Final = 30


@dataclass(frozen=True, slots=True, eq=False)
class Latent:
    """What nobody can see: an employer's quality and a person's steadiness, by position in the market."""

    quality: FloatArray
    steadiness: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class ChanceFacts:
    """What the chances depend on, one entry a pair."""

    match: FloatArray  # 1 same trade, 0.5 a near one or no trade asked, 0 none
    experience: FloatArray  # 0 to 1, years in the posting's own trade
    gain: FloatArray  # (middle of the pay - pay wanted) / pay wanted, within 0.5
    distance: FloatArray  # thousands of km by road
    wished: FloatArray  # 1 the worker named this place
    room: FloatArray  # 1 wants a couple room and gets it
    no_room: FloatArray  # 1 wants one and there is none
    fellows: FloatArray  # 0 to 1, people of the same pick-up at this employer in two years
    returning: FloatArray  # 1 worked there 30 days or more
    overtime: FloatArray  # hours a day above 9
    night: FloatArray  # 1 refuses the night shifts it has, 0.3 did not say
    heavy: FloatArray  # 1 heavier than the worker says they can lift
    bare: FloatArray  # 1 needs lodging and there is none
    quality: FloatArray
    steadiness: FloatArray

    def __post_init__(self) -> None:
        same_length(self, *(field.name for field in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class TrueChances:
    """The true chance of each stage given the one before it."""

    accept: FloatArray
    show_up: FloatArray
    stay_30: FloatArray
    stay_90: FloatArray

    @property
    def at_work_after_30(self) -> FloatArray:
        """Accepts, shows up and stays 30 days: what a score estimates."""
        product: FloatArray = self.accept * self.show_up * self.stay_30
        return product


def chances(facts: ChanceFacts) -> TrueChances:
    """The formulas of docs/sample.md."""
    f = facts
    accept = (
        -0.75
        + 3.0 * f.gain * (0.6 + 0.5 * f.distance)  # the further it is, the more the pay decides
        + 1.1 * f.match
        + 0.6 * f.wished
        - 0.35 * f.distance
        + 1.0 * f.room
        - 1.7 * f.no_room
        + 0.9 * f.fellows * (0.5 + 0.4 * f.distance)  # company counts for more far from home
        + 1.1 * f.returning * (1 + 0.6 * f.quality)  # back to a good house gladly, to a bad one not
        - 1.3 * f.night
        - 1.0 * f.bare
        - 0.3 * f.overtime
        + 0.7 * f.steadiness
    )
    show_up = 1.7 + 0.9 * f.gain - 0.35 * f.distance * (1 - f.fellows) + 0.6 * f.returning + 0.7 * f.steadiness
    settle = 1.5 * f.match * f.experience + 0.7 * f.quality + 0.8 * f.steadiness
    stay_30 = (
        0.55
        + settle
        + 0.3 * f.match
        + 1.4 * f.gain
        + 0.8 * f.fellows
        + 0.8 * f.returning
        + 0.7 * f.room
        - 1.0 * f.no_room
        - 0.45 * f.overtime * (1.4 - f.match)  # long hours wear out those new to the trade
        - 0.9 * f.night
        - 0.9 * f.heavy
    )
    stay_90 = 0.7 + settle + 0.9 * f.gain + 0.4 * f.fellows - 0.3 * f.overtime - 0.5 * f.heavy
    return TrueChances(*(_logistic(z) for z in (accept, show_up, stay_30, stay_90)))


def true_chances(market: Market, pairs: Pairs, latent: Latent, on: np.datetime64) -> TrueChances:
    """The true chances of pairs of any market whose positions ``latent`` follows, as of one day."""
    return chances(facts_of(market, pairs, latent, on))


def facts_of(market: Market, pairs: Pairs, latent: Latent, on: np.datetime64) -> ChanceFacts:
    """Read the facts of each pair off the market."""
    workers, postings = market.workers, market.postings
    i, j = pairs.worker, pairs.posting
    match, experience = _trade(market, pairs)
    pay = (postings.wage_low_fen[j] + postings.wage_high_fen[j]) / 2
    wanted = workers.wage_wanted_fen[i]
    gain = np.where((wanted > 0) & (pay > 0), np.clip((pay - wanted) / np.maximum(wanted, 1), -0.5, 0.5), 0.0)
    rooms = postings.couple_rooms[j] > 0
    can = np.nan_to_num(workers.can_lift_kg[i], nan=1e9)
    fellows, returning = _ties(market, pairs, on)
    has_night = postings.night_shift[j] == 1
    refuses = np.where(workers.night_shift_ok[i] == 0, 1.0, np.where(workers.night_shift_ok[i] < 0, 0.3, 0.0))
    return ChanceFacts(
        match=match,
        experience=experience,
        gain=gain,
        distance=_distance(market, pairs),
        wished=_wished(market, pairs),
        room=(workers.wants_couple_room[i] & rooms).astype(float),
        no_room=(workers.wants_couple_room[i] & ~rooms).astype(float),
        fellows=fellows,
        returning=returning,
        overtime=np.maximum(np.nan_to_num(postings.hours_a_day[j], nan=9.0) - 9, 0),
        night=np.where(has_night, refuses, 0.0),
        heavy=(np.nan_to_num(postings.lift_kg[j]) > can).astype(float),
        bare=(workers.lodging_needed[i] & (postings.lodging[j] == 0)).astype(float),
        quality=latent.quality[postings.employer[j]],
        steadiness=latent.steadiness[i],
    )


def _logistic(z: FloatArray) -> FloatArray:
    chance: FloatArray = 1 / (1 + np.exp(-z))
    return chance


def _trade(market: Market, pairs: Pairs) -> tuple[FloatArray, FloatArray]:
    """How well the trade fits, and how long it has been worked at, over worker x trade tables."""
    codes = sorted(trade.code for trade in TRADES if trade.code)
    at = {code: k for k, code in enumerate(codes)}
    words = {trade.word: at[trade.code] for trade in TRADES if trade.code}
    near = np.zeros((len(codes), len(codes)))
    for family in NEAR:
        members = [words[word] for word in family if word in words]
        near[np.ix_(members, members)] = 0.5
    np.fill_diagonal(near, 1.0)
    trades, known = market.workers.trades, np.array(codes)
    place = np.minimum(np.searchsorted(known, trades.items), len(codes) - 1)
    slot = np.where(known[place] == trades.items, place, len(codes))  # a trade the sample has not: one column over
    years = np.full((len(market.workers), len(codes) + 1), -1.0)
    np.maximum.at(years, (trades.owners, slot), np.nan_to_num(market.workers.trade_years.items))
    years = years[:, : len(codes)]
    fit = np.zeros_like(years)
    for k in range(len(codes)):
        np.maximum(fit, (years[:, k] >= 0)[:, None] * near[k], out=fit)
    asked = np.array([at.get(str(code), -1) for code in market.postings.occupation])[pairs.posting]
    match = np.where(asked < 0, 0.5, fit[pairs.worker, asked])
    spent_there = np.where(asked < 0, 0.0, np.maximum(years[pairs.worker, asked], 0.0))
    return match, np.minimum(np.log1p(spent_there) / np.log(21), 1.0)


def _positions(regions: Regions, county: IntArray) -> IntArray:
    codes, back = np.unique(county, return_inverse=True)
    return np.array([regions.position(int(code)) for code in codes], dtype=np.int64)[back]


def _distance(market: Market, pairs: Pairs) -> FloatArray:
    regions = market.regions
    home = _positions(regions, market.workers.county)[pairs.worker]
    work = _positions(regions, market.postings.county)[pairs.posting]
    km = great_circle_km(
        regions.longitude[home], regions.latitude[home], regions.longitude[work], regions.latitude[work]
    )
    return np.asarray(np.nan_to_num(km, nan=1000.0) * ROAD_FACTOR / 1000)


def _wished(market: Market, pairs: Pairs) -> FloatArray:
    """1 where the posting lies in a region the worker named (codes are zero padded: compare 2, 4, 6 digits)."""
    wishes = market.workers.wish_regions
    named = np.zeros((len(market.workers), 3), dtype=np.int64) - 1  # three wishes at most are read
    slots = np.arange(len(wishes.items)) - wishes.offsets[wishes.owners]
    read = slots < named.shape[1]
    named[wishes.owners[read], slots[read]] = wishes.items[read]
    county: IntArray = market.postings.county[pairs.posting]
    mine = named[pairs.worker]
    hit = np.zeros(len(pairs), dtype=np.bool_)
    for slot in range(3):
        code = mine[:, slot]
        size = np.where(code % 10000 == 0, 10000, np.where(code % 100 == 0, 100, 1))
        hit |= (code >= 0) & (county // size == code // size)
    return hit.astype(float)


def _ties(market: Market, pairs: Pairs, on: np.datetime64) -> tuple[FloatArray, FloatArray]:
    """Fellows at the employer, and having been there before, from the spells that ended by ``on``."""
    spells = market.spells
    past = (spells.ended <= on) & (spells.days >= RETURNS_AFTER_DAYS)
    recent = past & (on - spells.ended <= np.timedelta64(FELLOWS_SINCE_DAYS, "D"))
    pickup = market.workers.pickup
    shape = (len(market.hubs) + 1, len(market.employers))
    there = np.zeros(shape)
    np.add.at(there, (pickup[spells.worker[recent]], spells.employer[recent]), 1)
    mine = np.zeros((len(market.workers), len(market.employers)), dtype=np.int64)
    np.add.at(mine, (spells.worker[recent], spells.employer[recent]), 1)
    employer = market.postings.employer[pairs.posting]
    own = mine[pairs.worker, employer]
    fellows = np.where(pickup[pairs.worker] < 0, 0.0, there[pickup[pairs.worker], employer] - own)
    been = np.zeros_like(mine)
    np.add.at(been, (spells.worker[past], spells.employer[past]), 1)
    return np.minimum(np.log1p(fellows) / np.log(31), 1.0), (been[pairs.worker, employer] > 0).astype(float)
