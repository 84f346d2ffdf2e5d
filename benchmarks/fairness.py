"""Who is listed and who is seen, by sex and age band, and how well each fact gives a trait away.

    python -m benchmarks.fairness

The traits are handed in from outside: the score never reads them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.sample.season import TODAY, draw_season
from labor.candidates import Candidates, Pairs
from labor.market import Market, Protection
from matching import TrainedScorer, shortlist, train
from matching.fairness import NEEDED, TELLING, gaps, proxies
from matching.features import read
from policy import judge

SEED, A_POSTING = 1, 20
BANDS = (("16-29", 16, 29), ("30-39", 30, 39), ("40-49", 40, 49), ("50+", 50, 99))


def main() -> None:
    """Print selection and exposure by group with intervals, the same at equal wishes, and the proxies."""
    season = draw_season()
    market, past = season.market(), season.past_market()
    scorer = train(past, season.history.outcomes, seed=SEED)
    groups = {"sex": _sexes(market), "age": _bands(market)}
    lists = shortlist(market, scorer)
    for trait, (names, group) in groups.items():
        found = gaps(lists, group, per_posting=A_POSTING)
        for rate, seen in zip(found.selected, found.exposure, strict=True):
            print(f"{trait:<4}{names[rate.group]:<7} {rate.people:5} people  among a posting's first {A_POSTING}: "
                  f"{rate.rate:.3f} ({rate.low:.3f} to {rate.high:.3f})  exposure {seen.rate:.3f} "
                  f"({seen.low:.3f} to {seen.high:.3f})")  # fmt: skip
    _allowed(market, groups["sex"][1])
    _swapped(market, scorer, lists)
    pairs = Pairs(season.history.outcomes.worker, season.history.outcomes.posting)
    table = read(past, pairs, season.history.outcomes.offered)
    for trait, group in (("sex", past.protection.sex == 2), ("age over 44", _ages(past) > 44)):
        told = sorted(proxies(table, group.astype(np.int64)[pairs.worker]).items(), key=lambda one: -one[1])
        telling = [f"{name} {value:.2f}{'' if name in NEEDED else ' NOT NEEDED'}"
                   for name, value in told if value > TELLING]  # fmt: skip
        print(f"facts that give away {trait} (AUC over {TELLING}): {', '.join(telling) or 'none'}")


def _allowed(market: Market, group: np.ndarray) -> None:
    """How many postings law and own wishes leave to each sex: the first cause of a gap."""
    workers, postings = len(market.workers), len(market.postings)
    pairs = Pairs(np.repeat(np.arange(workers), postings), np.tile(np.arange(postings), workers))
    share = judge(market, pairs, TODAY).allowed.reshape(workers, postings).mean(axis=1)
    for value, name in ((1, "men"), (2, "women")):
        print(f"postings open to {name} by law and own wishes: {share[group == value].mean():.3f}")


def _swapped(market: Market, scorer: TrainedScorer, lists: Candidates) -> None:
    """Everybody's sex and birth drawn anew: not one score of a listed pair may move."""
    rng = np.random.default_rng(SEED)
    order = rng.permutation(len(market.workers))
    traits = Protection(*(getattr(market.protection, name)[order] for name in Protection.__dataclass_fields__))
    moved = scorer.score(replace(market, protection=traits), lists.pairs) != lists.score
    print(f"scores moved by giving everybody somebody else's sex, birth and status: {int(moved.sum())} of {len(lists)}")


def _sexes(market: Market) -> tuple[dict[int, str], np.ndarray]:
    return {1: "men", 2: "women"}, np.where(market.protection.sex > 0, market.protection.sex, -1)


def _ages(market: Market) -> np.ndarray:
    born = market.protection.birth.astype("datetime64[D]").astype(np.float64)
    born[np.isnat(market.protection.birth)] = np.nan
    return (np.datetime64(TODAY, "D").astype(np.int64) - born) / 365.25


def _bands(market: Market) -> tuple[dict[int, str], np.ndarray]:
    ages, group = np.floor(_ages(market)), np.full(len(market.workers), -1)
    for at, (_, low, high) in enumerate(BANDS):
        group[(ages >= low) & (ages <= high)] = at
    return {at: name for at, (name, _, _) in enumerate(BANDS)}, group


if __name__ == "__main__":
    main()
