"""Numbers that pass every check and can belong to nobody: identity numbers, phones and credit codes.

- Identity numbers carry a sequence code of 996 to 999, kept by GB 11643 for people who were past a hundred
  when numbers began; nobody born after 1900 was ever issued one.
- Phones begin with 15400: the segment 154 has not been assigned to any carrier.
- Credit codes of employers carry the organization code DEMA…, which no register has issued.
"""

from __future__ import annotations

from datetime import date
from typing import Final

RESERVED: Final = {1: ("997", "999"), 2: ("996", "998")}  # by sex: men odd, women even
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I, O, S, V, Z
_ORGANIZATION: Final = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714


def identity_number(county: int, born: date, sex: int, turn: int) -> str:
    """A number with the right check digit (ISO 7064, MOD 11-2); ``turn`` 0 or 1 picks the sequence code."""
    body = f"{county:06d}{born:%Y%m%d}{RESERVED[sex][turn]}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """The eighteenth character of seventeen."""
    return "10X98765432"[sum(w * int(d) for w, d in zip(_WEIGHTS, body, strict=True)) % 11]


def is_synthetic(number: str) -> bool:
    """Whether this identity number carries a sequence code the sample uses."""
    return len(number) == 18 and number[14:17] in {code for codes in RESERVED.values() for code in codes}


def phone(serial: int) -> str:
    """An eleven-digit number of the unassigned segment 154."""
    return f"15400{serial:06d}"


def credit_code(county: int, serial: int) -> str:
    """A unified social credit code whose two check characters are right."""
    organization = f"DEMA{serial:04d}"
    total = sum(w * int(c, 36) for w, c in zip(_ORGANIZATION, organization, strict=True))
    last = 11 - total % 11
    body = f"91{county:06d}{organization}{'X' if last == 10 else '0' if last == 11 else last}"
    return body + credit_check(body)


def credit_check(body: str) -> str:
    """The eighteenth character of a credit code (GB 32100, MOD 31)."""
    total = sum(_CREDIT.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return _CREDIT[-total % 31]
