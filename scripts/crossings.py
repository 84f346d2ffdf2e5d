"""Counts how often one `plan` run passes from one file of ours to another, and from one chapter to another.

    python -m scripts.crossings [--home OFFICE] [--list]

Without an office it makes a small season in a folder of its own. A crossing is one distinct pair of files, however
often it is called; a chapter is a folder that stands directly in a room, and what stands in none is the room's own.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any, Final

from scripts.parts import ALL_ROOMS

ROOT: Final = Path(__file__).resolve().parents[1]
ROOMS: Final = tuple(f"{ROOT / room}{os.sep}" for room in ALL_ROOMS)
Crossing = tuple[str, str]


def crossings_of(work: Callable[[], object]) -> frozenset[Crossing]:
    """The distinct pairs (file that calls, file that is called) while ``work`` runs, by path from the root."""
    called: set[Crossing] = set()

    def watch(frame: FrameType, event: str, _: Any) -> None:
        caller = frame.f_back
        if event == "call" and caller is not None:
            here, there = caller.f_code.co_filename, frame.f_code.co_filename
            if here != there:
                called.add((here, there))

    threading.setprofile(watch)
    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return frozenset(
        (here.removeprefix(f"{ROOT}{os.sep}"), there.removeprefix(f"{ROOT}{os.sep}"))
        for here, there in called
        if here.startswith(ROOMS) and there.startswith(ROOMS)
    )


def chapter(path: str) -> str:
    """The folder that stands directly in a room, or the room for a file that stands in none."""
    parts = Path(path).parts
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def between_chapters(crossings: frozenset[Crossing]) -> frozenset[Crossing]:
    """The same by chapters, calls within one left out."""
    pairs = {(chapter(here), chapter(there)) for here, there in crossings}
    return frozenset((here, there) for here, there in pairs if here != there)


def plan_a_window(home: Path) -> None:
    """Plan two weeks of an office from its latest register day on."""
    from api.advice.training import scorer_of  # noqa: PLC0415 - the rooms are loaded before the count begins
    from api.cli import offices  # noqa: PLC0415
    from api.cli.demonstration import PARAMS  # noqa: PLC0415
    from api.planning.dispatching import dispatch  # noqa: PLC0415
    from api.planning.orders import PlanOrder  # noqa: PLC0415
    from data.sample.season import TODAY  # noqa: PLC0415
    from labor.market import DateWindow  # noqa: PLC0415

    office = offices.opened(home)
    window = DateWindow(TODAY + timedelta(days=1), TODAY + timedelta(days=14))
    dispatch(office.engine, PlanOrder(window, TODAY, params=PARAMS), scorer_of(office.engine, office.settings))


def main(arguments: list[str]) -> None:
    """Make an office where none is named, plan in it, and print the counts."""
    parser = argparse.ArgumentParser(prog="python -m scripts.crossings")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--list", action="store_true", help="each crossing between chapters too")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        home = asked.home or Path(folder)
        if asked.home is None:
            from api.cli import demonstration  # noqa: PLC0415

            demonstration.run(home, workers=300, language="en")
        found = crossings_of(lambda: plan_a_window(home))
    chapters = between_chapters(found)
    files = {path for crossing in found for path in crossing}
    print(f"{len(files)} files, {len(found)} crossings between files, {len(chapters)} between chapters")
    if asked.list:
        passed = Counter((chapter(here), chapter(there)) for here, there in found)
        for (here, there), count in sorted(passed.items()):
            print(f"  {here} → {there}  {count}")


if __name__ == "__main__":
    main(sys.argv[1:])
