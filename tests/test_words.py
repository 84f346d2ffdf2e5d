"""One word, one thing: a class name stands for one thing in the whole house."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.test_architecture import ROOMS, ROOT, modules


def test_a_class_name_stands_for_one_thing() -> None:
    places = defaultdict(list)
    for path in modules(*ROOMS):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path.relative_to(ROOT)))

    assert {name: found for name, found in places.items() if len(found) > 1} == {}
