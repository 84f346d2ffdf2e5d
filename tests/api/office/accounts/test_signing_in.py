"""Signing in as people do it, and as those who should not."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from starlette.testclient import TestClient

from api.office.accounts import passwords
from api.web.app import make_app
from data.database import opened
from data.registers.accounts.register import Place
from data.tables import Account, AccountSession, KnownDevice, SignIn
from labor.errors import BadInput
from tests.api.conftest import ORIGIN, Office
from tests.api.office.accounts.conftest import PASSWORD, an_account, sign_in

Browsers = Callable[..., TestClient]


def test_without_accounts_nobody_signs_in_and_the_page_says_so(client: TestClient) -> None:
    answer = client.get("/")

    assert answer.status_code == 200
    assert "本机还没有设账户" in answer.text
    assert "gongqiao account add" in client.get("/sign-in").text


def test_once_somebody_has_an_account_everybody_must_sign_in_without_a_restart(office: Office) -> None:
    browser = TestClient(make_app(office.settings, office.engine), headers=ORIGIN, follow_redirects=False)
    assert browser.get("/workers").status_code == 200

    an_account(office.engine)

    assert browser.get("/workers").headers["location"] == "/sign-in?next=/workers"
    assert browser.post("/rounds/1/step", data={"to": "offered"}).status_code == 401


def test_who_signs_in_comes_to_the_page_they_wanted_and_writes_under_their_name(a_browser: Browsers) -> None:
    browser = a_browser()
    door = browser.get("/workers?q=王").headers["location"]
    assert "next=/workers%3Fq%3D" in door

    answer = browser.post("/sign-in", data={"login": "王丽", "password": PASSWORD, "next": "/workers?q=1"})

    assert answer.headers["location"] == "/workers?q=1"
    assert "经办人：王丽" in browser.get("/workers").text
    assert "本机还没有设账户" not in browser.get("/workers").text


def test_a_login_is_one_however_it_is_typed(office: Office, guarded: FastAPI, a_browser: Browsers) -> None:
    an_account(office.engine, "li.si", Place("planner"))

    for typed in ("li.si", "LI.SI", " Li.Si ", "ｌｉ．ｓｉ"):
        assert sign_in(a_browser(), typed) == 303, typed


@pytest.mark.parametrize("login", ["王丽", "没有这个人", "a" * 200, "王丽' OR 1=1 --"])
def test_whoever_is_refused_gets_the_same_answer_whether_the_account_exists_or_not(
    a_browser: Browsers, login: str
) -> None:
    answer = a_browser().post("/sign-in", data={"login": login, "password": "nicht-das-richtige"})
    other = a_browser().post("/sign-in", data={"login": "noch jemand", "password": "x"})

    assert answer.status_code == other.status_code == 401
    assert answer.text == other.text
    assert "set-cookie" not in answer.headers


def test_an_unknown_login_costs_the_same_work_as_a_known_one(a_browser: Browsers) -> None:
    spent = {"王丽": 0.0, "没有这个人": 0.0}
    sign_in(a_browser(), "noch jemand", "warm-up")
    for _ in range(2):
        for login in spent:
            browser, began = a_browser(), time.process_time()
            assert sign_in(browser, login, "wrong-wrong-wrong") == 401
            spent[login] += time.process_time() - began

    assert 0.6 < spent["王丽"] / spent["没有这个人"] < 1.7  # CPU seconds; without the work it would be 20


def test_a_disabled_account_is_refused_like_an_unknown_one_and_its_sessions_are_over(
    office: Office, a_browser: Browsers
) -> None:
    browser = a_browser()
    assert sign_in(browser) == 303
    with opened(office.engine) as session:
        session.execute(update(Account).values(disabled=datetime.now(UTC)))

    assert browser.get("/workers").status_code == 303
    assert sign_in(a_browser()) == 401


def test_a_one_time_password_lets_in_to_choose_another_and_ends_after_a_week(
    office: Office, a_browser: Browsers
) -> None:
    with opened(office.engine) as session:
        session.execute(update(Account).values(must_change=True, password_until=datetime.now(UTC) + timedelta(days=7)))
    browser = a_browser()
    assert sign_in(browser) == 303
    assert browser.get("/workers").headers["location"] == "/account/password"
    assert browser.post("/rounds/1/step", data={"to": "offered"}).status_code == 403
    new = {"old": PASSWORD, "new": "shanlu-qiaoliang-98", "again": "shanlu-qiaoliang-98"}
    assert browser.post("/account/password", data=new).status_code == 303

    assert browser.get("/workers").status_code == 200
    with opened(office.engine) as session:
        session.execute(update(Account).values(password_until=datetime.now(UTC) - timedelta(seconds=1)))
    assert sign_in(a_browser(), password="shanlu-qiaoliang-98") == 401


def test_a_password_is_changed_only_by_who_knows_it_and_to_one_that_is_not_guessed(a_browser: Browsers) -> None:
    browser, taken = a_browser(), []
    sign_in(browser)
    for old, new, again in (
        ("wrong", "shanlu-qiaoliang-98", "shanlu-qiaoliang-98"),
        (PASSWORD, "shanlu-qiaoliang-98", "shanlu-qiaoliang-99"),
        (PASSWORD, PASSWORD, PASSWORD),
    ):
        answer = browser.post("/account/password", data={"old": old, "new": new, "again": again})
        taken += [new] if answer.status_code != 422 else []

    assert taken == []
    assert sign_in(a_browser()) == 303


@pytest.mark.parametrize(
    "weak",
    ["", "kurz", "1234567890", "qwertyuiop", "password2026", "王丽王丽王丽王丽2026", "x" * 73, "wangli.2026",
     "1qaz2wsx3edc", "aaaaaaaaaaaaaaaa", "gongqiao123"],
)  # fmt: skip
def test_a_password_that_is_short_or_soon_guessed_is_refused(weak: str) -> None:
    with pytest.raises(BadInput):
        passwords.refuse_weak(weak, "王丽")


@pytest.mark.parametrize("strong", [PASSWORD, "shanlu-qiaoliang-98", "我家门前有三棵老核桃树"])
def test_a_few_words_in_a_row_are_a_password(strong: str) -> None:
    passwords.refuse_weak(strong, "王丽")


def test_one_time_passwords_are_strong_enough_for_anybody() -> None:
    for _ in range(20):
        passwords.refuse_weak(passwords.one_time(), "王丽")


def test_sessions_end_at_sign_out_at_rest_after_their_day_and_everywhere_at_once(
    office: Office, a_browser: Browsers
) -> None:
    browser = a_browser()
    for ending in ("sign_out", "rest", "day", "everywhere"):
        sign_in(browser)
        stolen = dict(browser.cookies)
        assert browser.get("/workers").status_code == 200
        if ending == "sign_out":
            browser.post("/sign-out")
        elif ending == "everywhere":
            browser.post("/account/sessions/end")
        else:
            with opened(office.engine) as session:
                past = datetime.now(UTC) - timedelta(hours=2, seconds=1)
                session.execute(update(AccountSession).values(**{"seen" if ending == "rest" else "ends": past}))
        thief = a_browser()
        thief.cookies.update(stolen)
        assert thief.get("/workers").status_code == 303, ending


def test_what_the_database_holds_opens_nothing(office: Office, a_browser: Browsers) -> None:
    browser = a_browser()
    sign_in(browser)
    secrets = set(browser.cookies.values())
    with opened(office.engine) as session:
        kept = {*session.scalars(select(AccountSession.secret_hash)), *session.scalars(select(KnownDevice.secret_hash))}
        password = session.scalar(select(Account.password_hash)) or ""

    assert len(kept) == 2
    assert not secrets & kept
    assert password.startswith("$argon2id$")
    thief = a_browser()
    for value in kept:
        thief.cookies.set("gongqiao_session", value)
        assert thief.get("/workers").status_code == 303


def test_the_log_of_sign_ins_says_who_when_and_from_where_and_never_what_was_typed(
    office: Office, a_browser: Browsers
) -> None:
    sign_in(a_browser("10.1.2.3"), password="mein-geheimes-wort")
    sign_in(a_browser("10.1.2.3"), "mein-geheimes-wort-im-falschen-feld", "x")
    sign_in(a_browser("10.1.2.3"))

    with opened(office.engine) as session:
        lines = session.execute(select(SignIn.outcome, SignIn.account_id, SignIn.address).order_by(SignIn.id)).all()
    assert [(outcome, account is not None) for outcome, account, _ in lines] == [
        ("made", True), ("wrong", True), ("wrong", False), ("signed_in", True),
    ]  # fmt: skip
    assert {address for _, _, address in lines[1:]} == {"10.1.2.3"}


def test_an_office_that_demands_a_second_factor_lets_who_reads_numbers_do_nothing_else_first(office: Office) -> None:
    an_account(office.engine)
    an_account(office.engine, "makler", Place("broker"))
    app = make_app(replace(office.settings, second_factor=True), office.engine)
    chief, broker = (TestClient(app, headers=ORIGIN, follow_redirects=False) for _ in range(2))
    sign_in(chief)
    sign_in(broker, "makler")

    assert chief.get("/workers").headers["location"] == "/account/second-factor"
    assert chief.get("/account/second-factor").status_code == 200
    assert broker.get("/workers").status_code == 200
