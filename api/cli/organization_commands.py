"""``gongqiao organization``: the tree county, township, village, broker, and what came of its people."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import LANGUAGE, Home, told
from api.texts import say

organizations = typer.Typer(
    name="organization", help=told("organization"), no_args_is_help=True, pretty_exceptions_show_locals=False
)


@organizations.command("list", help=told("organization_list"))
def show(home: Home = None) -> None:
    """The tree with the people of each unit, everybody once."""
    from api.cli import offices  # noqa: PLC0415
    from data.database import opened  # noqa: PLC0415
    from data.views.units import STAGES, tree  # noqa: PLC0415

    with opened(offices.opened(home).engine) as session:
        for one in tree(session):
            figures = "  ".join(f"{say(f'units.{stage}', LANGUAGE)} {one.people[stage]}" for stage in STAGES)
            typer.echo(f"{'  ' * one.depth}{one.id}  {one.name}（{say(f'units.{one.kind}', LANGUAGE)}）  {figures}")


@organizations.command("add", help=told("organization_add"))
def add(
    name: Annotated[str, typer.Argument(help=told("organization_name"))],
    *,
    under: Annotated[int, typer.Option("--under", help=told("organization_under"))],
    kind: Annotated[str, typer.Option("--kind", help=told("organization_kind"))] = "broker",
    home: Home = None,
) -> None:
    """One more unit."""
    from api.cli import offices  # noqa: PLC0415
    from data.database import opened  # noqa: PLC0415
    from data.registers import units  # noqa: PLC0415

    with opened(offices.opened(home).engine) as session:
        number = units.add(session, name, kind, under)
    typer.echo(say("cli.organization_added", LANGUAGE, number=number, name=name))


@organizations.command("move", help=told("organization_move"))
def move(
    number: Annotated[int, typer.Argument(help=told("organization_number"))],
    *,
    under: Annotated[int, typer.Option("--under", help=told("organization_under"))],
    home: Home = None,
) -> None:
    """Put a unit under another one."""
    from api.cli import offices  # noqa: PLC0415
    from data.database import opened  # noqa: PLC0415
    from data.registers import units  # noqa: PLC0415

    with opened(offices.opened(home).engine) as session:
        units.move(session, number, under)
    typer.echo(say("cli.organization_moved", LANGUAGE, number=number, under=under))
