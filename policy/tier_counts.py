"""People counted by tier from the moves recorded in a year, each person once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from labor.errors import BadInput
from labor.regions import Regions
from policy.tiers import Tier, tier

COUNTING = ("highest", "latest")


@dataclass(frozen=True, slots=True)
class Move:
    """One recorded move of a person in the year."""

    person: int
    home: int
    work: int
    start: date


def count_by_tier(moves: Sequence[Move], regions: Regions, counted_once: str = "highest") -> dict[Tier, int]:
    """People by tier, each person once: in the highest tier of the year, or in the latest move's."""
    if counted_once not in COUNTING:
        raise BadInput(f"a person is counted in the {' or '.join(COUNTING)} tier, not in the {counted_once}")
    decides: dict[int, tuple[date, Tier]] = {}  # the greatest of each person's moves
    for move in moves:
        reached = tier(move.home, move.work, regions)
        weight = (date.max if counted_once == "highest" else move.start, reached)
        decides[move.person] = max(weight, decides.get(move.person, weight))
    counts = dict.fromkeys(Tier, 0)
    for _, reached in decides.values():
        counts[reached] += 1
    return counts
