"""What went wrong, as problem+json (RFC 9457) in the language asked for, with every status a route may answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import DataError, DBAPIError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from api.errors import status_of, trouble_of
from api.texts import say, word
from labor.errors import AskTwice, AuditFailed, LaborError, NotFound, NotTrained, StepRefused
from labor.words import Language

MEDIA_TYPE: Final = "application/problem+json"
KINDS: Final = (
    (NotFound, "not_found"),
    (AskTwice, "ask_twice"),
    (StepRefused, "step"),
    (NotTrained, "not_trained"),
    (AuditFailed, "audit"),
)
OF_STATUS: Final = {
    401: "signed_out",
    403: "no_right",
    404: "not_found",
    405: "no_such_method",
    409: "step",
    412: "changed_meanwhile",
    413: "too_large",
    415: "unreadable",
    421: "foreign_host",
    422: "input",
    428: "say_which_version",
    429: "too_often",
    500: "fault",
    503: "trouble",
    507: "trouble",
}


class FieldFault(BaseModel):
    """One field that cannot be used, and why."""

    field: str = Field(description="where it stands, e.g. body.first_day", examples=["body.first_day"])
    fault: str


class ProblemTold(BaseModel):
    """What went wrong and what to do, in the language of Accept-Language (zh or en; Chinese where neither is named)."""

    type: str = Field(description="a stable word for the kind of problem", examples=["urn:gongqiao:problem:not_found"])
    title: str
    status: int
    detail: str = Field(description="what is wrong here and what to do about it")
    instance: str = Field(description="the path that was asked for")
    reasons: list[str] = Field(default=[], description="every obstacle, where there are several")
    fields: list[FieldFault] = Field(default=[], description="every field that cannot be used")


class Refused(Exception):
    """A refusal of the interface itself, by the name of its text."""

    def __init__(self, status: int, name: str, headers: Mapping[str, str] | None = None, **values: object) -> None:
        super().__init__(name)
        self.status, self.name, self.values = status, name, values
        self.headers = dict(headers or {})


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The declaration of these refusals beside those any route may give."""
    return {status: _declared(status) for status in sorted({*statuses, *EVERYWHERE})}


def _declared(status: int) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": say(f"programs.{OF_STATUS[status]}_title", "en"), "content": content}


EVERYWHERE: Final = (401, 403, 404, 413, 421, 422, 429, 503, 507)


def language_of(request: Request) -> Language:
    """The first of Chinese and English that Accept-Language names with the greatest weight; Chinese for neither."""
    best: tuple[float, Language] = (0.0, "zh")
    for part in request.headers.get("accept-language", "").split(","):
        name, _, weight = part.strip().partition(";")
        tag = name.strip().lower().partition("-")[0]
        if tag in ("zh", "en") and (value := _weight(weight)) > best[0]:
            best = (value, "zh" if tag == "zh" else "en")
    return best[1]


def _weight(said: str) -> float:
    try:
        return float(said.strip().removeprefix("q=")) if said.strip() else 1.0
    except ValueError:
        return 0.0


def in_language(told: str, language: Language) -> str:
    """The half of a sentence told as "中文 / English"; one told once is told to everybody."""
    parts = told.split(" / ")
    if len(parts) % 2:
        return told
    half = len(parts) // 2
    return " / ".join(parts[:half] if language == "zh" else parts[half:])


def problem(
    request: Request,
    status: int,
    name: str,
    told: str = "",
    *,
    reasons: Sequence[str] = (),
    fields: Sequence[FieldFault] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The answer itself."""
    language = language_of(request)
    content = ProblemTold(
        type=f"urn:gongqiao:problem:{name}",
        title=say(f"programs.{name}_title", language),
        status=status,
        detail=in_language(told, language) or say(f"programs.{name}_do", language),
        instance=request.url.path.encode("ascii", "replace").decode(),
        reasons=[in_language(reason, language) for reason in reasons],
        fields=list(fields),
    )
    more = {**(headers or {}), "content-language": language, "vary": "Accept-Language"}
    return JSONResponse(content.model_dump(), status, headers=more, media_type=MEDIA_TYPE)


def handle(app: FastAPI) -> None:
    """Answer every error of these routes as a problem."""
    app.add_exception_handler(LaborError, _labor_error)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _bad_fields)
    app.add_exception_handler(DataError, _not_kept)
    app.add_exception_handler(DBAPIError, _trouble)
    app.add_exception_handler(OSError, _trouble)
    app.add_exception_handler(Exception, _surprise)


def _labor_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, LaborError)
    status = status_of(error)
    name = next((name for kind, name in KINDS if isinstance(error, kind)), OF_STATUS.get(status, "input"))
    return problem(request, status, name, str(error), reasons=error.details)


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    told = say(f"programs.{error.name}_do", language_of(request), **error.values)
    return problem(request, error.status, error.name, told, headers=error.headers)


def _http_error(request: Request, error: Exception) -> JSONResponse:
    """Starlette's own refusals; a body it cannot take apart (400) is an input that cannot be used."""
    assert isinstance(error, HTTPException)
    status = 422 if error.status_code == 400 else error.status_code
    return problem(request, status, OF_STATUS.get(status, "input"), headers=error.headers)


def _bad_fields(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    language = language_of(request)
    faults = [FieldFault(field=_where(one["loc"]), fault=_fault(one, language)) for one in error.errors()]
    return problem(request, 422, "input", fields=faults[:50])


def _where(location: Sequence[int | str]) -> str:
    return ".".join(str(step) for step in location).encode("utf-8", "replace").decode()[:200]


def _fault(one: Mapping[str, Any], language: Language) -> str:
    """The validator's own sentence in English; in Chinese by its kind."""
    if language == "en":
        return str(one["msg"]).encode("utf-8", "replace").decode()[:300]
    kind = str(one["type"])
    said = word("programs.field", kind, language)
    return said if said != kind else say("programs.field.other", language, kind=kind)


def _not_kept(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
    return problem(request, 422, "input")


def _trouble(request: Request, error: Exception) -> JSONResponse:
    found = trouble_of(error)
    if found is None:
        raise error
    headers = {"retry-after": "5"} if found.status == 503 else None
    return problem(request, found.status, "trouble", str(found), headers=headers)


def _surprise(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
    """A fault of ours: the traceback goes to the server's log, not to the answer."""
    return problem(request, 500, "fault")
