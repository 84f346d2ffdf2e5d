"""Where a text or a column demands what it may not: every place, before any lawful ground is looked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from labor.words import Bilingual
from policy.demand_kinds import Demand, demands
from policy.wording import simplified

BLANK = "\0"  # stands where words were taken out: no pattern and no posting holds it


@dataclass(frozen=True, slots=True)
class Finding:
    """One demand found: refused unless ``ground`` names what makes it lawful.

    ``field`` is "" for the text itself, ``start`` and ``end`` count characters in it. ``ground_id`` may be a site
    rule of policy/packs/site_rules.toml, to be kept with the posting.
    """

    kind: str
    phrase: str
    field: str
    start: int
    end: int
    title: Bilingual
    reason: Bilingual
    advice: Bilingual
    source: Bilingual
    ground: Bilingual | None = None
    ground_id: str = ""

    @property
    def refused(self) -> bool:
        """Whether the demand must go."""
        return self.ground is None


def in_text(text: str, field: str, on: date | None = None) -> list[Finding]:
    """Demands of every kind in force in order of appearance; ``field`` is the column of the text, "" for none."""
    plain = plain_letters(text)
    found = [finding for demand in _in_force(on) for finding in _of_kind(demand, plain, text, field)]
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def in_column(name: str, label: str, value: str, on: date | None = None) -> list[Finding]:
    """What a column demands; a filled marriage, religion or fee column is a demand whatever it says."""
    found = [f for f in in_text(label + value, name, on) if f.kind == name]
    if not found and name in ("hukou", "ethnicity", "religion", "marriage"):
        demand = next((d for d in _in_force(on) if d.kind == name), None)
        if demand and not any(pattern.search(plain_letters(label + value)) for pattern in demand.harmless):
            found = [_finding(demand, value, name, 0, len(value))]
    return found


def _in_force(on: date | None) -> tuple[Demand, ...]:
    """The kinds of demands that are unlawful on a day; without one, all that the pack holds."""
    return tuple(demand for demand in demands() if on is None or demand.in_force(on))


def plain_letters(text: str) -> str:
    """Full-width, capital and traditional characters made plain, one character for one, so that positions stay."""
    return simplified("".join(_plain_letter(char) for char in text))


def _plain_letter(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).lower()
    return folded if len(folded) == 1 else char


def _of_kind(demand: Demand, plain: str, text: str, field: str) -> Iterator[Finding]:
    for pattern in demand.harmless:
        plain = pattern.sub(lambda match: BLANK * len(match.group()), plain)
    for start, end in _merged([m.span() for pattern in demand.patterns for m in pattern.finditer(plain)]):
        yield _finding(demand, text[start:end], field, start, end)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _finding(demand: Demand, phrase: str, field: str, start: int, end: int) -> Finding:
    words = (demand.title, demand.reason, demand.advice, demand.source)
    return Finding(demand.kind, phrase.strip(), field, start, end, *words)
