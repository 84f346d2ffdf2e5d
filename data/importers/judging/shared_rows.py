"""Several people in one row: 王绍武、赵玉兰 | 31、30 | 199…/199…, told apart in the order they are written."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from data.importers.cells import answers, births
from data.importers.cells.identity import Identity, identity_number
from data.importers.cells.names import sexes_of
from data.importers.cells.reading import plain
from data.importers.judging.faults import Fault
from data.importers.judging.rows import Row, RowContext
from data.registers.records import WorkerRecord

_BETWEEN: Final = re.compile(r"\s*(?:[、,，;；/|\n]|\s|和)\s*")
_NUMBER: Final = re.compile(r"\d{17}[\dXx]")
_COUPLE: Final = re.compile(r"夫妻|夫妇|两口子|俩口子|父子|父女|母子|母女|兄弟|姐妹|一家|一户|家庭")
# What a shared cell is no fault of once it is told apart.
_SETTLED: Final = {
    "two_people": ("name", "identity_number"),
    "sex_unclear": ("sex",),
    "age_impossible": ("age",),
    "date_unclear": ("age", "birth"),
    "birth_in_part": ("age", "birth"),
    "age_only": ("age",),
    "age_near_minor": ("age",),
}


def told_apart(
    row: Row, record: WorkerRecord, numbers: tuple[str, ...], names: tuple[str, ...], setting: RowContext
) -> tuple[WorkerRecord, ...]:
    """The people of one row; its fault says whether the split is sure enough to be only noted.

    What cannot be told apart belongs to the first; one telephone is everybody's.
    """
    count = len(names)
    found = _NUMBER.findall(plain(row.cell("identity_number")))
    identities: list[Identity | None] = [identity_number(text, setting.today).value for text in found]
    ages = _pieces(row, "age", count) or _pieces(row, "birth", count)
    sexes = _sexes(row, count)
    sure = len(identities) == count or len(numbers) == count or bool(ages) or bool(sexes)
    sure = sure or bool(_COUPLE.search(" ".join(row.text(field) for field in ("name", "companions", "remarks"))))
    people = []
    for at, one in enumerate(names):
        identity = identities[at] if len(identities) == count else None
        born = births.age(ages[at], setting.today).value if ages else None
        own = record if not at else replace(record, identity_number="", birth=None, birth_is_approximate=False)
        people.append(
            replace(
                own,
                name=one,
                identity_number=identity.number if identity else "" if identities else own.identity_number,
                sex=identity.sex if identity else sexes[at] if sexes else 0,
                birth=identity.birth if identity else born.day if born else own.birth,
                birth_is_approximate=not identity and (not born.exact if born else own.birth_is_approximate),
                phone=numbers[at] if len(numbers) == count else record.phone,
                backup_phone="",
            )
        )
    _settle(row, names, sure=sure)
    return tuple(people)


def _pieces(row: Row, field: str, count: int) -> list[str]:
    pieces = [piece for piece in _BETWEEN.split(plain(row.cell(field)).strip("、,，/ ")) if piece]
    return pieces if len(pieces) == count else []


def _sexes(row: Row, count: int) -> tuple[int, ...]:
    said = [answers.sex(piece).value for piece in _pieces(row, "sex", count)]
    if said and all(said):
        return tuple(said)
    couple = sexes_of(row.cell("name")) if count == 2 else None
    return couple or ()


def _settle(row: Row, names: tuple[str, ...], *, sure: bool) -> None:
    """One fault for the row: split and noted, or asked about."""
    settled = {(code, row.layout.header(field)) for code, fields in _SETTLED.items() for field in fields}
    row.faults = [fault for fault in row.faults if (fault.code, fault.column) not in settled]
    code = "people_split" if sure else "two_people"
    row.faults.append(Fault(code, row.layout.header("name"), plain(row.cell("name"))[:60], "、".join(names)))
