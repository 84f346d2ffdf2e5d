"""The hard rules in order, and their verdict over millions of pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from labor.arrays import BoolArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from policy.eligibility.days import dates_can_meet, home_again_in_time
from policy.eligibility.employers import (
    direct_employment_or_asked_for,
    employer_licence_is_valid,
    employer_pays_its_wages,
    pays_the_minimum_wage,
    posting_is_open,
)
from policy.eligibility.papers import holds_the_certificates, is_not_found_unfit
from policy.eligibility.protected import is_sixteen, minor_may_do_this_work, woman_may_do_this_work
from policy.eligibility.sites import site_rules_hold
from policy.eligibility.wishes import (
    can_lift_what_is_asked,
    can_work_at_height_where_asked,
    lodging_where_needed,
    no_unwanted_night_shift,
    posting_is_near_enough,
    posting_lies_in_a_wished_region,
    worker_did_not_say_no,
)
from policy.rulebook import rule_on

HardRule: TypeAlias = Callable[[Market, Pairs, date], BoolArray]

# True = allowed. A rule's name is its id in the packs, where its words, source and dates stand.
RULES: Final[tuple[HardRule, ...]] = (
    is_sixteen,
    minor_may_do_this_work,
    woman_may_do_this_work,
    holds_the_certificates,
    is_not_found_unfit,
    employer_pays_its_wages,
    employer_licence_is_valid,
    direct_employment_or_asked_for,
    posting_is_open,
    pays_the_minimum_wage,
    site_rules_hold,
    worker_did_not_say_no,
    posting_lies_in_a_wished_region,
    posting_is_near_enough,
    dates_can_meet,
    home_again_in_time,
    lodging_where_needed,
    no_unwanted_night_shift,
    can_lift_what_is_asked,
    can_work_at_height_where_asked,
)
RULE_IDS: Final = tuple(rule.__name__ for rule in RULES)

_BLOCK = 1 << 18  # pairs judged at once: keeps the working set in the processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """The verdict on each pair: bit k of ``blocks`` is set where rule k of RULES blocks it."""

    blocks: NDArray[np.uint32]

    @property
    def allowed(self) -> BoolArray:
        """True where no rule blocks."""
        free: BoolArray = self.blocks == 0
        return free

    def blocked_by(self, index: int) -> tuple[str, ...]:
        """Ids of the rules that block one pair, in the order of RULES."""
        bits = int(self.blocks[index])
        return tuple(name for at, name in enumerate(RULE_IDS) if bits >> at & 1)

    def blocked_only_by(self, rule_id: str) -> BoolArray:
        """Pairs that this one rule alone keeps apart."""
        alone: BoolArray = self.blocks == np.uint32(1 << RULE_IDS.index(rule_id))
        return alone

    def counts(self) -> dict[str, int]:
        """How many pairs each rule blocks; a pair blocked twice counts twice."""
        return {name: int(np.count_nonzero(self.blocks & np.uint32(1 << at))) for at, name in enumerate(RULE_IDS)}


def judge(market: Market, pairs: Pairs, today: date) -> Verdicts:
    """Every rule in force on ``today`` over every pair."""
    in_force = [(np.uint32(1 << at), rule) for at, rule in enumerate(RULES) if rule_on(rule.__name__, today)]
    blocks = np.zeros(len(pairs), dtype=np.uint32)
    for begin in range(0, len(pairs), _BLOCK):
        part = slice(begin, begin + _BLOCK)
        some = Pairs(pairs.worker[part], pairs.posting[part])
        for bit, rule in in_force:
            blocks[part] |= np.where(rule(market, some, today), np.uint32(0), bit)
    return Verdicts(blocks)


def postings_of(market: Market, worker: int) -> Pairs:
    """One worker beside every posting of the market."""
    postings: IntArray = np.arange(len(market.postings), dtype=np.int64)
    return Pairs(np.full(len(postings), worker, dtype=np.int64), postings)
