"""Certificate names to the kinds of the rule pack; a vague name is asked about, never guessed."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from data.importers.cells.dates import day
from data.importers.cells.reading import Cell, Reading, plain
from data.importers.records import CertificateRecord
from policy.certificates import name_of, read_name

_JOINTS: Final = re.compile(r"[、,,;;/+\n]|和(?=[^(（]*证)")
_NONE: Final = re.compile(r"无|没有|暂无|否|-|/|none|no", re.IGNORECASE)
_VALID_TO: Final = re.compile(
    r"[(（]?(?:有效期?(?:至|到)?|至|到期)[::]?\s*(\d{4}[年./\-]\d{1,2}(?:[月./\-]\d{1,2}日?)?)[)）]?|[(（](\d{4}[年./\-]\d{1,2}[月./\-]\d{1,2}日?)(?:到期|止)?[)）]"
)


def certificates(cell: Cell, today: date) -> Reading[tuple[CertificateRecord, ...]]:
    """Every certificate a cell names; unknown names stay as words, vague ones say which kinds they may be."""
    text = plain(cell if not isinstance(cell, str) else cell.replace("\n", "、"))
    if not text or _NONE.fullmatch(text):
        return Reading(())
    found = [_one(piece.strip(), today) for piece in _JOINTS.split(text) if piece.strip()]
    fault = next(((reading.fault, reading.hint) for reading in found if reading.fault), ("", ""))
    return Reading(tuple(reading.value for reading in found), *fault)


@lru_cache(maxsize=4096)
def _one(text: str, today: date) -> Reading[CertificateRecord]:
    match = _VALID_TO.search(text)
    valid_to = day(match[1] or match[2], today).value if match else None
    words = _VALID_TO.sub("", text).strip(" ()（）")
    known = read_name(words)
    record = CertificateRecord(known.kind, words, valid_to=valid_to)
    if known.too_vague:
        return Reading(record, "certificate_vague", " / ".join(name_of(kind).zh for kind in known.may_be))
    return Reading(record) if known.kind else Reading(record, "certificate_unknown", words)
