"""Spreadsheets as another program opens them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data.exports.sheets import Fact, PaperColumn, PaperSheet, width_of
from data.exports.workbook import write, written
from labor.words import Bilingual

NAME = Bilingual("名单", "List")
COLUMNS = (PaperColumn(Bilingual("姓名", "Name"), 10), PaperColumn(Bilingual("人数", "People"), 8, "right"))
DANGEROUS = ('=HYPERLINK("http://x")', "+86 138", "-1", "@SUM(A1)", "=1+1", "\t=1+1")


def a_sheet(**fields: Any) -> PaperSheet:
    return PaperSheet(**({"name": NAME, "title": NAME, "columns": COLUMNS, "rows": (("张三", 3),)} | fields))


def opened(*sheets: PaperSheet, language: Any = "zh") -> Any:
    return openpyxl.load_workbook(io.BytesIO(written(sheets, language)))


def cells(tab: Any) -> list[Any]:
    return [cell for row in tab.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_begins_like_a_formula_stays_text(text: str) -> None:
    tab = opened(a_sheet(rows=((text, 1),), facts=(Fact(NAME, text),)))["名单"]

    (cell,) = [cell for cell in cells(tab) if cell.value == text]
    assert cell.data_type == "s"
    assert cell.number_format == "@"  # so that editing the cell does not wake it up
    assert all(cell.data_type != "f" for cell in cells(tab))


def test_numbers_stay_numbers() -> None:
    (cell,) = [cell for cell in cells(opened(a_sheet())["名单"]) if cell.value == 3]

    assert cell.data_type == "n"


def test_it_prints_on_a4_with_the_head_row_on_every_page() -> None:
    tab = opened(a_sheet(facts=(Fact(NAME, "x"),)))["名单"]

    assert (tab.page_setup.paperSize, tab.page_setup.orientation) == (9, "landscape")
    assert tab.print_title_rows == "$3:$3"
    assert [tab.cell(3, at).value for at in (1, 2)] == ["姓名", "人数"]
    assert tab.sheet_properties.pageSetUpPr.fitToPage and tab.page_setup.fitToHeight == 0


def test_a_sample_says_it_is_one_on_the_page_and_in_its_foot() -> None:
    tab = opened(a_sheet(synthetic=True))["名单"]

    assert any("合成示例" in str(cell.value) for cell in cells(tab))
    assert "synthetic sample" in tab.oddFooter.left.text
    assert not any("合成" in str(cell.value) for cell in cells(opened(a_sheet())["名单"]))


def test_the_other_language_is_complete() -> None:
    tab = opened(a_sheet(), language="en")["List"]

    assert {cell.value for cell in cells(tab)} == {"List", "Name", "People", "张三", 3}


def test_long_text_gets_the_height_it_needs() -> None:
    tab = opened(a_sheet(rows=(("很长的名字" * 5, 1), ("短", 2))))["名单"]

    assert tab.row_dimensions[3].height > 3 * tab.row_dimensions[4].height * 0.8


def test_tabs_of_one_name_are_told_apart() -> None:
    other = a_sheet(name=Bilingual("名单", "List"))
    slashed = a_sheet(name=Bilingual("甲/乙:丙" + "长" * 40, "A/B"))

    assert opened(a_sheet(), other, slashed).sheetnames[:2] == ["名单", "名单 2"]


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="row 0 has 1 cells"):
        a_sheet(rows=(("张三",),))


def test_a_chinese_character_is_two_wide() -> None:
    assert width_of("张三 138") == 8


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.xlsx", [a_sheet()])

    def broken(*_: Any) -> bytes:
        raise OSError("disk full")

    monkeypatch.setattr("data.exports.workbook.written", broken)
    with pytest.raises(OSError, match="disk full"):
        write(path, [a_sheet()])
    assert openpyxl.load_workbook(path).sheetnames == ["名单"]
    assert [file.name for file in tmp_path.iterdir()] == ["a.xlsx"]
