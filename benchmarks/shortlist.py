"""The shortlist at size: 200,000 workers x 5,000 postings, against faiss-cpu's exact search and the bare product.

    python -m benchmarks.shortlist [WORKERS] [POSTINGS]

The market is synthetic: columns of the sample's workers and orders drawn anew, group of columns by group, so that
few workers are alike. Recall is measured against the model's own exhaustive top 50 of sampled workers.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from data.sample.market import Register, market_of
from data.sample.orders import draw_orders
from data.sample.season import TODAY, draw_season
from labor.arrays import IntArray, Ragged
from labor.candidates import Pairs
from labor.market import Certificates, Market, Protection, Spells, Workers
from labor.outcomes import Outcomes
from matching import TrainedScorer, train
from matching.first_stage import in_blocks
from matching.kind_tables import Floats
from matching.two_stages import PASS, TwoStages
from policy import judge

COUNT, SAMPLE, SEED = 50, 300, 1
WIDTHS = (64, 128, 192)
TURNS = 2
PRODUCT = "the bare matrix product, 64 wide"
TOGETHER = (("county", "pickup"), ("trades", "trade_years", "text"), ("wish_regions", "max_distance_km"),
            ("earliest", "latest", "home_by"), ("can_lift_kg", "height_ok"), ("night_shift_ok",),
            ("wage_wanted_fen",), ("lodging_needed", "wants_couple_room"))  # fmt: skip


def large_market(workers: int, postings: int) -> tuple[Market, Market, Outcomes]:
    """The large market, and the past one with its outcomes to train on."""
    season = draw_season(workers=3000)
    register = season.register
    rng = np.random.default_rng(SEED)
    orders = draw_orders(rng, list(register.employers), postings, TODAY)
    small = market_of(Register(register.people, register.employers, orders, register.vehicles, register.fares), TODAY,
                      spells=season.history.spells)  # fmt: skip
    past = market_of(Register(register.people, register.employers, season.history.orders, (), ()), TODAY,
                     spells=season.history.spells)  # fmt: skip
    return _drawn_anew(small, workers, rng), past, season.history.outcomes


def _drawn_anew(small: Market, workers: int, rng: np.random.Generator) -> Market:
    donors = {name: rng.integers(len(small.workers), size=workers) for name in Workers.__dataclass_fields__}
    for names in TOGETHER:
        for name in names[1:]:
            donors[name] = donors[names[0]]
    columns: dict[str, Any] = {
        name: _taken(getattr(small.workers, name), donors[name]) for name in Workers.__dataclass_fields__
    }
    columns["id"] = np.arange(1, workers + 1)
    columns["group"] = np.full(workers, -1, dtype=np.int64)
    columns["wage_wanted_fen"] = np.where(
        columns["wage_wanted_fen"] > 0, columns["wage_wanted_fen"] + 10_000 * rng.integers(-8, 9, workers), -1
    )
    who = donors["trades"]
    protection = Protection(*(getattr(small.protection, name)[who] for name in Protection.__dataclass_fields__))
    holders = _holders(small.certificates.worker, who, len(small.workers))
    held = Certificates(holders[0], *(getattr(small.certificates, name)[holders[1]]
                                      for name in ("kind", "valid_to", "review_by", "verified")))  # fmt: skip
    been = _holders(small.spells.worker, donors["county"], len(small.workers))
    spells = Spells(been[0], *(getattr(small.spells, name)[been[1]] for name in ("employer", "days", "ended")))
    return replace(small, workers=Workers(**columns), protection=protection, certificates=held, spells=spells)


def _taken(column: Any, rows: IntArray) -> Any:
    if isinstance(column, Ragged):
        return Ragged.of([column.row(at).tolist() for at in rows.tolist()], dtype=column.items.dtype)
    if isinstance(column, tuple):
        return tuple(column[at] for at in rows.tolist())
    return column[rows]


def _holders(owner: IntArray, donor: IntArray, count: int) -> tuple[IntArray, IntArray]:
    """New owner and old row of what each donor's row brings along."""
    order = np.argsort(owner, kind="stable")
    first = np.searchsorted(owner[order], np.arange(count + 1))
    sizes = np.diff(first)[donor]
    new = np.repeat(np.arange(len(donor)), sizes)
    within = np.arange(len(new)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return new, order[first[donor][new] + within]


def main(workers: int = 200_000, postings: int = 5_000) -> None:
    """Print the times side by side and the recall."""
    market, past, outcomes = large_market(workers, postings)
    scorer = train(past, outcomes, seed=SEED)
    before = _peak_mb()
    began = time.perf_counter()
    stages = TwoStages(market, scorer.model, TODAY)
    ready = time.perf_counter() - began
    everybody = np.arange(workers, dtype=np.int64)
    product = contest(stages, everybody)
    began = time.perf_counter()
    worker, posting, _ = stages.all_listed(COUNT)
    both = time.perf_counter() - began
    print(f"making ready {ready:.1f} s + both stages {both:.1f} s = whole {ready + both:.1f} s, "
          f"{(ready + both) / product:.0f} times the bare product")  # fmt: skip
    print(f"pairs listed {len(worker)}, peak memory {_peak_mb():.0f} MB, before the shortlist {before:.0f} MB")
    recall(market, scorer, (worker, posting))


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def contest(stages: TwoStages, everybody: IntArray) -> float:
    """Every contender in turn, TURNS times over; each one's fastest is printed. Gives the bare product's seconds."""
    contenders: dict[str, Callable[[], object]] = {
        f"first stage, eligibility included, {threads} thread{'s'[: threads - 1]}": partial(
            _first, stages, everybody, threads
        )
        for threads in (1, 2)
    }
    contenders |= rivals(len(everybody), len(stages.market.postings))
    took: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(TURNS):
        for name, contender in contenders.items():
            began = time.perf_counter()
            contender()
            took[name].append(time.perf_counter() - began)
    for name, seconds in took.items():
        print(
            f"{name:<50} {min(seconds):6.2f} s   (all turns: {', '.join(f'{one:.2f}' for one in seconds)})", flush=True
        )
    return min(took[PRODUCT])


def _first(stages: TwoStages, everybody: IntArray, threads: int) -> int:
    return sum(
        len(at[0]) for at in in_blocks(everybody, lambda some: stages.first(some, PASS * COUNT), threads=threads)
    )


def rivals(workers: int, postings: int) -> dict[str, Callable[[], object]]:
    """faiss-cpu's exact search over vectors of several widths, and the bare matrix product of the narrowest.

    faiss keeps its best fifty in a heap or in a reservoir, whichever is faster; both are run.
    """
    import faiss  # noqa: PLC0415

    rng = np.random.default_rng(SEED)
    found: dict[str, Callable[[], object]] = {}

    def search(index: Any, mine: Floats, threads: int, reservoir_from: int) -> None:
        faiss.omp_set_num_threads(threads)
        faiss.cvar.distance_compute_min_k_reservoir = reservoir_from
        index.search(mine, COUNT)

    for width in WIDTHS:
        mine, theirs = (rng.standard_normal((count, width), dtype=np.float32) for count in (workers, postings))
        index = faiss.IndexFlatIP(width)
        index.add(theirs)
        for keeps, reservoir_from in (("heap", 2 * COUNT), ("reservoir", 1)):
            for threads in (1, 2):
                name = f"faiss-cpu exact, {width:3} wide, {keeps}, {threads} thread{'s'[: threads - 1]}"
                found[name] = partial(search, index, mine, threads, reservoir_from)
        if width == WIDTHS[0]:
            found[PRODUCT] = partial(_product, mine, theirs)
    return found


def _product(mine: Floats, theirs: Floats) -> None:
    for begin in range(0, len(mine), 4096):
        mine[begin : begin + 4096] @ theirs.T


def recall(market: Market, scorer: TrainedScorer, listed: tuple[IntArray, IntArray]) -> None:
    """Share of the model's own exhaustive top 50 (allowed postings) that the shortlist holds."""
    rng = np.random.default_rng(2)
    found = total = 0
    kept_score = best_score = 0.0
    for worker in rng.choice(len(market.workers), SAMPLE, replace=False).tolist():
        everything = Pairs(np.full(len(market.postings), worker), np.arange(len(market.postings)))
        allowed = judge(market, everything, TODAY).allowed
        mine = Pairs(everything.worker[allowed], everything.posting[allowed])
        score = scorer.score(market, mine)
        got = listed[1][listed[0] == worker]
        top = np.sort(score)[::-1][:COUNT]
        # Postings with the score of the fiftieth are as good as it: counted by score, not by name.
        mine_got = np.sort(score[np.isin(mine.posting, got)])[::-1][: len(top)]
        found += int(np.sum(mine_got >= top[-1])) if len(top) else 0
        total += len(top)
        kept_score, best_score = kept_score + float(mine_got.sum()), best_score + float(top.sum())
    print(f"recall of the model's own top {COUNT}: {found / max(total, 1):.4f} over {SAMPLE} workers")
    print(f"their scores reach {kept_score / max(best_score, 1e-9):.4f} of the exhaustive top's")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
