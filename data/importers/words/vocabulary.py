"""The words offices use, kept in readable tables beside the code (words/*.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=16)
def words(table: str) -> Mapping[str, Any]:
    """One table as written, e.g. ``words("answers")["yes"]``."""
    source = files("data.importers").joinpath("words", f"{table}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
