"""``gongqiao account``: who may sign in, from the command line of the machine the registers are on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, TypeAlias

import typer
from sqlalchemy.orm import Session

from api.cli.options import LANGUAGE, Home, told
from api.texts import say, word
from labor.viewers import Viewer

accounts = typer.Typer(name="account", help=told("account"), no_args_is_help=True, pretty_exceptions_show_locals=False)

Login: TypeAlias = Annotated[str, typer.Argument(help=told("account_login"))]


@accounts.command(help=told("account_add"))
def add(
    login: Login,
    *,
    role: Annotated[str, typer.Option("--role", help=told("account_role"))] = "officer",
    organization: Annotated[
        int | None, typer.Option("--organization", help=told("account_organization"), show_default=False)
    ] = None,
    employer: Annotated[
        int | None, typer.Option("--employer", help=told("account_employer"), show_default=False)
    ] = None,
    home: Home = None,
) -> None:
    """Make an account and print its one-time password."""
    from api.office.accounts import passwords  # noqa: PLC0415
    from data.registers.accounts import register  # noqa: PLC0415

    password = passwords.one_time()
    new = register.NewAccount(login, register.Place(role, organization, employer), passwords.hashed(password))
    with _at_the_desk(home) as (session, viewer):
        made = register.make(session, viewer, new, now=datetime.now(UTC))
        login, role = made.login, made.role
    typer.echo(say("cli.account_made", LANGUAGE, login=login, role=word("words.role", role, LANGUAGE)))
    typer.echo(say("cli.account_password", LANGUAGE, password=password))


@accounts.command("list", help=told("account_list"))
def list_accounts(home: Home = None) -> None:
    """One line an account."""
    from data.registers.accounts import register  # noqa: PLC0415

    with _at_the_desk(home) as (session, viewer):
        for one in register.listed(session, viewer):
            state = say("cli.account_disabled" if one.disabled else "cli.account_open", LANGUAGE)
            typer.echo("\t".join([str(one.id), one.login, word("words.role", one.role, LANGUAGE), state]))


@accounts.command(help=told("account_disable"))
def disable(login: Login, home: Home = None) -> None:
    """Let nobody in by it any more."""
    from data.registers.accounts import register  # noqa: PLC0415

    with _at_the_desk(home) as (session, viewer):
        register.disable(session, viewer, _number(session, viewer, login), now=datetime.now(UTC))
    typer.echo(say("cli.account_done", LANGUAGE, login=login))


@accounts.command(help=told("account_enable"))
def enable(login: Login, home: Home = None) -> None:
    """Let it in again."""
    from data.registers.accounts import register  # noqa: PLC0415

    with _at_the_desk(home) as (session, viewer):
        register.enable(session, viewer, _number(session, viewer, login), now=datetime.now(UTC))
    typer.echo(say("cli.account_done", LANGUAGE, login=login))


@accounts.command(help=told("account_reset"))
def reset(login: Login, home: Home = None) -> None:
    """A new one-time password; second factor and sessions are gone."""
    from api.office.accounts import passwords  # noqa: PLC0415
    from data.registers.accounts import register  # noqa: PLC0415

    password = passwords.one_time()
    with _at_the_desk(home) as (session, viewer):
        number = _number(session, viewer, login)
        register.reset(session, viewer, number, passwords.hashed(password), now=datetime.now(UTC))
    typer.echo(say("cli.account_password", LANGUAGE, password=password))


@accounts.command(help=told("account_tokens"))
def tokens(
    login: Login,
    *,
    revoke: Annotated[
        int | None, typer.Option("--revoke", help=told("account_token_revoke"), show_default=False)
    ] = None,
    home: Home = None,
) -> None:
    """The programs that may ask in this account's name."""
    from data.registers.accounts import tokens as register  # noqa: PLC0415

    now = datetime.now(UTC)
    with _at_the_desk(home) as (session, viewer):
        account = _number(session, viewer, login)
        if revoke is not None:
            register.revoke(session, account, revoke, now=now, by=viewer.name)
        found = register.of_account(session, account)
        for one in found:
            state = (
                "account_token_revoked"
                if one.revoked
                else "account_token_over"
                if one.expires <= now
                else "account_open"
            )
            typer.echo(
                say(
                    "cli.account_token_line", LANGUAGE, number=one.id, name=one.name, until=one.expires.date(),
                    state=say(f"cli.{state}", LANGUAGE), rights=" ".join(one.rights),
                )
            )  # fmt: skip
    if not found:
        typer.echo(say("cli.account_token_none", LANGUAGE))


@contextmanager
def _at_the_desk(home: Home) -> Iterator[tuple[Session, Viewer]]:
    """The registers, and the local operator with the tenant they work for."""
    from api.cli import offices  # noqa: PLC0415
    from data.database import opened  # noqa: PLC0415
    from data.database.tenants.register import whose  # noqa: PLC0415
    from data.registers.accounts.register import as_seen_by  # noqa: PLC0415
    from labor.viewers import local_operator  # noqa: PLC0415

    office = offices.opened(home)
    with opened(office.engine) as session:
        yield session, as_seen_by(local_operator(office.operator), whose(office.engine))


def _number(session: Session, viewer: Viewer, login: str) -> int:
    from data.registers.accounts import register  # noqa: PLC0415
    from labor.errors import NotFound  # noqa: PLC0415

    known = register.plain_login(login)
    found = next((one.id for one in register.listed(session, viewer) if one.login == known), None)
    if found is None:
        raise NotFound(
            f"没有登录名为 {login} 的账号；gongqiao account list 列出全部 / no account has this login: {login}"
        )
    return found
