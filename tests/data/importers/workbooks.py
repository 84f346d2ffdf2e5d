"""Small files for the importers' tests, written the way offices write them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from stdnum.cn import ric

TODAY = date(2026, 2, 1)
WRITTEN = datetime(2026, 2, 1, 8)  # noqa: DTZ001 - spreadsheets know no time zones
HEADER = ("姓名", "身份证号", "联系电话", "村", "工种", "意向地区")


def workbook(*sheets: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """An .xlsx with the sheets' rows; texts stay texts, ``merged`` holds merged cells of the first sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": WRITTEN})  # else the same rows give other bytes a second later
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet(f"表{number + 1}")
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date | datetime):
                        sheet.write_datetime(at, column, cell, day)
                    elif cell is not None:
                        sheet.write(at, column, cell)
            for top, left, bottom, right in merged if number == 0 else ():
                sheet.merge_range(top, left, bottom, right, rows[top][left])
    return target.getvalue()


def identity(serial: int, *, county: int = 510802, born: str = "19850312") -> str:
    """A sound number that can belong to nobody: sequence codes from 996 are kept for people over a hundred."""
    body = f"{county}{born}{996 + serial % 4:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def person(serial: int, **changes: Any) -> list[Any]:
    """One row under HEADER; nobody has the number or the phone of another."""
    born = f"{1970 + serial // 28 % 30}{serial // 4 % 12 + 1:02d}{serial % 28 + 1:02d}"
    names = "伟芳娜敏静丽强磊军洋"
    row = {
        "name": f"张{names[serial % 10]}{names[serial // 10 % 10]}",
        "identity": identity(serial, born=born),
        "phone": f"154{serial:08d}",
        "village": "前进村",
        "trade": "焊工",
        "wish": "浙江",
    }
    return list((row | changes).values())


def village(count: int = 3) -> list[list[Any]]:
    """A plain village file: a title that names the county, a header, ``count`` people."""
    return [["四川省广元市利州区大石镇务工登记表"], list(HEADER), *(person(serial) for serial in range(count))]
