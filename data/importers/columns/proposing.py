"""Proposing what each column means: by its header first, then by what stands in it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from data.importers.cells.reading import plain
from data.importers.columns.content import EMPLOYER_LOOKS, PERSON_LOOKS, fields_by_content, looks_like_people
from data.importers.columns.context import with_context
from data.importers.columns.header_shapes import is_one_of_several
from data.importers.columns.mapping import LEAST_SCORE, SEVERAL, Column, Mapping, field_of, normal, score
from data.importers.columns.owners import OTHER
from data.importers.columns.tables import Table
from data.importers.columns.whose_columns import groups_by_content, owned
from data.importers.columns.wish_columns import wishes_by_content
from data.registers.records import KINDS

_DRIVER: Final = re.compile(r"驾驶员|司机|师傅|driver", re.IGNORECASE)
_CREW: Final = re.compile(
    r"(?:配|需)?(?:[1-4]|[一二两三四双单])\s*(?:\.0)?\s*(?:名|人|个|位|驾|班)?(?:驾驶员|司机|师傅)?"
)
_WHOLE: Final = re.compile(r"合计|总计|小计|共计|总数|总人数|合共|总$|计$")
_BRACKETS: Final = re.compile(r"[()（）\s]")
_HALF: Final = re.compile(r"^[男女]|[男女](?:性|工|生|士)?(?:人数)?$")


def propose_mapping(table: Table, kind: str = "", hint: str = "") -> Mapping | None:
    """A mapping for the table, or None when no kind fits; ``hint`` is a file name that may tell the kind."""
    kind = kind or told_kind(table, hint)
    if not kind:
        return None
    columns = [Column(at, header, *field_of(kind, header)) for at, header in enumerate(table.headers)]
    if kind == "workers":
        columns = owned(table, columns)
    columns = _settled(columns)
    if kind == "workers":
        columns = fields_by_content(table, columns, PERSON_LOOKS)
        columns = groups_by_content(table, wishes_by_content(table, columns))
    elif kind in ("employers", "postings"):
        columns = fields_by_content(table, columns, EMPLOYER_LOOKS)
    elif kind == "vehicles":
        columns = _crews_counted(table, columns)
    return Mapping(kind, tuple(columns))


def told_kind(table: Table, file_name: str = "") -> str:
    """The kind a table's headers, its title and the file's name speak of, what stands above it included; "" none."""
    hint = f"{file_name} {table.title}"
    scores = {kind: score(kind, with_context(table, kind, file_name).headers, hint) for kind in KINDS}
    best = max(scores, key=lambda kind: scores[kind])
    if scores[best] >= LEAST_SCORE:
        return best
    return "workers" if looks_like_people(table) or _names_people(table) else ""


def _names_people(table: Table) -> bool:
    """姓名 and 电话 or 身份证号 are people, whatever stands in the cells, where no vehicle, firm or job is named."""
    said = {field for header in table.headers if header for field, by in [field_of("workers", header)] if by == "name"}
    others = {field_of(kind, header) for kind in ("vehicles", "postings", "employers") for header in table.headers}
    telling = {("plate", "name"), ("seats", "name"), ("employer", "name"), ("title", "name"), ("credit_code", "name")}
    return "name" in said and bool(said & {"phone", "identity_number"}) and not telling & others


def _settled(columns: list[Column]) -> list[Column]:
    """One column a field: exact names before similar ones, the first of equals; a second telephone is the spare one."""
    taken: dict[str, Column] = {}
    halves = _halves(columns)
    for column in sorted(columns, key=lambda column: (not _is_whole(column), column.by != "name", column.at)):
        if column.field and column not in halves and not _may_stand_beside(column):
            taken.setdefault(column.field, column)
    settled = []
    for column in columns:
        if (
            not column.field
            or column in halves
            or _may_stand_beside(column)
            or taken.get(column.field, column) is column
        ):
            settled.append(column)
        elif column.field == "phone" and "backup_phone" not in taken:
            taken["backup_phone"] = column
            settled.append(Column(column.at, column.header, "backup_phone", column.by))
        else:
            settled.append(Column(column.at, column.header, "", OTHER))
    return settled


def _crews_counted(table: Table, columns: list[Column]) -> list[Column]:
    """A column 驾驶员 or 司机 of 2名, 双驾 or 一个 tells how many drive, no name."""
    if any(column.field == "drivers" for column in columns):
        return columns
    for at, column in enumerate(columns):
        cells = [text for row in table.rows if at < len(row.cells) and (text := plain(row.cells[at]))]
        if _DRIVER.search(column.header) and cells and 2 * sum(map(bool, map(_CREW.fullmatch, cells))) > len(cells):
            return [*columns[:at], replace(column, field="drivers", by="content"), *columns[at + 1 :]]
    return columns


def _is_whole(column: Column) -> bool:
    """Whether a headcount is told to be that of men and women together: 拟招人数合计."""
    return column.field == "openings" and _WHOLE.search(normal(column.header)) is not None


def _halves(columns: list[Column]) -> list[Column]:
    """The headcounts of men and of women, where no column tells how many they are together: they are added up."""
    counts = [column for column in columns if column.field == "openings"]
    halves = [column for column in counts if _HALF.search(_BRACKETS.sub("", column.header))]
    return halves if len(halves) == len(counts) == 2 else []


def _may_stand_beside(column: Column) -> bool:
    """Whether a column may fill its field beside others; wishes only where they are counted (第一, 第二意愿地)."""
    if column.field == "wish_regions":
        return is_one_of_several(normal(column.header))
    return column.field in SEVERAL
