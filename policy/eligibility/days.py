"""When the worker is free: days of leaving, of arrival, and the day to be home again."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from labor.arrays import BoolArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from policy.eligibility.facts import (
    FAR_FUTURE,
    FAR_PAST,
    DayNumbers,
    day_number,
    day_numbers,
    facts,
    per_market,
    where_worker,
)
from policy.eligibility.hard_rule import Columns, HardRule, Words, same
from policy.rulebook import parameter


def dates_can_meet(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """Some day of leaving can lead to a day of arrival; the planner does the exact sum with the trip's own days."""
    earliest, latest_arrival = able_to_arrive(market, today)
    arrive_from = day_numbers(market.postings.start_from, FAR_PAST)
    arrive_by = day_numbers(market.postings.start_by, FAR_FUTURE)
    in_time: BoolArray = earliest[pairs.worker] <= arrive_by[pairs.posting]
    in_time &= latest_arrival[pairs.worker] >= arrive_from[pairs.posting]
    return in_time


@per_market
def able_to_arrive(market: Market, today: date) -> tuple[DayNumbers, DayNumbers]:
    """First day each worker can leave, and last day they can arrive after the longest journey (none: before all)."""
    journey = np.int32(parameter("dates_can_meet", "longest_journey_days", today))
    latest = day_numbers(market.workers.latest, FAR_FUTURE)
    too_late = latest < day_number(today)
    last_arrival = np.where(too_late, FAR_PAST - np.int32(1), latest + journey).astype(np.int32)
    return day_numbers(market.workers.earliest, FAR_PAST), last_arrival


def home_again_in_time(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """Away from the home prefecture, the work lasts at least the shortest stay before the worker must be home."""
    look_up = facts(market, today)
    stay = np.int32(parameter("home_again_in_time", "shortest_stay_days", today))
    home_by, earliest, home_city, site_city = days_and_cities(market, today)

    def long_enough(worker: IntArray, posting: IntArray) -> BoolArray:
        begins = np.maximum(look_up.start[posting], earliest[worker])
        fits: BoolArray = (home_city[worker] == site_city[posting]) | (begins + stay <= home_by[worker])
        return fits

    return where_worker(home_by < FAR_FUTURE, pairs, long_enough)


@per_market
def days_and_cities(market: Market, today: date) -> tuple[DayNumbers, DayNumbers, IntArray, IntArray]:
    """Day to be home by and first free day of each worker; prefecture of each worker's home and of each posting."""
    look_up = facts(market, today)
    home_by = day_numbers(market.workers.home_by, FAR_FUTURE)
    earliest = day_numbers(market.workers.earliest, FAR_PAST)
    return (
        home_by,
        earliest,
        (look_up.homes.codes // 100)[look_up.homes.at],
        (look_up.sites.codes // 100)[look_up.sites.at],
    )


def _home_words(market: Market, worker: int, posting: int, today: date) -> Words:  # noqa: ARG001
    days = parameter("home_again_in_time", "shortest_stay_days", today)
    return {"home_by": same(market.workers.home_by[worker]), "days": same(days)}


def _home_columns(market: Market, today: date) -> Columns:
    home_by, earliest, home_city, _ = days_and_cities(market, today)
    bound = home_by < FAR_FUTURE  # who need not be home by a day are all alike
    latest_start = int(facts(market, today).last_start.max(initial=0)) + 1
    return home_by, np.where(bound, np.minimum(earliest, latest_start), 0), np.where(bound, home_city, 0)


RULES: Final = (
    HardRule(
        dates_can_meet,
        of_worker=able_to_arrive,
        of_posting=lambda m, _: (
            day_numbers(m.postings.start_from, FAR_PAST),
            day_numbers(m.postings.start_by, FAR_FUTURE),
        ),
        own_wish=True,
    ),
    HardRule(
        home_again_in_time,
        of_worker=_home_columns,
        of_posting=lambda m, t: (facts(m, t).start, facts(m, t).sites.codes[facts(m, t).sites.at] // 100),
        fills=_home_words,
        own_wish=True,
    ),
)
