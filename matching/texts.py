"""Likeness of short texts in Chinese and English, learned from the texts at hand: no model is fetched from anywhere."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from labor.arrays import FloatArray
from matching.occupations import classes_of, codes_in
from matching.unspoken import without_traits
from policy.wording import said

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
