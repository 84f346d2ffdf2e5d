"""The house holds: budgets, direction of imports, packages that are ours."""

from __future__ import annotations

import ast
import importlib
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("labor", "policy", "matching", "optimizer", "data", "api")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "services", "managers"}


def modules(*rooms: str) -> list[Path]:
    """Source files of the rooms, migrations apart (they are a record, not a design)."""
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py")) if "versions" not in path.parts]


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(paths: list[Path]) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, its docstring not counted."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (node.end_lineno or node.lineno) - body[0].lineno + 1 if body else 0


def share(values: list[int], quantile: float) -> int:
    return sorted(values)[min(len(values) - 1, int(quantile * len(values)))]


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    assert [f"{path}: {length(path)}" for path in modules(*ROOMS) if length(path) > 400] == []


def test_no_test_module_is_longer_than_five_hundred_lines() -> None:
    assert [f"{path}: {length(path)}" for path in modules("tests") if length(path) > 500] == []


def test_modules_are_short_as_a_rule() -> None:
    lengths = [length(path) for path in modules(*ROOMS) if path.name != "__init__.py"]

    assert statistics.median(lengths) <= 100
    assert share(lengths, 0.9) <= 250


def test_no_function_body_is_longer_than_fifty_lines() -> None:
    assert [where for where, node in functions(modules(*ROOMS)) if body_lines(node) > 50] == []


def test_function_bodies_are_short_as_a_rule() -> None:
    assert share([body_lines(node) for _, node in functions(modules(*ROOMS))], 0.9) <= 25


def test_functions_take_at_most_five_arguments() -> None:
    # Commands and routes in api/ are left out: there the parameters are what people type.
    crowded = [where for where, node in functions(modules(*ROOMS[:-1])) if arguments(node) > 5]

    assert crowded == []


def arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return len([arg for arg in named if arg.arg not in {"self", "cls"}])


def test_no_file_is_a_junk_drawer() -> None:
    assert [path for path in modules(*ROOMS) if path.stem in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize("room", ROOMS)
def test_each_package_is_ours(room: str) -> None:
    module = importlib.import_module(room)

    assert module.__file__ is not None
    assert Path(module.__file__).is_relative_to(ROOT)


def test_every_folder_with_code_is_a_package() -> None:
    folders = {path.parent for path in modules(*ROOMS, "tests", "benchmarks")}

    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_every_package_is_listed_in_the_build() -> None:
    listed = set(re.findall(r'^    "([a-z_.]+)",$', (ROOT / "pyproject.toml").read_text(), flags=re.MULTILINE))
    found = {".".join(p.parent.relative_to(ROOT).parts) for room in ROOMS for p in (ROOT / room).rglob("__init__.py")}

    assert found - listed == set()


def test_the_import_contract_holds() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([tool], cwd=ROOT, capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stdout


def test_importing_a_room_starts_nothing() -> None:
    code = "import labor, policy, matching, optimizer, data, threading; print(threading.active_count())"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "1"


def test_planning_and_scoring_never_see_a_name_a_phone_or_an_identity_number() -> None:
    words = re.compile(r"\b(phone|identity_number|id_number|full_name)\b")
    seen = [path for path in modules("matching", "optimizer", "labor") if words.search(code_only(path))]

    assert seen == []


def code_only(path: Path) -> str:
    """The names and attributes a module uses, without its comments and docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [n.id for n in ast.walk(tree) if isinstance(n, ast.Name)]
    names += [n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)]
    return " ".join(names)
