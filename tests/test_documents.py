"""What the documents name is there: every path, every module to run, every chapter."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("labor", "policy", "matching", "optimizer", "data", "api")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], key=lambda path: str(path.relative_to(ROOT)))
ROOM = "labor|policy|matching|optimizer|data|api|benchmarks|scripts|tests|docs"
PATH = re.compile(rf"(?<![\w./-])((?:{ROOM})/[\w./-]+\.(?:py|toml|csv|json|md|sh))")
COMMAND = re.compile(r"python -m ((?:benchmarks|scripts|api|data)[\w.]*)")
NAMED_TEST = re.compile(r"(tests/[\w/]+\.py)::(test_\w+)")
ENDS = {"CHANGELOG.md"}  # a record: it may name what is gone


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_and_command_a_document_names_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8") if path.name not in ENDS else ""
    missing = [name for name in PATH.findall(text) if not (ROOT / name).exists()]
    missing += [name for name in COMMAND.findall(text) if importlib.util.find_spec(name) is None]

    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_test_a_document_names_is_there(path: Path) -> None:
    named = NAMED_TEST.findall(path.read_text(encoding="utf-8") if path.name not in ENDS else "")

    assert [name for file, name in named if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("room", ["optimizer", "data", "api"])
def test_every_part_of_a_room_stands_in_the_drawing_of_the_house(room: str) -> None:
    drawing = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    parts = [path for path in (ROOT / room).iterdir() if (path / "__init__.py").exists() or path.suffix == ".py"]
    named = {path: f"{path.name}/" if path.is_dir() else path.name for path in parts if path.name != "__init__.py"}

    assert [path.name for path, name in named.items() if f"`{name}" not in drawing] == []
