"""Every text of the project says the same in both languages: the same places to fill in, and neither language empty."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("api", "data", "labor", "matching", "optimizer", "policy")
TOML = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.toml"))
CODE = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def places(text: str) -> set[str]:
    """The names of the places a text leaves open."""
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def pairs(node: Any) -> Iterator[tuple[str, str]]:
    """Every Chinese text with its English, however deep; ``zh``/``en`` or ``word_zh``/``word_en``."""
    if isinstance(node, list):
        for part in node:
            yield from pairs(part)
    if isinstance(node, dict):
        for name, value in node.items():
            other = "en" if name == "zh" else name[:-2] + "en" if name.endswith("_zh") else ""
            if other and isinstance(value, str):
                yield value, node[other]
            else:
                yield from pairs(value)


@pytest.mark.parametrize("path", TOML, ids=lambda path: str(path.relative_to(ROOT)))
def test_texts_in_files_leave_the_same_places_open_in_both_languages(path: Path) -> None:
    found = list(pairs(tomllib.loads(path.read_text(encoding="utf-8"))))

    assert [pair for pair in found if not all(pair)] == []
    assert [pair for pair in found if places(pair[0]) != places(pair[1])] == []


def template(node: ast.expr) -> str:
    """A text in code that is filled later; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"\{\w*\}", node.value):
        return node.value
    return ""


@pytest.mark.parametrize("room", ROOMS)
def test_texts_in_code_leave_the_same_places_open_in_both_languages(room: str) -> None:
    differing = []
    for path in CODE:
        if path.relative_to(ROOT).parts[0] != room:
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Bilingual"):
                continue
            zh, en = [*map(template, call.args), "", ""][:2]
            if places(zh) != places(en):
                differing.append(f"{path.relative_to(ROOT)}:{call.lineno}")

    assert differing == []


def test_a_place_missing_in_one_language_is_found() -> None:
    assert places("差 {hint} 元") != places("a missing digit")
    assert places("{count} 人") == places("{count} people")
