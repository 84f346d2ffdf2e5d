"""The words of negation.toml as patterns, and a text's cues in order."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from policy.wording.simplified import simplified

_APOSTROPHES: Final = str.maketrans("’‘`´", "''''")
# The first kind that fits at a place is taken.
_KINDS: Final = {
    "asked": "asked", "frame": "frames", "idiom": "idioms", "twice": "twice", "excepted": "excepted",
    "except": "excepts", "affirm": "affirmations", "denial": "denials",
}  # fmt: skip


class Cue(NamedTuple):
    """One cue and where it stands."""

    kind: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, str]:
    """Every list of negation.toml as one alternation, the named lists inside filled in."""
    read = tomllib.loads(files("policy.wording").joinpath("negation.toml").read_text(encoding="utf-8"))
    joined = {name: f"(?:{'|'.join(words)})" for name, words in read.items()}
    for name in ("shortfalls", "before", "light_verbs", "light_english"):
        joined["denials"] = joined["denials"].replace(name.upper(), joined[name])
    return joined


@lru_cache(maxsize=32)
def pattern(name: str) -> re.Pattern[str]:
    """One list of negation.toml, compiled."""
    return re.compile(_lists()[name])


@lru_cache(maxsize=1)
def _light() -> re.Pattern[str]:
    lists = _lists()
    return re.compile(rf"(?:{lists['light_verbs']}|{lists['light_nouns']}|{lists['light_english']}|[\W_])*")


@lru_cache(maxsize=1)
def _any_cue() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{kind}_>{_lists()[name]})" for kind, name in _KINDS.items()))


def plain_text(text: str) -> str:
    """Ordinary forms in lower case, simplified; as many characters as before."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        small = text.lower()
        if len(small) == len(text):
            return simplified(small).translate(_APOSTROPHES)
    lower = "".join(new if len(new := unicodedata.normalize("NFKC", char).lower()) == 1 else char for char in text)
    return simplified(lower).translate(_APOSTROPHES)


def denies_anything(plain: str) -> bool:
    """Whether a text holds a word that may deny or except; most hold none."""
    return any(pattern(name).search(plain) for name in ("denials", "excepts", "excepted"))


def cues(plain: str, start: int, end: int) -> list[Cue]:
    """The cues between two places of a plain text, in order."""
    found = _any_cue().finditer(plain, start, end)
    return [Cue((match.lastgroup or "").rstrip("_"), match.start(), match.end()) for match in found]


def is_light(plain: str, start: int, end: int) -> bool:
    """Whether nothing stands there that could be affirmed or denied."""
    return _light().fullmatch(plain, start, end) is not None
