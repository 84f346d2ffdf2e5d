"""Why a pair scores as it does: three reasons for, one against, one question, and the table that adds up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from labor.arrays import FloatArray
from labor.candidates import Pairs
from labor.market import Market
from labor.words import Bilingual
from matching.chances import Chances, Contributions, StageScorer
from matching.features import FEATURES, read

REASONS_FOR = 3
WORTH_SAYING = 0.03  # of log score: less than three parts in a hundred is no reason


@dataclass(frozen=True, slots=True)
class Line:
    """One feature's line in the officer's table; ``value`` is NaN where the fact is not known."""

    feature: str
    value: float
    to_log_odds: tuple[float, ...]  # one a stage
    to_log_score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A pair's chances with their reasons.

    exp(``log_score_base`` + the lines' ``to_log_score``) is the score; each stage's ``base_log_odds`` + the lines'
    ``to_log_odds`` is that stage's log-odds.
    """

    score: float
    stages: tuple[float, ...]
    reasons: tuple[Bilingual, ...]
    against: Bilingual | None
    question: Bilingual | None
    lines: tuple[Line, ...]
    log_score_base: float
    base_log_odds: tuple[float, ...]


def explain(market: Market, scorer: StageScorer, pairs: Pairs, *, today: date | None = None) -> tuple[Explanation, ...]:
    """One explanation a pair, in the order of the pairs."""
    today = today or market.window.first
    table = read(market, pairs, today)
    chances = scorer.chances(market, pairs, today)
    parts = scorer.contributions(market, pairs, today)
    shares = parts.to_log_score
    moves = np.abs(shares).mean(axis=0)
    return tuple(_one(at, table[at], (chances, parts), shares[at], moves) for at in range(len(pairs)))


def _one(
    at: int, values: FloatArray, told: tuple[Chances, Contributions], shares: FloatArray, moves: FloatArray
) -> Explanation:
    chances, parts = told
    order = np.argsort(-shares)
    best = [FEATURES[k].good for k in order[:REASONS_FOR] if shares[k] > WORTH_SAYING]
    worst = int(order[-1])
    return Explanation(
        score=float(chances.at_work_after_30[at]),
        stages=tuple(float(stage[at]) for stage in (chances.accept, chances.show_up, chances.stay_30, chances.stay_90)),
        reasons=tuple(best),
        against=FEATURES[worst].bad if shares[worst] < -WORTH_SAYING else None,
        question=_question(values, moves),
        lines=tuple(
            Line(feature.name, float(values[k]), tuple(parts.added[:, at, k].tolist()), float(shares[k]))
            for k, feature in enumerate(FEATURES)
        ),
        log_score_base=parts.log_score_base,
        base_log_odds=tuple(parts.base.tolist()),
    )


def _question(values: FloatArray, moves: FloatArray) -> Bilingual | None:
    """What to ask: of the facts not known, the one that moves these pairs' scores most where it is known."""
    open_questions = [k for k, feature in enumerate(FEATURES) if np.isnan(values[k]) and feature.question is not None]
    if not open_questions:
        return None
    return FEATURES[max(open_questions, key=lambda k: (moves[k], -k))].question
