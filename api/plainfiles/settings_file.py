"""settings.json of a folder: objective, budget, pins and bans, checked key by key."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast, get_args

from api.plainfiles.cells import quoted
from api.plainfiles.faults import Faults
from optimizer import Objective

MOST_DIGITS: Final = 300  # of a whole number: more than any amount has, fewer than Python refuses to read
KNOWN: Final = ("objective", "budget", "pins", "bans")
NAME: Final = "settings.json"


@dataclass(frozen=True, slots=True)
class PinsAndBans:
    """Pins and bans as (worker_id, posting_id, line)."""

    objective: Objective = "value"
    budget: float | None = None
    pins: tuple[tuple[str, str, int], ...] = ()
    bans: tuple[tuple[str, str, int], ...] = ()


class _Unusable(ValueError):
    """JSON that can be read but not used; ``text`` is where."""

    def __init__(self, wrong: str, text: str = "") -> None:
        super().__init__(wrong)
        self.text = text


def read_settings(path: Path, faults: Faults) -> PinsAndBans:
    """The settings, or their defaults where the file is missing; what is wrong is noted in ``faults``."""
    if not path.exists():
        return PinsAndBans()
    try:
        text = path.read_text(encoding="utf-8-sig")
        told = json.loads(text, object_pairs_hook=_no_key_twice, parse_int=_whole, parse_constant=_not_a_number)
    except UnicodeDecodeError:
        faults.add(NAME, 1, "is not UTF-8 text")
        return PinsAndBans()
    except json.JSONDecodeError as error:
        faults.add(NAME, error.lineno, f"is not JSON: {error.msg}")
        return PinsAndBans()
    except (_Unusable, RecursionError) as error:
        found = text.find(error.text) if isinstance(error, _Unusable) else 0
        faults.add(NAME, text.count("\n", 0, max(0, found)) + 1, f"is not usable JSON: {error}")
        return PinsAndBans()
    if not isinstance(told, dict):
        faults.add(NAME, 1, "must hold one object, {...}")
        return PinsAndBans()
    return _checked(told, text, faults)


def _checked(told: dict[str, Any], text: str, faults: Faults) -> PinsAndBans:
    for key in told:
        if key not in KNOWN:
            faults.add(NAME, _line_of(text, key), f"{key!r} is not a setting; known are {', '.join(KNOWN)}")
    objective = told.get("objective") if told.get("objective") is not None else "value"
    if objective not in get_args(Objective):
        wanted = " or ".join(get_args(Objective))
        faults.add(NAME, _line_of(text, "objective"), f"objective {objective!r} is not {wanted}")
        objective = "value"
    return PinsAndBans(
        objective=cast(Objective, objective),
        budget=_budget(told.get("budget"), text, faults),
        pins=_pairs(told, "pins", text, faults),
        bans=_pairs(told, "bans", text, faults),
    )


def _budget(told: Any, text: str, faults: Faults) -> float | None:
    if told is None:
        return None
    usable = isinstance(told, int | float) and not isinstance(told, bool)
    if not usable or not 0 <= told < sys.float_info.max:
        faults.add(NAME, _line_of(text, "budget"), f"budget {quoted(str(told))} is not a number of 0 or more")
        return None
    return float(told) + 0.0  # -0 is 0


def _pairs(told: dict[str, Any], key: str, text: str, faults: Faults) -> tuple[tuple[str, str, int], ...]:
    """Ids may be written as JSON whole numbers, since CSV does not tell 7 from "7"."""
    pairs = told.get(key)
    if pairs is None:
        return ()
    line = _line_of(text, key)
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


def _line_of(text: str, key: str) -> int:
    return text.count("\n", 0, max(0, text.find(f'"{key}"'))) + 1


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise _Unusable("a key stands twice")
    return told


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise _Unusable(f"a number of {len(digits)} digits is beyond any amount", digits)
    return int(digits)


def _not_a_number(name: str) -> Any:
    raise _Unusable(f"{name} is not a number of JSON", name)
