"""Columns settled by their neighbors and contents: whose telephone stands there, which group is meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from data.importers.cells.reading import plain
from data.importers.cells.village_groups import group_in
from data.importers.columns.columns_seen import cells_of
from data.importers.columns.mapping import Column, normal
from data.importers.columns.owners import OTHER, is_kinship, leads_to_a_contact, of_another
from data.importers.columns.tables import Table

_ABOUT_ONE: Final = frozenset(
    ("identity_number", "phone", "sex", "birth", "age", "address", "backup_phone", "schooling")
)
_TRAVEL: Final = re.compile(r"同|结伴|一起|伴|批|车")
_CREW: Final = 6  # a travel group is seldom larger; a village group of a register mostly is


def owned(table: Table, columns: Sequence[Column]) -> list[Column]:
    """The columns with those taken away that belong to the somebody else a column before them names."""
    counts = Counter(column.field for column in columns)
    settled = list(columns)
    leader = ""
    for at, column in enumerate(columns):
        header = normal(column.header)
        if is_kinship(header) or column.field == "name":
            leader = ""
        elif of_another(header):
            leader = header
        elif column.field in _ABOUT_ONE and leader:
            beside = at > 0 and normal(columns[at - 1].header) == leader and leads_to_a_contact(leader)
            beside = beside and not _stands_alone(table, columns[at - 1], column)
            if counts[column.field] > 1 or beside or _repeats(table, columns, column):
                contact = column.field == "phone" and columns[at - 1].field == "emergency_contact"
                field, by = ("emergency_contact", "like") if contact else ("", OTHER)
                settled[at] = replace(column, field=field, by=by)
                counts[column.field] -= 1
        elif column.field not in _ABOUT_ONE:
            leader = leader if not column.field else ""
    return settled


def _stands_alone(table: Table, leader: Column, column: Column) -> bool:
    """Whether most of a column's cells stand where nobody else is named: 配偶 (mostly blank) | 身份证号."""
    pairs = [(row.cells[leader.at], row.cells[column.at]) for row in table.rows[:200] if column.at < len(row.cells)]
    filled = [plain(named) for named, said in pairs if plain(said)]
    return 2 * filled.count("") > len(filled)


def _repeats(table: Table, columns: Sequence[Column], column: Column) -> bool:
    """Whether people of different names share what should be each one's own: the head's number, the helper's phone."""
    name = next((one.at for one in columns if one.field == "name"), -1)
    if name < 0 or column.field not in ("identity_number", "phone"):
        return False
    owners: dict[str, set[str]] = {}
    for row in table.rows[:200]:
        said = plain(row.cells[column.at]) if column.at < len(row.cells) else ""
        if said and name < len(row.cells):
            owners.setdefault(said, set()).add(plain(row.cells[name]))
    shared = sum(len(names) for names in owners.values() if len(names) > 1)
    return shared >= 3 and 2 * shared > sum(map(len, owners.values()))


def groups_by_content(table: Table, columns: Sequence[Column]) -> list[Column]:
    """A column 组别 of 1组, 三社 or of a whole village's numbers is where people live, not who travels together."""
    settled = list(columns)
    for at, column in enumerate(columns):
        if column.field == "group" and not _TRAVEL.search(normal(column.header)) and _of_the_village(table, column):
            settled[at] = replace(column, field="village_group", by="content")
    return settled


def _of_the_village(table: Table, column: Column) -> bool:
    cells = [plain(cell) for cell in cells_of(table, column.at)]
    if not cells:
        return False
    spelled = sum(bool(group_in(text)) for text in cells)
    return 2 * spelled >= len(cells) or max(Counter(cells).values()) > _CREW
