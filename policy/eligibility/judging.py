"""The hard rules in order, and their verdict over millions of pairs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from labor.arrays import BoolArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from policy.eligibility import days, employers, papers, protected, sites, wishes
from policy.eligibility.hard_rule import HardRule

# A rule's id stands in the packs with its words, source and dates; in this order a refusal is told.
RULES: Final[tuple[HardRule, ...]] = (
    *protected.RULES,
    *papers.RULES,
    *employers.RULES,
    *sites.RULES,
    *wishes.OF_PLACE,
    *days.RULES,
    *wishes.OF_WORK,
)
RULE_IDS: Final = tuple(rule.id for rule in RULES)

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
    in_force = [(np.uint32(1 << at), rule) for at, rule in enumerate(RULES) if rule.on(today)]
    blocks = np.zeros(len(pairs), dtype=np.uint32)
    for begin in range(0, len(pairs), _BLOCK):
        part = slice(begin, begin + _BLOCK)
        some = Pairs(pairs.worker[part], pairs.posting[part])
        for bit, rule in in_force:
            blocks[part] |= np.where(rule.allows(market, some, today), np.uint32(0), bit)
    return Verdicts(blocks)


def postings_of(market: Market, worker: int) -> Pairs:
    """One worker beside every posting of the market."""
    postings: IntArray = np.arange(len(market.postings), dtype=np.int64)
    return Pairs(np.full(len(postings), worker, dtype=np.int64), postings)
