"""Commands about who shares this installation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from api.cli.options import LANGUAGE, Home, told
from api.texts import say

tenants = typer.Typer(name="tenant", help=told("tenant"), no_args_is_help=True)


@tenants.command("add", help=told("tenant_add"))
def add(
    name: Annotated[str, typer.Argument(help=told("tenant_name"))],
    kind: Annotated[str, typer.Option("--kind", help=told("tenant_kind"))] = "county",
    home: Home = None,
) -> None:
    """One more tenant, its registers empty."""
    from api.cli import offices  # noqa: PLC0415
    from data.database.tenants import register  # noqa: PLC0415

    number = register.add(offices.shared(home).engine, name, kind, now=datetime.now(tz=UTC))
    typer.echo(say("cli.tenant_added", LANGUAGE, number=number, name=name))


@tenants.command("list", help=told("tenant_list"))
def show(home: Home = None) -> None:
    """Number, name and kind of each."""
    from api.cli import offices  # noqa: PLC0415
    from data.database.tenants import register  # noqa: PLC0415

    for number, name, kind in register.everybody(offices.shared(home).engine):
        typer.echo(f"{number}  {name}  {say(f'cli.tenant_{kind}', LANGUAGE)}")
