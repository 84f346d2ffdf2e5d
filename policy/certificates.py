"""Kinds of certificates, who issues them and what each one allows."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from labor.errors import NotFound
from labor.words import Bilingual, as_written
from policy.rulebook import bilingual, pack
from policy.wording import simplified


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of certificate.

    ``years`` 0 = does not run out; ``review_years`` 0 = no review in between; ``endless`` = may say 长期 instead of a
    last day (driving licences do after their terms).
    """

    code: str
    issuer: str
    name: Bilingual
    years: int
    review_years: int
    margin_days: int
    min_age: int
    licence: bool
    endless: bool
    covers: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CertificateReading:
    """What a written certificate name means: one kind, or several to ask about, or nothing known (both empty)."""

    kind: str = ""
    may_be: tuple[str, ...] = ()
    too_vague: bool = False


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """All kinds by code."""
    return {
        entry["code"]: Kind(
            code=entry["code"],
            issuer=entry["issuer"],
            name=bilingual(entry["name"]),
            years=entry["years"],
            review_years=entry["review_years"],
            margin_days=entry["margin_days"],
            min_age=entry["min_age"],
            licence=entry["licence"],
            endless=entry.get("endless", False),
            covers=tuple(entry.get("covers", ())),
            aliases=tuple(entry["aliases"]),
        )
        for entry in pack("certificates")["certificate"]
    }


@lru_cache(maxsize=1)
def issuers() -> Mapping[str, Bilingual]:
    """The issuing authorities by code."""
    return {entry["code"]: bilingual(entry["name"]) for entry in pack("certificates")["issuer"]}


def kind_of(code: str) -> Kind:
    """One kind; raises NotFound for a code the pack does not hold."""
    if code not in kinds():
        raise NotFound(f"no certificate kind {code} in policy/packs/certificates.toml")
    return kinds()[code]


def read_name(written: str) -> CertificateReading:
    """What people wrote, e.g. 叉车证 → ms_forklift, 焊工证 → ask which of three, 会计证 → nothing known."""
    return _readings().get(_plain(written), CertificateReading())


def name_of(code: str) -> Bilingual:
    """The kind's name in words, the code itself where the pack does not know it."""
    return kinds()[code].name if code in kinds() else as_written(code)


def _plain(written: str) -> str:
    text = simplified(unicodedata.normalize("NFKC", written).casefold())
    return "".join(char for char in text if not char.isspace() and char not in "-_·.,、:;()")


@lru_cache(maxsize=1)
def _readings() -> Mapping[str, CertificateReading]:
    found: dict[str, CertificateReading] = {}
    for entry in pack("certificates")["ambiguous"]:
        for name in entry["names"]:
            found[_plain(name)] = CertificateReading(may_be=tuple(entry["may_be"]), too_vague=True)
    for kind in kinds().values():
        for name in (kind.code, kind.name.zh, kind.name.en, *kind.aliases):
            found[_plain(name)] = CertificateReading(kind=kind.code)
    return found
