"""What a table's rows share although no column says it: the firm in the title, the labels above, a heading between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final, NamedTuple

from data.importers.cells.reading import Cell, plain
from data.importers.columns.headings import company_in
from data.importers.columns.mapping import field_of, normal
from data.importers.columns.prose_terms import terms_in
from data.importers.columns.tables import DataRow, Table

# The field a firm above a table fills, by kind; for people it may be anybody's, so nothing is taken over.
_FIRM: Final = {"postings": "employer", "vehicles": "operator"}
_HEADER: Final = {"employer": "企业名称", "operator": "承运单位"}
_ENDS: Final = re.compile(
    r"(?:报价|价格)(?:有效期?|截止)(?:至|到|为|[:：])*\s*((?:\d{4}\s*[-年./])\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*[日号]?)"
)
_SHARED: Final = {
    "postings": frozenset(
        (
            *("employer", "credit_code", "address", "county", "contact", "phone", "destination", "agency_chain"),
            *("lodging", "start_from", "start_by", "valid_until", "fare_paid_by", "social_insurance", "site_rules"),
        )
    ),
    "vehicles": frozenset(
        ("operator", "contact", "phone", "origins", "destinations", "leaves", "drivers", "valid_until")
    ),
}


class _Added(NamedTuple):
    """A column to add: its header, and what stands in it on each row."""

    header: str
    cells: Sequence[Cell]


def with_context(table: Table, kind: str, file_name: str = "") -> Table:
    """The table with a column for everything above it that its rows share; those stand at the end."""
    if kind not in _FIRM or not table.rows:
        return table
    present = {field_of(kind, header)[0] for header in table.headers if header}
    added: list[_Added] = []
    for pair in table.above:
        field = field_of(kind, pair.label)[0]
        if field in _SHARED[kind] and field not in present and plain(pair.value):
            present.add(field)
            added.append(_Added(pair.label, [pair.value] * len(table.rows)))
    for label, value in _in_prose(table).items() if kind == "postings" else ():
        field = field_of(kind, label)[0]
        if field not in present and not (field.startswith("start_") and {"start_from", "start_by"} & present):
            present.add(field)
            added.append(_Added(label, [value] * len(table.rows)))
    ends = [match[1] for row in table.skipped if (match := _ENDS.search(row.text))]
    if kind == "vehicles" and "valid_until" not in present and len(ends) == 1:
        added.append(_Added("报价有效期至", ends * len(table.rows)))  # said in the title or below the table
    firm = _FIRM[kind]
    if firm not in present and any(names := _firms(table, file_name)):
        added.append(_Added(_HEADER[firm], names))
    if not added:
        return table
    width = max(len(table.headers), *(len(row.cells) for row in table.rows))
    headers = (*table.headers, *[""] * (width - len(table.headers)), *(one.header for one in added))
    rows = [
        DataRow(row.row, [*row.cells, *[None] * (width - len(row.cells)), *(one.cells[at] for one in added)])
        for at, row in enumerate(table.rows)
    ]
    return replace(table, headers=headers, rows=rows)


def _in_prose(table: Table) -> dict[str, str]:
    """What the letter above a table and the lines below it say of all its jobs: 我公司位于…, 免费提供宿舍."""
    lines = [row.text for row in table.skipped if row.what in ("title", "note", "footer")]
    return terms_in("\n".join(lines))


def _firms(table: Table, file_name: str) -> list[str]:
    """The firm of each row: the heading above it between the rows, else the table's title, else the file's name."""
    headings = [(row.row, name) for row in table.skipped if row.what == "heading" and (name := company_in(row.text))]
    above = table.company or _only_firm(table) or company_in(PurePath(file_name).stem)
    firms = []
    for row in table.rows:
        nearest = [name for at, name in headings if at < row.row]
        firms.append(nearest[-1] if nearest else above)
    return firms


def _only_firm(table: Table) -> str:
    """The firm among the labels above where its label is unknown to this kind of table."""
    names = {normal(pair.label): company_in(plain(pair.value)) for pair in table.above}
    return next(filter(None, names.values()), "")
