"""settings.json of a folder: objective, budget, pins and bans, checked key by key."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast, get_args

from api.plainfiles.cells import quoted
from api.plainfiles.faults import Faults
from api.plainfiles.settings_json import NAME, SettingsTold, read_told
from optimizer import Objective

KNOWN: Final = ("objective", "budget", "pins", "bans")


@dataclass(frozen=True, slots=True)
class PinsAndBans:
    """Pins and bans as (worker_id, posting_id, line)."""

    objective: Objective = "value"
    budget: float | None = None
    pins: tuple[tuple[str, str, int], ...] = ()
    bans: tuple[tuple[str, str, int], ...] = ()


def read_settings(path: Path, faults: Faults) -> PinsAndBans:
    """The settings, or their defaults where the file is missing; what is wrong is noted in ``faults``."""
    return _checked(read_told(path, faults), faults)


def _checked(file: SettingsTold, faults: Faults) -> PinsAndBans:
    file.refuse_unknown(KNOWN, faults)
    told = file.settings
    objective = told.get("objective") if told.get("objective") is not None else "value"
    if objective not in get_args(Objective):
        wanted = " or ".join(get_args(Objective))
        faults.add(NAME, file.line_of("objective"), f"objective {objective!r} is not {wanted}")
        objective = "value"
    return PinsAndBans(
        objective=cast(Objective, objective),
        budget=_budget(file, faults),
        pins=_pairs(file, "pins", faults),
        bans=_pairs(file, "bans", faults),
    )


def _budget(file: SettingsTold, faults: Faults) -> float | None:
    told = file.settings.get("budget")
    if told is None:
        return None
    usable = isinstance(told, int | float) and not isinstance(told, bool)
    if not usable or not 0 <= told < sys.float_info.max:
        faults.add(NAME, file.line_of("budget"), f"budget {quoted(str(told))} is not a number of 0 or more")
        return None
    return float(told) + 0.0  # -0 is 0


def _pairs(file: SettingsTold, key: str, faults: Faults) -> tuple[tuple[str, str, int], ...]:
    """Ids may be written as JSON whole numbers, since CSV does not tell 7 from "7"."""
    pairs = file.settings.get(key)
    if pairs is None:
        return ()
    line = file.line_of(key)
    if not isinstance(pairs, list):
        faults.add(NAME, line, f"{key} must be a list of [worker_id, posting_id]")
        return ()
    good = []
    for pair in pairs:
        if isinstance(pair, list) and len(pair) == 2 and all(type(one) in (str, int) for one in pair):
            good.append((str(pair[0]), str(pair[1]), line))
        else:
            faults.add(NAME, line, f"{key}: {json.dumps(pair, ensure_ascii=False)} is not [worker_id, posting_id]")
    return tuple(good)
