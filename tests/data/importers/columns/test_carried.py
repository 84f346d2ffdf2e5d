"""What holds for rows below: merged blocks, blanks below a first row, ditto marks; and blanks that are blanks."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.importers import judge, read_file
from data.importers.columns.carried import is_ditto
from data.importers.judging.judged_rows import JudgedRow
from data.registers.records import FareRecord, PostingRecord, WorkerRecord
from tests.data.importers.workbooks import TODAY, identity, workbook

CASES = Path(__file__).parents[3] / "cases" / "18-merged-block-and-blank-below"
FIRM, OTHER = "杭州测试服装有限公司", "宁波样板电子有限公司"
ORDERS = "企业名称,岗位名称,招聘人数,月薪,工作地点\n"


def rows_of(text: str, name: str = "表.csv", home: int = 520526) -> list[JudgedRow]:
    return judge(read_file(text.encode(), name=name), today=TODAY, home=home)


def people(rows: list[JudgedRow]) -> list[WorkerRecord]:
    return [record for row in rows for record in row.records if isinstance(record, WorkerRecord)]


def employers(rows: list[JudgedRow]) -> list[str]:
    return [record.employer for row in rows for record in row.records if isinstance(record, PostingRecord)]


def codes(row: JudgedRow) -> set[str]:
    return {fault.code for fault in row.faults}


@pytest.mark.parametrize(
    ("file", "firms"), [("block.xlsx", [FIRM] * 3), ("blanks.csv", [FIRM, FIRM, OTHER]), ("ditto.csv", [FIRM] * 3)]
)
def test_the_case_files_give_each_posting_its_employer(file: str, firms: list[str]) -> None:
    judged = judge(read_file(CASES / file), today=TODAY)

    assert employers(judged) == firms
    assert [row.outcome for row in judged] == ["kept"] * 3
    assert file == "block.xlsx" or all("carried_down" in codes(row) for row in judged[1:2])


@pytest.mark.parametrize(
    "mark",
    [
        "同上",
        "同前",
        "同 上",
        "〃",
        "″",
        "”",
        "“",
        '-"-',
        "—〃—",
        "如上",
        "同上行",
        "ditto",
        "↑",
        "见上",
        "″″",
        "''",
        '"',
    ],
)
def test_every_spelling_of_ditto_is_one(mark: str) -> None:
    assert is_ditto(mark)


@pytest.mark.parametrize("text", ["", "-", "—", "/", "无", "上海", "同心县", "同仁堂", "前进村", "同意", "'", "0"])
def test_what_is_no_ditto_mark_stays_as_it_is(text: str) -> None:
    assert not is_ditto(text)


def test_ditto_holds_for_any_column_and_several_rows() -> None:
    rows = people(
        rows_of(
            f"姓名,身份证号,电话,村,工种,意向地区\n张伟,{identity(0)},15400000001,前进村,焊工,浙江\n"
            f"李芳,{identity(1)},同上,〃,-\"-,″\n王强,{identity(2)},15400000003,〃,同前,如上\n"
        )
    )  # fmt: skip

    assert [one.village for one in rows] == ["前进村"] * 3
    assert len({one.trades for one in rows}) == 1 and rows[0].trades
    assert rows[2].wish_regions == rows[0].wish_regions and rows[1].phone == "15400000001"


def test_ditto_with_more_behind_it_keeps_both() -> None:
    judged = rows_of(ORDERS + f"{FIRM},缝纫工,10,5000-6500,浙江杭州余杭区\n{FIRM},包装工,5,4500-5500,同上（2号门）\n")

    record = judged[1].records[0]

    assert isinstance(record, PostingRecord) and record.address == "浙江杭州余杭区,2号门" and record.county == 330110


def test_same_as_at_the_left_takes_the_cell_at_the_left() -> None:
    text = f"姓名,身份证号,电话,户籍地址,家庭住址\n张伟,{identity(0)},15400000001,前进村3组,同左\n"

    assert "3组" in people(rows_of(text))[0].address


def test_ditto_over_a_name_or_with_nothing_above_is_asked_and_never_stored() -> None:
    judged = rows_of(
        f"姓名,身份证号,电话,村\n张伟,{identity(0)},15400000001,同上\n同上,{identity(1)},15400000002,前进村\n李芳,〃,15400000003,前进村\n"
    )

    assert [row.outcome == "kept" for row in judged] == [False, False, False]
    assert all("ditto_unclear" in codes(row) for row in judged)
    assert not any("同上" in str(record) or "〃" in str(record) for record in people(judged))


def test_a_village_and_a_household_below_their_first_row_hold_on() -> None:
    judged = rows_of(
        "村,户主,姓名,身份证号,电话\n"
        f"前进村,张伟,张伟,{identity(0)},15400000001\n,,李芳,{identity(1)},15400000002\n"
        f",王强,王强,{identity(2)},15400000003\n红星村,赵敏,赵敏,{identity(3)},15400000004\n"
    )

    assert [one.village for one in people(judged)] == ["前进村", "前进村", "前进村", "红星村"]
    assert [row.household.key for row in judged] == ["张伟", "张伟", "王强", "赵敏"]


def test_a_group_does_not_reach_into_the_next_village() -> None:
    judged = rows_of(
        f"村,组,姓名,身份证号,电话\n前进村,三组,张伟,{identity(0)},15400000001\n,,李芳,{identity(1)},15400000002\n"
        f"红星村,,王强,{identity(2)},15400000003\n"
    )

    assert [("三组" in one.address or "3组" in one.address) for one in people(judged)] == [True, True, False]


def test_a_blank_is_a_blank_where_the_office_writes_the_value_again_on_each_row() -> None:
    judged = rows_of(
        "村,工种,姓名,身份证号,电话\n"
        + "".join(
            f"{village},{trade},{name},{identity(at)},{phone}\n"
            for at, (village, trade, name, phone) in enumerate(
                [("前进村", "焊工", "张伟", "15400000001"), ("前进村", "", "李芳", ""), ("", "", "王强", "")]
            )
        )
    )

    assert [one.village for one in people(judged)] == ["前进村", "前进村", ""]
    assert [bool(one.trades) for one in people(judged)] == [True, False, False]
    assert [one.phone for one in people(judged)] == ["15400000001", "", ""]


def test_phones_and_numbers_never_fill_down_within_a_block() -> None:
    judged = rows_of(f"村,姓名,身份证号,电话\n前进村,张伟,{identity(0)},15400000001\n,李芳,,\n,王强,{identity(2)},\n")

    assert [one.phone for one in people(judged)] == ["15400000001", "", ""]
    assert people(judged)[1].identity_number == ""
    assert all(one.village == "前进村" for one in people(judged))


def test_pay_holds_on_only_where_its_blanks_are_those_of_the_block() -> None:
    whole = rows_of(
        ORDERS + f"{FIRM},缝纫工,10,5000-6500,浙江杭州余杭区\n,包装工,5,,\n{OTHER},普工,30,6000,浙江宁波北仑区\n"
    )
    loose = rows_of(ORDERS + f"{FIRM},缝纫工,10,5000-6500,浙江杭州余杭区\n,包装工,5,,\n,质检员,5,6000,\n")

    assert [record.wage_low_fen for row in whole for record in row.records if isinstance(record, PostingRecord)] == [
        500000, 500000, 600000,
    ]  # fmt: skip
    assert "pay_missing" in codes(loose[1]) and "pay_missing" not in codes(whole[1])


def test_an_employer_missing_once_among_written_ones_is_asked_with_the_one_above() -> None:
    judged = rows_of(
        ORDERS
        + f"{FIRM},缝纫工,10,5000,浙江杭州余杭区\n{FIRM},包装工,5,4500,浙江杭州余杭区\n,质检员,5,4500,浙江杭州余杭区\n"
    )

    assert judged[2].outcome == "to_decide" and "carried_unsure" in codes(judged[2])
    assert employers(judged)[2] == FIRM


def test_a_subtotal_or_an_empty_line_ends_the_block() -> None:
    text = "村,姓名,身份证号,电话\n前进村,张伟,{},15400000001\n,李芳,{},15400000002\n合计,2人,,\n,王强,{},15400000003\n"

    judged = rows_of(text.format(identity(0), identity(1), identity(2)))

    assert [one.village for one in people(judged)] == ["前进村", "前进村", ""]


def test_where_coaches_start_holds_for_the_fares_below_it() -> None:
    judged = rows_of("出发地,目的地,票价\n威宁,东莞,420\n,宁波,480\n毕节,东莞,400\n")

    assert [record.origin for row in judged for record in row.records if isinstance(record, FareRecord)] == [
        "威宁", "威宁", "毕节",
    ]  # fmt: skip


def test_a_merge_over_rows_nobody_filled_makes_no_rows() -> None:
    rows = [["企业名称", "企业简介", "岗位名称", "招聘人数", "月薪", "工作地点"]]
    rows += [
        [FIRM, None, "缝纫工", "10", "5000", "浙江杭州余杭区"],
        [None, None, "包装工", "5", "4500", "浙江杭州余杭区"],
    ]
    rows += [[None] * 6]

    judged = judge(read_file(workbook(rows, merged=[(1, 0, 3, 1)])), today=TODAY)

    assert employers(judged) == [FIRM, FIRM]
