"""What the worker said: regions, distance, lodging, nights, weights, heights, and a plain no."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from labor.arrays import BoolArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from labor.regions import ROAD_FACTOR
from labor.words import Bilingual
from policy.eligibility.facts import current_code, facts, per_market, where_worker
from policy.eligibility.hard_rule import Columns, HardRule, Words, same


def worker_did_not_say_no(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """A no to this offer on its present terms."""
    no = facts(market, today).said_no
    return where_worker(no.worker_mask, pairs, lambda worker, posting: ~no.holds(worker, posting))


def posting_lies_in_a_wished_region(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """One of the wished provinces, prefectures or counties holds the posting, none refused does; no wish: anywhere."""
    wish_set, covers = wished(market, today)
    site = facts(market, today).sites.at
    return where_worker(wish_set > 0, pairs, lambda worker, posting: covers[wish_set[worker], site[posting]])


@per_market
def wished(market: Market, today: date) -> tuple[IntArray, NDArray[np.bool_]]:
    """Which distinct set of wishes each worker has (0 = anywhere), and which posting counties each set covers."""
    rows = market.workers.wish_regions
    wishes = [frozenset(rows.row(at).tolist()) for at in range(len(rows))]
    sets = {wish: at for at, wish in enumerate(dict.fromkeys([frozenset(), *wishes]))}
    sites = facts(market, today).sites.codes
    inside = {
        code: _inside(current_code(market.regions, abs(int(code))), sites)
        for code in {item for s in sets for item in s}
    }
    covers = np.zeros((len(sets), len(sites)), dtype=np.bool_)
    for wish, at in sets.items():
        wanted = [inside[code] for code in wish if code > 0]
        covers[at] = np.any(wanted, axis=0) if wanted else True
        for code in wish:
            if code < 0:
                covers[at] &= ~inside[code]
    return np.array([sets[wish] for wish in wishes], dtype=np.int64), covers


def _inside(region: int, sites: IntArray) -> BoolArray:
    width = 10000 if region % 10000 == 0 else 100 if region % 100 == 0 else 1
    held: BoolArray = sites // width == region // width
    return held


def posting_is_near_enough(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """Estimated road distance within the worker's limit; a distance nobody can tell does not meet a limit."""
    look_up = facts(market, today)
    limit = market.workers.max_distance_km

    def near(worker: IntArray, posting: IntArray) -> BoolArray:
        straight = look_up.straight_km[look_up.homes.at[worker], look_up.sites.at[posting]]
        within: BoolArray = straight * ROAD_FACTOR <= limit[worker]
        return within

    return where_worker(~np.isnan(limit), pairs, near)


def lodging_where_needed(market: Market, pairs: Pairs, today: date) -> BoolArray:  # noqa: ARG001
    """A worker who needs a bed is not sent where there is none; lodging not stated is asked, not refused."""
    without: BoolArray = market.postings.lodging == 0
    return ~(market.workers.lodging_needed[pairs.worker] & without[pairs.posting])


def no_unwanted_night_shift(market: Market, pairs: Pairs, today: date) -> BoolArray:  # noqa: ARG001
    """Night shifts only where the worker did not rule them out."""
    refused: BoolArray = market.workers.night_shift_ok == 0
    nights: BoolArray = market.postings.night_shift == 1
    return ~(refused[pairs.worker] & nights[pairs.posting])


def can_lift_what_is_asked(market: Market, pairs: Pairs, today: date) -> BoolArray:  # noqa: ARG001
    """The weight the work asks for stays within what the worker says they can lift."""
    too_heavy: BoolArray = market.postings.lift_kg[pairs.posting] > market.workers.can_lift_kg[pairs.worker]
    return ~too_heavy


def can_work_at_height_where_asked(market: Market, pairs: Pairs, today: date) -> BoolArray:  # noqa: ARG001
    """Work at height only where the worker did not rule it out."""
    refused: BoolArray = market.workers.height_ok == 0
    high: BoolArray = market.postings.work_at_height == 1
    return ~(refused[pairs.worker] & high[pairs.posting])


def _regions(market: Market, worker: int, posting: int, today: date) -> Words:  # noqa: ARG001
    codes = [int(code) for code in market.workers.wish_regions.row(worker)]
    name = {code: market.regions.path_of(code) if code in market.regions else str(code) for code in map(abs, codes)}
    wanted = [name[code] for code in codes if code > 0]
    refused = [name[-code] for code in codes if code < 0]
    zh = [*wanted, *(f"不去{place}" for place in refused)]
    return {"wished": Bilingual("、".join(zh), ", ".join([*wanted, *(f"not {place}" for place in refused)]))}


def _distance(market: Market, worker: int, posting: int, today: date) -> Words:
    look_up = facts(market, today)
    km = look_up.straight_km[look_up.homes.at[worker], look_up.sites.at[posting]] * ROAD_FACTOR
    distance = (
        Bilingual("算不出（不知道县城在哪里）", "not known (no place for the county)")
        if np.isnan(km)
        else Bilingual(f"约{km:.0f}公里", f"about {km:.0f} km")
    )
    return {"distance": distance, "limit": same(f"{market.workers.max_distance_km[worker]:g}")}


def _lift(market: Market, worker: int, posting: int, today: date) -> Words:  # noqa: ARG001
    asked, can = market.postings.lift_kg[posting], market.workers.can_lift_kg[worker]
    return {"asked": same(f"{asked:g}"), "can": same(f"{can:g}")}


def _max_distance(market: Market, today: date) -> Columns:
    limit = market.workers.max_distance_km
    free = np.isnan(limit)
    return np.where(free, -1.0, limit), np.where(free, -1, facts(market, today).homes.at)


# Of where the work is, and of what the work is like: the days stand between them when a refusal is told.
OF_PLACE: Final = (
    HardRule(worker_did_not_say_no, of_single_pairs=True),
    HardRule(
        posting_lies_in_a_wished_region,
        of_worker=lambda m, t: (wished(m, t)[0],),
        of_posting=lambda m, t: (facts(m, t).sites.at,),
        fills=_regions,
        own_wish=True,
    ),
    HardRule(
        posting_is_near_enough,
        of_worker=_max_distance,
        of_posting=lambda m, t: (facts(m, t).sites.at,),
        fills=_distance,
        own_wish=True,
    ),
)
OF_WORK: Final = (
    HardRule(
        lodging_where_needed,
        of_worker=lambda m, _: (m.workers.lodging_needed,),
        of_posting=lambda m, _: (m.postings.lodging == 0,),
        own_wish=True,
    ),
    HardRule(
        no_unwanted_night_shift,
        of_worker=lambda m, _: (m.workers.night_shift_ok == 0,),
        of_posting=lambda m, _: (m.postings.night_shift == 1,),
        own_wish=True,
    ),
    HardRule(
        can_lift_what_is_asked,
        of_worker=lambda m, _: (np.nan_to_num(m.workers.can_lift_kg, nan=1e9),),
        of_posting=lambda m, _: (np.nan_to_num(m.postings.lift_kg, nan=-1.0),),
        fills=_lift,
        own_wish=True,
    ),
    HardRule(
        can_work_at_height_where_asked,
        of_worker=lambda m, _: (m.workers.height_ok == 0,),
        of_posting=lambda m, _: (m.postings.work_at_height == 1,),
        own_wish=True,
    ),
)
