"""What commands share: the reader's language, and the options that several of them take."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from api.settings import language_of_locale
from api.texts import say

LANGUAGE = language_of_locale()


def told(key: str) -> str:
    """A text of the command line in the reader's language."""
    return say(f"cli.{key}", LANGUAGE)


Home: TypeAlias = Annotated[Path | None, typer.Option("--home", help=told("home"), show_default=False)]
Day: TypeAlias = Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help=told("as_of"))]
Seed: TypeAlias = Annotated[int, typer.Option("--seed", help=told("seed"), min=0)]


def day_of(value: datetime | None) -> date:
    """The day that was said, else today."""
    from api.web.dependencies import today  # noqa: PLC0415

    return value.date() if value else today()
