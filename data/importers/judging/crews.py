"""How many drivers an offer brings: its own column, its remarks, or the drivers it names."""

from __future__ import annotations

import re
from typing import Final

from data.importers.cells.numerals import chinese_number
from data.importers.cells.reading import plain
from data.importers.judging.rows import Row

UNKNOWN: Final = -1
_WHO: Final = r"(?:驾驶员|驾驶|司机|师傅|驾(?!照|驶证|校)|drivers?)"
_NUMBER: Final = r"(\d{1,2}|[一二两三四五]|单|双|one|two|three|four)"
_BEFORE: Final = re.compile(rf"{_NUMBER}\s*(?:名|个|位|人|班)?\s*(?:专职|持证|正式)?{_WHO}", re.IGNORECASE)
_AFTER: Final = re.compile(
    rf"{_WHO}\s*(?:人数|数|配备|配置|配)?\s*[::为是]?\s*{_NUMBER}\s*(?:名|个|位|人)", re.IGNORECASE
)
_SHIFTS: Final = re.compile(r"(单|双|两|二|三|2|3)\s*班\s*(?:轮换|轮驾|倒班驾驶|驾)")
_WORDS: Final = {"单": 1, "双": 2, "one": 1, "two": 2, "three": 3, "four": 4}
_MOST: Final = 6
_NAMES: Final = re.compile(r"[、,，;；/\s和]+")


def drivers_of(row: Row) -> int:
    """The drivers an offer names, UNKNOWN where it names none: as many as the law asks are then a condition."""
    of_drivers = bool(re.search(r"司机|驾驶员|driver", row.layout.header("contact"), re.IGNORECASE))
    for field in ("drivers", "contact", "remarks", "mode", "name"):
        text = plain(row.cell(field)) if field != "remarks" else row.text("remarks")
        if (count := _counted(text, bare=field == "drivers" or (of_drivers and field == "contact"))) > 0:
            return count
    return _named(row) if of_drivers else UNKNOWN


def _counted(text: str, *, bare: bool) -> int:
    if bare and (match := re.fullmatch(rf"(?:配|共)?{_NUMBER}\s*(?:名|个|位|人)?", text, re.IGNORECASE)):
        return _whole(match[1])
    for pattern in (_AFTER, _BEFORE, _SHIFTS):
        if match := pattern.search(text):
            return _whole(match[1])
    return UNKNOWN


def _whole(word: str) -> int:
    word = word.lower()
    count = _WORDS.get(word) or (int(word) if word.isdigit() else int(chinese_number(word) or 0))
    return count if 0 < count <= _MOST else UNKNOWN


def _named(row: Row) -> int:
    """Two names in a column of drivers are two drivers; one may be whoever answers the telephone."""
    names = [name for name in _NAMES.split(re.sub(r"[\d()\-]+", " ", plain(row.cell("contact")))) if len(name) >= 2]
    return len(names) if 2 <= len(names) <= _MOST else UNKNOWN
