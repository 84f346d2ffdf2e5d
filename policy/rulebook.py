"""The dated rule packs (policy/packs/*.toml): what law, programs and sites say, with source and dates."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Literal

from labor.errors import BadInput, NotFound
from labor.words import Bilingual

Evidence = Literal["seed", "found", "own"]
EVIDENCE: Final = ("seed", "found", "own")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it stood between two days.

    ``evidence``: "seed" (quoted policy paper), "found" (public page), "own" (general knowledge: check the
    legal text before relying on it). ``parameters`` holds the figures the rule works with.
    """

    id: str
    pack: str
    title: Bilingual
    text: Bilingual
    source: Bilingual
    evidence: Evidence
    valid_from: date
    valid_to: date | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def in_force(self, on: date) -> bool:
        """Whether the rule holds on this day, both ends included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@lru_cache(maxsize=32)
def pack(name: str) -> Mapping[str, Any]:
    """One pack as written, e.g. ``pack("certificates")``; raises NotFound."""
    source = files("policy").joinpath("packs", f"{name}.toml")
    if not source.is_file():
        raise NotFound(f"there is no rule pack called {name}")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def bilingual(entry: Mapping[str, str]) -> Bilingual:
    """A pack's ``{ zh = …, en = … }``."""
    return Bilingual(entry["zh"], entry["en"])


@lru_cache(maxsize=1)
def rulebook() -> Mapping[str, tuple[Rule, ...]]:
    """Every rule of every pack by id, versions in order of ``valid_from``."""
    book: dict[str, list[Rule]] = {}
    for name in sorted(pack_names()):
        for entry in pack(name).get("rule", ()):
            rule = read_rule(name, entry)
            book.setdefault(rule.id, []).append(rule)
    for versions in book.values():
        versions.sort(key=lambda rule: rule.valid_from)
    return {key: tuple(versions) for key, versions in book.items()}


def pack_names() -> tuple[str, ...]:
    """The names of all packs shipped."""
    folder = files("policy").joinpath("packs")
    return tuple(sorted(item.name[:-5] for item in folder.iterdir() if item.name.endswith(".toml")))


def checked(name: str) -> date:
    """The day somebody last held a pack against its sources."""
    day: date = pack(name)["checked"]
    return day


def stale_packs(on: date) -> tuple[str, ...]:
    """Packs nobody has held against their sources for over a year."""
    return tuple(name for name in pack_names() if (on - checked(name)).days > 365)


def rule_on(rule_id: str, on: date) -> Rule | None:
    """The version of a rule in force on a day, None where it does not hold; raises NotFound for a strange id."""
    versions = rulebook().get(rule_id)
    if versions is None:
        raise NotFound(f"no rule pack holds a rule called {rule_id}")
    return next((rule for rule in reversed(versions) if rule.in_force(on)), None)


def parameter(rule_id: str, name: str, on: date) -> Any:
    """One figure of a rule on a day, from its earliest version where the rule is not in force; raises NotFound."""
    rule = rule_on(rule_id, on) or rulebook()[rule_id][0]
    if name not in rule.parameters:
        raise NotFound(f"rule {rule_id} has no parameter {name}")
    return rule.parameters[name]


def read_rule(pack_name: str, entry: Mapping[str, Any]) -> Rule:
    """One rule as a pack writes it; raises BadInput where it does not say how it is known."""
    if entry["evidence"] not in EVIDENCE:
        raise BadInput(f"pack {pack_name}, rule {entry['id']}: evidence must be one of {EVIDENCE}")
    return Rule(
        id=entry["id"],
        pack=pack_name,
        title=bilingual(entry["title"]),
        text=bilingual(entry["text"]),
        source=bilingual(entry["source"]),
        evidence=entry["evidence"],
        valid_from=entry["valid_from"],
        valid_to=entry.get("valid_to"),
        parameters=entry.get("parameters", {}),
    )
