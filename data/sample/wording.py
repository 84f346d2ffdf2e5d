"""How clerks and brokers speak of a person: trades, places, days by the moon, who goes along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from data.sample.people import Person
from data.sample.trades import SAID
from labor.lunar_days import lunar_day_of

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
    lunar = lunar_day_of(day)
    month = "正月" if lunar.month == 1 else f"{'正二三四五六七八九十冬腊'[lunar.month - 1]}月"
    if lunar.day in {10, 20, 30}:
        return month + {10: "初十", 20: "二十", 30: "三十"}[lunar.day]
    return month + _TENS[lunar.day // 10] + _ONES[lunar.day % 10]


def mates_of(person: Person, people: Sequence[Person]) -> list[str]:
    """Names of those who stay together with this person."""
    return [mate.name for mate in people if mate.group == person.group >= 0 and mate is not person]
