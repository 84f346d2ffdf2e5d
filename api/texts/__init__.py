"""Every sentence a page or a command shows, in both languages, from the readable files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from labor.reason_sentences import REASON_WORDS
from labor.vehicle_kinds import MODE_WORDS
from labor.words import Bilingual, Language

FOLDER = Path(__file__).parent


@cache
def catalog(folder: Path = FOLDER) -> Mapping[str, Bilingual]:
    """All texts by dotted key: ``file.section.name``; refuses an entry with one language missing."""
    texts = {f"words.mode.{mode}": text for mode, text in MODE_WORDS.items()}  # papers use the same
    texts |= {f"words.reason.{reason}": words.word for reason, words in REASON_WORDS.items()}
    texts |= {f"reasons.{reason}": words.sentence for reason, words in REASON_WORDS.items()}
    return texts | {key: text for path in sorted(folder.glob("*.toml")) for key, text in _entries(path)}


def say(key: str, language: Language, /, **values: object) -> str:
    """The text of a key; an unknown key is a programming error and raises KeyError."""
    return catalog()[key].text(language, **values)


def word(family: str, name: object, language: Language) -> str:
    """A word of a fixed list, e.g. ``word("words.reason", "no_bed", "en")``; unknown words are shown as they are."""
    found = catalog().get(f"{family}.{name}")
    return found.text(language) if found else str(name)


def _entries(path: Path) -> Iterator[tuple[str, Bilingual]]:
    def walk(prefix: str, node: Mapping[str, Any]) -> Iterator[tuple[str, Bilingual]]:
        for name, value in node.items():
            key = f"{prefix}.{name}"
            if set(value) == {"zh", "en"} and isinstance(value["zh"], str):
                yield key, Bilingual(value["zh"], value["en"])
            elif all(isinstance(part, dict) for part in value.values()):
                yield from walk(key, value)
            else:
                raise ValueError(f"{path.name}: {key} must have zh and en")

    yield from walk(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
