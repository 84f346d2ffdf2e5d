"""The words for trades, one table for importer, matcher and rank: everyday words, then the classification 2022."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from policy.wording.cues import plain_text
from policy.wording.misspelled import Misspelled
from policy.wording.negation import said

_LATIN: Final = re.compile(r"[a-z]")
_PLURAL: Final = re.compile(r"e?s?(?![a-z])")
# A title that names this many occupations (经理, 助理) names none.
_MOST_CODES: Final = 4
# Half of an alias such as 结构/土建工程师 is a word of its own only where it is a whole title.
_TITLE: Final = re.compile(r"[一-鿿]{2,}(?:工|员|师|师傅|司机|手|匠|长|人员|嫂)|[a-z].*")


class NamedTrade(NamedTuple):
    """A trade a text affirms: the codes its word may mean, where the word stands, and the one guessed."""

    codes: tuple[str, ...]
    start: int
    end: int
    guessed: str = ""


def _rows(name: str) -> list[dict[str, str]]:
    text = files("policy.wording").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def occupation_names() -> Mapping[str, str]:
    """The name of every code of the classification, classes included."""
    return {row["code"]: row["name"] for row in _rows("occupations.csv")}


@lru_cache(maxsize=1)
def everyday_words() -> Mapping[str, str]:
    """What people say every day, in lower case, and the one occupation it is known for."""
    return {plain_text(word): row["code"] for row in _rows("trade_words.csv") for word in row["words"].split("|")}


@lru_cache(maxsize=1)
def trade_words() -> Mapping[str, tuple[str, ...]]:
    """Codes each written form may mean: everyday words, official names and their aliases, in lower case."""
    found: dict[str, set[str]] = {}
    for row in _rows("occupations.csv"):
        for word in _forms(row):
            found.setdefault(word, set()).add(row["code"])
    told = {word: tuple(sorted(codes)) for word, codes in found.items() if len(codes) < _MOST_CODES}
    # 普工 and 其他生产制造职位 stand for any work of the largest class, which is to say for no trade.
    told = {word: codes for word, codes in told.items() if not any(code.endswith("-00-00-00") for code in codes)}
    return told | {word: (code,) for word, code in everyday_words().items()}


def _forms(row: Mapping[str, str]) -> list[str]:
    whole = [plain_text(form) for form in (row["name"], *row["aliases"].split("|"))]
    halves = [half for form in whole if "/" in form for half in form.split("/") if _TITLE.fullmatch(half)]
    return [form for form in (*whole, *halves) if len(form) >= 2]


class TradeReader:
    """Reads the trades out of a text by a table of words; ``words`` as trade_words() has them."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self._known = words
        self._longest = max(len(word) for word in words)
        self._misspelled = Misspelled(words)

    def named(self, text: str) -> tuple[NamedTrade, ...]:
        """The trades a text affirms, in order, longest words first, no word read twice; e.g. 焊过几年 → welder."""
        lower, known, spoken = plain_text(text), self._known, said(text)
        found: list[NamedTrade] = []
        read: list[tuple[int, int]] = []
        at = 0
        while at < len(lower):
            size = next(
                (size for size in range(min(self._longest, len(lower) - at), 1, -1)
                 if lower[at : at + size] in known and _whole(lower, at, size)),
                0,
            )  # fmt: skip
            if size and spoken.affirms(at, at + size):
                found.append(NamedTrade(known[lower[at : at + size]], at, at + size))
            if size:
                read.append((at, at + size))
            at += size or 1
        for guess in self._misspelled.find(lower, read):
            if spoken.affirms(guess.start, guess.end):
                found.append(NamedTrade(known[guess.word], guess.start, guess.end, guess.word))
        return tuple(sorted(found, key=lambda named: named.start))


@lru_cache(maxsize=1)
def _reader() -> TradeReader:
    return TradeReader(trade_words())


@lru_cache(maxsize=32_768)
def trades_named(text: str) -> tuple[NamedTrade, ...]:
    """The trades a text affirms, by the whole table."""
    return _reader().named(text)


def _whole(text: str, at: int, size: int) -> bool:
    """Latin words count whole only ("guard" is not in "safeguard"); Chinese has no spaces to look for."""
    if not _LATIN.match(text[at]):
        return True
    before = at > 0 and _LATIN.match(text[at - 1])
    return not before and _PLURAL.match(text, at + size) is not None
