"""Likeness of short texts in Chinese and English, learned from the texts at hand: no model is fetched from anywhere."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

import numpy as np
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from labor.arrays import FloatArray
from matching.occupations import classes_of
from matching.unspoken import without_traits
from policy.wording import NamedTrade, said, trades_named

TradesNamed: TypeAlias = Callable[[str], tuple[NamedTrade, ...]]
_HAN = re.compile(r"[一-鿿]+")
_LATIN = re.compile(r"[a-z][a-z0-9+#]*")
_ENDINGS = ("ings", "ing", "ers", "er", "ors", "or", "es", "s", "ed")


def tokens(text: str) -> list[str]:
    """Words, pieces of words and occupations with their classes that a text affirms; no protected trait."""
    return [*_pieces(_spoken(text)), *_occupations(_spoken(text), trades_named)]


def _spoken(text: str) -> str:
    return without_traits(said(text.lower()).affirmed_text)


def _pieces(text: str) -> list[str]:
    """Words, pairs of words and pieces of words; of Chinese each character and, two thirds as often, each pair."""
    words = [_stem(word) for word in _LATIN.findall(text)]
    found = [f"w:{word}" for word in words]
    found += [f"w:{a} {b}" for a, b in itertools.pairwise(words)]
    for word in words:
        padded = f" {word} "
        found += [f"c:{padded[at : at + 4]}" for at in range(len(padded) - 3)]
    for run in _HAN.findall(text):
        found += [f"h:{character}" for character in run] * 3
        found += [f"h:{run[at : at + 2]}" for at in range(len(run) - 1)] * 2
    return found


def _occupations(text: str, trades: TradesNamed) -> list[str]:
    """The classes of each occupation named; the narrower the class, the more it says: itself counts three times."""
    codes = dict.fromkeys(code for named in trades(text) for code in named.codes)
    steps = [step for code in codes for depth, step in enumerate(classes_of(code)) for _ in range(depth or 1)]
    return [f"o:{step}" for step in steps]


def _share_named(text: str, trades: TradesNamed) -> float:
    """The share of a text's letters and characters that stand in words for occupations, 0 to 1."""
    letters = sum(character.isalnum() for character in text)
    named = sum(sum(map(str.isalnum, text[word.start : word.end])) for word in trades(text))
    return min(named / letters, 1) if letters else 0


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def squeezed(weighted: sparse.csr_matrix, *, width: int, seed: int) -> FloatArray:
    """Rows of unit length (or 0) in at most ``width`` dimensions that keep most of their likeness."""
    if min(weighted.shape) > width:
        rows = TruncatedSVD(width, random_state=seed).fit_transform(weighted)
    else:
        rows = weighted.toarray()
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths))


def weights_of(texts: Sequence[str], trades: TradesNamed = trades_named) -> sparse.csr_matrix:
    """TF-IDF rows of unit length over ``tokens``; one empty column where no text has a word.

    What a text's occupations count beside its words goes with the square of the share of it that names them: 服装工程
    is more than the 服装 that the table knows. ``trades`` reads them out of a text.
    """
    spoken = [_spoken(text) for text in texts]
    weight = np.array([_share_named(text, trades) ** 2 for text in spoken], dtype=np.float64)
    occupations = _block(spoken, partial(_occupations, trades=trades))
    blocks = [_block(spoken, _pieces), sparse.csr_matrix(sparse.diags_array(weight) @ occupations)]
    return sparse.csr_matrix(normalize(sparse.hstack(blocks, format="csr")))


def _block(texts: Sequence[str], analyzer: Callable[[str], list[str]]) -> sparse.csr_matrix:
    if not any(analyzer(text) for text in texts):
        return sparse.csr_matrix((len(texts), 1))
    return sparse.csr_matrix(
        TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, dtype=np.float64).fit_transform(texts)
    )
