"""Trade words that were misspelled: in pinyin, with a homophone (电汗工), or in English with one key wrong (weldr).

All of it is a guess. Only a piece of text that names no trade as it is written is looked at, only a word of a certain
length, and only where one occupation fits: 保按 could be 报案, and stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

_PIECE: Final = re.compile(r"[^,，、。;；:：/|+!！?？()（）\n\t\d]+")
_HAN: Final = re.compile(r"[一-鿿]{3,}")
_CHINESE: Final = re.compile(r"[一-鿿]{2,}")
_LATIN: Final = re.compile(r"[a-z]+(?:[ '-][a-z]+)*")
_TOKEN: Final = re.compile(r"[a-z]+")
_LONGEST_PIECE: Final = 24  # characters: a longer piece is a sentence, where homophones meet by chance
_LEAST_HAN: Final = 3
_MOST_HAN: Final = 7
_LEAST_LATIN: Final = 6
_KEYBOARD: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Initials and finals that many speakers, and so their input methods, do not tell apart.
_ALIKE: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


class Guess(NamedTuple):
    """A word that was probably meant, and where what was written for it stands."""

    word: str
    start: int
    end: int


class Misspelled:
    """Finds misspelled words of a table.

    ``words``: what each written form means (any hashable meaning), in lower case, simplified.
    """

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self._words = words

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        han = [word for word in self._words if _LEAST_HAN <= len(word) <= _MOST_HAN and _HAN.fullmatch(word)]
        return _with_one_meaning(((_sounds(word), word) for word in han), self._words)

    @cached_property
    def _by_letters(self) -> dict[str, str]:
        spelled = [word for word in self._words if _CHINESE.fullmatch(word)]
        return _with_one_meaning((("".join(_syllables(word)), word) for word in spelled), self._words)

    @cached_property
    def _by_slip(self) -> dict[str, str]:
        latin = [word for word in self._words if len(word) >= _LEAST_LATIN and _LATIN.fullmatch(word)]
        slips = _with_one_meaning(((slip, word) for word in latin for slip in _slips(word)), self._words)
        return {slip: word for slip, word in slips.items() if slip not in self._words}

    def find(self, plain: str, taken: Iterable[tuple[int, int]]) -> list[Guess]:
        """Words probably meant in the pieces of a plain text that none of the spans already ``taken`` touches."""
        spans = list(taken)
        found: list[Guess] = []
        for piece in _PIECE.finditer(plain):
            start, end = piece.span()
            if end - start <= _LONGEST_PIECE and not any(start < stop and begin < end for begin, stop in spans):
                found += self._in_han(plain, start, end)
                found += self._in_latin(plain, start, end)
        return found

    def _in_han(self, plain: str, start: int, end: int) -> Iterator[Guess]:
        for run in _HAN.finditer(plain, start, end):
            at = run.start()
            while at <= run.end() - _LEAST_HAN:
                sizes = range(min(_MOST_HAN, run.end() - at), _LEAST_HAN - 1, -1)
                word = next((w for size in sizes if (w := self._by_ear(plain[at : at + size]))), "")
                if word:
                    yield Guess(word, at, at + len(word))
                at += len(word) or 1

    def _by_ear(self, written: str) -> str:
        """The word that sounds like what is written and shares at least half of its characters in their places."""
        word = self._by_sound.get(_sounds(written), "")
        alike = sum(a == b for a, b in zip(word, written, strict=False))
        return word if word and 2 * alike >= len(written) else ""

    def _in_latin(self, plain: str, start: int, end: int) -> Iterator[Guess]:
        for run in _LATIN.finditer(plain, start, end):
            tokens = list(_TOKEN.finditer(plain, *run.span()))
            first = 0
            while first < len(tokens):
                for last in range(len(tokens), first, -1):
                    begin, stop = tokens[first].start(), tokens[last - 1].end()
                    if word := self._by_key(plain[begin:stop]):
                        yield Guess(word, begin, stop)
                        break
                else:
                    last = first + 1
                first = last

    def _by_key(self, written: str) -> str:
        if len(written) < _LEAST_LATIN:
            return ""
        return self._by_letters.get(re.sub("[ '-]", "", written), "") or self._by_slip.get(written, "")


def _with_one_meaning(pairs: Iterable[tuple[str, str]], words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The word each key stands for, where all words of that key mean the same."""
    meant: dict[str, str] = {}
    unclear: set[str] = set()
    for key, word in pairs:
        if words[meant.setdefault(key, word)] != words[word]:
            unclear.add(key)
    return {key: word for key, word in meant.items() if key not in unclear}


def _syllables(text: str) -> list[str]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its phrases take a quarter of a second

    return lazy_pinyin(text)


def _sounds(text: str) -> str:
    """How a text sounds to those who do not tell zh from z, or ang from an."""
    sound = " ".join(_syllables(text))
    for marked, plain in _ALIKE:
        sound = sound.replace(marked, plain)
    return sound


def _slips(word: str) -> set[str]:
    """What one wrong key makes of a word after its first letter: left out, doubled, swapped, or the key beside it."""
    found: set[str] = set()
    for at in range(1, len(word)):
        found.add(word[:at] + word[at + 1 :])
        found.add(word[:at] + word[at] + word[at:])
        if at + 1 < len(word):  # another last letter is another form: packer, packed
            found.update(word[:at] + key + word[at + 1 :] for key in _beside(word[at]))
            found.add(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    return {slip for slip in found - {word} if len(slip) >= _LEAST_LATIN and slip == slip.strip()}


@lru_cache(maxsize=32)
def _beside(key: str) -> tuple[str, ...]:
    for at, row in enumerate(_KEYBOARD):
        place = row.find(key)
        if place >= 0:
            near = [row[place - 1 : place], row[place + 1 : place + 2]]
            near += [other[max(place - down, 0) : place - down + 2] for other, down in _neighbors(at)]
            return tuple(letter for letters in near for letter in letters)
    return ()


def _neighbors(at: int) -> Iterator[tuple[str, int]]:
    """The rows above and below: a key touches two of each, half a key further left below."""
    if at > 0:
        yield _KEYBOARD[at - 1], 0
    if at + 1 < len(_KEYBOARD):
        yield _KEYBOARD[at + 1], 1
