"""The usual attacks on a door: each has a name, and each is tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pyotp
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.web.app import make_app
from api.web.cookies import safe_next
from data.database import opened
from data.registers.accounts.register import Place
from data.tables import Account, RecoveryCode
from tests.api.conftest import Office
from tests.api.office.accounts.conftest import PASSWORD, an_account, shown, sign_in

Browsers = Callable[..., TestClient]
NEW = "shanlu-qiaoliang-98"


def test_a_session_planted_before_signing_in_is_not_the_one_afterwards(a_browser: Browsers) -> None:
    browser = a_browser()
    browser.cookies.set("gongqiao_session", "planted-by-somebody-else")
    answer = browser.post("/sign-in", data={"login": "王丽", "password": PASSWORD})

    thief = a_browser()
    thief.cookies.set("gongqiao_session", "planted-by-somebody-else")
    assert "planted" not in answer.headers["set-cookie"]
    assert thief.get("/workers").status_code == 303


def test_signing_in_again_ends_the_session_the_browser_came_with(a_browser: Browsers) -> None:
    browser = a_browser()
    sign_in(browser)
    before = browser.cookies["gongqiao_session"]
    sign_in(browser)

    thief = a_browser()
    thief.cookies.set("gongqiao_session", before)
    assert browser.cookies["gongqiao_session"] != before
    assert thief.get("/workers").status_code == 303


def test_a_stolen_session_is_worth_nothing_once_the_password_is_changed(a_browser: Browsers) -> None:
    owner, thief = a_browser(), a_browser()
    sign_in(owner)
    thief.cookies.set("gongqiao_session", owner.cookies["gongqiao_session"])
    assert thief.get("/workers").status_code == 200

    changed = owner.post("/account/password", data={"old": PASSWORD, "new": NEW, "again": NEW})

    assert changed.status_code == 303
    assert thief.get("/workers").status_code == 303
    assert owner.get("/workers").status_code == 200
    assert sign_in(a_browser()) == 401


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_cookies_are_out_of_reach_of_scripts_other_sites_and_behind_tls_of_the_open_wire(
    office: Office, scheme: str
) -> None:
    an_account(office.engine)
    browser = TestClient(
        make_app(office.settings, office.engine), base_url=f"{scheme}://testserver", follow_redirects=False,
        headers={"origin": f"{scheme}://testserver"},
    )  # fmt: skip
    answer = browser.post("/sign-in", data={"login": "王丽", "password": PASSWORD})

    made = answer.headers.get_list("set-cookie")
    assert len(made) == 2
    for cookie in made:
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
        assert ("Secure" in cookie) == cookie.startswith("__Host-") == (scheme == "https")
    assert ("strict-transport-security" in answer.headers) == (scheme == "https")
    assert browser.get("/workers").status_code == 200


def test_no_form_of_another_site_reaches_an_account(a_browser: Browsers) -> None:
    browser, let_through = a_browser(), []
    sign_in(browser)
    for headers in (
        {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver:81"}, {"origin": "", "referer": "http://evil.example/testserver"},
        {"origin": ""}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
    ):  # fmt: skip
        for address in ("/sign-in", "/sign-out", "/account/password", "/account/sessions/end"):
            answer = browser.post(address, data={"login": "x", "password": "y"}, headers=headers)
            let_through += [(headers, address)] if answer.status_code != 403 else []

    assert let_through == []
    assert browser.get("/workers").status_code == 200


def test_behind_tls_a_page_without_it_sends_no_forms(office: Office) -> None:
    an_account(office.engine)
    browser = TestClient(make_app(office.settings, office.engine), base_url="https://testserver")
    data = {"login": "王丽", "password": PASSWORD}

    assert browser.post("/sign-in", data=data, headers={"origin": "http://testserver"}).status_code == 403


def test_where_tls_is_demanded_nothing_is_answered_without_it(office: Office) -> None:
    an_account(office.engine)
    app = make_app(replace(office.settings, sealed=True), office.engine)

    plain = TestClient(app).get("/sign-in")
    assert plain.status_code == 403
    assert "https://" in plain.text
    assert TestClient(app, base_url="https://testserver").get("/sign-in").status_code == 200
    assert TestClient(app).get("/health").status_code == 200


@pytest.mark.parametrize("address", ["/sign-in", "/sign-in/code", "/account", "/account/password"])
def test_no_page_of_an_account_stands_in_another_sites_frame(a_browser: Browsers, address: str) -> None:
    browser = a_browser()
    sign_in(browser)
    headers = browser.get(address).headers

    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "/\t/evil.example", "/\n/evil.example", " //evil.example", "javascript:alert(1)", "evil.example", "",
        "/x\r\nset-cookie: a=b", "/x\x00y", "http:/evil.example", "/sign-out", "/sign-in?next=/sign-in",
        "/" + "x" * 600, "/%0d%0a\u2028", "/\u3000/evil.example",
    ],
)  # fmt: skip
def test_a_page_that_is_not_ours_is_never_gone_on_to(elsewhere: str) -> None:
    assert safe_next(elsewhere) == "/"


def test_after_signing_in_nobody_is_led_elsewhere(a_browser: Browsers) -> None:
    data = {"login": "王丽", "password": PASSWORD, "next": "//evil.example"}

    assert a_browser().post("/sign-in", data=data).headers["location"] == "/"
    assert 'name="next" value="/"' in a_browser().get("/sign-in", params={"next": "//evil.example"}).text


@pytest.mark.parametrize("own", ["/", "/workers", "/workers?q=%E7%8E%8B&page=2", "/plans/3/people?travel=own"])
def test_a_page_of_ours_is_gone_on_to(own: str) -> None:
    assert safe_next(own) == own


def guessed(browser: TestClient, login: str, address: str, times: int = 10) -> None:
    """Guesses at a password, without the work each takes."""
    attempts = browser.app.state.attempts  # type: ignore[attr-defined]
    for _ in range(times):
        attempts.standing(login, address, None)
        attempts.wrong(login, address, None)


def test_guessing_shuts_out_who_guesses_and_neither_their_victim_nor_the_victims_known_browser(
    a_browser: Browsers,
) -> None:
    known = a_browser("10.9.9.9")
    assert sign_in(known) == 303  # known to the account from now on
    guessed(known, "王丽", "10.6.6.6", times=9)
    guesser = a_browser("10.6.6.6")
    assert sign_in(guesser, password="guess") == 401

    assert sign_in(guesser) == 401  # right, and no longer heard from there
    assert sign_in(a_browser("10.7.7.7")) == 303  # from anywhere else
    known_there = a_browser("10.6.6.6")
    known_there.cookies.update(dict(known.cookies))
    assert sign_in(known_there) == 303  # even from the guesser's own address


def test_a_browser_known_to_one_account_guesses_no_other_one_faster(office: Office, a_browser: Browsers) -> None:
    an_account(office.engine, "li", Place("planner"))
    mallory = a_browser("10.6.6.6")
    assert sign_in(mallory, "li") == 303
    guessed(mallory, "王丽", "10.6.6.6")

    assert sign_in(mallory) == 401


def test_one_address_trying_many_logins_is_heard_no_more(a_browser: Browsers) -> None:
    from api.office.accounts.attempts import FROM_ADDRESS

    browser = a_browser("10.6.6.6")
    attempts = browser.app.state.attempts  # type: ignore[attr-defined]
    for at in range(FROM_ADDRESS.amount):
        assert attempts.standing(f"login-{at}", "10.6.6.6", None) == "open"
        attempts.wrong(f"login-{at}", "10.6.6.6", None)

    assert sign_in(browser) == 401
    assert sign_in(a_browser("10.6.6.7")) == 303


def test_ipv6_addresses_of_one_house_count_as_one(a_browser: Browsers) -> None:
    browser = a_browser("2001:db8:1:2:ffff::1")
    for at in range(10):
        guessed(browser, "王丽", f"2001:db8:1:2::{at:x}", times=1)

    assert sign_in(browser) == 401
    assert sign_in(a_browser("2001:db8:1:3::1")) == 303


def test_an_account_guessed_at_from_everywhere_lets_in_known_browsers_and_second_factors(
    office: Office, a_browser: Browsers
) -> None:
    from api.office.accounts.attempts import TO_ACCOUNT

    known = a_browser("10.9.9.9")
    sign_in(known)
    attempts = known.app.state.attempts  # type: ignore[attr-defined]
    for at in range(TO_ACCOUNT.amount):
        attempts.wrong("王丽", f"10.8.{at // 250}.{at % 250}", None)

    assert sign_in(a_browser("10.1.1.1")) == 401
    assert sign_in(known) == 303
    with opened(office.engine) as session:
        account = session.scalars(select(Account)).one()
        account.second_factor, account.second_factor_on = pyotp.random_base32(), True
    stranger = a_browser("10.1.1.2")
    assert (
        stranger.post("/sign-in", data={"login": "王丽", "password": PASSWORD}).headers["location"]
        == "/sign-in/code?next=/"
    )


def test_the_second_factor_is_set_up_asked_for_and_taken_once(office: Office, a_browser: Browsers) -> None:
    owner = a_browser()
    sign_in(owner)
    secret = shown(owner.get("/account/second-factor").text, r'class="secret">([A-Z2-7]{32})<')[0]
    assert owner.post("/account/second-factor", data={"code": "000000"}).status_code == 422
    code = pyotp.TOTP(secret).now()
    codes = shown(owner.post("/account/second-factor", data={"code": code}).text, r"<li>([a-z2-9-]{14})</li>")
    assert len(set(codes)) == 8
    with opened(office.engine) as session:
        assert not set(session.scalars(select(RecoveryCode.secret_hash))) & set(codes)

    half = a_browser()
    assert (
        half.post("/sign-in", data={"login": "王丽", "password": PASSWORD})
        .headers["location"]
        .startswith("/sign-in/code")
    )
    assert half.get("/workers").status_code == 303  # the password alone opens nothing
    assert half.post("/sign-in/code", data={"code": code}).status_code == 401  # taken already, though still shown
    before = half.cookies["gongqiao_session"]
    assert half.post("/sign-in/code", data={"code": codes[0]}).status_code == 303
    assert half.cookies["gongqiao_session"] != before
    assert half.get("/workers").status_code == 200

    again = a_browser()
    sign_in(again)
    assert again.post("/sign-in/code", data={"code": codes[0]}).status_code == 401
    assert again.post("/sign-in/code", data={"code": codes[1]}).status_code == 303


def test_codes_of_the_second_factor_are_not_guessed_one_after_another(office: Office, a_browser: Browsers) -> None:
    with opened(office.engine) as session:
        account = session.scalars(select(Account)).one()
        account.second_factor, account.second_factor_on = pyotp.random_base32(), True
        secret = account.second_factor
    half = a_browser()
    sign_in(half)
    for at in range(10):
        assert half.post("/sign-in/code", data={"code": f"{at:06d}"}).status_code == 401

    assert half.post("/sign-in/code", data={"code": pyotp.TOTP(secret).now()}).status_code == 401
    fresh = a_browser("10.4.4.4")
    sign_in(fresh)
    assert fresh.post("/sign-in/code", data={"code": pyotp.TOTP(secret).now()}).status_code == 401


def test_markup_and_line_ends_in_a_login_or_a_browsers_name_are_text(a_browser: Browsers) -> None:
    browser = a_browser()
    browser.headers["user-agent"] = "<script>alert(1)</script>"
    sign_in(browser)

    text = browser.get("/account").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
    assert sign_in(a_browser(), "x\r\nset-cookie: a=b") == 401


def test_an_address_said_by_the_browser_itself_is_not_believed(a_browser: Browsers) -> None:
    browser = a_browser("10.6.6.6")
    guessed(browser, "王丽", "10.6.6.6")

    browser.headers.update({"x-forwarded-for": "10.0.0.1", "forwarded": "for=10.0.0.1", "x-real-ip": "10.0.0.1"})
    assert sign_in(browser) == 401
