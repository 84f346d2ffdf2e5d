"""Households of a register: who the wife, the husband or the family is that somebody wants to travel with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from data.importers.judging.judged_rows import JudgedRow

_HEAD: Final = re.compile(r"户主|本人|家长|户代表|^本$")
_SPOUSE: Final = re.compile(r"配偶|妻|夫|爱人|老婆|老公|媳妇|女人|男人|内人|之妻|之夫")
_CHILD: Final = re.compile(r"(长|次|三|四|二|大|小|独生|养)?(?:儿子|子|男|女儿|女|儿)$")
_CHILD_SPOUSE: Final = re.compile(r"(长|次|三|四|二|大|小)?(?:儿媳|媳|女婿|婿)")


class Household(NamedTuple):
    """What a row says of its household: number or head, the person's place in it, the spouse's name."""

    key: str = ""
    relation: str = ""
    spouse: str = ""


NO_HOUSEHOLD: Final = Household()


def households_of(rows: Sequence[JudgedRow]) -> dict[int, list[int]]:
    """Each row of a household of several → the rows of its household, itself included."""
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    running = 0
    last: tuple[str, str] = ("", "")
    for at, row in enumerate(rows):
        said = row.household
        if said.key:
            last = (row.sheet, said.key)
        elif said.relation and (_HEAD.search(said.relation) or last[0] != row.sheet):
            running += 1
            last = (row.sheet, f"\0{running}")
        elif not said.relation:
            continue
        members[last].append(at)
    return {at: one for one in members.values() if len(one) > 1 for at in one}


def spouse_row(rows: Sequence[JudgedRow], at: int, household: Sequence[int]) -> int:
    """The row of the husband or wife within the household, -1 where nobody or several may be meant."""
    others = [other for other in household if other != at]
    named = [other for other in others if rows[at].household.spouse in _names(rows[other]) - {""}]
    if len(named) == 1:
        return named[0]
    relation = rows[at].household.relation
    if is_spouse(relation):
        fitting = [other for other in others if _HEAD.search(rows[other].household.relation)]
    elif _HEAD.search(relation):
        fitting = [
            other
            for other in others
            if _SPOUSE.search(rows[other].household.relation)
            and not _CHILD_SPOUSE.search(rows[other].household.relation)
        ]
    elif relation:
        fitting = [other for other in others if _generation(relation) == _generation(rows[other].household.relation)]
    else:
        fitting = others if len(others) == 1 else []
    fitting = [other for other in fitting if _may_be_couple(rows[at], rows[other])]
    return fitting[0] if len(fitting) == 1 else -1


def is_spouse(relation: str) -> bool:
    """Whether a place in the household is that of the head's husband or wife."""
    return bool(_SPOUSE.search(relation)) and not _CHILD_SPOUSE.search(relation)


def _generation(relation: str) -> str:
    match = _CHILD_SPOUSE.search(relation) or _CHILD.search(relation)
    return f"child {match[1] or ''}" if match else relation


def adjacent_couples(rows: Sequence[JudgedRow], asking: Sequence[int]) -> list[tuple[int, int]]:
    """Rows one under the other that both ask for their spouse, a man and a woman each: 备注 夫妻 on both."""
    pairs = []
    used: set[int] = set()
    for at, other in pairwise(asking):
        beside = other == at + 1 and rows[at].sheet == rows[other].sheet
        if beside and at not in used and {_sex(rows[at]), _sex(rows[other])} == {1, 2}:
            pairs.append((at, other))
            used |= {at, other}
    return pairs


def _names(row: JudgedRow) -> set[str]:
    return {getattr(record, "name", "") for record in row.records}


def _sex(row: JudgedRow) -> int:
    return int(getattr(row.records[0], "sex", 0)) if len(row.records) == 1 else 0


def _may_be_couple(one: JudgedRow, other: JudgedRow) -> bool:
    return 0 in (_sex(one), _sex(other)) or _sex(one) != _sex(other)
