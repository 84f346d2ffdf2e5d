"""How clerks and brokers put a person into cells and lines: trades, places, days and answers in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from lunardate import LunarDate

from data.sample.people import Person
from data.sample.sheets import Cell
from data.sample.trades import SAID

PLACE_WORDS: Final = {
    330000: "浙江",
    330100: "杭州",
    330400: "嘉兴",
    350000: "福建",
    350500: "泉州",
    350200: "厦门",
    110000: "北京",
}
COUNTY_WORDS: Final = {510802: "利州区", 640522: "海原县", 150221: "土右旗", 150222: "固阳县", 150223: "达茂旗"}
COUNTY_PATHS: Final = {
    510802: "四川省广元市利州区",
    640522: "宁夏回族自治区中卫市海原县",
    150221: "内蒙古包头市土默特右旗",
    150222: "内蒙古包头市固阳县",
    150223: "内蒙古包头市达尔罕茂明安联合旗",
}
SPRING: Final = 2026  # ages on paper are the year minus the year of birth
_TENS: Final = ("初", "十", "廿", "三")
_ONES: Final = "十一二三四五六七八九"


def said_trade(person: Person) -> str:
    """The trades in a clerk's words, the one after the other."""
    return "、".join(
        SAID.get(t.word, (t.word,))[person.serial % len(SAID.get(t.word, (t.word,)))] for t in person.trades
    )


def said_wish(person: Person) -> str:
    """Where they would go."""
    if person.near_only:
        return "本地"
    return "、".join(PLACE_WORDS[code] for code in person.wish) or "都行"


def lunar_day(day: date) -> str:
    """24 February 2026 is 正月初八."""
    lunar = LunarDate.from_solar_date(day.year, day.month, day.day)
    month = "正月" if lunar.month == 1 else f"{'正二三四五六七八九十冬腊'[lunar.month - 1]}月"
    if lunar.day in {10, 20, 30}:
        return month + {10: "初十", 20: "二十", 30: "三十"}[lunar.day]
    return month + _TENS[lunar.day // 10] + _ONES[lunar.day % 10]


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


def mates_of(person: Person, people: Sequence[Person]) -> list[str]:
    """Names of those who stay together with this person."""
    return [mate.name for mate in people if mate.group == person.group >= 0 and mate is not person]


def chain_text(township: str, people: Sequence[Person], today: date) -> str:
    """A pasted WeChat chain (接龙): who, phone, trade, where to, with whom."""
    where = f"{COUNTY_WORDS[people[0].county]}{township}"
    lines = [
        "#接龙",
        f"【合成样例数据,人名电话均为虚构】{where} {today.month}月{today.day}日外出务工报名",
        "姓名 电话 身份证 工种 想去哪 要求",
        "",
    ]
    for at, person in enumerate(people, 1):
        words = [f"{at}. {person.name}", person.phone, person.identity_number, said_trade(person).replace("、", " ")]
        words.append("想去" + said_wish(person) if person.wish and not person.near_only else said_wish(person))
        if person.wage_yuan > 0:
            words.append(f"工资{person.wage_yuan}以上")
        mates = mates_of(person, people)
        if mates:
            words.append(f"和{'、'.join(mates)}一起" + (" 要夫妻房" if person.couple_room else ""))
        lines.append(" ".join(words))
    return "\n".join(lines) + "\n"
