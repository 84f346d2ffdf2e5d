"""Congjiang county in Guizhou: ticks, codes with a key on another sheet, a list read over the telephone; drawn last.

Its files stand as they were drawn (tests/blind/congjiang), with the clerk's own list in truth.json beside them.
"""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path
from typing import Any

from tests.blind.clerk import File, Office, Order, Person, Vehicle

FOLDER = Path(__file__).with_name("congjiang")
TRUTH = json.loads((FOLDER / "truth.json").read_text())


def _order(said: dict[str, Any]) -> Order:
    return Order(**said | {"pay": tuple(said.get("pay", (0, 0)))})


def _file(said: dict[str, Any]) -> File:
    return File(
        said["name"],
        partial(shutil.copyfile, FOLDER / said["name"]),
        said["tells"],
        tuple(Person(**one) for one in said.get("people", ())),
        tuple(map(_order, said.get("orders", ()))),
        tuple(Vehicle(**one) for one in said.get("vehicles", ())),
        said.get("fares", 0),
        said.get("readable", True),
    )


CONGJIANG = Office(
    "congjiang",
    TRUTH["county"],
    tuple(map(_file, TRUTH["files"])),
    TRUTH["sendable"],
    TRUTH["coaches"],
    tuple(TRUTH["never_people"]),
)
