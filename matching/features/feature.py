"""What a feature is: a named look at a pair, with the direction it may move a chance and the words for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from labor.arrays import FloatArray
from labor.words import Bilingual
from matching.features.sight import Scene, Sight

RISES, FALLS = 1, -1
Columns: TypeAlias = tuple[NDArray[np.generic], ...]
Read: TypeAlias = Callable[[Scene], Columns]


@dataclass(frozen=True, slots=True)
class Feature:
    """One fact of a pair. ``look`` gives NaN where it is not known: neutral, and worth a question.

    ``direction`` RISES: more of it never lowers a chance; FALLS: never raises it. ``weight`` is what one unit adds
    to the log-odds before there are outcomes, ``middle`` the value at which it adds nothing.
    ``of_worker`` and ``of_posting`` are the columns the look reads of each side: whom they cannot tell apart is looked
    at once in a large market. ``own_work``: it also reads with whom this very worker worked before.
    """

    name: str
    look: Callable[[Sight], FloatArray]
    direction: int
    weight: float
    middle: float
    good: Bilingual  # why this speaks for the pair
    bad: Bilingual  # why this speaks against it
    question: Bilingual | None = None  # what to ask where it is not known
    of_worker: Read = field(kw_only=True)
    of_posting: Read = field(kw_only=True)
    own_work: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        if self.direction not in (RISES, FALLS) or self.weight * self.direction < 0:
            raise ValueError(f"{self.name}: the weight must follow the direction")
