"""A pasted WeChat chain (接龙) as brokers collect it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from data.sample.people import Person
from data.sample.wording import COUNTY_WORDS, mates_of, said_trade, said_wish


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
