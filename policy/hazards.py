"""Hazard codes of postings: whom the law keeps from them and when a health check is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from labor.words import Bilingual, as_written
from policy.rulebook import bilingual, pack
from policy.wording.negation import said


@dataclass(frozen=True, slots=True)
class Hazard:
    """One hazard; ``minors`` and ``women`` say who is kept from it, ``check`` that a health check is compulsory."""

    code: str
    name: Bilingual
    minors: bool
    women: bool
    check: bool


@lru_cache(maxsize=1)
def hazards() -> Mapping[str, Hazard]:
    """All hazards by code."""
    return {
        entry["code"]: Hazard(entry["code"], bilingual(entry["name"]), entry["minors"], entry["women"], entry["check"])
        for entry in pack("protection")["hazard"]
    }


def usual_hazards(work: str) -> tuple[str, ...]:
    """Codes of the hazards this work usually brings, e.g. 抛光打磨工 → dust; what the words deny is left out."""
    text = said(work).affirmed_text
    return tuple(
        entry["hazard"] for entry in pack("protection")["usual"] if any(word in text for word in entry["words"])
    )


def name_of(code: str) -> Bilingual:
    """The hazard in words, the code itself where the pack does not know it."""
    return hazards()[code].name if code in hazards() else as_written(code)
