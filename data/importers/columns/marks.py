"""Marks of a sheet beside its values: what is hidden, struck through, or has no value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of one sheet, rows and columns counted from 0; ``broken`` holds what stands where a value should."""

    hidden: frozenset[int] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    broken: dict[tuple[int, int], str] = field(default_factory=dict)


UNMARKED: Final = Marks()
