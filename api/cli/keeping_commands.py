"""Commands of whoever keeps the machine: backups."""

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

    office = offices.opened(home)
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
