"""What a hard rule is: whom it allows, the facts it reads, what fills its words; text and source are in a pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from labor.arrays import BoolArray
from labor.candidates import Pairs
from labor.market import Market
from labor.words import Bilingual, as_written
from policy.rulebook import Rule, rule_on

Columns: TypeAlias = tuple[NDArray[np.generic], ...]
Read: TypeAlias = Callable[[Market, date], Columns]
Words: TypeAlias = Mapping[str, Bilingual]


@dataclass(frozen=True, slots=True)
class HardRule:
    """Who may not go where. ``allows`` judges pairs (True = allowed); its name is the rule's id in the packs.

    ``of_worker`` and ``of_posting`` are the columns it reads of each side, so that whom it cannot tell apart is judged
    once; None: that side does not matter. ``of_single_pairs``: it speaks of single pairs, which ``judge`` is asked
    about. ``fills`` fills the placeholders of its text. ``own_wish``: the worker can open a posting by giving way.
    """

    allows: Callable[[Market, Pairs, date], BoolArray]
    of_worker: Read | None = None
    of_posting: Read | None = None
    fills: Callable[[Market, int, int, date], Words] | None = None
    of_single_pairs: bool = False
    own_wish: bool = False

    @property
    def id(self) -> str:
        """The rule's name in the packs."""
        return self.allows.__name__

    def on(self, day: date) -> Rule | None:
        """Its title, text and source as they stood on a day; None where it does not hold. Raises NotFound."""
        return rule_on(self.id, day)


def same(value: object) -> Bilingual:
    """A figure that reads alike in both languages."""
    return Bilingual(str(value), str(value))


def joined(words: list[Bilingual]) -> Bilingual:
    """Several words as one, a dash for none."""
    if not words:
        return as_written(None)
    return Bilingual("、".join(word.zh for word in words), ", ".join(word.en for word in words))


def day_written(number: int) -> str:
    """A day number as a date."""
    return str(np.datetime64(int(number), "D"))
