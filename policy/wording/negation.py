"""What a text affirms and what it denies: one reading of 不会电焊 and "no welding" for importer, matcher and rank."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from policy.wording.clauses import clauses
from policy.wording.cues import denies_anything, plain_text
from policy.wording.scope import DENIED, UNCLEAR, ScopeReader, Span


@dataclass(frozen=True, slots=True)
class Said:
    """A text and the parts of it that are denied, or can be read both ways; all the rest is affirmed.

    Spans are (start, end) in the text as it was given, in order; they include the word that denies.
    """

    text: str
    denied: tuple[Span, ...]
    unclear: tuple[Span, ...]

    @property
    def affirmed(self) -> tuple[Span, ...]:
        """The spans neither denied nor unclear."""
        ends = sorted([*self.denied, *self.unclear])
        starts = [0, *(end for _, end in ends)]
        stops = [*(start for start, _ in ends), len(self.text)]
        return tuple((start, stop) for start, stop in zip(starts, stops, strict=True) if start < stop)

    def denies(self, start: int, end: int) -> bool:
        """Whether any of these characters stands in a denied span."""
        return any(start < stop and begin < end for begin, stop in self.denied)

    def affirms(self, start: int, end: int) -> bool:
        """Whether all of these characters are affirmed."""
        return not any(start < stop and begin < end for begin, stop in (*self.denied, *self.unclear))

    @property
    def affirmed_text(self) -> str:
        """The text with a space for every character that is not affirmed."""
        kept = list(self.text)
        for start, end in (*self.denied, *self.unclear):
            kept[start:end] = " " * (end - start)
        return "".join(kept)


@lru_cache(maxsize=32_768)
def said(text: str) -> Said:
    """Read a text's denials; e.g. 会叉车，不会电焊 denies 不会电焊 and affirms the rest."""
    plain = plain_text(text)
    if not denies_anything(plain):
        return Said(text, (), ())
    reader = ScopeReader(plain)
    for clause in clauses(plain):
        reader.read(clause)
    return Said(text, reader.spans(DENIED), reader.spans(UNCLEAR))
