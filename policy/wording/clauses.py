"""A text cut into clauses, with what divides each from the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

Divider: TypeAlias = Literal["full", "comma", "bracket", "space", "question"]
_DIVIDERS: Final = re.compile(
    r"(?P<question>[?？]+\s*)|(?P<full>[。;；!！\n\r|…]+|\.(?=\s|$))|(?P<comma>[,，]+(?!\d{3}))|(?P<bracket>[()（）\[\]【】])"
    r"|(?P<space>(?<=[一-鿿])\s+(?=[一-鿿]))"
)


class Clause(NamedTuple):
    """One clause; ``divider`` is what stands before it."""

    start: int
    end: int
    divider: Divider


def clauses(plain: str) -> Iterator[Clause]:
    """The clauses of a text that hold anything."""
    start, divider = 0, "full"
    for match in [*_DIVIDERS.finditer(plain), None]:
        end = match.start() if match else len(plain)
        if plain[start:end].strip():
            yield Clause(start, end, divider)  # type: ignore[arg-type]
        if match:
            start, divider = match.end(), match.lastgroup or "full"
