"""Targets of programs: what a place set itself, how far along it is, and the pace to the year's end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from labor.errors import BadInput, NotFound
from labor.words import Bilingual
from policy.rulebook import bilingual, pack
from policy.tiers import Tier


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
    return {entry["id"]: read_target(entry) for entry in pack("targets")["target"]}


def target(target_id: str) -> Target:
    """One target; raises NotFound."""
    if target_id not in targets():
        raise NotFound(f"no target {target_id} in policy/packs/targets.toml")
    return targets()[target_id]


def pace(reached: float, at_least: float, today: date, year: int) -> Pace:
    """Progress and what a steady pace reaches by 31 December, both also as shares of the target."""
    days = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    gone = min(max((today - date(year, 1, 1)).days + 1, 1), days)
    expected = reached * days / gone
    return Pace(reached, at_least, reached / at_least, expected, expected / at_least)


def read_target(entry: Mapping[str, Any]) -> Target:
    """One target as a pack writes it; raises BadInput where its tiers do not add up to it."""
    tiers = {Tier[name.upper()]: int(number) for name, number in entry.get("tiers", {}).items()}
    if tiers and sum(tiers.values()) != entry["at_least"]:
        raise BadInput(f"target {entry['id']}: its tiers add up to {sum(tiers.values())}, not to {entry['at_least']}")
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
        tiers=tiers,
    )
