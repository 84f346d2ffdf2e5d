"""The national classification of occupations (2022): names, aliases, everyday words, and how near two codes lie."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources

import numpy as np

from labor.arrays import FloatArray
from policy.wording import said

# How near two codes lie by the deepest level they share: major, middle, small class, the same occupation.
NEARNESS = (0.0, 0.1, 0.3, 0.6, 1.0)
_LATIN = re.compile(r"[a-z]")


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("matching").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def names() -> Mapping[str, str]:
    """The name of every code, classes included."""
    return {row["code"]: row["name"] for row in _rows("occupations.csv")}


@lru_cache(maxsize=1)
def words() -> Mapping[str, tuple[str, ...]]:
    """Codes that each written form may mean: names, aliases and everyday words, in lower case."""
    found: dict[str, set[str]] = {}
    for row in _rows("occupations.csv"):
        said = [row["name"], *row["aliases"].split("|")]
        for word in (part for form in said for part in (form, *form.split("/"))):
            if len(word) >= 2:
                found.setdefault(word.lower(), set()).add(row["code"])
    for row in _rows("everyday.csv"):
        for word in row["words"].split("|"):
            # What people say every day means the one occupation it is known for.
            found[word.lower()] = {row["code"]}
    return {word: tuple(sorted(codes)) for word, codes in found.items()}


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(len(word) for word in words())


def codes_in(text: str) -> tuple[str, ...]:
    """Occupation codes a text affirms, longest words first found, no word read twice; e.g. "焊过几年" → welder."""
    text, known = said(text.lower()).affirmed_text, words()
    found: dict[str, None] = {}
    at = 0
    while at < len(text):
        for size in range(min(_longest(), len(text) - at), 1, -1):
            word = text[at : at + size]
            if word in known and _whole(text, at, size):
                found.update(dict.fromkeys(known[word]))
                at += size - 1
                break
        at += 1
    return tuple(found)


def _whole(text: str, at: int, size: int) -> bool:
    """Latin words count whole only ("guard" is not in "safeguard"); Chinese has no spaces to look for."""
    if not _LATIN.match(text[at]):
        return True
    before = at > 0 and _LATIN.match(text[at - 1])
    after = at + size < len(text) and _LATIN.match(text[at + size])
    return not before and not after


def classes_of(code: str) -> tuple[str, ...]:
    """Major, middle and small class of a code, and the code itself: ``6``, ``6-18``, ``6-18-02``, ``6-18-02-04``."""
    parts = code.split("-")
    return tuple("-".join(parts[: depth + 1]) for depth in range(len(parts)))


def nearness(left: Iterable[str], right: Iterable[str]) -> FloatArray:
    """How near each code on the left lies to each on the right (0 to 1); "" lies near nothing."""
    rows, columns = [classes_of(code) for code in left], [classes_of(code) for code in right]
    near = np.zeros((len(rows), len(columns)))
    for depth, worth in enumerate(NEARNESS[1:]):
        mine = np.array([row[depth] if depth < len(row) else f"<{at}" for at, row in enumerate(rows)], dtype=object)
        theirs = np.array(
            [row[depth] if depth < len(row) else f">{at}" for at, row in enumerate(columns)], dtype=object
        )
        known = (mine != "")[:, None] & (theirs != "")[None, :]
        near[(mine[:, None] == theirs[None, :]) & known] = worth
    return near
