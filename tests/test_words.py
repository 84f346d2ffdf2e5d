"""One word, one thing: a class name stands for one thing, and each term of the model stands in the glossary."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.test_architecture import ROOMS, ROOT, modules

MODEL = ("labor", "policy", "optimizer/model", "data/registers/records.py")


def classes(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Public class names with the file each stands in."""
    for path in paths:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, str(path.relative_to(ROOT))


def test_a_class_name_stands_for_one_thing() -> None:
    places = defaultdict(list)
    for name, path in classes(modules(*ROOMS)):
        places[name].append(path)

    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_each_term_of_the_model_stands_in_the_glossary() -> None:
    paths = [ROOT / one for one in MODEL if one.endswith(".py")]
    paths += modules(*(one for one in MODEL if not one.endswith(".py")))
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    explained = {term for row in re.findall(r"^\| ([^|]+) \|", glossary, re.M) for term in re.findall(r"`(\w+)`", row)}
    terms = dict(classes(paths))

    assert {term: path for term, path in terms.items() if term not in explained} == {}
    assert explained - {name for name, _ in classes(modules(*ROOMS))} == set()
