"""What came of earlier offers: what a scorer learns from."""

from __future__ import annotations

from dataclasses import dataclass

from labor.arrays import DayArray, IntArray, same_length

NOT_KNOWN = -1


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """One row an offer made; indices point into the market loaded with them (past postings included).

    Each stage is 1 yes, 0 no, NOT_KNOWN where it was not reached or is not known yet (nobody shows up who
    did not accept: then ``showed_up`` is NOT_KNOWN, not 0).
    """

    worker: IntArray
    posting: IntArray
    offered: DayArray
    accepted: IntArray
    showed_up: IntArray
    stayed_30: IntArray
    stayed_90: IntArray

    def __post_init__(self) -> None:
        same_length(self, *(name for name in self.__dataclass_fields__))

    def __len__(self) -> int:
        return len(self.worker)
