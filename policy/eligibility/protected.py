"""Age and sex, where the law protects: children, minors, women's prohibited work, and the rules of single sites."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from labor.arrays import BoolArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from labor.people import FEMALE, MALE
from policy.certificates import kinds
from policy.eligibility.facts import (
    FAR_FUTURE,
    FAR_PAST,
    DayNumbers,
    day_number,
    day_of_age,
    facts,
    names_any,
    per_market,
    where_posting,
)
from policy.hazards import hazards
from policy.rulebook import pack, parameter


def is_sixteen(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """Nobody under sixteen goes anywhere; a birth date not yet known is asked for before lock (``age_unproven``)."""
    return of_age(market, today)[pairs.worker]


@per_market
def of_age(market: Market, today: date) -> BoolArray:
    """Workers who are sixteen today, as far as is known."""
    sixteen = day_of_age(market.protection.birth, parameter("is_sixteen", "age", today), FAR_PAST)
    reached: BoolArray = sixteen <= day_number(today)
    return reached


def minor_may_do_this_work(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """Under eighteen on the first day: no posting with work prohibited to minors; unknown ages count as minors here."""
    adult = adult_from(market, today)
    start = facts(market, today).start

    def grown_up(worker: IntArray, posting: IntArray) -> BoolArray:
        by_then: BoolArray = adult[worker] <= start[posting]
        return by_then

    return where_posting(prohibited_for_minors(market, today), pairs, grown_up)


@per_market
def adult_from(market: Market, today: date) -> DayNumbers:
    """The day each worker stops being a minor; FAR_FUTURE where the birth date is not known."""
    return day_of_age(market.protection.birth, parameter("minor_may_do_this_work", "age", today), FAR_FUTURE)


def woman_may_do_this_work(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """Work prohibited for all women; a worker whose sex is not recorded is not sent there either."""
    man: BoolArray = market.protection.sex == MALE
    return where_posting(prohibited_for_women(market, today), pairs, lambda worker, _: man[worker])


def site_rules_hold(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """Age rules of single sites: only those in force that the posting names; anything unknown allows."""
    allowed = np.ones(len(pairs), dtype=np.bool_)
    start = facts(market, today).start
    for naming, last_day in site_limits(market, today):

        def young_enough(worker: IntArray, posting: IntArray, limit: DayNumbers = last_day) -> BoolArray:
            before: BoolArray = start[posting] < limit[worker]
            return before

        allowed &= where_posting(naming, pairs, young_enough)
    return allowed


@per_market
def site_limits(market: Market, today: date) -> tuple[tuple[BoolArray, DayNumbers], ...]:
    """For each site rule in force: the postings that name it, and from which day each worker is too old for it."""
    return tuple(
        (names_any(market.postings.site_rules, {rule["id"]}), too_old_from(market, rule))
        for rule in named_site_rules(market, today)
    )


@per_market
def prohibited_for_minors(market: Market, today: date) -> BoolArray:
    """Postings with a flagged hazard, heavy lifting, work at height or a licence that needs eighteen years."""
    age = parameter("minor_may_do_this_work", "age", today)
    flagged = {code for code, hazard in hazards().items() if hazard.minors}
    licences = {code for code, kind in kinds().items() if kind.licence and kind.min_age >= age}
    postings = market.postings
    heavy: BoolArray = postings.lift_kg > parameter("minor_may_do_this_work", "lift_kg", today)
    high: BoolArray = postings.work_at_height == 1
    return names_any(postings.hazards, flagged) | names_any(postings.certificates, licences) | heavy | high


@per_market
def prohibited_for_women(market: Market, today: date) -> BoolArray:
    """Postings with a hazard all women are kept from, or lifting beyond the lawful weight."""
    flagged = {code for code, hazard in hazards().items() if hazard.women}
    heavy: BoolArray = market.postings.lift_kg > parameter("woman_may_do_this_work", "lift_kg", today)
    return names_any(market.postings.hazards, flagged) | heavy


def named_site_rules(market: Market, today: date) -> tuple[Mapping[str, Any], ...]:
    """The site rules in force today that some posting of the market names."""
    named = set(np.unique(market.postings.site_rules.items).tolist())
    return tuple(
        rule
        for rule in pack("site_rules")["site_rule"]
        if rule["id"] in named and rule["valid_from"] <= today <= rule.get("valid_to", date.max)
    )


def too_old_from(market: Market, rule: Mapping[str, Any]) -> DayNumbers:
    """The day each worker reaches the rule's age; FAR_FUTURE where sex or birth are not known."""
    protection = market.protection
    limit = np.full(len(protection.sex), FAR_FUTURE, dtype=np.int32)
    for sex, below in ((MALE, rule.get("men_below")), (FEMALE, rule.get("women_below"))):
        if below is not None:
            limit = np.where(protection.sex == sex, day_of_age(protection.birth, below, FAR_FUTURE), limit)
    return limit


def age_unproven(market: Market) -> BoolArray:
    """Workers whose birth date is not known: it must be proven by identity card before a batch is locked."""
    return np.isnat(market.protection.birth)
