"""The application under /api/v1: its routes, its description, and what every answer carries."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, FastAPI, Header
from fastapi.openapi.utils import get_openapi
from fastapi.security import HTTPBearer
from starlette.datastructures import State

from api.texts import say
from api.web.programs import (
    advice,
    departures,
    imports,
    night_before,
    office,
    papers,
    people,
    plans,
    questions,
    registers,
    rights,
    rounds,
    runs,
    stations,
    subscriptions,
    units,
)
from api.web.programs.once import Once
from api.web.programs.problems import MEDIA_TYPE, ProblemTold, handle
from api.web.programs.unchanged import Unchanged

PATH: Final = "/api/v1"
VERSION: Final = "1.0.0"
ROUTERS: Final[tuple[APIRouter, ...]] = (
    office.router,
    imports.router,
    questions.router,
    people.router,
    rights.router,
    advice.router,
    registers.router,
    stations.router,
    units.router,
    rounds.router,
    departures.router,
    night_before.router,
    runs.router,
    plans.router,
    papers.router,
    subscriptions.router,
)
# A shape of ours is called apart from what it tells of; programs read the plain word: WorkerTold is their Worker.
NAMED_TOLD: Final = re.compile(r'(?<=["/_])([A-Z]\w*?)Told(?=["_])')
bearer = HTTPBearer(auto_error=False, scheme_name="token", description="a token made on the account's page")


def _headers(
    accept_language: Annotated[
        str | None, Header(max_length=200, description="zh or en, for problems and file names", examples=["zh"])
    ] = None,
) -> None:
    """Headers any request may carry; they are read where they are used."""


def make_programs(state: State) -> FastAPI:
    """The interface for programs over the console's own state: engine, settings, guesses of codes."""
    app = FastAPI(
        title="Gongqiao 工桥",
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(bearer), Depends(_headers)],
        generate_unique_id_function=lambda route: route.name,
        separate_input_output_schemas=False,
        redirect_slashes=False,
    )
    app.state = state
    for router in ROUTERS:
        app.include_router(router)
    handle(app)
    app.add_middleware(Once)
    app.add_middleware(Unchanged)
    app.openapi = lambda: description(app)  # type: ignore[method-assign]
    return app


def description(app: FastAPI) -> dict[str, Any]:
    """The description as OpenAPI 3.1, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            description=say("programs.description", "en"),
            routes=app.routes,
            servers=[{"url": PATH}],
        )
        app.openapi_schema = _completed(made)
    return app.openapi_schema


def _completed(made: dict[str, Any]) -> dict[str, Any]:
    """Problems in place of the framework's own errors; the headers that conditions and repetitions need."""
    schemas = made["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = ProblemTold.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {}) | {"Problem": problem}
    for methods in made["paths"].values():
        for method, operation in methods.items():
            if method == "get":
                operation["parameters"].append(IF_NONE_MATCH)
                operation["responses"]["304"] = {"description": "as it was read before"}
            elif method == "post":
                operation["parameters"].append(IDEMPOTENCY_KEY)
                operation["responses"].setdefault("409", operation["responses"]["404"] | {"description": CONFLICT})
            _shorten(made, operation["responses"])
    told: dict[str, Any] = json.loads(NAMED_TOLD.sub(r"\1", json.dumps(made, ensure_ascii=False)))
    return told


def _shorten(made: dict[str, Any], answers: dict[str, Any]) -> None:
    """Refusals are the same everywhere: they stand once, and are referred to."""
    kept = made["components"].setdefault("responses", {})
    for status, told in list(answers.items()):
        if MEDIA_TYPE in told.get("content", {}):
            kept.setdefault(f"Refused{status}", told)
            answers[status] = {"$ref": f"#/components/responses/Refused{status}"}


CONFLICT: Final = "Not allowed now, or the same Idempotency-Key is under way"
IF_NONE_MATCH: Final = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "the ETag of an earlier answer: where it still stands the answer is 304 without a body",
    "schema": {"type": "string", "maxLength": 200},
}
IDEMPOTENCY_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "a name of your own for this request, e.g. a UUID: sent again within a day with the same body it "
    "does nothing and gets the first answer",
    "schema": {"type": "string", "minLength": 8, "maxLength": 100, "pattern": "^[A-Za-z0-9_-]+$"},
}
