"""Commands of whoever keeps the machine: backups, and what is wrong with the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import LANGUAGE, Home, told
from api.texts import say


def backup(
    file: Annotated[Path, typer.Argument(help=told("backup_file"))],
    home: Home = None,
) -> None:
    """Write everything into one sealed file."""
    from api.cli import offices  # noqa: PLC0415
    from api.office import backups  # noqa: PLC0415
    from api.web.dependencies import now  # noqa: PLC0415
    from data.database import check_key, check_tables  # noqa: PLC0415

    office = offices.connected(home)
    check_tables(office.engine, older_too=True)
    check_key(office.engine)
    done = backups.write(office.engine, office.settings, file, now=now())
    typer.echo(
        say(
            "keeping.backup_done",
            LANGUAGE,
            file=file,
            tables=done.tables,
            rows=f"{done.rows:,}",
            models=done.files,
            size=f"{done.size / 1e6:,.1f}",
            key=office.key_file,
        )
    )


def restore(
    file: Annotated[Path, typer.Argument(help=told("restore_file"), exists=True, dir_okay=False)],
    *,
    replace: Annotated[bool, typer.Option("--replace", help=told("restore_replace"))] = False,
    home: Home = None,
) -> None:
    """Bring a backup back."""
    from api.cli import offices  # noqa: PLC0415
    from api.office import backups  # noqa: PLC0415

    office = offices.connected(home)
    done = backups.read(office.engine, office.settings, file, replace=replace)
    typer.echo(
        say(
            "keeping.restore_done",
            LANGUAGE,
            database=office.engine.url.render_as_string(hide_password=True),
            made=done.made[:19].replace("T", " "),
            tables=done.tables,
            rows=f"{done.rows:,}",
            models=len(done.files),
        )
    )


def check(home: Home = None) -> None:
    """Say what is wrong with this installation; ends with 1 where something is."""
    from api.cli import offices  # noqa: PLC0415
    from api.office import checkup  # noqa: PLC0415
    from api.web.dependencies import now  # noqa: PLC0415

    office = offices.connected(home)
    found = checkup.look(office.engine, office.settings, now=now())
    faults = [one for one in found if one.fault]
    for one in found:
        typer.echo(
            f"{say('keeping.check.fault' if one.fault else 'keeping.check.note', LANGUAGE)}  {one.told(LANGUAGE)}"
        )
    ending = "keeping.check.some" if faults else "keeping.check.none"
    typer.echo(say(ending, LANGUAGE, faults=len(faults), notes=len(found) - len(faults)))
    if faults:
        raise typer.Exit(1)


log = typer.Typer(help=told("log"), no_args_is_help=True)


@log.command(help=told("log_head"))
def head(home: Home = None) -> None:
    """Print where each chain of the log ends."""
    from api.cli import offices  # noqa: PLC0415
    from api.office import reading_log  # noqa: PLC0415

    for one in reading_log.heads(offices.opened(home).engine):
        typer.echo(one)


@log.command(help=told("log_verify"))
def verify(
    *,
    heads: Annotated[list[str] | None, typer.Option("--head", help=told("log_known"), show_default=False)] = None,
    home: Home = None,
) -> None:
    """Walk the whole log; ends with 1 where it does not hold."""
    from api.cli import offices  # noqa: PLC0415
    from api.office import reading_log  # noqa: PLC0415

    office = offices.opened(home)
    broken = reading_log.breaks(office.engine, heads or [], LANGUAGE)
    for told_so in broken:
        typer.echo(told_so)
    if broken:
        raise typer.Exit(1)
    lines = sum(one.position for one in reading_log.heads(office.engine))
    typer.echo(say("keeping.log.holds" if heads else "keeping.log.holds_within", LANGUAGE, lines=f"{lines:,}"))


key = typer.Typer(help=told("key"), no_args_is_help=True)


@key.command("list", help=told("key_list"))
def list_keys(home: Home = None) -> None:
    """Name the keys of the ring."""
    from api.cli import offices  # noqa: PLC0415
    from api.office import keys  # noqa: PLC0415

    for one in keys.states(offices.opened(home).engine):
        name = "keeping.key.seals" if one.seals else "keeping.key.opens"
        typer.echo(say(name, LANGUAGE, number=one.number, values=f"{one.values:,}"))


@key.command(help=told("key_add"))
def add(home: Home = None) -> None:
    """Add a key to the ring."""
    from api.cli import offices  # noqa: PLC0415
    from api.office import keys  # noqa: PLC0415

    office = offices.opened(home)
    typer.echo(say("keeping.key.added", LANGUAGE, number=keys.add(), path=office.key_file))


@key.command(help=told("key_rotate"))
def rotate(home: Home = None) -> None:
    """Seal everything with the newest key."""
    from api.cli import offices  # noqa: PLC0415
    from api.office import keys  # noqa: PLC0415

    office = offices.opened(home)
    typer.echo(say("keeping.key.rotated", LANGUAGE, values=f"{keys.rotate(office.engine):,}"))


@key.command(help=told("key_retire"))
def retire(
    number: Annotated[int, typer.Argument(help=told("key_number"), min=1)],
    *,
    to: Annotated[Path, typer.Option("--to", help=told("key_to"), show_default=False)],
    home: Home = None,
) -> None:
    """Take an old key out of the ring."""
    from api.cli import offices  # noqa: PLC0415
    from api.office import keys  # noqa: PLC0415

    office = offices.opened(home)
    keys.retire(office.engine, office.settings.uploads, number, to)
    typer.echo(say("keeping.key.retired", LANGUAGE, number=number, path=to))
