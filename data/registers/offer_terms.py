"""What a yes is said to: the terms of a posting, as one fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

# A change of any of these turns a yes into "not asked": other work, place, pay, hours, room, days, or somebody
# else's contract. A changed head count, contact or bed count is the office's affair and changes no yes.
TERMS: Final = (
    "employer_id", "title", "duties", "county", "address", "employment_form", "agency_chain", "wage_low_fen",
    "wage_high_fen", "base_fen", "pay_text", "hours_a_day", "shifts", "night_shift", "lodging", "lodging_text",
    "fare_paid_by", "social_insurance", "start_from", "start_by",
)  # fmt: skip


def terms_hash(values: Mapping[str, Any], hazards: Iterable[str] = ()) -> str:
    """SHA-256 (hex) over a posting's terms and its hazards; fields left out count as not said."""
    terms = {name: _plain(values.get(name)) for name in TERMS} | {"hazards": sorted(hazards)}
    return hashlib.sha256(json.dumps(terms, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """One spelling for values that mean the same: 10 and 10.0, "" and None, a day and its ISO text."""
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, bool | int | float | str) else str(value)
