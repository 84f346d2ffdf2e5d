"""settings.json as one object, with the lines its keys stand in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from api.plainfiles.faults import Faults

MOST_DIGITS: Final = 300  # of a whole number: more than any amount has, fewer than Python refuses to read
NAME: Final = "settings.json"


@dataclass(frozen=True, slots=True)
class SettingsTold:
    """What the file says; ``readable`` is False where it could not be read."""

    settings: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    readable: bool = True

    def line_of(self, key: str) -> int:
        """The line a key stands in, 1 where it stands nowhere."""
        return self.text.count("\n", 0, max(0, self.text.find(f'"{key}"'))) + 1

    def refuse_unknown(self, known: tuple[str, ...], faults: Faults) -> None:
        """Note every key that is no setting."""
        for key in self.settings:
            if key not in known:
                faults.add(NAME, self.line_of(key), f"{key!r} is not a setting; known are {', '.join(known)}")


class _Unusable(ValueError):
    """JSON that can be read but not used; ``text`` is where."""

    def __init__(self, wrong: str, text: str = "") -> None:
        super().__init__(wrong)
        self.text = text


def read_told(path: Path, faults: Faults) -> SettingsTold:
    """The object, empty where the file is missing; what is wrong is noted in ``faults``."""
    if not path.exists():
        return SettingsTold()
    try:
        text = path.read_text(encoding="utf-8-sig")
        told = json.loads(text, object_pairs_hook=_no_key_twice, parse_int=_whole, parse_constant=_not_a_number)
    except UnicodeDecodeError:
        faults.add(NAME, 1, "is not UTF-8 text")
        return SettingsTold(readable=False)
    except json.JSONDecodeError as error:
        faults.add(NAME, error.lineno, f"is not JSON: {error.msg}")
        return SettingsTold(readable=False)
    except (_Unusable, RecursionError) as error:
        found = text.find(error.text) if isinstance(error, _Unusable) else 0
        faults.add(NAME, text.count("\n", 0, max(0, found)) + 1, f"is not usable JSON: {error}")
        return SettingsTold(readable=False)
    if not isinstance(told, dict):
        faults.add(NAME, 1, "must hold one object, {...}")
        return SettingsTold(readable=False)
    return SettingsTold(told, text)


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
