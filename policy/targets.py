"""Targets of programs: who counts where, how far along, and the pace to the year's end."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from labor.errors import BadInput, NotFound
from labor.regions import Regions
from labor.words import Bilingual
from policy.rulebook import bilingual, pack, parameter
from policy.tiers import Tier, tier

COUNTING = ("highest", "latest")


@dataclass(frozen=True, slots=True)
class Target:
    """One figure a place set itself; ``tiers`` is empty or adds up to ``at_least``."""

    id: str
    place: int
    year: int
    name: Bilingual
    unit: str
    at_least: float
    source: Bilingual
    evidence: str
    counted_once: str
    tiers: Mapping[Tier, int]


@dataclass(frozen=True, slots=True)
class Move:
    """One recorded move of a person in the year."""

    person: int
    home: int
    work: int
    start: date


@dataclass(frozen=True, slots=True)
class Pace:
    """How far along a target is: ``expected`` is what this pace reaches by the end of the year."""

    reached: float
    at_least: float
    share: float
    expected: float
    expected_share: float


@lru_cache(maxsize=1)
def targets() -> Mapping[str, Target]:
    """All targets by id; raises BadInput where a target's tiers do not add up to it."""
    found = {entry["id"]: _target(entry) for entry in pack("targets")["target"]}
    for target in found.values():
        if target.tiers and sum(target.tiers.values()) != target.at_least:
            raise BadInput(f"target {target.id}: its tiers add up to {sum(target.tiers.values())}")
    return found


def target(target_id: str) -> Target:
    """One target; raises NotFound."""
    if target_id not in targets():
        raise NotFound(f"no target {target_id} in policy/packs/targets.toml")
    return targets()[target_id]


def count_by_tier(moves: Sequence[Move], regions: Regions, counted_once: str = "highest") -> dict[Tier, int]:
    """People by tier, each person once: in the highest tier of the year, or in the latest move's."""
    if counted_once not in COUNTING:
        raise BadInput(f"a person is counted in the {' or '.join(COUNTING)} tier, not in the {counted_once}")
    counted: dict[int, tuple[date, Tier]] = {}
    for move in moves:
        reached = tier(move.home, move.work, regions)
        before = counted.get(move.person)
        rises = before is None or (reached > before[1] if counted_once == "highest" else (move.start, reached) > before)
        if rises:
            counted[move.person] = (move.start, reached)
    counts = dict.fromkeys(Tier, 0)
    for _, reached in counted.values():
        counts[reached] += 1
    return counts


def pace(reached: float, at_least: float, today: date, year: int) -> Pace:
    """Progress and what a steady pace reaches by 31 December, both also as shares of the target."""
    days = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    gone = min(max((today - date(year, 1, 1)).days + 1, 1), days)
    expected = reached * days / gone
    return Pace(reached, at_least, reached / at_least, expected, expected / at_least)


@dataclass(frozen=True, slots=True)
class WorkRelief:
    """A work-relief project against its shares; ``short_people`` and ``short_yuan`` are what is missing."""

    worker_share: float
    pay_share: float
    short_people: int
    short_yuan: float

    @property
    def meets(self) -> bool:
        """Whether both shares are reached."""
        return self.short_people == 0 and self.short_yuan <= 0


def work_relief(*, workforce: int, local_workers: int, funds_yuan: float, pay_yuan: float, on: date) -> WorkRelief:
    """The project's shares on a day; the denominators are the whole workforce and the funds given."""
    if workforce <= 0 or funds_yuan <= 0:
        raise BadInput("a work-relief project needs a workforce and funds above 0")
    workers, pay = (parameter("work_relief_shares", name, on) for name in ("workers", "pay"))
    short_people = max(0, math.ceil(workers * workforce - 1e-9) - local_workers)
    short_yuan = max(0.0, pay * funds_yuan - pay_yuan)
    return WorkRelief(local_workers / workforce, pay_yuan / funds_yuan, short_people, short_yuan)


def _target(entry: Mapping[str, Any]) -> Target:
    tiers = entry.get("tiers", {})
    return Target(
        id=entry["id"],
        place=entry["place"],
        year=entry["year"],
        name=bilingual(entry["name"]),
        unit=entry["unit"],
        at_least=float(entry["at_least"]),
        source=bilingual(entry["source"]),
        evidence=entry["evidence"],
        counted_once=entry.get("counted_once", "highest"),
        tiers={Tier[name.upper()]: int(number) for name, number in tiers.items()},
    )
