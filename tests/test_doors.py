"""What a room hands out is what its door lists, and the console comes in by the doors only."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

from scripts.parts import edges_between_parts, floors

ROOT = Path(__file__).parents[1]
ROOMS = ("labor", "policy", "matching", "optimizer", "data", "api")
BEHIND_DOORS = ("optimizer", "matching")
DOORS = sorted(
    ".".join(path.parent.relative_to(ROOT).parts)
    for room in ROOMS
    for path in (ROOT / room).rglob("__init__.py")
    if "__all__" in path.read_text(encoding="utf-8")
)
MOST_IMPORTS = {"optimizer": 30, "data": 50, "api": 25}  # between parts, see scripts/parts.py


@pytest.mark.parametrize("door", DOORS)
def test_a_door_lists_what_it_hands_out(door: str) -> None:
    path = ROOT.joinpath(*door.split("."), "__init__.py")
    listed = importlib.import_module(door).__all__
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    named |= {target.id for node in tree.body for target in _assigned(node)}
    named |= {
        alias.asname or alias.name
        for node in _at_the_top(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(door)
        for alias in node.names
    }

    assert sorted(set(listed)) == sorted(listed)
    assert [name for name in listed if not hasattr(importlib.import_module(door), name)] == []
    assert set(listed) == {name for name in named if not name.startswith("_") and name != "annotations"}


def _at_the_top(tree: ast.Module) -> list[ast.stmt]:
    """Statements of a door, those for the type checker alone (loaded when first asked for) included."""
    return [inner for node in tree.body for inner in (node.body if isinstance(node, ast.If) else [node])]


def _assigned(node: ast.stmt) -> list[ast.Name]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target for target in targets if isinstance(target, ast.Name) and target.id != "__all__"]


def test_the_console_comes_in_by_the_doors_of_optimizer_and_matching() -> None:
    past = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.module}: put the name into its room's __init__"
        for path in sorted((ROOT / "api").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in BEHIND_DOORS
        if node.module not in DOORS or not {alias.name for alias in node.names} <= _handed_out(node.module)
    ]

    assert past == []


def _handed_out(door: str) -> set[str]:
    return set(importlib.import_module(door).__all__)


@pytest.mark.parametrize("room", MOST_IMPORTS)
def test_the_parts_of_a_room_stay_apart_and_in_no_circle(room: str) -> None:
    edges = edges_between_parts(room)

    assert floors(edges)
    assert len(edges) <= MOST_IMPORTS[room]
