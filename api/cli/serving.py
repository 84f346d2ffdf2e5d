"""The web server of one office, on loopback."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import typer

from api.cli import offices
from api.texts import say
from data.database import opened
from data.plans.runs import under_way_in_all
from labor.words import Language

LOOPBACK = "127.0.0.1"  # fixed until there are accounts: docs/decisions/083-loopback-until-accounts.md
GRACE_S = 2  # streams of news never end by themselves
# A page gives the interpreter away at each of hundreds of steps of its queries; beside an import that never rests it
# got it back after 5 ms, Python's own figure, each time: a second for a page.
SWITCH_S = 0.0005
DEMO_FOLDER = Path("var") / "demo"


def serve(home: Path | None, *, port: int, demo: bool, language: Language, as_of: date | None = None) -> None:
    """Serve until interrupted, as on the day ``as_of``; the demo season is made first where it is missing."""
    import uvicorn  # noqa: PLC0415

    from api.office.uploads import sweep  # noqa: PLC0415
    from api.planning.runs import look_after  # noqa: PLC0415
    from api.web.app import make_app  # noqa: PLC0415

    home = home or (DEMO_FOLDER if demo else None)
    if demo and not ((home or DEMO_FOLDER) / "summary.json").is_file():
        from api.cli import demonstration  # noqa: PLC0415

        typer.echo(say("cli.serve_making", language))
        demonstration.run(home, language=language)
    office = offices.opened(home)
    look_after(office.engine)
    sweep(office.settings.uploads)
    typer.echo(say("cli.serve_at", language, port=port))
    sys.setswitchinterval(SWITCH_S)
    app = make_app(replace(office.settings, as_of=as_of), office.engine)
    try:
        uvicorn.run(app, host=LOOPBACK, port=port, log_level="warning", timeout_graceful_shutdown=GRACE_S)
    finally:
        with opened(office.engine) as session:
            typer.echo(say("cli.serve_ended", language, runs=under_way_in_all(session)))
