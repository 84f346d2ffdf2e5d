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
    refused = _traveler_refusals(scheme, traveler)
    if not away:
        return Entitlement(0, Tier.SAME_COUNTY, 0, 0, (*refused, REFUSALS["no_tier"]))
    months, days = worked(away, continuous=False)
    if months < scheme["months"]:
        refused.append(told("too_short", held_months=months, held_days=days, months=scheme["months"]))
    furthest = max(away, key=lambda s: tier(traveler.home, s.work_county, regions))
    reached = tier(traveler.home, furthest.work_county, regions)
    province = str(furthest.work_county // 10000 * 10000)
    yuan = int(scheme["by_province"].get(province, scheme[reached.name.lower()]))
    return Entitlement(0 if refused else yuan, reached, months, days, tuple(refused))


def transport_scheme(scheme_id: str) -> Any:
    """One scheme of the pack as written; raises NotFound."""
    for scheme in pack("subsidies")["transport_scheme"]:
        if scheme["id"] == scheme_id:
            return scheme
    raise NotFound(f"no transport subsidy scheme {scheme_id} in policy/packs/subsidies.toml")


def _traveler_refusals(scheme: Any, traveler: Traveler) -> list[Bilingual]:
    refused = []
    if traveler.home != scheme["home"]:
        refused.append(REFUSALS["other_home"])
    if not traveler.listed:
        refused.append(REFUSALS["not_listed"])
    if scheme["exclusive"] and traveler.rode_organized:
        refused.append(REFUSALS["organized"])
    if traveler.paid_this_year:
        refused.append(REFUSALS["claimed"])
    low, high = scheme.get("min_age"), scheme.get("max_age")
    if low is not None and traveler.age is not None and not low <= traveler.age <= high:
        refused.append(told("age", low=low, high=high))
    return refused
