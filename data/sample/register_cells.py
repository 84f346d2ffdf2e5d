"""What stands in each column of a village register, in the spelling of the office that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from data.sample.drafts import Cell
from data.sample.people import Person
from data.sample.wording import COUNTY_PATHS, COUNTY_WORDS, lunar_day, said_trade, said_wish

SPRING: Final = 2026  # ages on paper are the year minus the year of birth


def _answer(value: bool | None, words: tuple[str, str]) -> str | None:
    return None if value is None else words[0] if value else words[1]


def _papers(person: Person) -> str:
    return ";".join(p.words for p in person.certificates)


def _valid_to(person: Person) -> date | None:
    return person.certificates[0].valid_to if person.certificates else None


def _review_by(person: Person) -> date | None:
    return person.certificates[0].review_by if person.certificates else None


def _one_day(person: Person, pick: Callable[[Person], date | None], style: str) -> Cell:
    day = pick(person)
    if day is None or style == "cell":
        return day
    if style == "lunar":
        return lunar_day(day) if day.month < 4 else f"{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日" if style == "long" else f"{day.month}月{day.day}日"


CELLS: Final[dict[str, Callable[[Person, str], Cell]]] = {
    "name": lambda p, _: p.name,
    "identity": lambda p, _: p.identity_number,
    "phone": lambda p, _: p.phone,
    "sex": lambda p, _: "男" if p.sex == 1 else "女",
    "township": lambda p, _: p.township,
    "village": lambda p, _: p.village,
    "schooling": lambda p, _: p.schooling,
    "county": lambda p, _: COUNTY_WORDS[p.county],
    "address": lambda p, _: f"{COUNTY_PATHS[p.county]}{p.township}{p.village}{p.serial % 6 + 1}组",
    "birth": lambda _p, _: None,
    "age": lambda p, _: SPRING - p.birth.year,
    "trade": lambda p, _: said_trade(p),
    "years": lambda p, _: "、".join(f"{y:.0f}" for y in p.years),
    "papers": lambda p, _: _papers(p) or None,
    "paper_number": lambda p, _: p.certificates[0].number if p.certificates else None,
    "issuer": lambda p, _: p.certificates[0].issuer if p.certificates else None,
    "valid_to": lambda p, style: _one_day(p, _valid_to, _plain(style)),
    "review_by": lambda p, style: _one_day(p, _review_by, _plain(style)),
    "wish": lambda p, _: said_wish(p),
    "wage": lambda p, style: None if p.wage_yuan < 0 else p.wage_yuan if style == "cell" else f"{p.wage_yuan}元",
    "earliest": lambda p, style: _one_day(p, lambda q: q.earliest, style),
    "latest": lambda p, style: _one_day(p, lambda q: q.latest, style),
    "home_by": lambda p, style: _one_day(p, lambda q: q.home_by, _plain(style)),
    "group": lambda p, _: f"{p.group}组" if p.group >= 0 else None,
    "couple_room": lambda p, _: "要" if p.couple_room else None,
    "lodging": lambda p, _: _answer(p.lodging, ("需要", "不需要")),
    "night": lambda p, _: _answer(p.night_ok, ("能", "不能")),
    "lift": lambda p, _: p.lift_kg if p.lift_kg > 0 else None,
    "height": lambda p, _: _answer(p.height_ok, ("能", "不能")),
    "willing": lambda p, _: _answer(p.willing, ("愿意", "不愿意")),
    "consent": lambda p, _: _answer(p.consent, ("已签", "未签")),
    "pickup": lambda p, _: p.pickup,
    "broker": lambda p, _: p.broker,
    "priority": lambda p, _: "脱贫户" if p.priority else None,
    "registered": lambda p, style: _one_day(p, lambda q: q.registered, _plain(style)),
    "remarks": lambda p, _: p.text,
}  # fmt: skip


def _plain(style: str) -> str:
    """Days far off are never written by the moon, nor without their year."""
    return "long" if style in ("lunar", "short") else style
