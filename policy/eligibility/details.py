"""What fills the placeholders of a rule's words: which work, which paper, how far, since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeAlias

import numpy as np

from labor.market import Market
from labor.people import FEMALE
from labor.words import Bilingual, as_written
from policy import certificates, hazards
from policy.eligibility.day_numbers import FAR_FUTURE, FAR_PAST
from policy.eligibility.employers import listing
from policy.eligibility.facts import facts
from policy.eligibility.papers import held_until
from policy.eligibility.sites import named_site_rules, too_old_from
from policy.minimum_wage import floor_fen
from policy.rulebook import Rule, bilingual, parameter, rule_on

Words: TypeAlias = Mapping[str, Bilingual]
Told: TypeAlias = Callable[[Market, int, int, date], Words]


def missing_certificates(market: Market, worker: int, posting: int, today: date) -> tuple[str, ...]:
    """Required kinds this worker does not hold, or not long enough."""
    needed = market.postings.certificates.row(posting).tolist()
    start = facts(market, today).last_start[posting]
    return tuple(kind for kind in needed if held_until(market, kind)[worker] < start)


def filled(rule: Rule, words: Words) -> Bilingual:
    """The rule's text with its placeholders filled, language by language."""
    zh = rule.text.text("zh", **{name: word.zh for name, word in words.items()})
    return Bilingual(zh, rule.text.text("en", **{name: word.en for name, word in words.items()}))


def _same(value: object) -> Bilingual:
    return Bilingual(str(value), str(value))


def _joined(words: list[Bilingual]) -> Bilingual:
    if not words:
        return as_written(None)
    return Bilingual("、".join(word.zh for word in words), ", ".join(word.en for word in words))


def _day(number: int) -> str:
    return str(np.datetime64(int(number), "D"))


def _work(market: Market, posting: int, today: date, *, women: bool) -> list[Bilingual]:
    known = hazards.hazards()
    codes = [code for code in market.postings.hazards.row(posting).tolist() if code in known]
    words = [known[code].name for code in codes if (known[code].women if women else known[code].minors)]
    weight = float(market.postings.lift_kg[posting])
    if weight > parameter("woman_may_do_this_work" if women else "minor_may_do_this_work", "lift_kg", today):
        words.append(Bilingual(f"负重{weight:g}公斤", f"lifting {weight:g} kg"))
    return words


def _for_minors(market: Market, worker: int, posting: int, today: date) -> Words:
    words = _work(market, posting, today, women=False)
    age = parameter("minor_may_do_this_work", "age", today)
    if market.postings.work_at_height[posting] == 1:
        words.append(Bilingual("高处作业", "work at height"))
    for kind in market.postings.certificates.row(posting).tolist():
        known = certificates.kinds().get(kind)
        if known is not None and known.licence and known.min_age >= age:
            words.append(Bilingual(f"须持证：{known.name.zh}", f"licensed work: {known.name.en}"))
    if np.isnat(market.protection.birth[worker]):
        words.append(
            Bilingual("（出生日期未登记，请先核实身份证）", "(birth date not recorded: check the identity card)")
        )
    return {"work": _joined(words)}


def _for_women(market: Market, worker: int, posting: int, today: date) -> Words:
    words = _work(market, posting, today, women=True)
    if market.protection.sex[worker] != FEMALE:
        words.append(Bilingual("（性别未登记，请先核实身份证）", "(sex not recorded: check the identity card)"))
    return {"work": _joined(words)}


def _certificates(market: Market, worker: int, posting: int, today: date) -> Words:
    start = _day(facts(market, today).last_start[posting])
    words = []
    for kind in missing_certificates(market, worker, posting, today):
        name = certificates.name_of(kind)
        until = held_until(market, kind)[worker]
        if until == FAR_PAST:
            words.append(Bilingual(f"缺{name.zh}", f"{name.en}: none held"))
            continue
        asked = _UNREVIEWED if is_unreviewed(market, worker, kind) else None
        zh = f"{name.zh}只能用到{_day(until)}（含有效期余量和复审），最晚到岗日{start}"
        en = f"{name.en} counts only until {_day(until)} (margin and review included), last day of arrival {start}"
        words.append(Bilingual(zh + asked.zh, en + asked.en) if asked else Bilingual(zh, en))
    return {"certificates": Bilingual("；".join(w.zh for w in words), "; ".join(w.en for w in words))}


