"""What a move may earn: organizer subsidies by tier and months, transport subsidies by scheme, with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from labor.errors import NotFound
from labor.regions import Regions
from labor.words import Bilingual
from policy.rulebook import pack, rule_on
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
    "age": Bilingual("不在{low}至{high}周岁范围", "outside the scheme's ages {low} to {high}"),
    "not_in_force": Bilingual("办法在该日期未施行", "the scheme was not in force on that day"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spell:
    """One stretch of work away, both days included; ``end`` None = still there."""

    work_county: int
    start: date
    end: date | None
    organizer: str = ""


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What one person earns: yuan, the tier that decided, and every reason against it (empty = payable)."""

    yuan: int
    tier: Tier
    months: int
    days_over: int
    refused: tuple[Bilingual, ...] = ()


def months_between(start: date, end: date) -> tuple[int, int]:
    """Full calendar months and days left over, both days included: 1 March to 31 May is (3, 0)."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    if _plus_months(start, months) > after:
        months -= 1
    return months, (after - _plus_months(start, months)).days


def organizer_subsidy(
    home: int, spells: Sequence[Spell], *, organizer: str, until: date, regions: Regions
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
    this_year = [clipped for s in away if (clipped := _within(s, date(until.year, 1, 1), until))]
    if not this_year:
        return Entitlement(0, Tier.SAME_COUNTY, 0, 0, (REFUSALS["no_tier"],))
    months, days = _worked(this_year, continuous=terms["continuous"])
    reached = _deciding_tier(home, this_year, terms["tier_of_year"], regions)
    refused = _refusals(away, organizer, (months, days), until, terms)
    yuan = 0 if refused else int(terms["yuan"][reached.name.lower()])
    return Entitlement(yuan, reached, months, days, tuple(refused))


def _refusals(
    away: Sequence[Spell], organizer: str, worked: tuple[int, int], until: date, terms: Any
) -> list[Bilingual]:
    refused = []
    first = min(s.start for s in away)
    if worked[0] < terms["months"]:
        refused.append(_told("too_short", held_months=worked[0], held_days=worked[1], months=terms["months"]))
    if terms["first_export"] == "ever" and first.year < until.year:
        refused.append(_told("not_first", first=first))
    of_year = sorted((s for s in away if s.start.year == until.year and s.organizer), key=lambda s: s.start)
    if of_year and of_year[0].organizer != organizer:
        refused.append(_told("taken", organizer=of_year[0].organizer))
    return refused


def _worked(spells: Sequence[Spell], *, continuous: bool) -> tuple[int, int]:
    """Months and days over all spells, or in the longest one; days left over from several make a month by thirty."""
    each = [months_between(s.start, s.end or s.start) for s in _disjoint(spells)]
    if continuous or len(each) == 1:
        return max(each)
    months, days = sum(m for m, _ in each), sum(d for _, d in each)
    return months + days // 30, days % 30


def _disjoint(spells: Sequence[Spell]) -> list[Spell]:
    """Overlapping and touching spells joined, so that no day counts twice and no month is cut at a change of jobs."""
    joined: list[Spell] = []
    for spell in sorted(spells, key=lambda s: s.start):
        last = joined[-1] if joined else None
        if last is not None and last.end is not None and spell.start <= last.end + timedelta(days=1):
            end = max(last.end, spell.end or last.end)
            joined[-1] = Spell(last.work_county, last.start, end, last.organizer)
        else:
            joined.append(spell)
    return joined


def _deciding_tier(home: int, spells: Sequence[Spell], how: str, regions: Regions) -> Tier:
    tiers = [tier(home, s.work_county, regions) for s in spells]
    if how == "highest":
        return max(tiers)
    days = dict.fromkeys(tiers, 0)
    for reached, spell in zip(tiers, spells, strict=True):
        days[reached] += ((spell.end or spell.start) - spell.start).days + 1
    return max(days, key=lambda reached: (days[reached], reached))


def _within(spell: Spell, first: date, last: date) -> Spell | None:
    start, end = max(spell.start, first), min(spell.end or last, last)
    return Spell(spell.work_county, start, end, spell.organizer) if start <= end else None


@dataclass(frozen=True, slots=True)
class Traveler:
    """What a transport subsidy asks of one person."""

    home: int
    listed: bool  # on the list of poverty-exit or monitored people
    rode_organized: bool  # a seat on free organized transport this year
    paid_this_year: bool = False
    age: int | None = None


def transport_subsidy(
    scheme_id: str, traveler: Traveler, *, spells: Sequence[Spell], until: date, regions: Regions
) -> Entitlement:
    """What one person may claim under a named scheme for the calendar year of ``until``; raises NotFound."""
    scheme = transport_scheme(scheme_id)
    if not scheme["from"] <= until <= scheme.get("to", date.max):
        return Entitlement(0, Tier.SAME_COUNTY, 0, 0, (REFUSALS["not_in_force"],))
    away = [
        clipped
        for s in spells
        if tier(traveler.home, s.work_county, regions) > Tier.SAME_COUNTY
        and (clipped := _within(s, date(until.year, 1, 1), until))
    ]
    refused = _traveler_refusals(scheme, traveler)
    if not away:
        return Entitlement(0, Tier.SAME_COUNTY, 0, 0, (*refused, REFUSALS["no_tier"]))
    months, days = _worked(away, continuous=False)
    if months < scheme["months"]:
        refused.append(_told("too_short", held_months=months, held_days=days, months=scheme["months"]))
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
        refused.append(_told("age", low=low, high=high))
    return refused


def _told(reason: str, **values: object) -> Bilingual:
    text = REFUSALS[reason]
    return Bilingual(text.text("zh", **values), text.text("en", **values))


def _plus_months(day: date, months: int) -> date:
    """The same day of a later month, the month's last day where there is none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
