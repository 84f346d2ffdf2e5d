"""Finding the official occupation of an everyday Chinese title by text alone, against character n-grams.

    python -m benchmarks.titles

One alias of each occupation of the national classification (2022), the first, the second, then the third, is asked for
among all official names. What an engine that knows the classification's aliases finds, with the alias asked for itself
struck from what it knows as well: that tells how it does on words it has never met.
"""

from __future__ import annotations

import csv
from importlib import resources

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from labor.arrays import IntArray
from matching.texts import weights_of
from policy.wording import TradeReader, trade_words


def main() -> None:
    """Print hits and reciprocal ranks of ours and of character n-grams, by the first, second and third aliases."""
    for place in range(3):
        _compare(place)


def _compare(place: int) -> None:
    text = resources.files("policy.wording").joinpath("occupations.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if not row["code"].endswith("-00")]
    asked = [
        (alias, at) for at, row in enumerate(rows) for alias in row["aliases"].split("|")[place : place + 1] if alias
    ]
    names, queries = [row["name"] for row in rows], [alias for alias, _ in asked]
    target = np.array([at for _, at in asked])
    print(f"{len(queries)} titles among {len(names)} official names")
    _print("ours, aliases known", weights_of([*names, *queries]), len(names), target)
    known = {word: codes for word, codes in trade_words().items() if word not in {q.lower() for q in queries}}
    ours = weights_of([*names, *queries], TradeReader(known).named)
    _print("ours, the asked alias unknown", ours, len(names), target)
    for name, most in (("single characters, TF-IDF", 1), ("character n-grams 1 to 3, TF-IDF", 3)):
        grams = TfidfVectorizer(analyzer="char", ngram_range=(1, most)).fit_transform([*names, *queries])
        _print(name, grams, len(names), target)


def _print(name: str, weighted: object, names: int, target: IntArray) -> None:
    near = (weighted[names:] @ weighted[:names].T).toarray()  # type: ignore[index]
    mine = near[np.arange(len(target)), target]
    place = (near >= mine[:, None]).sum(axis=1)  # a tie counts against it
    print(f"  {name:<34} hit@1 {np.mean(place <= 1):.3f}  hit@10 {np.mean(place <= 10):.3f}  "
          f"MRR {np.mean(1 / place):.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
