"""What a route asks for: who asks and whether they may, a session committed at the edge, the settings, the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, TypeAlias

from fastapi import Depends, HTTPException, Query, Request
from fastapi.params import Depends as Dependency
from sqlalchemy.orm import Session

from api.settings import Settings
from api.web.security import asked_from_elsewhere
from data.database import opened
from data.privacy import Reader
from data.views.overview import own_today
from labor.days import CHINA
from labor.errors import NotAllowed
from labor.viewers import Viewer, local_operator
from policy.rights import Right, allowed


def _session(request: Request) -> Iterator[Session]:
    with opened(request.app.state.engine) as session:
        yield session


# "function": the commit stands before the answer leaves, so that the page a form leads to shows it.
SessionOf: TypeAlias = Annotated[Session, Depends(_session, scope="function")]


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


SettingsOf: TypeAlias = Annotated[Settings, Depends(_settings)]


def _viewer(request: Request) -> Viewer:
    """Who asks; on a machine without accounts its operator. Kept with the request, for the page that answers it."""
    viewer: Viewer = local_operator(_settings(request).operator)
    request.state.viewer = viewer
    return viewer


ViewerOf: TypeAlias = Annotated[Viewer, Depends(_viewer)]


@dataclass(frozen=True, slots=True)
class Holder:
    """Lets only those pass whose role holds the right; stands at every route that is not public."""

    right: Right

    def __call__(self, viewer: ViewerOf) -> None:
        """Raise NotAllowed for anybody else, before anything of the request is looked at."""
        if not allowed(viewer, self.right):
            raise NotAllowed("您的角色没有这项权限，请找管理员 / your role may not do this: ask an administrator")


def may(right: Right) -> Dependency:
    """What a route demands: ``dependencies=[may("people.see")]``."""
    demanded: Dependency = Depends(Holder(right))
    return demanded


def _reader(request: Request, viewer: ViewerOf) -> Reader:
    """Who reads; the purpose is the page, and it must be one of ours."""
    if asked_from_elsewhere(request.headers):
        raise HTTPException(403)
    return Reader(viewer.name, request.url.path, now())


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
