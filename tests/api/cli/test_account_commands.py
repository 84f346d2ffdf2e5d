"""Accounts from the command line, and where the console may be served."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import offices
from api.cli.commands import app
from api.cli.serving import Listening, beyond_this_machine, listening_options
from api.office.accounts.attempts import Attempts
from api.office.accounts.signing_in import Typed, sign_in
from api.settings import Settings, from_environment
from api.web.dependencies import now
from data.database import opened
from data.registers.accounts import tokens
from data.registers.accounts.sessions import Browser
from data.tables import Account, Organization
from labor.errors import BadInput, NotFound, NotSignedIn, StepRefused
from labor.viewers import Viewer
from tests.builders import LIZHOU, kept

RUN = CliRunner()


def run(home: Path, *words: str) -> str:
    answer = RUN.invoke(app, [*words, "--home", str(home)])
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer.output


def password_in(output: str) -> str:
    return re.findall(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", output)[0]


def let_in(home: Path, login: str, password: str) -> bool:
    engine = offices.opened(home).engine
    typed = Typed(login, password, Browser("10.0.0.1", "x"))
    return sign_in(engine, Attempts(engine), typed, now=now()) is not None


def test_one_command_makes_the_administrator_and_its_password_lets_in(tmp_path: Path) -> None:
    run(tmp_path, "init")
    password = password_in(run(tmp_path, "account", "add", "王丽", "--role", "administrator"))

    assert let_in(tmp_path, "王丽", password)
    assert not let_in(tmp_path, "王丽", password.upper())
    assert "王丽" in run(tmp_path, "account", "list")

    fresh = password_in(run(tmp_path, "account", "reset", "王丽"))
    assert not let_in(tmp_path, "王丽", password)
    assert let_in(tmp_path, "王丽", fresh)


def test_accounts_are_disabled_and_enabled_and_the_last_administrator_is_not(tmp_path: Path) -> None:
    run(tmp_path, "init")
    with pytest.raises(BadInput, match="第一个账号"):
        run(tmp_path, "account", "add", "li", "--role", "planner")
    run(tmp_path, "account", "add", "chief", "--role", "administrator")
    password = password_in(run(tmp_path, "account", "add", "li", "--role", "planner"))
    run(tmp_path, "account", "disable", "LI")
    assert not let_in(tmp_path, "li", password)
    run(tmp_path, "account", "enable", "li")
    assert let_in(tmp_path, "li", password)

    with pytest.raises(StepRefused):
        run(tmp_path, "account", "disable", "chief")
    with pytest.raises(NotFound):
        run(tmp_path, "account", "disable", "nobody")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2", "[::1]"])
def test_on_this_machine_it_serves_without_accounts_and_believes_nobodys_headers(host: str) -> None:
    told = listening_options(Listening(host, 8150), Settings(), accounts=False)

    assert told["proxy_headers"] is False
    assert not beyond_this_machine(Listening(host, 8150), Settings())


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "gongqiao.example", "", "127.0.0.1.evil.example"])
def test_beyond_this_machine_it_demands_accounts_a_seal_and_a_name(tmp_path: Path, host: str) -> None:
    place, named = Listening(host, 8150), Settings(more_hosts=frozenset({"gongqiao.example"}))
    with pytest.raises(BadInput, match="gongqiao account add"):
        listening_options(place, named, accounts=False)
    with pytest.raises(BadInput, match="GONGQIAO_PROXY"):
        listening_options(place, named, accounts=True)
    with pytest.raises(BadInput, match="GONGQIAO_HOSTS"):
        listening_options(place, Settings(proxies=("10.0.0.1",)), accounts=True)
    for file in ("cert.pem", "key.pem"):
        (tmp_path / file).touch()
    sealed = replace(place, certfile=tmp_path / "cert.pem", keyfile=tmp_path / "key.pem")

    assert listening_options(sealed, named, accounts=True)["proxy_headers"] is False
    behind = listening_options(place, replace(named, proxies=("10.0.0.1",)), accounts=True)
    assert behind["forwarded_allow_ips"] == ["10.0.0.1"]


def test_behind_a_proxy_on_the_same_machine_accounts_are_demanded_too() -> None:
    for settings in (Settings(proxies=("127.0.0.1",)), Settings(more_hosts=frozenset({"gongqiao.example"}))):
        with pytest.raises(BadInput, match="gongqiao account add"):
            listening_options(Listening("127.0.0.1", 8150), settings, accounts=False)


def test_half_a_certificate_or_one_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for place in (Listening("::1", 1, tmp_path / "a"), Listening("::1", 1, tmp_path / "a", tmp_path / "b")):
        with pytest.raises(BadInput):
            listening_options(place, Settings(), accounts=True)


@pytest.mark.parametrize("said", ["*", "proxy.example", "10.0.0.1/33", "10.0.0.1, *"])
def test_a_proxy_is_named_by_address(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("GONGQIAO_PROXY", said)
    with pytest.raises(BadInput, match="GONGQIAO_PROXY"):
        from_environment()

    monkeypatch.setenv("GONGQIAO_PROXY", "10.0.0.1, 10.1.0.0/16")
    monkeypatch.setenv("GONGQIAO_HOSTS", "Gongqiao.example, 192.168.1.5")
    assert from_environment().proxies == ("10.0.0.1", "10.1.0.0/16")
    assert from_environment().more_hosts == {"gongqiao.example", "192.168.1.5"}


def test_units_are_listed_added_and_moved(tmp_path: Path) -> None:
    run(tmp_path, "init")
    with opened(offices.opened(tmp_path).engine) as session:
        county = kept(session, Organization(kind="county", name="利州公司", county=LIZHOU)).id
    run(tmp_path, "organization", "add", "宝轮镇", "--kind", "township", "--under", str(county))
    run(tmp_path, "organization", "add", "老林村", "--kind", "village", "--under", "2")
    run(tmp_path, "organization", "add", "老周", "--under", str(county))
    run(tmp_path, "organization", "move", "4", "--under", "3")
    shown = run(tmp_path, "organization", "list").splitlines()

    assert [(len(line) - len(line.lstrip()), line.split()[1].partition("（")[0]) for line in shown] == [
        (0, "利州公司"), (2, "宝轮镇"), (4, "老林村"), (6, "老周"),
    ]  # fmt: skip
    with pytest.raises(BadInput):
        run(tmp_path, "organization", "move", "2", "--under", "4")


def test_tokens_are_listed_and_revoked_by_command(tmp_path: Path) -> None:
    run(tmp_path, "init")
    run(tmp_path, "account", "add", "chief", "--role", "administrator")
    engine, moment = offices.opened(tmp_path).engine, now()
    with opened(engine) as session:
        account = session.query(Account).one()
        chief = Viewer("chief", "administrator", account.tenant, None, account.id)
        for name in ("表格程序", "大屏"):
            lifetime = (moment, moment + timedelta(days=9))
            secret = tokens.make(session, chief, name, ["people.see"], lifetime=lifetime)
    listed = run(tmp_path, "account", "tokens", "chief")
    after = run(tmp_path, "account", "tokens", "chief", "--revoke", "2")

    assert "表格程序" in listed and "people.see" in listed and secret not in listed
    assert len(listed.splitlines()) == 2 and not ("撤销" in listed or "revoked" in listed)
    assert sum("撤销" in line or "revoked" in line for line in after.splitlines()) == 1
    with pytest.raises(NotSignedIn), opened(engine) as session:
        tokens.viewer_of_token(session, f"Bearer {secret}", now=now())
    with pytest.raises(NotFound):
        run(tmp_path, "account", "tokens", "chief", "--revoke", "987")
    with pytest.raises(NotFound):
        run(tmp_path, "account", "tokens", "nobody")
