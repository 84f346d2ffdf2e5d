"""Real clicks through `gongqiao rank`: each person's last posting against 99 others, five draws, with an interval.

    python -m benchmarks.ranking FOLDER      a folder laid out as job_views (views, postings, experience, wishes .csv)

The folder is turned into the tables of docs/formats-rank.md, with each held-out click taken from the history. Only
this script knows the data set; the engine sees the plain tables. Baselines run on the same draws.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from api.plainfiles.ranking import rank_folder

DRAWS, OTHERS, HITS = 5, 99, 10
MISSING = {"", "NA"}
Row = dict[str, str]


@dataclass(frozen=True)
class Clicked:
    """The data set in memory; ``held_out`` is each worker's last posting, where they saw three or more."""

    postings: list[Row]
    views: list[Row]
    text: dict[str, str]
    region: dict[str, str]
    held_out: dict[str, str]


def read(folder: Path) -> Clicked:
    """Read the four files and hold out each last posting (all views of it by that person)."""

    def rows(name: str) -> list[Row]:
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    said: dict[str, list[str]] = defaultdict(list)
    region: dict[str, str] = {}
    for row in rows("experience.csv"):
        if row["position"] not in MISSING:
            said[row["worker_id"]].append(row["position"])
        if row["state"] not in MISSING:
            region.setdefault(row["worker_id"], _path(row))
    for row in rows("wishes.csv"):
        said[row["worker_id"]].append(row["position"])
    views = sorted(rows("views.csv"), key=lambda row: row["viewed_at"])
    seen: dict[str, dict[str, None]] = defaultdict(dict)
    for row in views:
        seen[row["worker_id"]].pop(row["posting_id"], None)
        seen[row["worker_id"]][row["posting_id"]] = None
    held_out = {worker: list(those)[-1] for worker, those in seen.items() if len(those) >= 3}
    text = {worker: " , ".join(words) for worker, words in said.items()}
    return Clicked(rows("postings.csv"), views, text, region, held_out)


def _path(row: Row) -> str:
    return row["state"] + ("/" + row["city"] if row["city"] not in MISSING else "")


def draw(data: Clicked, seed: int) -> dict[str, list[str]]:
    """For each held-out person the target first, then 99 other postings at random."""
    rng = np.random.default_rng(seed)
    ids = [row["posting_id"] for row in data.postings]
    drawn = {}
    for worker, target in data.held_out.items():
        others = [ids[at] for at in rng.choice(len(ids), OTHERS + 1, replace=False) if ids[at] != target]
        drawn[worker] = [target, *others[:OTHERS]]
    return drawn


def write_folder(data: Clicked, draws: list[dict[str, list[str]]], folder: Path) -> None:
    """The plain tables: nothing of the held-out clicks is left in the history."""
    workers = list(dict.fromkeys(row["worker_id"] for row in data.views))
    kept = [row for row in data.views if data.held_out.get(row["worker_id"]) != row["posting_id"]]
    pairs = {(worker, posting) for drawn in draws for worker, those in drawn.items() for posting in those}
    _write(folder / "workers.csv", ("worker_id", "text", "region"),
           [(w, data.text.get(w, ""), data.region.get(w, "")) for w in workers])  # fmt: skip
    _write(folder / "postings.csv", ("posting_id", "text", "region"),
           [(row["posting_id"], row["title"], _path(row)) for row in data.postings])  # fmt: skip
    _write(folder / "history.csv", ("worker_id", "posting_id", "outcome", "at"),
           [(row["worker_id"], row["posting_id"], "viewed", row["viewed_at"]) for row in kept])  # fmt: skip
    _write(folder / "candidates.csv", ("worker_id", "posting_id"), sorted(pairs))


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def hit_rate(scores: dict[tuple[str, str], float], drawn: dict[str, list[str]]) -> float:
    """Share of people whose target stands among the first ten; a tie counts against it."""
    hits = 0
    for worker, (target, *others) in drawn.items():
        mine = scores[worker, target]
        hits += sum(scores[worker, other] >= mine for other in others) < HITS
    return hits / len(drawn)


def text_alone(data: Clicked, pairs: set[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """Baseline: cosine of word TF-IDF between a person's own words and the title."""
    at = {row["posting_id"]: position for position, row in enumerate(data.postings)}
    vectorizer = TfidfVectorizer(sublinear_tf=True).fit(
        [row["title"] for row in data.postings] + list(data.text.values())
    )
    titles = vectorizer.transform([row["title"] for row in data.postings])
    row = {worker: position for position, worker in enumerate(data.held_out)}
    people = vectorizer.transform([data.text.get(worker, "") for worker in data.held_out])
    both = list(pairs)
    near = people[[row[w] for w, _ in both]].multiply(titles[[at[p] for _, p in both]]).sum(axis=1)
    return {(w, p): float(like) + _jitter(w, p) for (w, p), like in zip(both, np.asarray(near).ravel(), strict=True)}


def same_state(data: Clicked, pairs: set[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """Baseline: share of the person's earlier clicks in the posting's state."""
    state = {row["posting_id"]: row["state"] for row in data.postings}
    liked: dict[str, list[str]] = defaultdict(list)
    for row in data.views:
        if data.held_out.get(row["worker_id"]) != row["posting_id"]:
            liked[row["worker_id"]].append(state[row["posting_id"]])
    return {(w, p): liked[w].count(state[p]) / max(len(liked[w]), 1) + _jitter(w, p) for w, p in pairs}


def _jitter(worker: str, posting: str) -> float:
    """Breaks a baseline's ties without favor."""
    return (crc32(f"{worker} {posting}".encode()) % 1_000_003) * 1e-12


def ours(folder: Path, seed: int) -> dict[tuple[str, str], float]:
    """What `gongqiao rank` writes, read back."""
    out = folder / "ranked.csv"
    assert rank_folder(folder, out, seed=seed) == 0
    with out.open(encoding="utf-8", newline="") as file:
        # The rank decides; the score alone is rounded.
        return {(row["worker_id"], row["posting_id"]): -float(row["rank"]) for row in csv.DictReader(file)}


def main() -> None:
    """Print hit@10 of the engine and of the baselines."""
    if len(sys.argv) != 2:
        sys.exit("say where the clicks are: python -m benchmarks.ranking FOLDER")
    data = read(Path(sys.argv[1]))
    draws = [draw(data, 100 + at) for at in range(DRAWS)]
    pairs = {(worker, posting) for drawn in draws for worker, those in drawn.items() for posting in those}
    with tempfile.TemporaryDirectory() as name:
        write_folder(data, draws, Path(name))
        began = time.perf_counter()
        engine = ours(Path(name), seed=0)
        took = time.perf_counter() - began
    print(f"{len(data.held_out)} people, {len(pairs)} pairs, gongqiao rank took {took:.1f} s", flush=True)
    baselines = {"text alone": text_alone, "same state as earlier clicks": same_state}
    for title in ("gongqiao rank", *baselines):
        scores = baselines[title](data, pairs) if title in baselines else engine
        rates: NDArray[np.float64] = np.array([hit_rate(scores, drawn) for drawn in draws])
        # People are the same in every draw, so the interval is that of a share over people, not over draws.
        wide = 1.96 * np.sqrt(rates.mean() * (1 - rates.mean()) / len(data.held_out))
        print(f"  {title:<30} hit@10 {rates.mean():.4f} ± {wide:.4f}   draws {np.round(rates, 3).tolist()}",
              flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
