"""Rows in = kept + to decide + refused, over every filled row of every sheet of every file there is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.importers import judge, read_file
from data.importers.files.reading import Parsed
from labor.errors import BadInput
from tests.data.importers.workbooks import HEADER, TODAY, person, village, workbook

ROOT = Path(__file__).parents[2]
NUMBERED = {f"{at:02d}" for at in range(1, 26)} - {"23"}  # 23 is of `gongqiao rank`
FILES = [
    path
    for folder in (ROOT / "office", ROOT / "cases")
    for path in sorted(folder.rglob("*"))
    if path.suffix in (".xlsx", ".csv", ".txt") and (folder.name == "office" or path.parent.name[:2] in NUMBERED)
]


def filled_rows(path: Path) -> Iterator[tuple[str, int]]:
    """(sheet, row) of each visible row with something in it, as another reader sees the file."""
    if path.suffix != ".xlsx":
        content = path.read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030")
        rows = [[line] for line in text.splitlines()] if path.suffix == ".txt" else csv.reader(io.StringIO(text))
        yield from ((path.stem[:60], at) for at, row in enumerate(rows, start=1) if any(cell.strip() for cell in row))
        return
    for sheet in load_workbook(path).worksheets:
        if sheet.sheet_state == "visible":
            for at, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                if any(cell is not None and str(cell).strip() for cell in cells):
                    yield sheet.title, at


def accounted(parsed: Parsed, sheet: str, row: int) -> bool:
    """Whether a row is a record's, or listed as something else, or within a part said to be unread."""
    tables = [table for table, _ in parsed.tables if table.sheet == sheet or table.sheet.startswith(f"{sheet}（")]
    listed = {one.row for table in tables for one in (*table.rows, *table.skipped)}
    if any(one.sheet == sheet and one.first <= row <= one.last for one in parsed.unread) or sheet in parsed.passed_over:
        return True
    chained = any(
        table.header_row == 0 and "同行人" in table.headers for table in tables
    )  # an entry over several lines
    return row in listed or (chained and any(one < row for one in listed))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name[:2]}-{path.name}")
def test_every_filled_row_of_a_file_is_accounted_for(path: Path) -> None:
    try:
        parsed = read_file(path)
    except BadInput:
        pytest.fail("nothing of the file was read")

    lost = [place for place in filled_rows(path) if not accounted(parsed, *place)]
    judged = judge(parsed, today=TODAY)

    assert not lost
    assert sum(row.outcome in ("kept", "to_decide", "refused") for row in judged) == parsed.rows_in


UNREADABLE: list[tuple[list[list[object]], int]] = [
    ([["项目", "内容"], ["宿舍", "六人间"], ["食堂", "两个"]], 3),
    ([["甲", "乙", "丙"], ["一", "二", "三"]], 2),
    ([["联系人在此"], ["老张 15400000009"]], 2),
    ([["到厂", "班车"], ["八点", "南门"], [], ["九点", "北门"]], 3),
    ([["Ort", "Zahl"], ["Hof", 3]], 2),
]


@pytest.mark.parametrize(("sheet", "rows"), UNREADABLE)
def test_rows_of_a_sheet_nobody_can_read_are_counted_and_named(sheet: list[list[object]], rows: int) -> None:
    parsed = read_file(workbook(village(2), sheet), name="册.xlsx")

    assert [(part.sheet, part.rows) for part in parsed.unread] == [("表2", rows)]
    assert parsed.passed_over == ("表2",)


@pytest.mark.parametrize(
    "sheet", [[["说明"], ["本表由村里填写"]], [["填表须知：请如实填写"]], [["姓名", "电话", "村"]]]
)
def test_a_sheet_of_notes_or_of_a_header_alone_holds_no_rows(sheet: list[list[object]]) -> None:
    parsed = read_file(workbook(village(2), sheet), name="册.xlsx")

    assert parsed.unread == () and parsed.passed_over == ("表2",)


@pytest.mark.parametrize(
    ("sheet", "unread"), [([list(HEADER), person(5), person(6)], 2), ([["汉族"], ["彝族"], ["苗族"]], 0)]
)
def test_people_on_a_hidden_sheet_are_counted_a_list_to_choose_from_is_not(
    sheet: list[list[object]], unread: int
) -> None:
    book = load_workbook(io.BytesIO(workbook(village(2), sheet)))
    book.worksheets[1].sheet_state = "hidden"
    kept = io.BytesIO()
    book.save(kept)

    parsed = read_file(kept.getvalue(), name="册.xlsx")

    assert sum(part.rows for part in parsed.unread) == unread
    assert parsed.passed_over == ("表2（隐藏 hidden）",)
