"""What running text says of a firm's jobs: a letter above its table, a note below it, a notice without any table."""

from __future__ import annotations

import re
from typing import Final

CLAUSES: Final = re.compile(r"[,，。;；！!\n]+")
_ELSEWHERE: Final = r"(?<!报名)(?<!集合)(?<!上车)(?<!面试)(?<!发车)(?<!举办)(?<!活动)(?<!联系)(?<!招聘会)(?<!乘车)"
_PLACE: Final = re.compile(
    rf"(?:工作|上班|用工|企业|公司|厂区|单位)?{_ELSEWHERE}(?:地址|地点|厂址)(?:在|[:：])?\s*([^,，。;；\n]{{3,40}})"
    r"|(?:位于|坐落(?:在|于)|地处)\s*([^,，。;；\n]{3,40})"
)
_LODGING: Final = re.compile(r"[^,，。;；\n]*(?:包吃|包住|食宿|吃住|宿舍|管吃|管住|住宿|餐)[^,，。;；\n]*")
_START: Final = re.compile(r"\d{1,2}月\d{1,2}[日号]?(?:[前后]|以?[前后]|之[前后])?")
_OF_START: Final = re.compile(r"到岗|报到|上班|上岗|开工|进厂|到厂|入职|集合|出发")
_PHONE: Final = re.compile(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
_CONTACT: Final = re.compile(
    r"(?:联系人|联络人|咨询人?|找)[:：]?\s*([一-鿿]{1,3}(?:先生|女士|经理|主任|师傅|老板|[一-鿿]))"
)
LABELS: Final = ("工作地点", "食宿", "到岗时间", "联系人", "联系电话")


def place_in(text: str) -> str:
    """Where the work is: 位于晋江市英林镇; where people sign up or meet is no workplace."""
    place = _PLACE.search(text)
    return (place[1] or place[2]).strip() if place else ""


def start_in(text: str) -> str:
    """The day of arrival: 12月15日前报到."""
    days = [day[0] for clause in CLAUSES.split(text) if _OF_START.search(clause) and (day := _START.search(clause))]
    return days[0] if days else ""


def lodging_in(text: str) -> str:
    """What is said of beds and meals."""
    return "，".join(match[0].strip() for match in _LODGING.finditer(text))[:200]


def contact_in(text: str) -> tuple[str, str]:
    """Whom to ask, and the telephone."""
    contact, phone = _CONTACT.search(text), _PHONE.search(text)
    return contact[1] if contact else "", phone[1] if phone else ""


def terms_in(text: str) -> dict[str, str]:
    """All of it under the headers a table would have; what is not said is left out."""
    said = (place_in(text), lodging_in(text), start_in(text), *contact_in(text))
    return {label: value for label, value in zip(LABELS, said, strict=True) if value}
