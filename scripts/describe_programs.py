"""Writes docs/openapi.json anew from the routes for programs, and says what a program written before would miss.

    python -m scripts.describe_programs [--release]

What was promised at the last release stands in tests/api/web/programs/promised.json; ``--release`` writes that anew.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from starlette.datastructures import State

from api.web.programs.app import description, make_programs
from scripts.broken_promises import broken_promises

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "openapi.json"
PROMISED = ROOT / "tests" / "api" / "web" / "programs" / "promised.json"
FOR_PEOPLE = ("description", "title", "summary", "examples", "tags")


def main() -> None:
    """Compare with what was promised, then write."""
    words = argparse.ArgumentParser(description="write docs/openapi.json")
    words.add_argument("--release", action="store_true", help="promise what stands now")
    release = words.parse_args().release
    made = description(make_programs(State()))
    if PROMISED.exists():
        for promise in broken_promises(json.loads(PROMISED.read_text(encoding="utf-8")), made):
            print(f"breaks: {promise}")
    FILE.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if release:
        PROMISED.write_text(json.dumps(bare(made), ensure_ascii=False) + "\n", encoding="utf-8")


def bare(told: Any) -> Any:
    """A description without what only people read."""
    if isinstance(told, list):
        return [bare(one) for one in told]
    if not isinstance(told, dict):
        return told
    return {name: bare(one) for name, one in told.items() if name not in FOR_PEOPLE or isinstance(one, dict)}


if __name__ == "__main__":
    main()
