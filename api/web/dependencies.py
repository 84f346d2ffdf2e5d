"""What a route asks for: who asks and whether they may, a session committed at the edge, the settings, the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Final, TypeAlias

from fastapi import Depends, HTTPException, Query, Request
from fastapi.params import Depends as Dependency
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.office.accounts import signing_in
from api.office.importing import Desk
from api.office.phones import door
from api.settings import Settings
from api.web.cookies import PERSON, SESSION, is_own_page, kept
from api.web.security import asked_from_elsewhere
from data.database import opened, seen_by, whole_office
from data.privacy import Reader
from data.registers.accounts.sessions import SignedIn
from data.views.overview import own_today
from labor.days import CHINA
from labor.errors import FirstDoThis, NotAllowed, NotFound, NotSignedIn
from labor.viewers import Viewer, local_operator
from policy.rights import Right, allowed

OWN_ACCOUNT: Final = "/account"
MOST_FIELDS: Final = 10_000
NEEDS_SECOND_FACTOR: Final[Right] = "people.read_numbers"


def engine_of(request: Request) -> Engine:
    """The database as whoever asks may see it: the tenant of the viewer, for whatever the request opens."""
    return seen_by(request.app.state.engine, getattr(request.state, "viewer", None))


def _session(request: Request) -> Iterator[Session]:
    with opened(request.app.state.engine, getattr(request.state, "viewer", None)) as session:
        yield session


# "function": the commit stands before the answer leaves, so that the page a form leads to shows it.
SessionOf: TypeAlias = Annotated[Session, Depends(_session, scope="function")]


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


SettingsOf: TypeAlias = Annotated[Settings, Depends(_settings)]


def viewer_asking(request: Request) -> Viewer:
    """Who asks, by a token or the session in their browser; on a machine without accounts its operator.

    Kept with the request, for the page that answers it. Raises NotSignedIn, and FirstDoThis where something of the
    account comes first.
    """
    viewer: Viewer
    if is_own_page(request):
        viewer = request.state.viewer = door.viewer_of(request.app.state.engine, kept(request, PERSON), now=now())
        return viewer
    header = request.headers.get("authorization", "")
    if header[:7].lower() == "bearer ":
        viewer = request.state.viewer = signing_in.by_token(request.app.state.engine, header, now=now())
        return viewer
    secret = kept(request, SESSION)
    signed = signing_in.signed_in(request.app.state.engine, secret, now=now()) if secret else None
    if signed is not None and signed.stage == "full":
        viewer = request.state.viewer = signed.viewer
        _first(signed, request)
    elif request.app.state.accounts.any():
        raise NotSignedIn("请先登录 / sign in first")
    else:
        viewer = request.state.viewer = local_operator(_settings(request).operator)
    return viewer


def _first(signed: SignedIn, request: Request) -> None:
    """What an account must do before anything else."""
    if request.url.path == OWN_ACCOUNT or request.url.path.startswith(f"{OWN_ACCOUNT}/"):
        return
    if signed.must_change:
        raise FirstDoThis("请先设自己的密码 / choose a password of your own first", f"{OWN_ACCOUNT}/password")
    if _settings(request).second_factor and not signed.second_factor_on and allowed(signed.viewer, NEEDS_SECOND_FACTOR):
        raise FirstDoThis("请先设手机验证码 / set up the codes of your telephone first", f"{OWN_ACCOUNT}/second-factor")


ViewerOf: TypeAlias = Annotated[Viewer, Depends(viewer_asking)]


def _aside(settings: SettingsOf, viewer: ViewerOf) -> Path:
    return settings.uploads if viewer.tenant_id is None else settings.uploads / str(viewer.tenant_id)


# Where files on their way in wait: each tenant's apart, so that a token of one opens nothing of another.
AsideOf: TypeAlias = Annotated[Path, Depends(_aside)]


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


def _person(viewer: ViewerOf) -> int:
    """Whose own page it is; raises NotFound for who came in by a link to a coach."""
    if viewer.worker_id is None:
        raise NotFound("没有这一页 / there is no such page")
    return viewer.worker_id


PersonOf: TypeAlias = Annotated[int, Depends(_person)]


def _reader(request: Request, viewer: ViewerOf) -> Reader:
    """Who reads; the purpose is the page, and it must be one of ours."""
    if asked_from_elsewhere(request.headers):
        raise HTTPException(403)
    return Reader(viewer.name, request.url.path, now())


def _today(session: SessionOf, settings: SettingsOf) -> date:
    """The office's day: the sample's own where the registers are synthetic, else the one the console was opened for."""
    return own_today(session) or settings.as_of or today()


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form that names them by its rows; read here, so that the route itself holds up no other page."""
    return {name: str(value) for name, value in (await request.form(max_fields=MOST_FIELDS)).items()}


def now() -> datetime:
    """This moment, with its zone."""
    return datetime.now(tz=UTC)


def today() -> date:
    """Today in China, where the coaches leave."""
    return now().astimezone(CHINA).date()


ReaderOf: TypeAlias = Annotated[Reader, Depends(_reader)]
TodayOf: TypeAlias = Annotated[date, Depends(_today, scope="function")]
FormOf: TypeAlias = Annotated[dict[str, str], Depends(_form)]


def _desk(request: Request, viewer: ViewerOf, today: TodayOf) -> Desk:
    """Whoever brings a file in does so for the whole office: who is known already is looked for everywhere."""
    return Desk(whole_office(engine_of(request)), today, viewer.name, viewer.organization_id)


DeskOf: TypeAlias = Annotated[Desk, Depends(_desk, scope="function")]
PageNumber: TypeAlias = Annotated[int, Query(alias="page", ge=1, le=100_000)]
