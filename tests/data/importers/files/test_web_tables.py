"""Tables that a system saved as a web page under the name of a workbook are read as tables."""

from __future__ import annotations

import pytest

from data.importers import read_file
from data.importers.files.web_tables import web_tables

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="{charset}">
<title>导出</title><style>td {{mso-number-format:"\\@"}}</style></head><body>
<table border=1><tr><td colspan="4">三河村求职人员</td></tr>
<tr><th>姓名</th><th>身份证号</th><th>联系<br>电话</th><th>意向地区</th></tr>
<tr><td>张&nbsp;伟</td><td>11010119900307663X</td><td>15400000001</td><td rowspan=2>浙江</td></tr>
<tr><td>李芳</td><td>110101199003074530</td><td>15400000002</td></tr>
<tr style="display: none"><td>王强</td><td></td><td>15400000003</td><td>广东</td></tr></table></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
@pytest.mark.parametrize("name", ["导出.xls", "导出.xlsx", "导出.html", "导出.csv"])
def test_a_web_page_under_any_name_is_its_table(name: str, charset: str) -> None:
    parsed = read_file(PAGE.format(charset=charset).encode(charset), name=name)

    ((table, mapping),) = parsed.tables
    assert mapping.kind == "workers"
    assert set(mapping.fields) >= {"name", "identity_number", "phone", "wish_regions"}
    assert [row.cells[3] for row in table.rows] == ["浙江", "浙江", "广东"], "a cell over two rows holds for both"
    assert table.marks.hidden == {4}


def test_spans_breaks_struck_words_and_cells_left_open_are_read() -> None:
    (sheet,) = web_tables("表", "<table><tr><td>甲<td rowspan=2>乙<br>丙<tr><td><s>丁</s><tr><td>戊<td>&lt;己&gt;")

    assert [list(row) for row in sheet.rows] == [["甲", "乙\n丙"], ["丁", ""], ["戊", "<己>"]]
    assert sheet.merged == (((0, 1), (1, 1)),)
    assert sheet.marks.struck == {(1, 0)}


def test_the_tables_of_a_page_are_sheets_and_a_layout_around_them_is_none() -> None:
    inner = "<table><tr><td>姓名</td><td>电话</td></tr><tr><td>张伟</td><td>15400000001</td></tr></table>"

    sheets = web_tables("页", f"<table><tr><td>{inner}</td></tr></table><script>'<td>x'</script>{inner}")

    assert [sheet.name for sheet in sheets] == ["页 1", "页 2"]
    assert all(len(sheet.rows) == 2 for sheet in sheets)


@pytest.mark.parametrize("span", ["0", "-1", "x", "9" * 5000, "999999"])
def test_a_span_that_cannot_be_takes_no_more_than_a_table_is_wide(span: str) -> None:
    text = f"<table><tr><td colspan='{span}' rowspan='{span}'>甲</td></tr><tr><td>乙</td><td>丙</td></tr></table>"

    (sheet,) = web_tables("表", text)

    assert max(map(len, sheet.rows)) <= 302
