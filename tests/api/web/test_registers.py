"""Registers on pages: masked, searched, paged, and every opening logged."""

from __future__ import annotations

from datetime import date

from starlette.testclient import TestClient

from data.database import opened
from data.tables import ArrearsListing, Posting
from tests.api.conftest import NAMES, PHONES, Office


def test_the_overview_counts_the_registers_and_says_they_are_synthetic(client: TestClient) -> None:
    page = client.get("/").text

    assert "登记的务工人员" in page
    assert "合成样例数据" in page
    assert "2026-02-10" in page


def test_the_other_language_is_one_click_away_and_is_remembered(client: TestClient) -> None:
    assert "workers registered" in client.get("/", params={"lang": "en"}).text
    assert "Log of reads" in client.get("/").text or "Read log" in client.get("/").text
    assert "登记的务工人员" in client.get("/", params={"lang": "zh"}).text


def test_a_list_of_workers_shows_no_full_name_and_no_full_number(client: TestClient) -> None:
    page = client.get("/workers").text

    assert "王*明" in page
    assert not any(name in page for name in NAMES)
    assert not any(phone in page for phone in PHONES)


def test_a_worker_is_found_by_the_full_name_or_phone(client: TestClient) -> None:
    by_name = client.get("/workers", params={"q": "孙悟空"}).text
    by_phone = client.get("/workers", params={"q": PHONES[2]}).text

    assert by_name.count("<tr><td") == 1
    assert "孙*空" in by_name
    assert "张*丰" in by_phone


def test_a_percent_sign_is_searched_as_itself(client: TestClient) -> None:
    assert "没有符合条件的记录" in client.get("/workers", params={"q": "%"}).text


def test_opening_a_full_number_needs_a_purpose_and_is_logged(client: TestClient, office: Office) -> None:
    worker = office.workers[0]
    refused = client.post(f"/workers/{worker}", data={"purpose": ""})
    opened = client.post(f"/workers/{worker}", data={"purpose": "电话核实出发日"})
    log = client.get("/readings").text

    assert refused.status_code == 422
    assert PHONES[0] in opened.text
    assert NAMES[0] in opened.text
    assert "老陈" in log
    assert "电话核实出发日" in log


def test_looking_at_a_masked_page_is_not_a_reading(client: TestClient, office: Office) -> None:
    client.get(f"/workers/{office.workers[0]}")

    assert "还没有人打开过" in client.get("/readings").text


def test_an_unknown_worker_is_a_page_that_says_so(client: TestClient) -> None:
    answer = client.get("/workers/999999")

    assert answer.status_code == 404
    assert "不在登记册里" in answer.text


def test_postings_are_found_by_title_and_employer(client: TestClient) -> None:
    assert "缝纫工" in client.get("/postings", params={"q": "缝纫"}).text
    assert "缝纫工" in client.get("/postings", params={"q": "西湖电子"}).text
    assert "缝纫工" not in client.get("/postings", params={"q": "挖掘机"}).text


def test_a_page_number_past_the_end_shows_the_last_page(client: TestClient) -> None:
    assert "王*明" in client.get("/workers", params={"page": 99}).text


def test_employers_and_vehicles_have_their_lists(client: TestClient) -> None:
    assert "西湖电子厂" in client.get("/employers").text
    assert "利州汽车站 → 杭州汽车站" in client.get("/vehicles").text


def test_orders_to_telephone_about_are_listed_and_leave_the_list_with_one_press(
    client: TestClient, office: Office
) -> None:
    with opened(office.engine) as session:
        session.get_one(Posting, office.postings[0]).published = date(2026, 1, 2)
    listed = client.get("/postings?calls=1").text
    assert "缝纫工" in listed and "质检员" not in listed

    answer = client.post(f"/postings/{office.postings[0]}/confirm", data={"calls": "1"}, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/postings?calls=1")
    assert "缝纫工" not in client.get("/postings?calls=1").text
    assert client.post("/postings/404/confirm").status_code == 404


def test_a_listing_for_wage_arrears_ends_on_the_register_when_the_law_ends_it(
    client: TestClient, office: Office
) -> None:
    with opened(office.engine) as session:
        listed = ArrearsListing(employer_id=office.employer, name="x", listed=date(2023, 2, 11), source="名单")
        session.add(listed)
    standing = client.get("/employers?only=arrears").text

    with opened(office.engine) as session:
        session.get_one(ArrearsListing, 1).listed = date(2023, 2, 10)

    assert "西湖电子厂" in standing
    assert "西湖电子厂" not in client.get("/employers?only=arrears").text
