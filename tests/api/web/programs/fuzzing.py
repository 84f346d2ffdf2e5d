"""Requests drawn from the description itself, and what their answers must be."""

from __future__ import annotations

import subprocess
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from api.planning import runs
from api.web.app import make_app
from data.database import opened
from optimizer import PlanParams, PlanTerms
from tests import builders
from tests.api.conftest import Office

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
# What the server may say about the machine it runs on is no answer to a request drawn at random.
NEVER = {500, 501, 502, 503, 504, 507}


@dataclass
class Found:
    """How many requests were sent, which statuses came, and what was wrong."""

    cases: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def described(office: Office, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The description of a served office that holds a round with a plan; runs it starts are processes of no work."""
    with opened(office.engine) as session:
        terms, params = asdict(PlanTerms()), asdict(PlanParams())
        builders.a_plan(session, builders.a_round(session, first_day=builders.TODAY), weights=terms, params=params)
    monkeypatch.setattr(runs, "_spawn", lambda _settings, _run_id: subprocess.Popen(["true"]))
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", make_app(office.settings, office.engine))


def fuzz(schema: Any, examples: int, seed: int) -> Found:
    """That many good and that many bad requests an operation."""
    found = Found()
    for operation in operations(schema):
        for mode in schemathesis.GenerationMode:
            try:
                drawn = operation.as_strategy(generation_mode=mode)
            except Exception:  # nothing can be wrong with a request that takes nothing
                continue
            _ask(found, drawn, examples, seed)
    return found


def operations(schema: Any) -> Iterator[Any]:
    """Every operation of the description."""
    for one in schema.get_all_operations():
        yield one.ok()


def _ask(found: Found, drawn: Any, examples: int, seed: int) -> None:
    @seeded(seed)
    @settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )  # fmt: skip
    @given(drawn)
    def ask(case: Any) -> None:
        found.cases += 1
        try:
            answer = case.call()
        except Exception as fault:
            found.faults.append(f"{case.method} {case.formatted_path} raised {fault!r:.300} for {case.body!r:.300}")
            return
        found.statuses[answer.status_code] = found.statuses.get(answer.status_code, 0) + 1
        if answer.status_code in NEVER:
            found.faults.append(f"{case.method} {case.formatted_path} {answer.status_code} {case.body!r:.300}")
            return
        try:
            case.validate_response(answer, checks=CHECKS)
        except Exception as wrong:
            found.faults.append(f"{case.method} {case.formatted_path} {answer.status_code} {wrong!s:.600}")

    ask()


def walking(schema: Any) -> Any:
    """A machine that goes where answers lead; without accounts nobody is asked who they are."""
    made: Any = schema.as_state_machine()

    class Walk(made):  # type: ignore[misc]
        def validate_response(self, response: Any, case: Any, **_more: Any) -> None:
            assert response.status_code not in NEVER, f"{case.method} {case.formatted_path} {response.status_code}"
            case.validate_response(response, checks=list(CHECKS))

    return Walk