_UNREVIEWED: Final = Bilingual(
    "；复审日期没有登记，请看证件原件补上", "; no review on record: look at the card and add it"
)


def is_unreviewed(market: Market, worker: int, kind: str) -> bool:
    """Whether a card of this kind, which is to be reviewed, has an end but no review on record."""
    held = market.certificates
    mine = (held.worker == worker) & (held.kind == kind) & ~np.isnat(held.valid_to) & np.isnat(held.review_by)
    known = certificates.kinds().get(kind)
    return known is not None and known.review_years > 0 and bool(mine.any())


def _arrears(market: Market, worker: int, posting: int, today: date) -> Words:  # noqa: ARG001
    first, _ = listing(market, today)
    return {"since": _same(_day(first[market.postings.employer[posting]]))}


def _licence(market: Market, worker: int, posting: int, today: date) -> Words:  # noqa: ARG001
    return {"until": _same(market.employers.licence_to[market.postings.employer[posting]])}


def _wage(market: Market, worker: int, posting: int, today: date) -> Words:  # noqa: ARG001
    best = max(int(market.postings.wage_low_fen[posting]), int(market.postings.wage_high_fen[posting]))
    floor = floor_fen(int(market.postings.county[posting]), today) or 0
    return {"wage": _same(f"{best / 100:g}"), "floor": _same(f"{floor / 100:g}")}


def _site(market: Market, worker: int, posting: int, today: date) -> Words:
    named = set(market.postings.site_rules.row(posting).tolist())
    start = facts(market, today).start[posting]
    broken = [
        rule
        for rule in named_site_rules(market, today)
        if rule["id"] in named and too_old_from(market, rule)[worker] <= start
    ]
    sources = [bilingual(rule["source"]) for rule in broken]
    return {"rule": _joined([bilingual(rule["name"]) for rule in broken]), "source": _joined(sources)}


def _regions(market: Market, worker: int, posting: int, today: date) -> Words:  # noqa: ARG001
    codes = [int(code) for code in market.workers.wish_regions.row(worker)]
    name = {code: market.regions.path_of(code) if code in market.regions else str(code) for code in map(abs, codes)}
    wanted = [name[code] for code in codes if code > 0]
    refused = [name[-code] for code in codes if code < 0]
    zh = [*wanted, *(f"不去{place}" for place in refused)]
    if not zh:
        return {"wished": as_written(None)}
    return {"wished": Bilingual("、".join(zh), ", ".join([*wanted, *(f"not {place}" for place in refused)]))}


def _distance(market: Market, worker: int, posting: int, today: date) -> Words:
    look_up = facts(market, today)
    rule = rule_on("posting_is_near_enough", today)
    factor = rule.parameters["road_factor"] if rule else 1.0
    km = look_up.straight_km[look_up.homes.at[worker], look_up.sites.at[posting]] * factor
    distance = Bilingual("距离不明", "unknown") if np.isnan(km) else _same(f"{km:.0f}")
    return {"distance": distance, "limit": _same(f"{market.workers.max_distance_km[worker]:g}")}


def _home_by(market: Market, worker: int, posting: int, today: date) -> Words:  # noqa: ARG001
    rule = rule_on("home_again_in_time", today)
    days = rule.parameters["shortest_stay_days"] if rule else FAR_FUTURE
    return {"home_by": _same(market.workers.home_by[worker]), "days": _same(days)}


def _lift(market: Market, worker: int, posting: int, today: date) -> Words:  # noqa: ARG001
    asked, can = market.postings.lift_kg[posting], market.workers.can_lift_kg[worker]
    return {"asked": _same(f"{asked:g}"), "can": _same(f"{can:g}")}


DETAILS: Final[Mapping[str, Told]] = {
    "minor_may_do_this_work": _for_minors,
    "woman_may_do_this_work": _for_women,
    "holds_the_certificates": _certificates,
    "employer_pays_its_wages": _arrears,
    "employer_licence_is_valid": _licence,
    "pays_the_minimum_wage": _wage,
    "site_rules_hold": _site,
    "posting_lies_in_a_wished_region": _regions,
    "posting_is_near_enough": _distance,
    "home_again_in_time": _home_by,
    "can_lift_what_is_asked": _lift,
}
