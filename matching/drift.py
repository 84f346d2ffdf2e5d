"""Whether today's pairs still look like those a model learned from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from labor.arrays import FloatArray
from matching.additive import Additive
from matching.features import NAMES

SMALL, LARGE = 0.1, 0.25  # the usual reading of a population stability index: below nothing, above a new model


def profile(model: Additive, table: FloatArray) -> dict[str, Any]:
    """Per feature, the share of pairs in each step of the model (the last one: not known)."""
    return {name: _shares(model, table, at) for at, name in enumerate(NAMES)}


def _shares(model: Additive, table: FloatArray, feature: int) -> list[float]:
    counts = np.bincount(model.codes(table, feature), minlength=len(model.edges[feature]) + 2)
    return [round(float(share), 6) for share in counts / max(len(table), 1)]


def drift(model: Additive, learned: Mapping[str, Any], table: FloatArray) -> dict[str, float]:
    """Population stability index per feature against the profile kept with the model; above 0.25 train again."""
    indices = {}
    for at, name in enumerate(NAMES):
        was = np.asarray(learned[name]) + 1e-4
        now = np.asarray(_shares(model, table, at)) + 1e-4
        indices[name] = float(np.sum((now - was) * np.log(now / was)))
    return indices
