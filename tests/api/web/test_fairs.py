"""A job fair on its pages: set up, filed, its booths given, and what cannot be, refused whole with what to do."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from data.database import opened
from data.tables import ArrearsListing, Employer, FairBooth, FairEvent, FairPosting
from tests import builders
from tests.api.conftest import Office

DAY = builders.TODAY + timedelta(days=20)
SAID = {
    "name": "春风行动", "day": str(DAY), "county": "利州区", "venue": "人民广场", "opens": "9:00", "closes": "15:00",
    "break_from": "12:00", "break_to": "13:00", "slot_minutes": "15", "most_talks": "4", "filing_days": "15",
}  # fmt: skip


def rows(office: Office, table: type[Any]) -> int:
    with opened(office.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def fair(client: TestClient) -> str:
    answer = client.post("/fairs", data=SAID)
    assert answer.status_code == 200, answer.text
    return answer.url.path


def test_a_fair_is_set_up_with_both_calendars_and_its_filing_counted_down(client: TestClient, fair: str) -> None:
    page = client.get(fair).text

    assert "春风行动" in page and "正月" in page and "09:00–15:00" in page and "12:00–13:00" in page
    assert "报备截止 2026-02-15" in page and "还有 5 天" in page
    assert "每位面试官一天 20 次面谈" in page
    assert "春风行动" in client.get("/fairs?lang=en").text
    client.post(f"{fair}/filed")
    assert "2026-02-10 已报备" in client.get(f"{fair}?lang=zh").text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"day": "2026-02-09"}, "已经过去"),
        ({"day": "2025-12-01"}, "已经过去"),
        ({"closes": "8:00"}, "结束时间要晚于"),
        ({"opens": "九点"}, "请写成 09:30"),
        ({"opens": "25:00"}, "请写成 09:30"),
        ({"closes": "15:75"}, "请写成 09:30"),
        ({"slot_minutes": "0"}, "每次面谈 0 分钟不行"),
        ({"slot_minutes": "-5"}, "每次面谈 -5 分钟不行"),
        ({"most_talks": "21"}, "每人 21 次排不下"),
        ({"most_talks": "0"}, "每人 0 次排不下"),
        ({"break_to": ""}, "休息要写开始和结束"),
        ({"break_from": "14:00"}, "先早后晚"),
        ({"break_from": "09:00", "break_to": "15:00"}, "排不下一次面谈"),
        ({"name": "  "}, "请写招聘会名称"),
        ({"venue": ""}, "请写地点"),
        ({"county": ""}, "请写所在县区"),
        ({"county": "火星县"}, "没有叫"),
        ({"closes": "9:10", "break_from": "", "break_to": ""}, "排不下一次面谈"),
        ({"day": "明天"}, "day"),
    ],
)
def test_a_fair_that_cannot_be_is_refused_with_what_to_do_and_nothing_is_written(
    client: TestClient, office: Office, wrong: dict[str, str], told: str
) -> None:
    answer = client.post("/fairs", data=SAID | wrong)

    assert answer.status_code == 422 and told in answer.text
    assert rows(office, FairEvent) == 0


@pytest.mark.parametrize("spelled", ["9:30", "09：30", "9点30", "9点30分", "9.30"])
def test_hours_are_read_as_people_write_them(client: TestClient, spelled: str) -> None:
    assert "09:30–15:00" in client.post("/fairs", data=SAID | {"opens": spelled}).text


def test_two_fairs_of_one_name_on_one_day_are_one_too_many(client: TestClient, office: Office, fair: str) -> None:
    assert "请换个名称" in client.post("/fairs", data=SAID).text
    assert rows(office, FairEvent) == 1


def test_a_booth_brings_its_employer_s_open_postings(client: TestClient, office: Office, fair: str) -> None:
    page = client.post(f"{fair}/booths", data={"employer": "西湖电子厂", "number": "A1", "interviewers": "2"}).text

    assert "A1" in page and "缝纫工" in page and "质检员" in page and 'class="hall"' in page
    assert rows(office, FairPosting) == 2
    client.post(f"{fair}/booths/1/away")
    assert rows(office, FairBooth) == rows(office, FairPosting) == 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"employer": "西湖电子厂", "number": "A2"}, "一家单位一个展位"),
        ({"employer": "临时厂", "number": "A1"}, "已给别家"),
        ({"employer": "没有这家"}, "请写全名"),
        ({"employer": "999"}, "没有 999 号单位"),
        ({"employer": "临时厂", "interviewers": "0"}, "面试官请填 1 到"),
        ({"employer": "临时厂", "opens": "8:00"}, "时间之内"),
        ({"employer": "临时厂", "poster": "招女工，35岁以下"}, "35岁以下"),
        ({"employer": "临时厂", "poster": "限男性"}, "限男"),
        ({"employer": "临时厂", "poster": "只要已婚已育"}, "已婚已育"),
        ({"employer": "临时厂", "poster": "不要本地人"}, "海报写"),
        ({"employer": "临时厂", "poster": "入职交押金500元"}, "押金"),
        ({"employer": "过期派遣"}, "2026-02-20 到期"),
        ({"employer": "欠薪厂"}, "拖欠工资"),
        ({"employer": "无证派遣"}, "没有登记许可证"),
    ],
)
def test_a_booth_that_may_not_be_is_refused_with_its_rule(
    client: TestClient, office: Office, fair: str, said: dict[str, str], told: str
) -> None:
    with opened(office.engine) as session:
        builders.an_employer(session, "临时厂")
        builders.an_employer(session, "过期派遣", kind="agency", licence_to=date(2026, 2, 20))
        builders.an_employer(session, "无证派遣", kind="agency")
        owing = builders.an_employer(session, "欠薪厂")
        session.add(ArrearsListing(employer_id=owing.id, name="欠薪厂", listed=date(2025, 6, 1), source="名单"))
    client.post(f"{fair}/booths", data={"employer": "西湖电子厂", "number": "A1"})

    answer = client.post(f"{fair}/booths", data=said)

    assert answer.status_code in (404, 422) and told in answer.text
    assert rows(office, FairBooth) == 1


def test_an_employer_off_the_arrears_list_by_the_day_may_come(client: TestClient, office: Office, fair: str) -> None:
    with opened(office.engine) as session:
        for name, removed in (("还清厂", date(2026, 2, 25)), ("三年满厂", None)):
            one = builders.an_employer(session, name)
            listed = date(2023, 3, 1) if removed is None else date(2025, 6, 1)
            session.add(ArrearsListing(employer_id=one.id, name=name, listed=listed, removed=removed, source="名单"))

    client.post(f"{fair}/booths", data={"employer": "还清厂"})
    client.post(f"{fair}/booths", data={"employer": "三年满厂"})

    assert rows(office, FairBooth) == 2


def test_an_employer_barred_after_it_got_its_booth_is_shown(client: TestClient, office: Office, fair: str) -> None:
    client.post(f"{fair}/booths", data={"employer": "西湖电子厂"})
    with opened(office.engine) as session:
        session.execute(update(Employer).values(licence_to=date(2026, 2, 12)))

    assert "现在不能设展位" in client.get(fair).text


def listed(*lines: tuple[str, ...]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("参会单位")
    for at, line in enumerate(lines):
        sheet.write_row(at, 0, line)
    book.close()
    return file.getvalue()


def test_a_list_of_employers_becomes_booths_and_each_row_left_out_is_named(
    client: TestClient, office: Office, fair: str
) -> None:
    content = listed(
        ("2026年春风行动参会单位", "", "", "", "", "", "", ""),
        ("序号", "单位名称", "展位号", "面试官人数", "岗位", "人数", "工资", "工作地点"),
        ("1", "西湖电子厂", "A1", "2", "缝纫工", "20", "6000", "杭州市西湖区"),
        ("2", "新来的厂", "A2", "1人", "普工", "30", "5500-6500", "杭州市西湖区"),
        ("3", "西湖电子厂", "A3", "1", "缝纫工", "20", "6000", "杭州市西湖区"),
        ("4", "又一家厂", "A1", "1", "焊工", "5", "7000", "杭州市西湖区"),
        ("5", "还有一家", "A5", "好几个", "保安", "3", "4000", "杭州市西湖区"),
    )

    page = client.post(f"{fair}/booths/list", files={"file": ("参会单位.xlsx", content)}).text

    assert "2 家已有展位" in page and "3 行没有收下" in page
    assert "一家单位一个展位" in page and "A1 号展位已给别家" in page and "好几个" in page
    assert rows(office, FairBooth) == 2


def test_a_list_without_names_and_an_empty_file_are_refused(client: TestClient, office: Office, fair: str) -> None:
    nameless = client.post(f"{fair}/booths/list", files={"file": ("a.xlsx", listed(("电话", "数"), ("138", "2")))})
    empty = client.post(f"{fair}/booths/list", files={"file": ("a.xlsx", b"")})

    assert nameless.status_code == 422 and "单位名称" in nameless.text
    assert empty.status_code == 422 and "请选择一个文件" in empty.text
    assert rows(office, FairBooth) == 0


def test_a_fair_that_is_over_is_not_changed(client: TestClient, office: Office, fair: str) -> None:
    client.post(f"{fair}/status", data={"status": "closed"})

    answer = client.post(f"{fair}/booths", data={"employer": "西湖电子厂"})

    assert answer.status_code == 409 and "不能再改" in answer.text
    assert rows(office, FairBooth) == 0
    assert client.get("/fairs/77").status_code == 404
