"""A title that no table knows is found as well as its characters alone would find it, or better."""

from __future__ import annotations

import csv
from collections.abc import Callable
from importlib import resources

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.texts import weights_of
from policy.wording import trade_words


def _mean_reciprocal_rank(weighted: object, names: int, target: np.ndarray) -> float:
    near = (weighted[names:] @ weighted[:names].T).toarray()  # type: ignore[index]
    mine = near[np.arange(len(target)), target]
    return float(np.mean(1 / (near >= mine[:, None]).sum(axis=1)))


def _names() -> list[str]:
    text = resources.files("policy.wording").joinpath("occupations.csv").read_text(encoding="utf-8")
    return [row["name"] for row in csv.DictReader(text.splitlines()) if not row["code"].endswith("-00")]


def _head(name: str) -> str:
    return f"{name[: len(name) // 2 + 1]}活"


def _tail(name: str) -> str:
    return name[-(len(name) // 2 + 1) :]


def _ends(name: str) -> str:
    return name[:2] + name[-2:]


@pytest.mark.parametrize(("shorten", "at_least"), [(_head, -0.005), (_tail, 0.04), (_ends, 0.01)])
def test_a_title_cut_short_is_found_as_well_as_by_its_characters(
    shorten: Callable[[str], str], at_least: float
) -> None:
    # None of the forms is in the table; a head holds nothing but characters of the name, where characters do best.
    names = _names()
    cut = [(shorten(name), at) for at, name in enumerate(names) if 5 <= len(name) <= 9]
    cut = [(title, at) for title, at in cut if title not in trade_words()]
    texts, target = [*names, *(title for title, _ in cut)], np.array([at for _, at in cut])

    ours = _mean_reciprocal_rank(weights_of(texts), len(names), target)
    single = TfidfVectorizer(analyzer="char").fit_transform(texts)

    assert len(cut) > 800
    assert ours - _mean_reciprocal_rank(single, len(names), target) >= at_least
