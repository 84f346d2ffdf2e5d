"""Counters of services a person is due in a period ("131"): what was given, what is still owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from labor.errors import NotFound
from labor.words import Bilingual
from policy.months import plus_months
from policy.rulebook import bilingual, rule_on


@dataclass(frozen=True, slots=True)
class Service:
    """One service given. ``posting`` tells recommendations apart; ``counts`` is False for an expired, unlawful or
    unsuitable posting, which is no recommendation."""

    kind: str
    on: date
    posting: int = -1
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Counter:
    """One counter of a person's period."""

    kind: str
    name: Bilingual
    needed: int
    given: int

    @property
    def owed(self) -> int:
        """How many are still missing."""
        return max(0, self.needed - self.given)

    @property
    def words(self) -> Bilingual:
        """What is owed, e.g. 还差1次岗位推荐."""
        if not self.owed:
            return Bilingual(f"{self.name.zh}已完成", f"{self.name.en}: done")
        return Bilingual(f"还差{self.owed}次{self.name.zh}", f"{self.owed} more {self.name.en} due")


def counters(services: Sequence[Service], today: date, program: str = "service_131") -> tuple[Counter, ...]:
    """The counters of the last period up to today; the same posting recommended twice counts once. Raises NotFound."""
    rule = rule_on(program, today)
    if rule is None:
        raise NotFound(f"{program} is not in force on {today}")
    since = plus_months(today, -rule.parameters["months"])
    given = [s for s in services if since < s.on <= today and s.counts]
    return tuple(
        Counter(entry["kind"], bilingual(entry["name"]), entry["needed"], _distinct(given, entry["kind"]))
        for entry in rule.parameters["counter"]
    )


def _distinct(given: Sequence[Service], kind: str) -> int:
    of_kind = [service for service in given if service.kind == kind]
    postings = {service.posting for service in of_kind if service.posting >= 0}
    return len(postings) + sum(service.posting < 0 for service in of_kind)
