"""Both languages, complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.texts import catalog, say, word
from labor.plan import REASONS, SEVERAL

API = Path("api")
PLACEHOLDER = re.compile(r"{(\w+)}")
KEY = re.compile(r"""(?<![\w.])(?:t|say)\(\s*(['"])([a-z_0-9]+(?:\.[a-z_0-9]+)+)\1\s*[,)]""")


def used_keys() -> set[str]:
    sources = [*API.rglob("*.html"), *API.rglob("*.py")]
    return {found.group(2) for path in sources for found in KEY.finditer(path.read_text(encoding="utf-8"))}


def test_every_text_asked_for_exists() -> None:
    assert used_keys() - catalog().keys() == set()


def test_placeholders_are_the_same_in_both_languages() -> None:
    unlike = [
        key for key, text in catalog().items() if set(PLACEHOLDER.findall(text.zh)) != set(PLACEHOLDER.findall(text.en))
    ]

    assert unlike == []


def test_chinese_texts_are_chinese_and_english_texts_are_english() -> None:
    chinese = re.compile(r"[一-鿿]")
    wrong = [key for key, text in catalog().items() if chinese.search(text.en) and "示意图" not in text.en]

    assert wrong == []


def test_every_reason_of_the_planner_has_a_sentence_and_a_word() -> None:
    told = (*REASONS, SEVERAL)
    missing = [f"reasons.{name}" for name in told] + [f"words.reason.{name}" for name in told]

    assert [key for key in missing if key not in catalog()] == []


def test_a_text_with_one_language_is_refused(tmp_path: Path) -> None:
    (tmp_path / "half.toml").write_text('title = { zh = "只有中文" }\n', encoding="utf-8")

    with pytest.raises(ValueError, match=r"half\.title must have zh and en"):
        catalog(tmp_path)


def test_an_unknown_key_is_an_error_and_an_unknown_word_is_shown_as_it_is() -> None:
    with pytest.raises(KeyError):
        say("no.such.text", "zh")
    assert word("words.reason", "from_the_future", "en") == "from_the_future"
