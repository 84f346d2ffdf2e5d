"""Likeness of short texts without any model: Chinese, English, everyday words and official names."""

from __future__ import annotations

import csv
from importlib import resources

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.occupations import codes_in, nearness
from matching.texts import tokens, weights_of


def test_everyday_words_lead_to_the_official_occupation() -> None:
    assert codes_in("啥都能干, 焊过几年") == ("6-18-02-04",)
    assert "6-30-05-01" in codes_in("会开叉车")
    assert codes_in("啥都能干") == ()


@pytest.mark.parametrize(
    "text",
    [
        "不会电焊",
        "不想干电焊",
        "没干过电焊",
        "电焊做不了",
        "从未从事电焊",
        "除电焊外都行",
        "电焊（不会）",
        "never welded",
        "no welding",
    ],
)
def test_a_denied_trade_is_neither_spoken_of_nor_likened(text: str) -> None:
    assert codes_in(text) == ()
    assert not set(tokens(text)) & {"o:6-18-02-04", "h:电焊", "w:weld"}


@pytest.mark.parametrize("text", ["不是不会电焊", "不仅会电焊", "除了电焊还会做饭", "not only welding but cooking"])
def test_a_trade_beside_a_denial_is_spoken_of(text: str) -> None:
    assert "6-18-02-04" in codes_in(text)


def test_a_latin_word_counts_whole_only() -> None:
    assert codes_in("guard") == ("4-07-05-01",)
    assert codes_in("safeguarding") == ()


def test_codes_are_near_by_the_classes_they_share() -> None:
    near = nearness(["6-18-02-04", ""], ["6-18-02-04", "6-18-02-01", "6-29-01-01", ""])

    np.testing.assert_array_equal(near, [[1.0, 0.6, 0.1, 0.0], [0.0, 0.0, 0.0, 0.0]])


def test_a_chinese_and_an_english_text_meet_in_the_occupation() -> None:
    shared = set(tokens("电焊工")) & set(tokens("Welder"))

    assert "o:6-18-02-04" in shared


def test_aliases_find_the_official_title_far_oftener_than_runs_of_characters() -> None:
    text = resources.files("policy.wording").joinpath("occupations.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if not row["code"].endswith("-00")]
    # One alias an occupation that shares no official wording with it.
    asked = [(alias, at) for at, row in enumerate(rows) for alias in row["aliases"].split("|")[:1] if alias]
    names, queries = [row["name"] for row in rows], [alias for alias, _ in asked]
    target = np.array([at for _, at in asked])

    ours = weights_of([*names, *queries])
    plain = TfidfVectorizer(analyzer="char", ngram_range=(1, 3)).fit_transform([*names, *queries])

    assert hits(ours, len(names), target) > hits(plain, len(names), target) + 0.25


def hits(weighted: object, names: int, target: np.ndarray) -> float:
    """Share of queries whose occupation stands among the first ten names."""
    near = (weighted[names:] @ weighted[:names].T).toarray()  # type: ignore[index]
    mine = near[np.arange(len(target)), target]
    return float(np.mean((near >= mine[:, None]).sum(axis=1) <= 10))
