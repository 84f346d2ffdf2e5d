"""The same rules in words: why this worker may not go there, or that nothing stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from labor.arrays import IntArray
from labor.candidates import Pairs
from labor.market import Market
from labor.words import Bilingual
from policy import certificates
from policy.eligibility.facts import facts
from policy.eligibility.judging import RULE_IDS, RULES, judge, postings_of
from policy.eligibility.papers import missing_certificates, papers
from policy.rulebook import rule_on


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason a pair is not allowed, with the rule it rests on and the days that rule holds."""

    rule_id: str
    title: Bilingual
    text: Bilingual
    source: Bilingual
    evidence: str
    valid_from: date
    valid_to: date | None


def explain(market: Market, worker: int, posting: int, today: date) -> tuple[Ground, ...]:
    """Every rule that blocks the pair, in the order of RULES; empty means allowed."""
    pair = Pairs(np.array([worker]), np.array([posting]))
    return tuple(_ground(rule_id, market, pair, today) for rule_id in judge(market, pair, today).blocked_by(0))


@dataclass(frozen=True, slots=True)
class Obstacle:
    """How many open postings one rule keeps from a worker, and how many it alone does."""

    rule_id: str
    title: Bilingual
    postings: int
    alone: int


def obstacles(market: Market, worker: int, today: date) -> tuple[Obstacle, ...]:
    """What stands between a worker and the open postings: rules that alone shut most of them first."""
    verdicts = judge(market, postings_of(market, worker), today)
    closed = verdicts.blocks & np.uint32(1 << RULE_IDS.index("posting_is_open"))
    open_blocks = verdicts.blocks[closed == 0]
    found = []
    for at, rule_id in enumerate(RULE_IDS):
        bit = np.uint32(1 << at)
        held, rule = int(np.count_nonzero(open_blocks & bit)), rule_on(rule_id, today)
        if held and rule is not None:
            found.append(Obstacle(rule_id, rule.title, held, int(np.count_nonzero(open_blocks == bit))))
    return tuple(sorted(found, key=lambda obstacle: (-obstacle.alone, -obstacle.postings)))


def opens_with(market: Market, worker: int, certificate_kind: str, today: date) -> IntArray:
    """Postings this worker could go to if they held one more kind of certificate, and cannot now."""
    kind = certificates.kinds().get(certificate_kind)
    gained = {certificate_kind, *(kind.covers if kind else ())}
    verdicts = judge(market, postings_of(market, worker), today)
    only_papers = np.flatnonzero(verdicts.blocked_only_by("holds_the_certificates"))
    opened = []
    told: dict[tuple[int, int], bool] = {}  # postings that need the same papers by the same day are alike
    start, needed = facts(market, today).last_start, papers(market).required_set
    for at in only_papers.tolist():
        key = int(needed[at]), int(start[at])
        if key not in told:
            told[key] = set(missing_certificates(market, worker, at, today)) <= gained
        if told[key]:
            opened.append(at)
    return np.array(opened, dtype=np.int64)


def _ground(rule_id: str, market: Market, pair: Pairs, today: date) -> Ground:
    hard = RULES[RULE_IDS.index(rule_id)]
    rule = hard.on(today)
    assert rule is not None  # judge applies only rules in force
    text, source = rule.text, rule.source
    if hard.fills is not None:
        words = dict(hard.fills(market, int(pair.worker[0]), int(pair.posting[0]), today))
        source = words.pop("source", source)
        zh = text.text("zh", **{name: word.zh for name, word in words.items()})
        text = Bilingual(zh, text.text("en", **{name: word.en for name, word in words.items()}))
    return Ground(rule_id, rule.title, text, source, rule.evidence, rule.valid_from, rule.valid_to)
