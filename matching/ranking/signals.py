"""The signals of a pair in its context: each a column with a name, NaN where the tables do not say."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import sparse

from labor.arrays import FloatArray, IntArray
from labor.regions import great_circle_km
from labor.words import Bilingual
from matching.occupations import nearness
from matching.ranking.crowd import Crowd
from matching.ranking.outcomes import HistoryOutcomes
from matching.ranking.tables import Tables, prefix_ids
from matching.ranking.tastes import Tastes
from matching.texts import squeezed, weights_of

# Name, the direction of its effect (1 rises, -1 falls), and the words of a reason.
SIGNALS: Final[tuple[tuple[str, int, Bilingual], ...]] = (
    ("own_words", 1, Bilingual("和自己说的相近", "like what they say of themselves")),
    ("own_words_broad", 1, Bilingual("和自己说的同类", "the kind of work they speak of")),
    ("occupation", 1, Bilingual("工种对口", "the trade fits")),
    ("liked_words_best", 1, Bilingual("和看过的岗位很像", "much like a posting they liked")),
    ("liked_words_mean", 1, Bilingual("和看过的岗位同类", "like the postings they liked")),
    ("liked_words_latest", 1, Bilingual("和最近看过的岗位像", "like the posting they liked last")),
    ("liked_broad", 1, Bilingual("和看过的岗位是一类活", "the kind of work they liked before")),
    ("same_title", 1, Bilingual("看过同名岗位", "they liked one of the same title")),
    ("home_wide", 1, Bilingual("在本省(州)", "in their own province")),
    ("home_narrow", 1, Bilingual("在本地", "in their own place")),
    ("liked_wide", 1, Bilingual("在看过的省(州)", "in a province they looked at")),
    ("liked_narrow", 1, Bilingual("在看过的地方", "in a place they looked at")),
    ("home_flow_wide", 1, Bilingual("同乡常去那个省(州)", "people from there go to that province")),
    ("home_flow_narrow", 1, Bilingual("同乡常去那里", "people from there go to that place")),
    ("liked_flow_wide", 1, Bilingual("和看过的省(州)相邻相通", "goes with provinces they looked at")),
    ("liked_flow_narrow", 1, Bilingual("和看过的地方相邻相通", "goes with places they looked at")),
    ("distance", -1, Bilingual("离得近", "near")),
    ("pay", 1, Bilingual("工资合意", "the pay meets the wish")),
    ("co_liked", 1, Bilingual("看过同样岗位的人也看这个", "others who liked the same like this")),
    ("place_around", 1, Bilingual("就在看过的一带", "around the places they looked at")),
    ("place_nearest", 1, Bilingual("靠近看过的地方", "close to a place they looked at")),
    ("liked_flow_best", 1, Bilingual("和看过的某地相邻相通", "goes with a place they looked at")),
    ("co_titled", 1, Bilingual("看过同类岗位的人也看这类", "others who liked such postings like these")),
    ("spoken_for", 1, Bilingual("说法相近的人看这类岗位", "people who speak alike look at these")),
    ("liked_latest_narrow", 1, Bilingual("在最近看过的地方", "in the place they looked at last")),
    ("viewers", 1, Bilingual("看的人多", "many look at it")),
    ("title_viewers", 1, Bilingual("这类岗位看的人多", "many look at such postings")),
    ("walk_three", 1, Bilingual("口味相近的人看过", "people of like taste looked at it")),
    ("walk_five", 1, Bilingual("口味相近的人的同好看过", "people who know people of like taste looked at it")),
    ("factors", 1, Bilingual("合他们一向的口味", "to their usual taste")),
    ("own_no", -1, Bilingual("没有回绝过", "they have not turned it down")),
    ("went_well", 1, Bilingual("去的人待得住", "who went there stayed")),
)
NAMES: Final = tuple(name for name, _, _ in SIGNALS)
BROAD = 96


class Signals:
    """Everything about the tables that does not depend on the clicks learned from."""

    def __init__(self, tables: Tables, *, seed: int) -> None:
        self.tables = tables
        workers, postings = tables.workers, tables.postings
        weighted = weights_of([*postings.text, *workers.text])
        lengths = np.diff(weighted.indptr) > 0
        self.posting_words, self.worker_words = weighted[: len(postings)], weighted[len(postings) :]
        self.posting_says, self.worker_says = lengths[: len(postings)], lengths[len(postings) :]
        broad = squeezed(weighted, width=BROAD, seed=seed)
        self.posting_broad, self.worker_broad = broad[: len(postings)], broad[len(postings) :]
        titles: dict[str, int] = {}
        self.title = np.array([titles.setdefault(_plain(text), len(titles)) for text in postings.text])
        self.places = [prefix_ids([workers, postings], depth) for depth in (0, 1)]
        self.outcomes = HistoryOutcomes(tables.history, len(postings))
        self._occupations()

    def _occupations(self) -> None:
        mine, self.worker_code = np.unique(np.array(self.tables.workers.occupation, dtype=str), return_inverse=True)
        theirs, self.posting_code = np.unique(np.array(self.tables.postings.occupation, dtype=str), return_inverse=True)
        near = nearness(mine.tolist(), theirs.tolist())
        near[mine == "", :] = np.nan
        near[:, theirs == ""] = np.nan
        self.near = near

    def read(self, tastes: Tastes, crowd: Crowd, context: IntArray, posting: IntArray) -> FloatArray:
        """The table pairs x SIGNALS; ``context`` indexes ``tastes``."""
        worker = tastes.worker[context]
        columns = {
            "own_words": self._words(self.worker_words, worker, posting, self.worker_says),
            "own_words_broad": self._broad(self.worker_broad[worker], posting, self.worker_says[worker]),
            "occupation": self.near[self.worker_code[worker], self.posting_code[posting]],
            "distance": self._distance(worker, posting),
            "pay": self._pay(worker, posting),
            "viewers": np.log1p(crowd.viewers[posting]),
            "title_viewers": np.log1p(np.maximum(crowd.of_key[self.title[posting]] - crowd.viewers[posting], 0)),
        }
        liked = tastes.matrix(len(self.tables.postings))
        columns |= crowd.walks.ends(liked, context, posting) | self.outcomes.read(worker, posting)
        columns["co_liked"] = crowd.co_liked(liked, context, posting)
        columns["co_titled"] = crowd.co_titled(liked, context, posting)
        heard = crowd.spoken_for(self.worker_words, worker, posting)
        columns["spoken_for"] = np.where(self.worker_says[worker], heard, np.nan)
        columns |= self._liked_words(tastes, liked, context, posting)
        columns |= self._homes(crowd, worker, posting)
        columns |= self._liked_places(tastes, crowd, context, posting)
        nothing = np.full(len(context), np.nan)
        return np.stack([columns.get(name, nothing) for name in NAMES], axis=1)

    def _words(self, left: sparse.csr_matrix, row: IntArray, posting: IntArray, says: np.ndarray) -> FloatArray:
        likeness = np.empty(len(row))
        for begin in range(0, len(row), 1 << 15):
            part = slice(begin, begin + (1 << 15))
            product = left[row[part]].multiply(self.posting_words[posting[part]])
            likeness[part] = np.asarray(product.sum(axis=1)).ravel()
        return np.where(says[row] & self.posting_says[posting], likeness, np.nan)

    def _broad(self, left: FloatArray, posting: IntArray, says: np.ndarray) -> FloatArray:
        likeness = np.einsum("ij,ij->i", left, self.posting_broad[posting])
        return np.where(says & self.posting_says[posting], likeness, np.nan)

    def _distance(self, worker: IntArray, posting: IntArray) -> FloatArray:
        mine, theirs = self.tables.workers, self.tables.postings
        return great_circle_km(
            mine.longitude[worker], mine.latitude[worker], theirs.longitude[posting], theirs.latitude[posting]
        )

    def _pay(self, worker: IntArray, posting: IntArray) -> FloatArray:
        wanted, given = self.tables.workers.pay[worker], self.tables.postings.pay[posting]
        return np.asarray(np.clip((given - wanted) / np.where(wanted > 0, wanted, np.nan), -1, 1))

    def _liked_words(
        self, tastes: Tastes, liked: sparse.csr_matrix, context: IntArray, posting: IntArray
    ) -> dict[str, FloatArray]:
        """Likeness with each posting liked before: the best, the mean, the latest; and of a same title."""
        sizes = np.diff(tastes.liked.offsets)
        count = sizes[context]
        some = count > 0
        counts = np.maximum(sizes, 1)
        mean_words = sparse.csr_matrix(sparse.diags_array(1 / counts) @ liked @ self.posting_words)
        mean_broad = (sparse.diags_array(1 / counts) @ liked) @ self.posting_broad
        best, same, latest = np.full(len(context), np.nan), np.full(len(context), np.nan), np.full(len(context), np.nan)
        at, which = _spread(tastes, context)
        likeness = self._words(self.posting_words, which, posting[at], self.posting_says)
        first = np.flatnonzero(np.concatenate([[True], at[1:] != at[:-1]])) if len(at) else at
        if len(at):
            best[some] = np.maximum.reduceat(np.nan_to_num(likeness), first)
            same_title = (self.title[which] == self.title[posting[at]]).astype(np.float64)
            same[some] = np.add.reduceat(same_title, first) / count[some]
            latest[some] = likeness[np.append(first[1:], len(at)) - 1]
        ever = np.ones(len(tastes), dtype=np.bool_)
        mean = self._words(mean_words, context, posting, ever)
        broad = self._broad(mean_broad[context], posting, some)
        return {
            "liked_words_best": best,
            "liked_words_mean": np.where(some, mean, np.nan),
            "liked_words_latest": latest,
            "liked_broad": broad,
            "same_title": same,
        }

    def _homes(self, crowd: Crowd, worker: IntArray, posting: IntArray) -> dict[str, FloatArray]:
        columns = {}
        for (homes, sites), name in zip(self.places, ("wide", "narrow"), strict=True):
            home, site = homes[worker], sites[posting]
            columns[f"home_{name}"] = np.where((home < 0) | (site < 0), np.nan, home == site)
        for (homes, sites, flow, _), name in zip(crowd.lifts, ("wide", "narrow"), strict=False):
            home, site = homes[worker], sites[posting]
            columns[f"home_flow_{name}"] = np.where((home < 0) | (site < 0), np.nan, flow[home, site])
        return columns

    def _liked_places(
        self, tastes: Tastes, crowd: Crowd, context: IntArray, posting: IntArray
    ) -> dict[str, FloatArray]:
        """Share of liked postings in the same place, and the mean lift between liked places and this one."""
        at, which = _spread(tastes, context)
        columns = {}
        for (_, sites), name in zip(self.places, ("wide", "narrow"), strict=True):
            mine, site = sites[which], sites[posting[at]]
            known = (mine >= 0) & (site >= 0)
            columns[f"liked_{name}"] = _mean((mine == site).astype(np.float64), at, known, len(context))
        columns |= _around(crowd, tastes, context, posting)
        latest = np.full(len(tastes), -1)
        some = np.diff(tastes.liked.offsets) > 0
        latest[some] = self.places[1][1][tastes.liked.items[tastes.liked.offsets[1:][some] - 1]]
        site = self.places[1][1][posting]
        known = (latest[context] >= 0) & (site >= 0)
        columns["liked_latest_narrow"] = np.where(known, latest[context] == site, np.nan)
        for (_, sites, _, together), name in zip(crowd.lifts, ("wide", "narrow"), strict=False):
            mine, site = sites[which], sites[posting[at]]
            known = (mine >= 0) & (site >= 0)
            columns[f"liked_flow_{name}"] = _mean(together[mine, site].astype(np.float64), at, known, len(context))
        return columns


def _spread(tastes: Tastes, context: IntArray) -> tuple[IntArray, IntArray]:
    """Each pair beside each posting its context liked: the pair's position, the liked posting."""
    offsets = tastes.liked.offsets
    count = np.diff(offsets)[context]
    at = np.repeat(np.arange(len(context)), count)
    within = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
    return at, tastes.liked.items[offsets[context][at] + within]


