"""Employers and postings nobody may be sent to today."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from labor.arrays import BoolArray
from labor.candidates import Pairs
from labor.market import Market
from policy.eligibility.facts import (
    FAR_FUTURE,
    FAR_PAST,
    DayNumbers,
    day_number,
    day_numbers,
    day_of_age,
    facts,
    per_market,
    where_posting,
)
from policy.eligibility.hard_rule import HardRule, Words, day_written, same
from policy.minimum_wage import floor_fen
from policy.rulebook import parameter


def employer_pays_its_wages(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """Not on the wage-arrears list today, nor on the first day of work."""
    return not_listed(market, today)[pairs.posting]


def employer_licence_is_valid(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """An agency's licence holds today and on the first day of work; one without a date is asked for before the lock."""
    return licensed(market, today)[pairs.posting]


def direct_employment_or_asked_for(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """Agency employment (劳务派遣) is left out of organized dispatch unless this worker said yes to it."""
    return where_posting(market.postings.agency_employment, pairs, facts(market, today).said_yes.holds)


def posting_is_open(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """Still valid, with openings left, and its last day of arrival not past."""
    return still_open(market, today)[pairs.posting]


def pays_the_minimum_wage(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """The best pay promised reaches the county's minimum wage; part-time and unknown pay are not judged."""
    return pays_enough(market, today)[pairs.posting]


@per_market
def not_listed(market: Market, today: date) -> BoolArray:
    """Postings whose employer is on no arrears list today and on the first day."""
    look_up = facts(market, today)
    employer = market.postings.employer
    first, off = listing(market, today)
    clean = np.ones(len(employer), dtype=np.bool_)
    for day in (np.int32(look_up.today_number), look_up.start):
        clean &= ~((first[employer] <= day) & (day < off[employer]))
    return clean


def listing(market: Market, today: date) -> tuple[DayNumbers, DayNumbers]:
    """First day on the arrears list and first day off it; unless removed earlier a listing ends after its term."""
    employers = market.employers
    term = day_of_age(employers.arrears_from, parameter("employer_pays_its_wages", "years", today), FAR_PAST)
    removed = day_numbers(employers.arrears_to, FAR_FUTURE)
    return day_numbers(employers.arrears_from, FAR_FUTURE), np.minimum(removed, term)


@per_market
def licensed(market: Market, today: date) -> BoolArray:
    """Postings whose employer's licence is not known to end before the first day of work."""
    until = day_numbers(market.employers.licence_to, FAR_FUTURE)[market.postings.employer]
    valid: BoolArray = until >= facts(market, today).start
    return valid


@per_market
def licence_unseen(market: Market) -> BoolArray:
    """Agency postings whose agency has no last day of its licence on record: planned, but not locked unseen."""
    unseen: BoolArray = np.isnat(market.employers.licence_to)[market.postings.employer]
    return unseen & market.postings.agency_employment


@per_market
def still_open(market: Market, today: date) -> BoolArray:
    """Postings that can still take someone."""
    postings = market.postings
    open_now: BoolArray = postings.openings > 0
    open_now &= day_numbers(postings.valid_until, FAR_FUTURE) >= day_number(today)
    open_now &= day_numbers(postings.start_by, FAR_FUTURE) >= day_number(today)
    return open_now


@per_market
def pays_enough(market: Market, today: date) -> BoolArray:
    """Postings whose best pay is not known to lie below the county's minimum wage."""
    postings = market.postings
    floors = {int(county): floor_fen(int(county), today) or 0 for county in np.unique(postings.county)}
    floor = np.array([floors[int(county)] for county in postings.county], dtype=np.int64)
    best = np.maximum(postings.wage_low_fen, postings.wage_high_fen)
    part_time = postings.hours_a_day < parameter("pays_the_minimum_wage", "full_time_hours", today)
    enough: BoolArray = (best < 0) | (best >= floor) | part_time
    return enough


def _arrears(market: Market, worker: int, posting: int, today: date) -> Words:  # noqa: ARG001
    first, _ = listing(market, today)
    return {"since": same(day_written(first[market.postings.employer[posting]]))}


def _licence(market: Market, worker: int, posting: int, today: date) -> Words:  # noqa: ARG001
    return {"until": same(market.employers.licence_to[market.postings.employer[posting]])}


def _wage(market: Market, worker: int, posting: int, today: date) -> Words:  # noqa: ARG001
    best = max(int(market.postings.wage_low_fen[posting]), int(market.postings.wage_high_fen[posting]))
    floor = floor_fen(int(market.postings.county[posting]), today) or 0
    return {"wage": same(f"{best / 100:g}"), "floor": same(f"{floor / 100:g}")}


RULES: Final = (
    HardRule(employer_pays_its_wages, of_posting=lambda m, t: (not_listed(m, t),), fills=_arrears),
    HardRule(employer_licence_is_valid, of_posting=lambda m, t: (licensed(m, t),), fills=_licence),
    HardRule(direct_employment_or_asked_for, of_single_pairs=True),
    HardRule(posting_is_open, of_posting=lambda m, t: (still_open(m, t),)),
    HardRule(pays_the_minimum_wage, of_posting=lambda m, t: (pays_enough(m, t),), fills=_wage),
)
