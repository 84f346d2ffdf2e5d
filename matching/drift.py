"""Whether the newest offers still look like those a model learned from, and whether its chances still come true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from labor.arrays import FloatArray
from matching.additive import Additive
from matching.chances import SCORED, logistic
from matching.features import NAMES
from matching.lessons import Lessons
from matching.metrics import ece
from matching.trained import TrainedScorer

SMALL, LARGE = 0.1, 0.25  # the usual reading of a population stability index: below nothing, above a new model
FEWEST: Final = 200  # newer offers below which nothing is said
FAR_OFF: Final = 0.03  # told and come apart by this much, beyond chance, asks for a new model
BEYOND_CHANCE: Final = 3.0  # standard errors

Verdict = Literal["too_few", "steady", "look", "train_again"]


def profile(model: Additive, table: FloatArray) -> dict[str, Any]:
    """Per feature, the share of pairs in each step of the model (the last one: not known)."""
    return {name: _shares(model, table, at) for at, name in enumerate(NAMES)}


def _shares(model: Additive, table: FloatArray, feature: int) -> list[float]:
    counts = np.bincount(model.codes(table, feature), minlength=len(model.edges[feature]) + 2)
    return [round(float(share), 6) for share in counts / max(len(table), 1)]


def drift(model: Additive, learned: Mapping[str, Any], table: FloatArray) -> dict[str, float]:
    """Population stability index per feature against the profile kept with the model; above 0.25 train again.

    Neighboring steps are joined into ten parts: finer ones differ by chance alone.
    """
    indices = {}
    for at, name in enumerate(NAMES):
        was, now = _tenths(np.asarray(learned[name]), np.asarray(_shares(model, table, at)))
        indices[name] = float(np.sum((now - was) * np.log(now / was)))
    return indices


def _tenths(was: FloatArray, now: FloatArray) -> tuple[FloatArray, FloatArray]:
    part = np.minimum((np.cumsum(was) - was / 2) * 10, 9).astype(np.int64)
    part[-1] = 10  # not known stays apart
    return tuple(np.bincount(part, side, minlength=11) + 1e-3 for side in (was, now))  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Watch:
    """Newer offers beside a model: how far their facts moved, and what was told and what came.

    ``moved`` holds the features with the largest index, largest first; ``told`` and ``came`` are means over the
    ``outcomes`` already known, NaN where there are none.
    """

    offers: int
    outcomes: int
    moved: tuple[tuple[str, float], ...]
    told: float
    came: float
    ece: float
    verdict: Verdict


def watch(scorer: TrainedScorer, newer: Lessons, *, shown: int = 3) -> Watch:
    """Set the offers a model has not learned from beside it."""
    came = newer.came_through
    known = came >= 0
    if len(newer) < FEWEST:
        return Watch(len(newer), int(known.sum()), (), float("nan"), float("nan"), float("nan"), "too_few")
    indices = drift(scorer.model, scorer.pedigree.drift, newer.table)
    moved = tuple(sorted(indices.items(), key=lambda one: -one[1])[:shown])
    chance = np.prod(logistic(scorer.model.log_odds(newer.table)[: len(SCORED)]), axis=0)[known]
    told = float(chance.mean()) if known.any() else float("nan")
    mean = float(came[known].mean()) if known.any() else float("nan")
    error = float(np.sqrt((chance * (1 - chance)).sum()) / known.sum()) if known.any() else float("inf")
    off = abs(told - mean) > max(FAR_OFF, BEYOND_CHANCE * error)
    worst = moved[0][1]
    verdict: Verdict = "train_again" if worst > LARGE or off else "look" if worst > SMALL else "steady"
    return Watch(
        len(newer), int(known.sum()), moved, told, mean,
        ece(came[known], chance) if known.any() else float("nan"), verdict,
    )  # fmt: skip
