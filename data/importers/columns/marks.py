"""Marks of a sheet beside its values: what is hidden, struck through, or has no value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple


class Carried(NamedTuple):
    """What a row took over from above: in words, whether that is not sure, headers whose ditto mark means nothing."""

    told: str = ""
    unsure: bool = False
    unclear: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of one sheet, rows and columns counted from 0; ``broken`` holds what stands where a value should.

    ``carried`` counts rows from 1, as the sheet does.
    """

    hidden: frozenset[int] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    carried: dict[int, Carried] = field(default_factory=dict)


UNMARKED: Final = Marks()
