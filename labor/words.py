"""Two languages side by side: Chinese first, English second, both complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in both languages; ``{placeholders}`` are the same in both."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not (self.zh and self.en):
            raise ValueError("both languages must be complete")

    def text(self, language: Language, **values: object) -> str:
        """The text in one language with its placeholders filled."""
        template = self.zh if language == "zh" else self.en
        return template.format(**values) if values else template


def as_written(words: str | None) -> Bilingual:
    """Words of a file in both languages as they stand; where there are none it says so."""
    return Bilingual(words, words) if words else Bilingual("未写明", "not stated")
