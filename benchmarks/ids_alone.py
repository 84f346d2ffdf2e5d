"""`gongqiao rank` on folders of ids alone, drawn by four different truths, beside item-kNN, a walk and popularity.

    python -m benchmarks.ids_alone [SEEDS]

No text, no place, no pay: who clicked what is all there is. Of each person one click is held out and told apart from 99
postings drawn at random. "Chance" is .5 of AUC and .1 of hit@10. Intervals are Student's t over seeds.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy import sparse, stats

from api.plainfiles.ranking import rank_folder
from labor.arrays import FloatArray, IntArray

PEOPLE, POSTINGS, CLICKS, OTHERS = 600, 500, 9, 99
Truth = Callable[[np.random.Generator], FloatArray]


def types(rng: np.random.Generator) -> FloatArray:
    """Hidden types: twelve kinds of people, each with its own kinds of postings."""
    taste = rng.gamma(0.3, size=(12, 20))
    return taste[rng.integers(12, size=PEOPLE)][:, rng.integers(20, size=POSTINGS)] * rng.gamma(2, size=POSTINGS)


def factors(rng: np.random.Generator) -> FloatArray:
    """Smooth tastes: eight hidden numbers of each person and posting."""
    near = rng.normal(size=(PEOPLE, 8)) @ rng.normal(size=(8, POSTINGS))
    return np.asarray(np.exp(near / 1.6))


def ring(rng: np.random.Generator) -> FloatArray:
    """Own distance: places on a ring, people click what lies near them, seldom anything else."""
    apart = np.abs(rng.random((PEOPLE, 1)) - rng.random((1, POSTINGS)))
    return np.asarray(np.exp(-np.minimum(apart, 1 - apart) * 40) + 0.003)


def imitation(rng: np.random.Generator) -> FloatArray:
    """Imitation: in villages of twenty, what fellows clicked is clicked again."""
    village = rng.integers(PEOPLE // 20, size=PEOPLE)
    start = rng.gamma(0.15, size=(PEOPLE // 20, POSTINGS)) + 0.02
    return start[village] * rng.gamma(0.6, size=POSTINGS)


TRUTHS: dict[str, Truth] = {"hidden types": types, "smooth tastes": factors, "own distance": ring,
                            "imitation": imitation}  # fmt: skip


def draw(truth: Truth, seed: int) -> tuple[sparse.csr_matrix, IntArray, IntArray]:
    """Clicks without the held-out one, each person's held-out posting beside 99 others (the first column is it)."""
    rng = np.random.default_rng(seed)
    chance = truth(rng)
    keys = np.log(chance / chance.sum(axis=1, keepdims=True) + 1e-300) + rng.gumbel(size=chance.shape)
    counts = rng.integers(3, CLICKS + 4, size=PEOPLE)
    order = np.argsort(-keys, axis=1)
    asked = np.empty((PEOPLE, OTHERS + 1), dtype=np.int64)
    owner, item = [], []
    for person, count in enumerate(counts.tolist()):
        clicked = rng.permutation(order[person, : count + 1])
        others = rng.choice(np.setdiff1d(np.arange(POSTINGS), clicked), OTHERS, replace=False)
        asked[person] = [clicked[0], *others]
        owner += [person] * count
        item += clicked[1:].tolist()
    seen = sparse.csr_matrix((np.ones(len(item)), (owner, item)), shape=(PEOPLE, POSTINGS))
    return seen, np.arange(PEOPLE), asked


def ours(seen: sparse.csr_matrix, asked: IntArray) -> FloatArray:
    """Places in what `gongqiao rank` writes; the higher the better."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pairs = [(f"w{person}", f"p{posting}") for person in range(PEOPLE) for posting in asked[person]]
        owner, item = seen.nonzero()
        tables: dict[str, list[tuple[str, ...]]] = {
            "workers": [("worker_id",), *((f"w{at}",) for at in range(PEOPLE))],
            "postings": [("posting_id",), *((f"p{at}",) for at in range(POSTINGS))],
            "history": [("worker_id", "posting_id", "outcome"),
                        *((f"w{w}", f"p{p}", "viewed") for w, p in zip(owner, item, strict=True))],
            "candidates": [("worker_id", "posting_id"), *pairs],
        }  # fmt: skip
        for table, rows in tables.items():
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
        assert rank_folder(folder, folder / "ranked.csv") == 0
        with (folder / "ranked.csv").open(encoding="utf-8", newline="") as file:
            place = {(row["worker_id"], row["posting_id"]): -int(row["rank"]) for row in csv.DictReader(file)}
    return np.array([place[pair] for pair in pairs], dtype=np.float64).reshape(asked.shape)


def item_knn(seen: sparse.csr_matrix, asked: IntArray) -> FloatArray:
    """Cosine of co-clicks summed, ties by popularity."""
    popular = np.asarray(seen.sum(axis=0)).ravel()
    scale = sparse.diags_array(1 / np.sqrt(np.maximum(popular, 1)))
    near = sparse.csr_matrix(scale @ (seen.T @ seen) @ scale)
    near.setdiag(0)
    score = (seen @ near).toarray() + popular * 1e-6
    return np.asarray(np.take_along_axis(score, asked, axis=1))


def five_step_walk(seen: sparse.csr_matrix, asked: IntArray) -> FloatArray:
    """Share of random walks person, posting, person, posting, person, posting."""
    rows = sparse.diags_array(1 / np.maximum(np.asarray(seen.sum(axis=1)).ravel(), 1)) @ seen
    back = sparse.diags_array(1 / np.maximum(np.asarray(seen.sum(axis=0)).ravel(), 1)) @ seen.T
    score = (rows @ back @ rows @ back @ rows).toarray()
    return np.asarray(np.take_along_axis(score, asked, axis=1))


def popularity(seen: sparse.csr_matrix, asked: IntArray) -> FloatArray:
    """How many clicked it."""
    return np.asarray(np.asarray(seen.sum(axis=0)).ravel()[asked], dtype=np.float64)


CONTENDERS = {"gongqiao rank": ours, "item-kNN + popularity": item_knn, "five-step walk": five_step_walk,
              "popularity": popularity}  # fmt: skip


def figures(score: FloatArray) -> tuple[float, float]:
    """AUC and hit@10 of the first column; a tie counts half in AUC and against it in hit@10."""
    mine, others = score[:, :1], score[:, 1:]
    auc = float(np.mean((mine > others) + 0.5 * (mine == others)))
    return auc, float(np.mean((others >= mine).sum(axis=1) < 10))


def main() -> None:
    """Print AUC and hit@10 of every contender on every truth."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print(f"{PEOPLE} people, {POSTINGS} postings, {seeds} seeds from 900 on")
    for name, truth in TRUTHS.items():
        drawn = [draw(truth, 900 + seed) for seed in range(seeds)]
        print(name)
        for title, contender in CONTENDERS.items():
            told = np.array([figures(contender(seen, asked)) for seen, _, asked in drawn])
            wide = np.zeros(2)
            if seeds > 1:
                wide = stats.t.ppf(0.975, seeds - 1) * told.std(axis=0, ddof=1) / np.sqrt(seeds)
            auc, hits = told.mean(axis=0)
            print(f"  {title:<24} AUC {auc:.3f} ± {wide[0]:.3f}   hit@10 {hits:.3f} ± {wide[1]:.3f}",
                  flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
