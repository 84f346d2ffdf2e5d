"""The aims of a few talks as one number each, so that the earlier aim always outweighs the later ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import FloatArray
from optimizer.fairs.fair import LEVELS, Fair


@dataclass(frozen=True, slots=True, eq=False)
class Weighing:
    """``step`` is what a person's first, second, third and each further talk is worth beside the pair's own value."""

    step: tuple[float, float, float, float]
    value: float  # of one unit of value
    kept: float  # of a person not moved

    @classmethod
    def of(cls, fair: Fair, changes: int) -> Weighing:
        """For comparisons in which no more than so many talks change."""
        weight = dict.fromkeys(fair.aims, 0.0)
        scale = 1.0
        spread = float(np.abs(fair.pairs.value).max(initial=0.0)) or 1.0
        for aim in reversed(fair.aims):
            weight[aim] = scale / (spread if aim == "value" else 1.0)
            scale *= 2.0 * changes + 1.0
        talks = weight.get("talks", 0.0)
        first, second, third = (talks + weight.get(aim, 0.0) for aim in LEVELS)
        return cls((first, second, third, talks), weight.get("value", 0.0), weight.get("moves", 0.0))

    def talk(self, before: int) -> float:
        """One more talk for a person who has so many."""
        return self.step[min(before, 3)]


def lexicographic(fair: Fair, large: float) -> FloatArray:
    """Weights for flows: whole multiples of ``large`` that fall along the aims, and 1 for the value."""
    count = len(fair.aims)
    return np.array(
        [0.0 if aim == "moves" else 1.0 if aim == "value" else large * (count - at) for at, aim in enumerate(fair.aims)]
    )
