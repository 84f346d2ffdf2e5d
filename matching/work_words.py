"""Likeness of what a worker says and what a posting says by words of work alone: no trait, nobody else's words.

Work words are let in, so nothing has to be kept out: the trades a text affirms (policy.wording), their classes, and the
characters of the words that name them. Each counts by how seldom it is in the classification of occupations, which is
fixed: what other people write, and in which order, moves nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from labor.arrays import FloatArray, IntArray
from matching.occupations import classes_of
from policy.wording import occupation_names, trade_words, trades_named

LARGEST_TABLE: Final = 1 << 26


def work_words(text: str) -> list[str]:
    """Classes of the trades a text affirms, the narrower the oftener, and the characters of the words for them."""
    found: list[str] = []
    for named in trades_named(text):
        for code in named.codes:
            for depth, step in enumerate(classes_of(code)):
                found += [f"o:{step}"] * max(depth, 1)
        word = text[named.start : named.end].lower()
        found += [f"h:{a}{b}" for a, b in itertools.pairwise(word)]
    return found


@lru_cache(maxsize=1)
def _weights() -> TfidfVectorizer:
    """How much each work word counts: TF-IDF over the classification, one document an occupation."""
    return TfidfVectorizer(analyzer=work_words, sublinear_tf=True, dtype=np.float64).fit(_by_code().values())


@lru_cache(maxsize=1)
def _by_code() -> dict[str, str]:
    """All words for each occupation, one a line."""
    words: dict[str, list[str]] = {code: [name] for code, name in occupation_names().items()}
    for word, codes in trade_words().items():
        for code in codes:
            words[code].append(word)
    return {code: "\n".join(said) for code, said in words.items()}


@lru_cache(maxsize=1)
def _by_character() -> tuple[dict[str, int], sparse.csr_matrix]:
    rows = _by_code()
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
    return {code: at for at, code in enumerate(rows)}, sparse.csr_matrix(grams.fit_transform(rows.values()))


def kinship(left: Sequence[str], right: Sequence[str]) -> FloatArray:
    """How alike the words for two occupations are, 0 to 1: 缝纫工 and 裁缝 are kin though their classes differ."""
    place, rows = _by_character()
    known = [np.array([place.get(code, -1) for code in codes], dtype=np.int64) for codes in (left, right)]
    near = np.zeros((len(left), len(right)))
    here, there = (np.flatnonzero(at >= 0) for at in known)
    if len(here) and len(there):
        near[np.ix_(here, there)] = (rows[known[0][here]] @ rows[known[1][there]].T).toarray()
    same = np.array(left, dtype=object)[:, None] == np.array(right, dtype=object)[None, :]
    return np.where(same & (np.array(left, dtype=object) != "")[:, None], 1.0, np.clip(near, 0, 1))


@dataclass(frozen=True, slots=True)
class WorkLikeness:
    """Unit rows of both sides' distinct texts; NaN where either says nothing of work."""

    worker_at: IntArray
    posting_at: IntArray
    workers: sparse.csr_matrix
    postings: sparse.csr_matrix
    table: NDArray[np.float32] | None = None  # all likenesses, where distinct texts are few enough

    @classmethod
    def between(cls, left: Sequence[str], right: Sequence[str]) -> WorkLikeness:
        """Read both sides' texts; texts that say the same of work are one."""
        (mine, worker_at), (theirs, posting_at) = _rows(left), _rows(right)
        few = mine.shape[0] * theirs.shape[0] <= LARGEST_TABLE
        return cls(worker_at, posting_at, mine, theirs, _product(mine, theirs) if few else None)

    def of(self, worker: IntArray, posting: IntArray) -> FloatArray:
        """Cosine of each pair."""
        row, column = self.worker_at[worker], self.posting_at[posting]
        if self.table is not None:
            return self.table[row, column].astype(np.float64)
        likeness = np.empty(len(worker))
        for part in _parts(len(worker)):
            some = self.workers[row[part]].multiply(self.postings[column[part]])
            likeness[part] = np.asarray(some.sum(axis=1)).ravel()
        silent = (np.diff(self.workers.indptr)[row] == 0) | (np.diff(self.postings.indptr)[column] == 0)
        return np.where(silent, np.nan, likeness)


def _parts(count: int) -> Iterator[slice]:
    return (slice(begin, begin + (1 << 16)) for begin in range(0, count, 1 << 16))


def _product(mine: sparse.csr_matrix, theirs: sparse.csr_matrix) -> NDArray[np.float32]:
    near = (mine @ theirs.T).toarray().astype(np.float32)
    near[np.diff(mine.indptr) == 0] = np.nan
    near[:, np.diff(theirs.indptr) == 0] = np.nan
    return np.asarray(near)


def _rows(texts: Sequence[str]) -> tuple[sparse.csr_matrix, IntArray]:
    """A unit row for each distinct content, and which one each text has."""
    contents: dict[tuple[str, ...], int] = {}
    of_text: dict[str, int] = {}
    for text in dict.fromkeys(texts):
        content = tuple(sorted(work_words(text)))
        of_text[text] = contents.setdefault(content, len(contents))
    weights = _weights()
    index = weights.vocabulary_
    counts = sparse.lil_matrix((len(contents), len(index)))
    for content, row in contents.items():
        for word in content:
            if word in index:
                counts[row, index[word]] += 1
    rows = counts.tocsr()
    rows.data = (1 + np.log(rows.data)) * weights.idf_[rows.indices]
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows = sparse.csr_matrix(sparse.diags_array(1 / np.where(lengths == 0, 1, lengths)) @ rows)
    return rows, np.array([of_text[text] for text in texts], dtype=np.int64)
