"""Age rules of single sites, which a posting names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np

from labor.arrays import BoolArray, IntArray
from labor.candidates import Pairs
from labor.market import FEMALE, MALE, Market
from policy.eligibility.facts import (
    FAR_FUTURE,
    DayNumbers,
    day_of_age,
    facts,
    names_any,
    per_market,
    where_posting,
    within_starts,
)
from policy.eligibility.hard_rule import Columns, HardRule, Words, joined
from policy.rulebook import bilingual, pack


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


def _site(market: Market, worker: int, posting: int, today: date) -> Words:
    named = set(market.postings.site_rules.row(posting).tolist())
    start = facts(market, today).start[posting]
    broken = [
        rule
        for rule in named_site_rules(market, today)
        if rule["id"] in named and too_old_from(market, rule)[worker] <= start
    ]
    sources = [bilingual(rule["source"]) for rule in broken]
    return {"rule": joined([bilingual(rule["name"]) for rule in broken]), "source": joined(sources)}


def _limits(market: Market, today: date) -> Columns:
    return tuple(within_starts(limit, market, today) for _, limit in site_limits(market, today))


def _naming(market: Market, today: date) -> Columns:
    return facts(market, today).start, *(naming for naming, _ in site_limits(market, today))


RULES: Final = (HardRule(site_rules_hold, of_worker=_limits, of_posting=_naming, fills=_site),)
