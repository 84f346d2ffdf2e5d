"""Finding people by what a clerk remembers: part of a name, the end of a phone number, a village, own words."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from data.privacy import blind_index
from data.tables import Region, Worker
from data.views.paging import contains

_DOTS: Final = re.compile(r"[·•・‧∙.]")  # as names of minorities are divided, whichever key was pressed
_DIVIDERS: Final = re.compile(r"[\s\-()（）+]")
_SHOWN: Final = 4  # digits at the end that a masked number shows
_TAIL: Final = range(3, 11)


def matching(session: Session, text: str) -> ColumnElement[bool]:
    """Workers whom the whole text fits, or each of its words."""
    words = text.split()
    whole = or_(*_hits(session, text))
    return or_(whole, and_(*(or_(*_hits(session, word)) for word in words))) if len(words) > 1 else whole


def _hits(session: Session, text: str) -> list[ColumnElement[bool]]:
    number = _DIVIDERS.sub("", text)
    hits: list[ColumnElement[bool]] = [
        Worker.name_index == blind_index("name", text),
        Worker.identity_index == blind_index("identity", text),
        _home().like(contains("".join(text.split())), escape="\\"),
        Worker.text.like(contains(text), escape="\\"),
        *_part_of_name("".join(text.split())),
    ]
    if number.isascii() and number.isdigit():
        hits.append(Worker.phone_index == blind_index("phone", number))
        if len(number) in _TAIL:
            hits.append(_end_of_phone(session, number))
        if len(number) < 9:
            hits.append(Worker.id == int(number))
    return hits


def _home() -> ColumnElement[str]:
    """威宁县草海镇东山村 in one run, since people type township and village together."""
    return func.coalesce(Region.name, "") + Worker.township + Worker.village


def _part_of_name(text: str) -> list[ColumnElement[bool]]:
    """A run of characters anywhere in a name: the mask shows all but the second, whose hash is looked up."""
    if not text or len(text) > 20 or any(char in "*%_\\" for char in text) or text.isdigit():
        return []
    shown = _DOTS.sub("_", text)
    second = Worker.name_second_index
    later = Worker.name_masked.like(f"_*%{shown}%")
    from_second = and_(Worker.name_masked.like(f"_*{shown[1:]}%"), second == blind_index("second character", text[0]))
    if len(text) == 1:
        return [Worker.name_masked.like(f"{shown}*%"), from_second, later]
    from_first = and_(
        Worker.name_masked.like(f"{shown[0]}*{shown[2:]}%"), second == blind_index("second character", text[1])
    )
    return [from_first, from_second, later]


def _end_of_phone(session: Session, digits: str) -> ColumnElement[bool]:
    """The mask shows the last four; longer ends are compared inside, among the few that share those."""
    alike = Worker.phone_masked.like(f"%{digits[-_SHOWN:]}")
    if len(digits) <= _SHOWN:
        return alike
    rows = session.execute(select(Worker.id, Worker.phone).where(alike))
    return Worker.id.in_([number for number, phone in rows if phone and phone.endswith(digits)])
