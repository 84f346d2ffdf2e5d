"""What a feature is: a named look at a pair, with the direction it may move a chance and the words for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from labor.arrays import FloatArray
from labor.words import Bilingual
from matching.features.sight import Sight

RISES, FALLS = 1, -1


@dataclass(frozen=True, slots=True)
class Feature:
    """One fact of a pair. ``look`` gives NaN where it is not known: neutral, and worth a question.

    ``direction`` RISES: more of it never lowers a chance; FALLS: never raises it. ``weight`` is what one unit adds
    to the log-odds before there are outcomes, ``middle`` the value at which it adds nothing.
    """

    name: str
    look: Callable[[Sight], FloatArray]
    direction: int
    weight: float
    middle: float
    good: Bilingual  # why this speaks for the pair
    bad: Bilingual  # why this speaks against it
    question: Bilingual | None = None  # what to ask where it is not known

    def __post_init__(self) -> None:
        if self.direction not in (RISES, FALLS) or self.weight * self.direction < 0:
            raise ValueError(f"{self.name}: the weight must follow the direction")
