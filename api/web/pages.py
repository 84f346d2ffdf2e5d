"""Pages made on the server: templates, languages, and how figures are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request

from api.texts import say, word
from api.texts.figures import clock, day, lunar, moment, number, percent, yuan
from labor.days import CHINA
from labor.errors import AskTwice
from labor.plan import cost_a_head
from labor.viewers import Viewer, local_operator
from labor.words import Language
from policy import certificates, hazards, site_rules
from policy.rights import Right, allowed
from policy.wording import occupation_names

PHONE_PAGES: Final = ("/my", "/w/", "/join/")
COOKIE: Final = "gongqiao_language"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TRAINED: Final = re.compile(r"trained (\S+)\.\.(\S+), (\d+) outcomes, seed (\d+)")  # api/advice/training.py


def language_of(request: Request) -> Language:
    """The query, else the cookie, else Chinese."""
    said = request.query_params.get("lang") or request.cookies.get(COOKIE)
    return "en" if said == "en" else "zh"


def viewer_of(request: Request) -> Viewer | None:
    """Who asks; on a page that asks nobody, as one that does not exist, the operator of a machine without accounts."""
    settings = getattr(request.app.state, "settings", None)
    viewer: Viewer | None = getattr(request.state, "viewer", None)
    return viewer or (local_operator(settings.operator) if settings else None)


def page(request: Request, template: str, /, *, http_status: int = 200, **values: Any) -> HTMLResponse:
    """One page in the reader's language."""
    language = language_of(request)
    state = request.app.state
    viewer = viewer_of(request)
    html = (
        _environment()
        .get_template(template)
        .render(
            t=partial(_say, language),
            word=lambda family, name: word(family, name, language),
            trade_name=lambda code: trade_name(code, language),
            language=language,
            other_language_url=_with_query(request, lang="zh" if language == "en" else "en"),
            url_with=partial(_with_query, request),
            path=request.url.path,
            query=request.query_params,
            viewer=viewer,
            may=partial(_may, viewer),
            sample_day=getattr(state, "sample_day", lambda _: None)(viewer),
            as_of=getattr(state, "as_of", None),
            now=datetime.now(tz=CHINA),
            **values,
        )
    )
    response = HTMLResponse(html, http_status)
    if "lang" in request.query_params:
        response.set_cookie(COOKIE, language, max_age=31_536_000, httponly=True, samesite="lax")
    return response


def seen(address: str) -> RedirectResponse:
    """After a form: go and look (303), so that reloading sends nothing twice."""
    return RedirectResponse(address, status_code=303)


def attached(content: bytes, name: str) -> Response:
    """A workbook to keep."""
    return Response(content, media_type=XLSX, headers={"content-disposition": f'attachment; filename="{name}"'})


def refusal(request: Request, status: int, name: str, details: tuple[str, ...] = (), said: str = "") -> HTMLResponse:
    """The page that says what went wrong and what to do, in both languages."""
    return page(
        request, _of_kind(request, "error.html"), http_status=status, code=status, name=name, details=details, said=said
    )


def ask_twice(request: Request, asked: AskTwice, form: Mapping[str, str | list[str]], *, back: str) -> HTMLResponse:
    """The same form again behind the question whether it is meant; saying so sends it with ``sure``."""
    fields = [
        (name, one)
        for name, value in form.items()
        if name != "sure"
        for one in (value if isinstance(value, list) else [value])
    ]
    return page(
        request,
        _of_kind(request, "sure.html"),
        http_status=409,
        said=str(asked),
        details=asked.details,
        fields=fields,
        back=back,
    )


def taken_or_asked(
    request: Request, take: Callable[[], object], form: Mapping[str, str | list[str]], *, back: str
) -> Response:
    """Take a step and go back to its page; where it is to be asked twice, ask."""
    try:
        take()
    except AskTwice as early:
        return ask_twice(request, early, form, back=back)
    return seen(back)


def trade_name(code: str, language: Language = "zh") -> str:
    """The occupation's name in the national classification, which exists in Chinese alone."""
    name = occupation_names().get(code, code)
    return f"{name} ({code})" if language == "en" and name != code else name


def certificate_name(code: str, language: Language) -> str:
    """A certificate kind in words."""
    return certificates.name_of(code).text(language)


def hazard_name(code: str, language: Language) -> str:
    """A hazard in words."""
    return hazards.name_of(code).text(language)


def site_rule_name(rule_id: str, language: Language) -> str:
    """A site's own rule in words."""
    return site_rules.name_of(rule_id).text(language)


def scorer_name(kept: str, language: Language) -> str:
    """How scores were made, as a plan keeps it, in the reader's language."""
    found = TRAINED.fullmatch(kept)
    if found:
        first, last, outcomes, seed = found.groups()
        return say("site.trained", language, first=first, last=last, outcomes=outcomes, seed=seed)
    return say("site.weights", language) if kept == "documented weights" else kept


FILTERS: Final = {
    "yuan": yuan,
    "number": number,
    "percent": percent,
    "clock": clock,
    "day": day,
    "moment": moment,
    "lunar": lunar,
    "trade_name": trade_name,
    "certificate_name": certificate_name,
    "hazard_name": hazard_name,
    "site_rule_name": site_rule_name,
    "scorer_name": scorer_name,
}


def _of_kind(request: Request, template: str) -> str:
    """The same for telephones where the page is one of theirs."""
    return f"phone/{template}" if request.url.path.startswith(PHONE_PAGES) else template


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS, cost_a_head=cost_a_head)
    return made


def _may(viewer: Viewer | None, right: Right) -> bool:
    return viewer is not None and allowed(viewer, right)


def _say(language: Language, key: str, /, **values: object) -> str:
    return say(key, language, **values)


def _with_query(request: Request, **changes: object) -> str:
    """This address with some query fields changed; None takes a field away."""
    fields: dict[str, object] = dict(request.query_params)
    fields.update(changes)
    kept: Mapping[str, str] = {name: str(value) for name, value in fields.items() if value not in (None, "")}
    path = "/" + request.url.path.lstrip("/\\")  # //elsewhere.example would be another site's address
    return f"{path}?{urlencode(kept)}" if kept else path
