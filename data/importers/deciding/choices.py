"""What may be answered to each kind of question about rows, in words that say what the answer does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from data.importers.judging.faults import Fault
from data.importers.words.vocabulary import words
from labor.words import Bilingual

KEEP_AS_IT_STANDS: Final = Bilingual("照原样登记", "Register as it stands")
LEAVE_OUT: Final = Bilingual("不登记", "Leave out")
NAMED: Final = ("keep", "merge", "drop")
# Where nothing sensible could be kept: the cell must be mended, or the row is left out.
_NOT_AS_IT_STANDS: Final = frozenset(
    (
        "county_missing", "pay_unclear", "pay_too_small", "pay_too_large", "pay_missing", "region_several",
        "openings_missing", "openings_range", "place_missing", "mode_unclear", "hub_unknown", "seats_impossible",
        "cost_missing", "load_exceeds_seats", "required_certificate_vague",
        "required_certificate_unknown",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choices:
    """The answers to one kind of question: its title, the buttons in order, and what else can be said."""

    title: Bilingual | None  # None: the remark's own words
    buttons: Mapping[str, Bilingual]  # "keep", "merge", "drop" → what it does
    value: Bilingual | None = None  # one value for all rows that say the same
    county: bool = False


@lru_cache(maxsize=512)
def choices_of(code: str, weight: str) -> Choices:
    """The answers to a fault of this code and weight; what is refused can only be mended or left out."""
    entry: Mapping[str, Any] = words("decisions").get(code, {})
    buttons: dict[str, Bilingual] = {}
    for name in NAMED:
        said = entry.get(name)
        if name == "keep" and said is None and not _named(entry) and code not in _NOT_AS_IT_STANDS:
            buttons[name] = KEEP_AS_IT_STANDS
        elif said is not None:
            buttons[name] = Bilingual(said["zh"], said["en"])
    buttons.setdefault("drop", LEAVE_OUT)
    if weight == "refuse":
        buttons = {"drop": buttons["drop"]}
    title = Bilingual(entry["zh"], entry["en"]) if entry else None
    value = entry.get("value")
    return Choices(title, buttons, Bilingual(value["zh"], value["en"]) if value else None, bool(entry.get("county")))


def _named(entry: Mapping[str, Any]) -> bool:
    return any(name in entry for name in ("merge", "county"))


def choices_for_row(faults: list[Fault]) -> Mapping[str, Bilingual]:
    """The buttons of a single row: those all of its open questions allow."""
    asked = [choices_of(fault.code, fault.weight).buttons for fault in faults if fault.weight != "note"]
    shared = [name for name in NAMED if asked and all(name in buttons for buttons in asked)]
    return {name: asked[0][name] for name in shared}
