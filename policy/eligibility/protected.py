"""Age and sex, where the law protects: children, minors, and women's prohibited work."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from labor.arrays import BoolArray, IntArray
from labor.candidates import Pairs
from labor.market import FEMALE, MALE, Market
from labor.words import Bilingual
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
    within_starts,
)
from policy.eligibility.hard_rule import HardRule, Words, joined
from policy.hazards import hazards
from policy.rulebook import parameter


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


def age_unproven(market: Market) -> BoolArray:
    """Workers whose birth date is not known: it must be proven by identity card before a batch is locked."""
    return np.isnat(market.protection.birth)


def _work(market: Market, posting: int, today: date, *, women: bool) -> list[Bilingual]:
    known = hazards()
    codes = [code for code in market.postings.hazards.row(posting).tolist() if code in known]
    words = [known[code].name for code in codes if (known[code].women if women else known[code].minors)]
    weight = float(market.postings.lift_kg[posting])
    if weight > parameter("woman_may_do_this_work" if women else "minor_may_do_this_work", "lift_kg", today):
        words.append(Bilingual(f"负重{weight:g}公斤", f"lifting {weight:g} kg"))
    return words


def _for_minors(market: Market, worker: int, posting: int, today: date) -> Words:
    words = _work(market, posting, today, women=False)
    age = parameter("minor_may_do_this_work", "age", today)
    if market.postings.work_at_height[posting] == 1:
        words.append(Bilingual("高处作业", "work at height"))
    for kind in market.postings.certificates.row(posting).tolist():
        known = kinds().get(kind)
        if known is not None and known.licence and known.min_age >= age:
            words.append(Bilingual(f"须持证：{known.name.zh}", f"licensed work: {known.name.en}"))
    if np.isnat(market.protection.birth[worker]):
        words.append(
            Bilingual("（出生日期未登记，请先核实身份证）", "(birth date not recorded: check the identity card)")
        )
    return {"work": joined(words)}


def _for_women(market: Market, worker: int, posting: int, today: date) -> Words:
    words = _work(market, posting, today, women=True)
    if market.protection.sex[worker] != FEMALE:
        words.append(Bilingual("（性别未登记，请先核实身份证）", "(sex not recorded: check the identity card)"))
    return {"work": joined(words)}


RULES: Final = (
    HardRule(is_sixteen, of_worker=lambda m, t: (of_age(m, t),)),
    HardRule(
        minor_may_do_this_work,
        of_worker=lambda m, t: (within_starts(adult_from(m, t), m, t),),
        of_posting=lambda m, t: (prohibited_for_minors(m, t), facts(m, t).start),
        fills=_for_minors,
    ),
    HardRule(
        woman_may_do_this_work,
        of_worker=lambda m, _: (m.protection.sex,),
        of_posting=lambda m, t: (prohibited_for_women(m, t),),
        fills=_for_women,
    ),
)
