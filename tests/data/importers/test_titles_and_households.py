"""What a title says of everybody below it, who in a household goes together, and names that look like none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import pytest

from data.importers.files.reading import read_file
from data.importers.judging.judged_rows import JudgedRow
from data.importers.judging.judging import judge
from data.registers.records import PostingRecord, WorkerRecord
from tests.blind.clerk import identity
from tests.blind.sheets import Row, workbook

DUAN = 451228
DONGGUAN = 441900
HE, SHE = (identity(str(DUAN), born, 30, sex) for born, sex in (("1980-02-03", "男"), ("1982-04-05", "女")))


def judged(folder: Path, rows: list[Row], name: str = "名单.xlsx") -> list[JudgedRow]:
    """The rows of a sheet as the office of Du'an judges them."""
    workbook({"Sheet1": rows})(folder / name)
    return judge(read_file(folder / name), today=date(2026, 11, 27), office=DUAN)


def people(rows: list[JudgedRow]) -> list[WorkerRecord]:
    return [cast("WorkerRecord", record) for row in rows for record in row.records]


@pytest.mark.parametrize(
    "title",
    [
        "加文村赴东莞务工人员名单",
        "前往东莞就业人员花名册",
        "发往东莞专车人员名单",
        "赴东莞返岗人员",
        "输往东莞劳务人员登记表",
        "2026年12月赴东莞名单",
    ],
)
def test_where_a_title_says_people_go_is_the_wish_of_who_names_none(tmp_path: Path, title: str) -> None:
    rows = judged(tmp_path, [[title], ["姓名", "身份证号", "电话"], ["韦朝东", HE, "19911112222"]])

    assert [one.wish_regions for one in people(rows)] == [(DONGGUAN,)]
    assert "wish_of_title" in [fault.code for fault in rows[0].faults]
    assert rows[0].outcome == "kept"


@pytest.mark.parametrize(
    "title", ["加文村务工人员名单", "东莞市返乡人员名单", "到村委会报名人员", "赴外务工人员名单", "返乡农民工登记表"]
)
def test_a_title_without_a_destination_wishes_nothing(tmp_path: Path, title: str) -> None:
    rows = judged(tmp_path, [[title], ["姓名", "身份证号", "电话"], ["韦朝东", HE, "19911112222"]])

    assert [one.wish_regions for one in people(rows)] == [()]


def test_a_wish_of_ones_own_comes_before_the_titles(tmp_path: Path) -> None:
    head = [["赴东莞务工人员名单"], ["姓名", "身份证号", "意向地区"]]

    assert people(judged(tmp_path, [*head, ["韦朝东", HE, "佛山"]]))[0].wish_regions == (440600,)


@pytest.mark.parametrize(
    "name", ["某色苏不惹", "的日么尔各", "阿的么沙扎", "且沙阿果", "尼玛次仁卓嘎", "不都热合曼", "要布惹"]
)
def test_a_rare_or_long_name_is_one_where_an_identity_number_vouches(tmp_path: Path, name: str) -> None:
    rows = judged(tmp_path, [["姓名", "身份证号", "电话"], [name, HE, "19911112222"]])

    assert (people(rows)[0].name, rows[0].outcome) == (name, "kept")


@pytest.mark.parametrize("name", ["请找村主任联系", "大定村民小组", "全镇合计人数", "身份证待补", "某某劳务公司"])
def test_words_that_are_no_name_stay_a_question(tmp_path: Path, name: str) -> None:
    rows = judged(tmp_path, [["姓名", "身份证号", "电话"], ["韦朝东", SHE, "19911113333"], [name, "", "19911112222"]])

    assert [row.outcome for row in rows if name in map(str, row.cells)] in ([], ["to_decide"], ["refused"])


@pytest.mark.parametrize(
    "title",
    [
        "佛山市南海区金达铝材厂招聘计划（2026年12月）　地址：佛山市南海区大沥镇",
        "佛山市南海区金达铝材厂 工作地点：佛山市南海区大沥镇 联系人：曾主管",
        "佛山市南海区金达铝材厂用工需求，地址：佛山市南海区大沥镇",
        "佛山市南海区金达铝材厂（地址：佛山市南海区大沥镇）",
        "金达铝材厂招工 厂址：佛山市南海区大沥镇",
    ],
)
def test_labels_behind_a_title_speak_of_all_its_rows(tmp_path: Path, title: str) -> None:
    rows = judged(
        tmp_path, [[title], ["岗位", "人数", "工资"], ["普工", 35, "5500-7000"], ["电焊工", 2, 8000]], "招聘.xlsx"
    )

    posts = [cast("PostingRecord", record) for row in rows for record in row.records]
    assert [(one.title, one.county) for one in posts] == [("普工", 440605), ("电焊工", 440605)]


@pytest.mark.parametrize("relation", ["配偶", "妻子", "妻", "老婆", "爱人"])
def test_husband_and_wife_of_a_household_go_together_where_nobody_is_asked(tmp_path: Path, relation: str) -> None:
    head: Row = ["户号", "姓名", "与户主关系", "身份证号", "意向地区"]
    rows = judged(tmp_path, [head, [1, "韦日新", "户主", HE, "东莞"], ["", "黄柳青", relation, SHE, "东莞"]])

    groups = {one.group_key for one in people(rows)}
    assert len(groups) == 1 and groups != {""}
    assert "couple_of_household" in [fault.code for fault in rows[1].faults]


def test_nobody_is_paired_where_the_table_asks_or_one_declines(tmp_path: Path) -> None:
    head: Row = ["户号", "姓名", "与户主关系", "身份证号"]
    asked = judged(tmp_path, [[*head, "同行人"], [1, "韦日新", "户主", HE, ""], ["", "黄柳青", "妻子", SHE, ""]])
    declined = judged(tmp_path, [[*head, "备注"], [1, "韦日新", "户主", HE, ""], ["", "黄柳青", "妻子", SHE, "不去了"]])

    assert {one.group_key for one in people(asked)} == {one.group_key for one in people(declined)} == {""}


@pytest.mark.parametrize("beside", ["配偶", "配 偶", "爱人姓名", "同伴姓名", "紧急联系人", "介绍人"])
def test_a_number_beside_a_column_mostly_blank_is_ones_own(tmp_path: Path, beside: str) -> None:
    rows = [
        ["姓名", beside, "身份证号"],
        ["韦朝东", "黄柳青", HE],
        ["黄柳青", "", SHE],
        ["韦爱芳", "", ""],
        ["蓝海波", "", SHE],
    ]

    assert [one.identity_number for one in people(judged(tmp_path, rows))] == [HE, SHE, "", SHE]