def _mean(values: FloatArray, at: IntArray, known: np.ndarray, size: int) -> FloatArray:
    total = np.bincount(at[known], values[known], minlength=size)
    count = np.bincount(at[known], minlength=size)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _around(crowd: Crowd, tastes: Tastes, context: IntArray, posting: IntArray) -> dict[str, FloatArray]:
    """How near the posting's place lies to home and liked places, as people move between them."""
    if crowd.place is None:
        return {}
    homes, sites, vectors = crowd.place
    home = homes[tastes.worker]
    liked = sites[tastes.liked.items]
    center = np.where((home >= 0)[:, None], vectors[home], 0.0)
    np.add.at(center, tastes.liked.owners, np.where((liked >= 0)[:, None], vectors[liked], 0.0))
    lengths = np.linalg.norm(center, axis=1, keepdims=True)
    center = center / np.where(lengths == 0, 1, lengths)
    site = sites[posting]
    around = np.einsum("ij,ij->i", center[context], vectors[site])
    at, which = _spread(tastes, context)
    mine = np.where(sites[which] >= 0, sites[which], site[at])
    near = np.einsum("ij,ij->i", vectors[mine], vectors[site[at]])
    lift = crowd.lifts[-1][3][mine, site[at]]
    nearest, best = np.full(len(context), -np.inf), np.full(len(context), -np.inf)
    np.maximum.at(nearest, at, near)
    np.maximum.at(best, at, lift)
    known = (lengths[context, 0] > 0) & (site >= 0)
    liked_one = np.isfinite(nearest) & (site >= 0)
    return {
        "place_around": np.where(known, around, np.nan),
        "place_nearest": np.where(liked_one, nearest, np.nan),
        "liked_flow_best": np.where(liked_one, best, np.nan),
    }
