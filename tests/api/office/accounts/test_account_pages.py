"""What administrators do with accounts, and what each does with their own."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI
from starlette.testclient import TestClient

from data.registers.accounts.register import Place
from tests.api.conftest import ORIGIN, Office
from tests.api.office.accounts.conftest import PASSWORD, an_account, shown, sign_in

Browsers = Callable[..., TestClient]
ONE_TIME = r'class="secret">([a-z2-9-]{19})<'


def test_an_administrator_makes_an_account_and_its_password_is_shown_once(a_browser: Browsers) -> None:
    chief = a_browser()
    sign_in(chief)
    answer = chief.post("/accounts", data={"login": "Li Si".replace(" ", "."), "role": "planner", "organization": "0"})
    password = shown(answer.text, ONE_TIME)[0]

    assert password not in chief.get("/accounts").text
    newcomer = a_browser()
    assert sign_in(newcomer, "li.si", password) == 303
    assert newcomer.get("/plans").headers["location"] == "/account/password"


def test_the_first_account_of_an_office_can_be_made_on_its_own_machine_in_the_page(client: TestClient) -> None:
    made = client.post("/accounts", data={"login": "王丽", "role": "administrator"})

    assert shown(made.text, ONE_TIME)
    assert client.get("/workers", follow_redirects=False).status_code == 303


def test_disabling_resetting_and_moving_end_what_is_open_and_are_in_the_log(
    office: Office, a_browser: Browsers
) -> None:
    number = an_account(office.engine, "li", Place("planner"))
    chief = a_browser()
    sign_in(chief)
    for what, data in (("place", {"role": "planner"}), ("disable", {}), ("enable", {}), ("reset", {})):
        theirs = a_browser()
        if what != "enable":
            assert sign_in(theirs, "li") == 303
        assert chief.post(f"/accounts/{number}/{what}", data=data).status_code in (200, 303)
        assert theirs.get("/plans").status_code == 303, what

    log = chief.get(f"/accounts/{number}").text
    assert all(word in log for word in ("更改角色或单位", "停用", "恢复", "重设密码"))
    assert sign_in(a_browser(), "li") == 401


def test_the_last_administrator_is_told_why_they_stay(a_browser: Browsers) -> None:
    chief = a_browser()
    sign_in(chief)
    for what, data in (("disable", {}), ("place", {"role": "planner"})):
        answer = chief.post(f"/accounts/1/{what}", data=data)
        assert answer.status_code == 409
        assert "最后一个管理员" in answer.text


def test_who_does_not_manage_accounts_reaches_none_of_their_pages(office: Office, a_browser: Browsers) -> None:
    an_account(office.engine, "li", Place("planner"))
    browser = a_browser()
    sign_in(browser, "li")

    assert browser.get("/accounts").status_code == 403
    for what in ("disable", "enable", "reset", "place", "tokens/1/revoke"):
        assert browser.post(f"/accounts/1/{what}", data={"role": "planner"}).status_code == 403
    assert "/accounts" not in browser.get("/account").text.replace("/account/", "")


def test_a_role_the_queries_do_not_narrow_yet_is_not_given(a_browser: Browsers) -> None:
    chief = a_browser()
    sign_in(chief)

    answer = chief.post("/accounts", data={"login": "fahrer", "role": "escort"})
    assert answer.status_code in (200, 422)
    assert (answer.status_code == 422) == ('value="escort"' not in chief.get("/accounts").text)


def test_a_program_does_with_its_token_what_it_was_given_until_it_is_revoked(
    guarded: FastAPI, a_browser: Browsers
) -> None:
    chief = a_browser()
    sign_in(chief)
    answer = chief.post("/account/tokens", data={"name": "每天同步", "right": ["postings.see"], "days": "30"})
    token = shown(answer.text, r"gq_[A-Za-z0-9_-]{43}")[0]
    assert token not in chief.get("/account/tokens").text

    program = TestClient(guarded, headers=ORIGIN | {"authorization": f"Bearer {token}"}, follow_redirects=False)
    assert program.get("/postings").status_code == 200
    assert program.get("/workers").status_code == 403
    assert program.get("/account").status_code == 403
    assert program.post("/account/tokens", data={"name": "x", "right": ["postings.see"]}).status_code == 403

    chief.post("/account/tokens/1/revoke")
    assert program.get("/postings").status_code == 401


def test_nobody_ends_the_sessions_or_tokens_of_another_account(office: Office, a_browser: Browsers) -> None:
    an_account(office.engine, "li", Place("planner"))
    chief, other = a_browser(), a_browser()
    sign_in(chief)
    sign_in(other, "li")
    chief.post("/account/tokens", data={"name": "x", "right": ["postings.see"]})

    other.post("/account/sessions/1/end")
    assert chief.get("/workers").status_code == 200
    assert other.post("/account/tokens/1/revoke").status_code == 404


def test_my_account_says_who_i_am_what_i_may_and_where_i_am_signed_in(a_browser: Browsers) -> None:
    here, there = a_browser("10.1.1.1"), a_browser("10.2.2.2")
    sign_in(here)
    sign_in(there)
    text = here.get("/account").text

    assert "管理员" in text
    assert "10.2.2.2" in text
    assert "本浏览器" in text
    here.post("/account/sessions/2/end")
    assert there.get("/workers").status_code == 303
    assert PASSWORD not in text
