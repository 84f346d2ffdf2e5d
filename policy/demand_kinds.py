"""What an employer may not demand or promise: each kind with its words and patterns, from the pack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from labor.words import Bilingual
from policy.rulebook import Evidence, bilingual, pack


@dataclass(frozen=True, slots=True)
class Demand:
    """One kind of demand with its compiled patterns."""

    kind: str
    title: Bilingual
    reason: Bilingual
    advice: Bilingual
    source: Bilingual
    evidence: Evidence
    valid_from: date
    valid_to: date | None
    harmless: tuple[re.Pattern[str], ...]
    patterns: tuple[re.Pattern[str], ...]

    def in_force(self, on: date) -> bool:
        """Whether the demand is unlawful on this day, both ends included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@lru_cache(maxsize=1)
def demands() -> tuple[Demand, ...]:
    """The kinds of demands of the pack, patterns compiled."""
    whole = pack("demands")
    return tuple(read_demand(entry, whole) for entry in whole["demand"])


def read_demand(entry: Mapping[str, Any], whole: Mapping[str, Any]) -> Demand:
    """One kind as the pack writes it; patterns are held against plain small letters."""

    def patterns(key: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(_filled(pattern, whole)) for pattern in entry[key])

    words = {name: bilingual(entry[name]) for name in ("title", "reason", "advice", "source")}
    return Demand(
        kind=entry["kind"], **words, evidence=entry["evidence"], valid_from=entry["valid_from"],
        valid_to=entry.get("valid_to"), harmless=patterns("harmless"), patterns=patterns("patterns"),
    )  # fmt: skip


def _filled(pattern: str, whole: Mapping[str, Any]) -> str:
    for placeholder, key in (("DASH", "dashes"), ("PROV", "provinces"), ("PEOPLE", "peoples"), ("FEE", "fees")):
        pattern = pattern.replace(placeholder, whole[key])
    return pattern
