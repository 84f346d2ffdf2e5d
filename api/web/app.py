"""The web application: pages for one office, on this machine only."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Engine
from sqlalchemy.exc import DataError, DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from api.errors import status_of, trouble_of
from api.office import large_files
from api.office.accounts.attempts import Attempts
from api.office.accounts.signing_in import AccountsHere
from api.office.webhooks import Messenger
from api.planning import runs
from api.settings import Settings
from api.web.code_guesses import WrongCodes
from api.web.cookies import sign_in_address
from api.web.pages import refusal, seen
from api.web.programs import app as programs
from api.web.routes import ROUTERS
from api.web.security import OWN_HOSTS, Door
from data.database import opened
from data.tables.tenants import NoTenantNamed
from data.views.overview import own_today
from labor.errors import (
    AuditFailed,
    FirstDoThis,
    LaborError,
    NotAllowed,
    NotFound,
    NotSignedIn,
    NotTrained,
    StepRefused,
)
from labor.viewers import Viewer

NAME_OF_STATUS = {404: "not_found", 405: "not_found", 413: "too_large", 403: "foreign_page"}

NAME_OF_ERROR = (
    (NotSignedIn, "not_signed_in"),
    (NotAllowed, "not_allowed"),
    (NotFound, "not_found"),
    (StepRefused, "step"),
    (NotTrained, "not_trained"),
    (AuditFailed, "audit"),
)


def make_app(settings: Settings, engine: Engine) -> FastAPI:
    """The application over one database; its tables must be up to date (``gongqiao init``)."""
    app = FastAPI(title="Gongqiao 工桥", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifetime)
    app.state.settings = settings
    app.state.engine = engine
    app.state.wrong_codes = WrongCodes()
    app.state.attempts = Attempts(engine)
    app.state.accounts = AccountsHere(engine)
    app.state.sample_day = _asked_once(partial(_sample_day, engine))
    app.state.as_of = settings.as_of
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.mount(programs.PATH, programs.make_programs(app.state))
    app.add_exception_handler(LaborError, _labor_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _bad_field)
    app.add_exception_handler(OverflowError, _no_such_number)
    app.add_exception_handler(DataError, _not_kept)
    app.add_exception_handler(DBAPIError, _trouble)
    app.add_exception_handler(OSError, _trouble)
    app.add_exception_handler(Exception, _surprise)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(Door, hosts=OWN_HOSTS | settings.more_hosts, sealed=settings.sealed)
    return app


@asynccontextmanager
async def _lifetime(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    messenger = Messenger(app.state.engine, private=settings.private_webhooks)
    messenger.begin()
    yield
    large_files.end_all()
    await run_in_threadpool(messenger.end)
    await run_in_threadpool(runs.settle)


def _sample_day(engine: Engine, viewer: Viewer | None) -> date | None:
    with suppress(NoTenantNamed), opened(engine, viewer) as session:
        return own_today(session)
    return None


def _asked_once(ask: Callable[[Viewer | None], date | None]) -> Callable[[Viewer | None], date | None]:
    """Remember a tenant's day: registers once marked synthetic stay so while the server runs."""
    said: dict[int | None, date] = {}

    def answer(viewer: Viewer | None) -> date | None:
        whose = viewer.tenant_id if viewer else None
        if whose not in said and (day := ask(viewer)) is not None:
            said[whose] = day
        return said.get(whose)

    return answer


def _labor_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, LaborError)
    if request.method in ("GET", "HEAD") and "authorization" not in request.headers:
        if isinstance(error, NotSignedIn):
            return seen(sign_in_address(request))
        if isinstance(error, FirstDoThis):
            return seen(error.address)
    names = (
        (NotAllowed, "not_allowed"),
        (NotFound, "not_found"),
        (StepRefused, "step"),
        (NotTrained, "not_trained"),
        (AuditFailed, "audit"),
    )
    name = next((name for kind, name in names if isinstance(error, kind)), "input")
    return refusal(request, status_of(error), name, error.details, str(error))


def _http_error(request: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, HTTPException)
    return refusal(request, error.status_code, NAME_OF_STATUS.get(error.status_code, "input"), (), str(error.detail))


def _bad_field(request: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, RequestValidationError)
    faults = tuple(f"{fault['loc'][-1]}: {fault['msg']}" for fault in error.errors())
    return refusal(request, 422, "input", faults)


def _no_such_number(request: Request, error: Exception) -> HTMLResponse:  # noqa: ARG001
    """A number too large for any register: SQLite's driver will not even ask."""
    return refusal(request, 404, "not_found", (), "没有这个编号 / there is no such number")


def _not_kept(request: Request, error: Exception) -> HTMLResponse:  # noqa: ARG001
    """A value no column can hold, as PostgreSQL says it: a number out of range, a zero byte in a text."""
    return refusal(request, 422, "input", (), "有的内容无法保存，请检查数字和文字 / something cannot be kept: check it")


def _trouble(request: Request, error: Exception) -> HTMLResponse:
    """A full disk, a busy or absent database; what is none of these is a fault of ours."""
    found = trouble_of(error)
    if found is None:
        raise error
    return refusal(request, found.status, "trouble", (), str(found))


def _surprise(request: Request, error: Exception) -> HTMLResponse:
    """A fault of ours: the traceback goes to the server's log (Starlette raises it again), not to the page."""
    return refusal(request, 500, "fault", (), type(error).__name__)
