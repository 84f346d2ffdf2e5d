"""Nothing stands that nobody reaches: what a room defines is named somewhere else than in its tests."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from tests.test_architecture import ROOMS, ROOT, modules

WORD = re.compile(r"[A-Za-z_]\w*")
# Wanted by later issues, which give them their door.
WAITING = {
    "policy/service_counters.py",
    "policy/subsidies.py",
    "policy/targets.py",
    "policy/tier_counts.py",
    "policy/transport_subsidies.py",
    "policy/work_relief.py",
}


# Named nowhere else, and kept: the door of a room is its use, or a test's measure of the sample.
KEPT = {
    "data/tables/transport.py Corridor": "agreements of labor cooperation, wanted by the programs to come",
    "data/importers/files/reading.py tables_of": "for whoever reads a file without bringing it in",
    "data/sample/identity.py is_synthetic": "the tests' measure of the sample",
    "matching/training.py is_worse": "for whoever trains without keeping",
}


def defined(path: Path) -> list[str]:
    """Functions and classes at the top of a module that carry no decorator, which may hand them on."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [node.name for node in body if isinstance(node, kinds) and not getattr(node, "decorator_list", [])]


def said(path: Path) -> Counter[str]:
    """How often a file says each word; doors repeat what they list and do not count."""
    text = path.read_text(encoding="utf-8")
    if path.name == "__init__.py":
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        text = "\n".join(ast.unparse(node) for node in ast.parse(text).body if isinstance(node, kinds))
    return Counter(WORD.findall(text))


def unreached() -> set[str]:
    """Definitions whose name is said once, where it is defined, in all that is no test."""
    others = [*modules(*ROOMS, "benchmarks", "scripts"), *(ROOT / "api").rglob("*.html")]
    words = sum((said(path) for path in others), Counter())
    return {
        f"{path.relative_to(ROOT)} {name}"
        for path in modules(*ROOMS)
        if str(path.relative_to(ROOT)) not in WAITING
        for name in defined(path)
        if words[name] <= 1 and not name.startswith("__")
    }


def test_no_function_is_called_by_tests_alone() -> None:
    assert unreached() - KEPT.keys() == set()
