"""No test reaches into a module to change a constant of it: what varies is a parameter."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.test_architecture import ROOT, modules

CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]*")


def patched(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of each constant of something else that is set: by setattr, patch, delattr or plain assignment."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called not in {"setattr", "delattr", "patch", "object"}:
                continue
            told = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            names = [text.rpartition(".")[2] for text in told[:1]]
        elif isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [one.attr for one in targets if isinstance(one, ast.Attribute)]
        else:
            continue
        yield from ((node.lineno, name) for name in names if CONSTANT.fullmatch(name))


def test_no_test_patches_a_module_constant() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in modules("tests")
        for line, name in patched(path.read_text(encoding="utf-8"))
    }

    assert found == set()


@pytest.mark.parametrize(
    "written",
    [
        'monkeypatch.setattr(planning, "SMALL", 0)',
        'monkeypatch.setattr("optimizer.planning.SMALL", 0)',
        'monkeypatch.delattr(planning, "_SMALL_2")',
        'mock.patch("optimizer.planning.SMALL", 0)',
        'mock.patch.object(planning, "SMALL", 0)',
        'setattr(planning, "SMALL", 0)',
        "planning.SMALL = 0",
        "planning.SMALL += 1",
    ],
)
def test_each_way_of_patching_one_is_seen(written: str) -> None:
    assert len(list(patched(written))) == 1


@pytest.mark.parametrize(
    "written",
    ['monkeypatch.setattr(runs, "end", slowly)', "made.bound = 3.0", "SMALL = 3", 'monkeypatch.setenv("A", "")'],
)
def test_what_is_no_constant_of_a_module_may_be_set(written: str) -> None:
    assert list(patched(written)) == []
