"""What a worker may claim for the way to work, by named schemes: examples of places, never defaults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from labor.errors import NotFound
from labor.regions import Regions
from labor.words import Bilingual
from policy.rulebook import pack
from policy.spells import WorkSpell, within, worked
from policy.subsidies import REFUSALS, Entitlement, told
from policy.tiers import Tier, tier


@dataclass(frozen=True, slots=True)
class Traveler:
    """What a transport subsidy asks of one person."""

    home: int
    listed: bool  # on the list of poverty-exit or monitored people
    rode_organized: bool  # a seat on free organized transport this year
    paid_this_year: bool = False
    age: int | None = None


def transport_subsidy(
    scheme_id: str, traveler: Traveler, *, spells: Sequence[WorkSpell], until: date, regions: Regions
) -> Entitlement:
    """What one person may claim under a named scheme for the calendar year of ``until``; raises NotFound."""
    scheme = transport_scheme(scheme_id)
    if not scheme["from"] <= until <= scheme.get("to", date.max):
        return Entitlement(0, Tier.SAME_COUNTY, 0, 0, (REFUSALS["not_in_force"],))
    away = [
        clipped
        for s in spells
        if tier(traveler.home, s.work_county, regions) > Tier.SAME_COUNTY
        and (clipped := within(s, date(until.year, 1, 1), until))
    ]
    refused = _traveler_refusals(scheme, traveler, regions.current(traveler.home))
    if not away:
        return Entitlement(0, Tier.SAME_COUNTY, 0, 0, (*refused, REFUSALS["no_tier"]))
    months, days = worked(away)
    if months < scheme["months"]:
        refused.append(told("too_short", held_months=months, held_days=days, months=scheme["months"]))
    reached, yuan = max(_tier_and_yuan(scheme, traveler.home, s.work_county, regions) for s in away)
    return Entitlement(0 if refused else yuan, reached, months, days, tuple(refused))


def transport_scheme(scheme_id: str) -> Any:
    """One scheme of the pack as written; raises NotFound."""
    for scheme in pack("subsidies")["transport_scheme"]:
        if scheme["id"] == scheme_id:
            return scheme
    raise NotFound(f"no transport subsidy scheme {scheme_id} in policy/packs/subsidies.toml")


def _tier_and_yuan(scheme: Any, home: int, work: int, regions: Regions) -> tuple[Tier, int]:
    """What one place of work is worth: a province named by the scheme has its own amount."""
    reached = tier(home, work, regions)
    province = regions.current(work) // 10000 * 10000
    return reached, int(scheme["by_province"].get(str(province), scheme[reached.name.lower()]))


def _traveler_refusals(scheme: Any, traveler: Traveler, home: int) -> list[Bilingual]:
    refused = []
    if home != scheme["home"]:
        refused.append(REFUSALS["other_home"])
    if not traveler.listed:
        refused.append(REFUSALS["not_listed"])
    if scheme["exclusive"] and traveler.rode_organized:
        refused.append(REFUSALS["organized"])
    if traveler.paid_this_year:
        refused.append(REFUSALS["claimed"])
    age, low, high = traveler.age, scheme.get("min_age"), scheme.get("max_age")
    if age is not None and low is not None and age < low:
        refused.append(told("too_young", low=low))
    if age is not None and high is not None and age > high:
        refused.append(told("too_old", high=high))
    return refused
