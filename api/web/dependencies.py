"""What a route asks for: a session committed at the edge, the settings, who reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated, TypeAlias

from fastapi import Depends, HTTPException, Query, Request
from sqlalchemy.orm import Session

from api.settings import Settings
from api.web.security import asked_from_elsewhere
from data.database import opened
from data.privacy import Reader
from data.views.overview import own_today
from labor.days import CHINA


def _session(request: Request) -> Iterator[Session]:
    with opened(request.app.state.engine) as session:
        yield session


# "function": the commit stands before the answer leaves, so that the page a form leads to shows it.
SessionOf: TypeAlias = Annotated[Session, Depends(_session, scope="function")]


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


SettingsOf: TypeAlias = Annotated[Settings, Depends(_settings)]


def _reader(request: Request) -> Reader:
    """Who reads, until accounts come: the local operator; the purpose is the page, and it must be one of ours."""
    if asked_from_elsewhere(request.headers):
        raise HTTPException(403)
    return Reader(_settings(request).operator, request.url.path, now())


def _today(session: SessionOf, settings: SettingsOf) -> date:
    """The office's day: the sample's own where the registers are synthetic, else the one the console was opened for."""
    return own_today(session) or settings.as_of or today()


def now() -> datetime:
    """This moment, with its zone."""
    return datetime.now(tz=UTC)


def today() -> date:
    """Today in China, where the coaches leave."""
    return now().astimezone(CHINA).date()


ReaderOf: TypeAlias = Annotated[Reader, Depends(_reader)]
TodayOf: TypeAlias = Annotated[date, Depends(_today, scope="function")]
PageNumber: TypeAlias = Annotated[int, Query(alias="page", ge=1, le=100_000)]
