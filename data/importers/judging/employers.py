"""Judging one row of an employer list, the wage-arrears list or the labor-guarantee list."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from data.importers.cells import answers, dates
from data.importers.cells.identity import credit_code
from data.importers.cells.phones import phones
from data.importers.cells.reading import plain
from data.importers.judging.judged_rows import JudgedRow
from data.importers.judging.rows import Row, RowContext
from data.registers.records import EmployerRecord

_ARREARS_TITLE: Final = re.compile(r"欠薪|拖欠|失信|黑名单")
_GUARANTEE_TITLE: Final = re.compile(r"重点企业|用工保障|重点保障|保用工")
_GRADE: Final = re.compile(r"([ABCabc])\s*级?|([ABC])")


def judge_employer(row: Row, setting: RowContext, title: str) -> JudgedRow:
    """The employer a row describes; ``title`` (of the sheet) tells a list of arrears or of guaranteed employers."""
    listed, removed = (
        row.read(field, lambda cell: dates.dated(cell, setting.today)) for field in ("arrears_from", "arrears_to")
    )
    if _ARREARS_TITLE.search(title) and listed is None:
        row.fault("arrears_without_day", "arrears_from")
        listed = setting.today
    if listed and removed and removed < listed:
        row.fault("dates_reversed", "arrears_to", hint=listed.isoformat())
    guaranteed = row.read("guaranteed", answers.yes_no)
    numbers = row.read("phone", phones, severity="note")
    record = EmployerRecord(
        name=row.text("name"),
        credit_code=row.read("credit_code", credit_code),
        county=_county(row, setting),
        address=row.text("address"),
        contact=row.text("contact"),
        phone=numbers[0] if numbers else "",
        industry=row.text("industry"),
        arrears_from=listed,
        arrears_to=removed,
        arrears_source=row.text("arrears_source") or (title[:200] if listed else ""),
        licence_number=row.text("licence_number"),
        licence_to=_licence(row, setting.today),
        is_agency=_is_agency(row),
        credit_grade=_grade(row),
        guaranteed=True if guaranteed is None and _GUARANTEE_TITLE.search(title) and not listed else guaranteed,
        remarks=row.text("remarks"),
    )
    if not record.name:
        row.fault("employer_missing", "name")
    records = (record,) if record.name else ()
    return JudgedRow(row.sheet, row.row, "employers", row.cells, row.layout.headers, records, row.faults)


def _county(row: Row, setting: RowContext) -> int:
    for field in ("county", "address", "name"):
        found = setting.places.one(row.cell(field))
        if found.value and not found.fault:
            return found.value
    return 0


def _licence(row: Row, today: date) -> date | None:
    return row.read("licence_to", lambda cell: dates.dated(cell, today))


def _is_agency(row: Row) -> bool:
    said = plain(row.cell("is_agency"))
    if re.search(r"派遣|人力资源|中介|劳务", said):
        return True
    return bool(answers.yes_no(said).value) or row.has("licence_number") or row.has("licence_to")


def _grade(row: Row) -> str:
    match = _GRADE.search(plain(row.cell("credit_grade")))
    return (match[1] or match[2]).upper() if match else ""
