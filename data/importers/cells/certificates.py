"""Certificate names to the kinds of the rule pack; a vague name is asked about, never guessed."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from data.importers.cells.dates import day
from data.importers.cells.reading import Cell, Reading, plain
from data.registers.records import CertificateRecord
from policy.certificates import kind_of, name_of, read_name

_JOINTS: Final = re.compile(r"[、,,;;/+\n]|和(?=[^(（]*证)")
_NONE: Final = re.compile(r"无|没有|暂无|否|-|/|none|no", re.IGNORECASE)
_VALID_TO: Final = re.compile(
    r"[(（]?(?:有效期?(?:至|到)?|至|到期)[::]?\s*(\d{4}[年./\-]\d{1,2}(?:[月./\-]\d{1,2}日?)?)[)）]?|[(（](\d{4}[年./\-]\d{1,2}[月./\-]\d{1,2}日?)(?:到期|止)?[)）]"
)

# How paper names the issuers of policy/packs/certificates.toml; the first that occurs decides.
_ISSUERS: Final = (
    ("emergency", r"应急|安监|安全生产监督"),
    ("housing", r"住建|建设|建委|城乡"),
    ("market", r"市场监|市监|质监|质量技术监督|特种设备"),
    ("transport", r"交通运输|运管|道路运输"),
    ("police", r"公安|交警|车管"),
    ("health", r"卫生|卫健|疾控|疾病预防|医院"),
    ("skills", r"人社|人力资源|职业技能|劳动保障"),
)
_CODE_ASIDE: Final = re.compile(r"\s*[(（\[【]\s*[A-Za-z]{0,2}\d{0,2}\s*(?:证|类|级)?\s*[)）\]】]")


def _unbracketed(text: str) -> str:
    """Brackets around the whole are no part of a name; those inside it stay as they are written."""
    whole = re.fullmatch(r"[(（]([^()（）]*)[)）]", text)
    if whole:
        return whole[1].strip()
    opened, closed = len(re.findall("[(（]", text)), len(re.findall("[)）]", text))
    return text if opened == closed else text.strip(" ()（）")


def issued_by_another(kind: str, issuer: str) -> bool:
    """Whether the paper names an issuer that does not issue this kind (forklift: market supervision alone)."""
    named = next((code for code, pattern in _ISSUERS if re.search(pattern, issuer)), "")
    return bool(kind and named) and kind_of(kind).issuer not in (named, "")


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
    words = _unbracketed(_VALID_TO.sub("", text).strip())
    known = read_name(words)
    if not known.kind and not known.too_vague:
        known = read_name(_CODE_ASIDE.sub("", words))  # 叉车证（N1）: the code says the same once more
    record = CertificateRecord(known.kind, words, valid_to=valid_to)
    if known.too_vague:
        return Reading(record, "certificate_vague", " / ".join(name_of(kind).zh for kind in known.may_be))
    return Reading(record) if known.kind else Reading(record, "certificate_unknown", words)
