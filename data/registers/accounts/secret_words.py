"""Secrets handed out: drawn at random, shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

# Without 0 o 1 l i: they are read aloud on the telephone and typed by hand.
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def drawn() -> str:
    """256 random bits, for cookies and tokens."""
    return secrets.token_urlsafe(32)


def spoken(groups: int, size: int = 4) -> str:
    """A secret a person types: groups of letters and digits, five bits each."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(size)) for _ in range(groups))


def kept(secret: str) -> str:
    """What is kept of it. A plain hash suffices: nobody guesses what was drawn from 80 bits or more."""
    return hashlib.sha256(secret.encode()).hexdigest()
