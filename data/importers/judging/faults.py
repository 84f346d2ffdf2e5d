"""What is wrong with a row, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from data.importers.words.vocabulary import words
from labor.words import Bilingual

KEPT: Final = "kept"
TO_DECIDE: Final = "to_decide"
REFUSED: Final = "refused"
_RANK: Final = {"note": 0, "decide": 1, "refuse": 2}
_OUTCOME: Final = (KEPT, TO_DECIDE, REFUSED)


@dataclass(frozen=True, slots=True)
class Fault:
    """One remark on one cell (``column`` is its header) or on the whole row (``column`` "")."""

    code: str
    column: str = ""
    value: str = ""
    hint: str = ""
    severity: str = ""  # "refuse", "decide" or "note"; "" = as words/faults.toml says
    other_worker: int = 0  # register number of the possible duplicate

    @property
    def weight(self) -> str:
        """The severity that holds."""
        return self.severity or str(words("faults")[self.code]["severity"])

    @property
    def what(self) -> Bilingual:
        """What is wrong, in words."""
        return _filled(self, 0)

    @property
    def fix(self) -> Bilingual:
        """What to do."""
        return _filled(self, 1)


@lru_cache(maxsize=256)
def _texts(code: str) -> tuple[Bilingual, Bilingual]:
    entry = words("faults")[code]
    return Bilingual(entry["zh"], entry["en"]), Bilingual(entry["fix_zh"], entry["fix_en"])


def _filled(fault: Fault, which: int) -> Bilingual:
    text = _texts(fault.code)[which]
    values = {"value": fault.value[:60], "hint": fault.hint[:160]}
    return Bilingual(text.text("zh", **values), text.text("en", **values))


def outcome_of(faults: Iterable[Fault]) -> str:
    """KEPT, TO_DECIDE or REFUSED: the heaviest fault decides."""
    return _OUTCOME[max((_RANK[fault.weight] for fault in faults), default=0)]
