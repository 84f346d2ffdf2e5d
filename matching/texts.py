"""Likeness of short texts in Chinese and English, learned from the texts at hand: no model is fetched from anywhere."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from labor.arrays import FloatArray, IntArray
from matching.occupations import classes_of, codes_in
from matching.unspoken import without_traits
from policy.wording import said

LARGEST_TABLE = 1 << 26
_HAN = re.compile(r"[一-鿿]+")
_LATIN = re.compile(r"[a-z][a-z0-9+#]*")
_ENDINGS = ("ings", "ing", "ers", "er", "ors", "or", "es", "s", "ed")


def tokens(text: str) -> list[str]:
    """Words, pieces of words and occupations with their classes that a text affirms; no protected trait."""
    text = without_traits(said(text.lower()).affirmed_text)
    words = [_stem(word) for word in _LATIN.findall(text)]
    found = [f"w:{word}" for word in words]
    found += [f"w:{a} {b}" for a, b in itertools.pairwise(words)]
    for word in words:
        padded = f" {word} "
        found += [f"c:{padded[at : at + 4]}" for at in range(len(padded) - 3)]
    for run in _HAN.findall(text):
        found += [f"h:{character}" for character in run]
        found += [f"h:{run[at : at + 2]}" for at in range(len(run) - 1)]
        found += [f"h:{run[at : at + 3]}" for at in range(len(run) - 2)]
    for code in codes_in(text):
        # The narrower the class, the more it says: the occupation itself counts three times.
        for depth, step in enumerate(classes_of(code)):
            found += [f"o:{step}"] * max(depth, 1)
    return found


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@dataclass(frozen=True, slots=True)
class TextLikeness:
    """Unit vectors of both sides' distinct texts; NaN likeness where either side says nothing."""

    worker_at: IntArray
    posting_at: IntArray
    workers: FloatArray
    postings: FloatArray
    table: NDArray[np.float32] | None = None  # all likenesses, where distinct texts are few enough

    @classmethod
    def between(cls, left: Sequence[str], right: Sequence[str], *, width: int = 64, seed: int = 0) -> TextLikeness:
        """Learn from both sides' distinct texts; ``width`` is the length of the vectors."""
        left_texts, left_at = _distinct(left)
        right_texts, right_at = _distinct(right)
        vectors = vectors_of([*left_texts, *right_texts], width=width, seed=seed)
        mine, theirs = vectors[: len(left_texts)], vectors[len(left_texts) :]
        few = len(left_texts) * len(right_texts) <= LARGEST_TABLE
        return cls(left_at, right_at, mine, theirs, (mine @ theirs.T).astype(np.float32) if few else None)

    def of(self, worker: IntArray, posting: IntArray) -> FloatArray:
        """Cosine of each pair, block by block so that nothing large is ever held."""
        if self.table is not None:
            return self.table[self.worker_at[worker], self.posting_at[posting]].astype(np.float64)
        likeness = np.empty(len(worker))
        for begin in range(0, len(worker), 1 << 16):
            part = slice(begin, begin + (1 << 16))
            left = self.workers[self.worker_at[worker[part]]]
            right = self.postings[self.posting_at[posting[part]]]
            likeness[part] = np.einsum("ij,ij->i", left, right)
        return likeness


def _distinct(texts: Sequence[str]) -> tuple[list[str], IntArray]:
    seen: dict[str, int] = {}
    at = np.array([seen.setdefault(text.strip(), len(seen)) for text in texts], dtype=np.int64)
    return list(seen), at


def vectors_of(texts: Sequence[str], *, width: int, seed: int) -> FloatArray:
    """Unit row vectors, NaN rows for texts without a word; cosine of TF-IDF squeezed by SVD where that is wider."""
    empty = np.array([not tokens(text) for text in texts], dtype=np.bool_)
    if empty.all():
        return np.full((len(texts), 1), np.nan)
    units = squeezed(weights_of(texts), width=width, seed=seed)
    return np.where(empty[:, None], np.nan, units)


def squeezed(weighted: sparse.csr_matrix, *, width: int, seed: int) -> FloatArray:
    """Rows of unit length (or 0) in at most ``width`` dimensions that keep most of their likeness."""
    if min(weighted.shape) > width:
        rows = TruncatedSVD(width, random_state=seed).fit_transform(weighted)
    else:
        rows = weighted.toarray()
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths))


def weights_of(texts: Sequence[str]) -> sparse.csr_matrix:
    """TF-IDF rows of unit length over ``tokens``; one empty column where no text has a word."""
    if not any(tokens(text) for text in texts):
        return sparse.csr_matrix((len(texts), 1))
    vectorizer = TfidfVectorizer(analyzer=tokens, sublinear_tf=True, dtype=np.float64)
    return sparse.csr_matrix(vectorizer.fit_transform(texts))
