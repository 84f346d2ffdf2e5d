"""What an organizer may claim for a move, by tier and months, with every reason against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from labor.regions import Regions
from labor.words import Bilingual
from policy.rulebook import rule_on
from policy.spells import Stretch, WorkSpell, within, worked
from policy.tiers import Tier, tier

REFUSALS = {
    "no_tier": Bilingual("在本县就业，不补助", "work within the county earns nothing"),
    "too_short": Bilingual(
        "本年度就业{held_months}个月{held_days}天，不足{months}个月",
        "{held_months} months {held_days} days of work in the year, {months} months needed",
    ),
    "not_first": Bilingual("不是首次输出（{first}已输出）", "not the first export (first on {first})"),
    "taken": Bilingual("本年度已由{organizer}申报", "already claimed by {organizer}"),
    "organized": Bilingual("已乘组织的免费车辆，与本补助不能同时享受", "rode free organized transport: excluded"),
    "not_listed": Bilingual("不在脱贫人口、监测对象名单内", "not on the list of poverty-exit or monitored people"),
    "other_home": Bilingual("户籍地不在本办法范围", "the home county is outside this scheme"),
    "claimed": Bilingual("本年度已享受", "already paid this year"),
    "too_young": Bilingual("未满{low}周岁", "younger than {low}, the scheme's lowest age"),
    "too_old": Bilingual("已超过{high}周岁", "older than {high}, the scheme's highest age"),
    "not_in_force": Bilingual("办法在该日期未施行", "the scheme was not in force on that day"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What one person earns: yuan, the tier that decided, and every reason against it (empty = payable)."""

    yuan: int
    tier: Tier
    months: int
    days_over: int
    refused: tuple[Bilingual, ...] = ()


def organizer_subsidy(
    home: int, spells: Sequence[WorkSpell], *, organizer: str, until: date, regions: Regions
) -> Entitlement:
    """What ``organizer`` may claim for a worker in the calendar year of ``until`` under the rule then in force.

    ``spells`` is the whole known history (earlier years prove a first export). Spells within the home county do not
    count toward the months. Spells of several tiers pay the highest or the longest, as the pack says.
    """
    rule = rule_on("organizer_subsidy", until)
    if rule is None:
        return Entitlement(0, Tier.SAME_COUNTY, 0, 0, (REFUSALS["not_in_force"],))
    terms = rule.parameters
    away = [s for s in spells if tier(home, s.work_county, regions) > Tier.SAME_COUNTY]
    this_year = [clipped for s in away if (clipped := within(s, date(until.year, 1, 1), until))]
    if not this_year:
        return Entitlement(0, Tier.SAME_COUNTY, 0, 0, (REFUSALS["no_tier"],))
    months, days = worked(this_year, continuous=terms["continuous"])
    reached = deciding_tier(home, this_year, terms["tier_of_year"], regions)
    refused = _refusals(min(s.start for s in away), this_year, organizer, (months, days), terms)
    yuan = 0 if refused else int(terms["yuan"][reached.name.lower()])
    return Entitlement(yuan, reached, months, days, tuple(refused))


def _refusals(
    first: date, this_year: Sequence[Stretch], organizer: str, worked: tuple[int, int], terms: Any
) -> list[Bilingual]:
    refused = []
    if worked[0] < terms["months"]:
        refused.append(told("too_short", held_months=worked[0], held_days=worked[1], months=terms["months"]))
    if terms["first_export"] == "ever" and first.year < this_year[0].start.year:
        refused.append(told("not_first", first=first))
    organizers = dict.fromkeys(s.organizer for s in sorted(this_year, key=lambda s: s.start) if s.organizer)
    served = list(organizers)[: terms["organizers_per_person"]]
    if served and organizer not in served:
        refused.append(told("taken", organizer="、".join(served)))
    return refused


def deciding_tier(home: int, stretches: Sequence[Stretch], how: str, regions: Regions) -> Tier:
    """The tier a year of several pays: the highest, or the one most days were spent in and the higher of two alike."""
    days: Counter[Tier] = Counter()
    for stretch in stretches:
        days[tier(home, stretch.work_county, regions)] += (stretch.end - stretch.start).days + 1
    return max(days) if how == "highest" else max(days, key=lambda reached: (days[reached], reached))


def told(reason: str, **values: object) -> Bilingual:
    """One reason of REFUSALS with its figures."""
    text = REFUSALS[reason]
    return Bilingual(text.text("zh", **values), text.text("en", **values))
