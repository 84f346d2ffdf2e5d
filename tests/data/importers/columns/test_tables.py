"""Finding tables under titles, over footers, in several sheets, and telling what their columns mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.importers import Mapping, judge, read_file
from data.importers.columns.mapping import field_of
from labor.errors import BadInput
from tests.data.importers.workbooks import HEADER, TODAY, identity, person, village, workbook

FILES = Path(__file__).parent / "files"


def fields(content: bytes | str, kind: str | None = None) -> dict[str, tuple[int, ...]]:
    (_, mapping), *_ = read_file(content, kind, name="登记.xlsx").tables
    return mapping.fields


def test_title_rows_totals_and_footers_are_no_people() -> None:
    rows = [["利州区务工登记表"], [], *village(2)[1:], ["合计", "2人"], ["填表人:王五", "", "联系电话:0839-3261234"]]

    ((table, _),) = read_file(workbook(rows, merged=()), name="x.xlsx").tables

    assert [row.row for row in table.rows] == [4, 5]
    assert [row.what for row in table.skipped] == ["title", "header", "total", "footer"]


def test_a_header_printed_again_is_skipped() -> None:
    rows = [*village(1), list(HEADER), person(1)]

    ((table, _),) = read_file(workbook(rows)).tables

    assert len(table.rows) == 2 and table.skipped[-1].what == "header"


def test_a_header_over_two_rows_is_joined() -> None:
    rows = [["企业名称", "岗位", "人数", "工资", "", "工作地点"], ["", "", "", "最低", "最高", ""]]
    rows.append(["甲厂", "焊工", 5, 5000, 6500, "浙江省嘉兴市南湖区"])

    assert fields(workbook(rows, merged=[(0, 3, 0, 4)]))["wage_high"] == (4,)


def test_cells_merged_down_hold_for_every_row() -> None:
    rows = [list(HEADER), person(0), person(1, village=None), person(2, village="红星村")]

    judged = judge(read_file(workbook(rows, merged=[(1, 3, 2, 3)])), today=TODAY, home=510802)

    assert [getattr(row.records[0], "village") for row in judged] == ["前进村", "前进村", "红星村"]  # noqa: B009


def test_every_sheet_is_read() -> None:
    parsed = read_file(workbook(village(2), [list(HEADER), person(5)], [["说明"], ["本表由村里填写"]]))

    assert parsed.rows_in == 3
    assert parsed.passed_over == ("表3",)


def test_a_table_without_a_header_is_told_by_its_contents() -> None:
    rows = [["张伟", identity(0), "15400000001"], ["李芳", identity(1), "15400000002"]]

    assert fields(workbook(rows)) == {"name": (0,), "identity_number": (1,), "phone": (2,)}


def test_an_unknown_header_is_told_by_its_contents() -> None:
    rows = [["姓名", "工种", "号码一", "号码二"], ["张伟", "焊工", identity(0), "15400000001"]]

    found = fields(workbook(rows))

    assert found["identity_number"] == (2,) and found["phone"] == (3,)


@pytest.mark.parametrize(
    ("kind", "header", "field"),
    [
        ("workers", "姓 名", "name"),
        ("workers", "*身份证号码（必填）", "identity_number"),
        ("workers", "本人联系电话号码", "phone"),
        ("workers", "ID Number", "identity_number"),
        ("workers", "跟谁一起", "companions"),
        ("postings", "招聘人数（人）", "openings"),
        ("postings", "月工资(元)", "wage"),
        ("employers", "统一社会信用代码", "credit_code"),
        ("vehicles", "核定载客", "seats"),
        ("workers", "星座", ""),
    ],
)
def test_headers_in_the_words_offices_use(kind: str, header: str, field: str) -> None:
    assert field_of(kind, header)[0] == field


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        (HEADER, person(0), "workers"),
        (("企业名称", "岗位名称", "招聘人数", "工资", "工作地点"), ("甲厂", "焊工", 5, "5000", "浙江嘉兴"), "postings"),
        (("单位名称", "统一社会信用代码", "列入日期", "移出日期"), ("甲厂", "", "2026-01-05", ""), "employers"),
        (("班次", "出发地", "目的地", "座位数", "包车费"), ("A1", "广元", "杭州", 49, 12000), "vehicles"),
        (("站点名称", "所在地区", "经度", "纬度"), ("广元汽车站", "利州区", 105.8, 32.4), "hubs"),
        (("出发地", "目的地", "票价", "天数"), ("广元", "杭州", 420, 1), "fares"),
    ],
)
def test_the_kind_is_told_from_the_header(header: tuple[str, ...], row: tuple[Any, ...], kind: str) -> None:
    assert read_file(workbook([list(header), list(row)])).kinds == (kind,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_tables_in_four_encodings(encoding: str) -> None:
    text = ",".join(HEADER) + "\r\n" + "\r\n".join(",".join(person(at)) for at in range(3)) + "\r\n"

    parsed = read_file(text.encode(encoding), name="登记.csv")

    assert parsed.rows_in == 3 and parsed.tables[0][0].headers == HEADER


def test_an_old_xls_is_read_like_an_xlsx() -> None:
    judged = judge(read_file(FILES / "village.xls"), today=TODAY)

    assert [(row.row, row.outcome) for row in judged] == [(3, "kept"), (4, "kept"), (5, "refused")]
    assert judged[2].faults[0].code == "identity_rounded"


def test_a_mapping_can_be_changed_kept_and_used_again() -> None:
    (table, mapping), *_ = read_file(workbook([["姓名", "电话", "代号"], ["张伟", "15400000001", "甲七"]])).tables

    chosen = Mapping.from_json(mapping.changed("C", "wish_regions").to_json())

    assert chosen.fields["wish_regions"] == (2,) and mapping.unread == ("代号",)
    assert chosen.fits(table.headers) and not chosen.fits(("姓名", "电话"))


def test_a_mapping_refuses_what_does_not_exist() -> None:
    (_, mapping), *_ = read_file(workbook(village(1))).tables

    with pytest.raises(BadInput, match="星座"):
        mapping.changed("姓名", "星座")
    with pytest.raises(BadInput, match="没有"):
        mapping.changed("不存在的列", "name")
    with pytest.raises(BadInput):
        Mapping.from_json({"kind": "workers"})
