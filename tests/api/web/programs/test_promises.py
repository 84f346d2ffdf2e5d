"""A program written for the interface goes on working: what was promised is kept, or named as broken."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.broken_promises import broken_promises

HERE = Path(__file__).parent
PROMISED = json.loads((HERE / "promised.json").read_text(encoding="utf-8"))
NOW = json.loads((HERE.parents[3] / "docs" / "openapi.json").read_text(encoding="utf-8"))
# Sentences of scripts/broken_promises.py, each with why programs must live with it; empty again at a release.
BROKEN_KNOWINGLY: dict[str, str] = {}


def test_what_was_promised_at_the_last_release_is_kept_or_named() -> None:
    assert set(broken_promises(PROMISED, NOW)) == BROKEN_KNOWINGLY.keys()


def without(path: str, *steps: str) -> Callable[[Any], None]:
    def change(told: Any) -> None:
        here = told["components"]["schemas"][path]
        for step in steps[:-1]:
            here = here[step]
        del here[steps[-1]]

    return change


def changed(schema: str, field: str, to: Any) -> Callable[[Any], None]:
    def change(told: Any) -> None:
        told["components"]["schemas"][schema]["properties"][field] = to

    return change


def demanding(schema: str, field: str) -> Callable[[Any], None]:
    def change(told: Any) -> None:
        told["components"]["schemas"][schema].setdefault("required", []).append(field)

    return change


BREAKING: list[tuple[Callable[[Any], None], str]] = [
    (lambda told: told["paths"].pop("/rounds"), "GET /rounds is gone"),
    (lambda told: told["paths"]["/rounds"].pop("post"), "POST /rounds is gone"),
    (without("RoundLine", "properties", "name"), "GET /rounds answers 200 without rows[].name"),
    (
        changed("RoundLine", "id", {"type": "string"}),
        "GET /rounds answers 200 rows[].id as string",
    ),
    (demanding("NewRound", "name"), "POST /rounds now demands application/json name"),
    (without("NewRound", "properties", "name"), "POST /rounds takes application/json name no more"),
    (changed("Step", "to", {"enum": ["locked"]}), "POST /rounds/{round_id}/steps takes application/json to as"),
    (lambda told: told["paths"]["/runs"]["post"]["responses"].pop("202"), "POST /runs answers 202 no more"),
    (
        lambda told: told["paths"]["/rounds"]["get"].update(operationId="x"),
        "GET /rounds is called x",
    ),
    (
        lambda told: told["paths"]["/rounds"]["get"]["parameters"].append(
            {"in": "query", "name": "year", "required": True, "schema": {"type": "integer"}}
        ),
        "GET /rounds now demands query year",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), BREAKING, ids=[sentence for _, sentence in BREAKING])
def test_each_kind_of_break_is_seen(change: Callable[[Any], None], sentence: str) -> None:
    later = copy.deepcopy(NOW)
    change(later)

    assert [one for one in broken_promises(NOW, later) if one.startswith(sentence)]


HARMLESS: list[Callable[[Any], None]] = [
    changed("RoundLine", "note", {"type": "string"}),
    changed("NewRound", "note", {"type": "string"}),
    changed("Step", "to", {"anyOf": [NOW["components"]["schemas"]["Step"]["properties"]["to"], {"const": "archived"}]}),
    lambda told: told["paths"].update({"/new": told["paths"]["/rounds"]}),
    lambda told: told["paths"]["/rounds"]["get"].update(description="other words"),
]


@pytest.mark.parametrize("change", HARMLESS)
def test_what_is_added_breaks_nothing(change: Callable[[Any], None]) -> None:
    later = copy.deepcopy(NOW)
    change(later)

    assert broken_promises(NOW, later) == []
