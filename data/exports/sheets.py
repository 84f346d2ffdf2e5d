"""A document as rows and columns, before anyone decides whether it becomes a spreadsheet or a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from labor.words import Bilingual, Language

Cell: TypeAlias = str | int | float | Bilingual | None
Align = Literal["left", "center", "right"]

SYNTHETIC_LINE = Bilingual(
    "合成示例数据：人物、单位、号码均为虚构，不得用于真实办理",
    "Synthetic sample: every person, firm and number is made up",
)


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """One column; ``width`` is in characters of the spreadsheet's body font, a Chinese character counting two."""

    title: Bilingual
    width: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Fact:
    """One labeled line above the table, e.g. 领队：王五 138…."""

    label: Bilingual
    value: Cell


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """One table with what stands above and below it. Rows are as long as ``columns``."""

    name: Bilingual
    title: Bilingual
    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    facts: tuple[Fact, ...] = ()
    notes: tuple[Bilingual, ...] = ()
    signatures: tuple[Bilingual, ...] = ()
    landscape: bool = True
    synthetic: bool = False
    facts_a_line: int = 3
    widths_in_all: float = field(init=False, repr=False, default=0.0)

    def __post_init__(self) -> None:
        for at, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(f"{self.name.en}: row {at} has {len(row)} cells, not {len(self.columns)}")
        object.__setattr__(self, "widths_in_all", sum(column.width for column in self.columns))

    def fact_lines(self) -> list[Sequence[Fact]]:
        """The facts in lines of ``facts_a_line``."""
        step = self.facts_a_line
        return [self.facts[at : at + step] for at in range(0, len(self.facts), step)]


def shown(cell: Cell, language: Language = "zh") -> str:
    """A cell as text; None is empty."""
    if cell is None:
        return ""
    if isinstance(cell, Bilingual):
        return cell.text(language)
    return str(cell)


def width_of(text: str) -> int:
    """Characters a text takes in a column: two for each Chinese character."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)
