"""Guessing codes is slow: after some wrong ones for a batch, the batch is not asked about for a while."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

WRONG: Final = 20  # a coach of fifty with a smudged printer still gets through
WITHIN_S: Final = 60.0
BATCHES: Final = 1000  # remembered at a time, so that made-up numbers fill no memory


class WrongCodes:
    """Counts wrong codes by the number they were asked for.

    Behind a proxy everybody comes from one address, so that addresses tell nothing; a batch under attack does not
    close the others. A code has 32 bits: at this pace one of fifty real ones is guessed in 4 million minutes.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def closed(self, number: str) -> bool:
        """Whether too many wrong codes came for this number of late."""
        with self._lock:
            return len(self._recent(number)) >= WRONG

    def wrong(self, number: str) -> None:
        """One more wrong code."""
        with self._lock:
            recent = self._recent(number)
            recent.append(self._clock())
            self._wrong[number] = recent
            self._wrong.move_to_end(number)
            while len(self._wrong) > BATCHES:
                self._wrong.popitem(last=False)

    def _recent(self, number: str) -> deque[float]:
        recent = self._wrong.get(number, deque())
        while recent and self._clock() - recent[0] >= WITHIN_S:
            recent.popleft()
        return recent
