"""How near two codes of the national classification of occupations (2022) lie, and the codes a text speaks of."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from labor.arrays import FloatArray
from policy.wording import trades_named

# How near two codes lie by the deepest level they share: major, middle, small class, the same occupation.
NEARNESS = (0.0, 0.1, 0.3, 0.6, 1.0)


def codes_in(text: str) -> tuple[str, ...]:
    """Occupation codes a text affirms, in order; e.g. "焊过几年" → welder."""
    return tuple(dict.fromkeys(code for named in trades_named(text) for code in named.codes))


def classes_of(code: str) -> tuple[str, ...]:
    """Major, middle and small class of a code, and the code itself: ``6``, ``6-18``, ``6-18-02``, ``6-18-02-04``."""
    parts = code.split("-")
    return tuple("-".join(parts[: depth + 1]) for depth in range(len(parts)))


def nearness(left: Iterable[str], right: Iterable[str]) -> FloatArray:
    """How near each code on the left lies to each on the right (0 to 1); "" lies near nothing."""
    rows, columns = [classes_of(code) for code in left], [classes_of(code) for code in right]
    near = np.zeros((len(rows), len(columns)))
    for depth, worth in enumerate(NEARNESS[1:]):
        mine = np.array([row[depth] if depth < len(row) else f"<{at}" for at, row in enumerate(rows)], dtype=object)
        theirs = np.array(
            [row[depth] if depth < len(row) else f">{at}" for at, row in enumerate(columns)], dtype=object
        )
        known = (mine != "")[:, None] & (theirs != "")[None, :]
        near[(mine[:, None] == theirs[None, :]) & known] = worth
    return near
