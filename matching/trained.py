"""A trained scorer, what is known about it, and its keeping on disk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import skops.io

from labor.arrays import FloatArray
from labor.candidates import Pairs
from labor.errors import NotTrained
from labor.market import Market
from matching.additive import Additive
from matching.chances import STAGES, Chances, Contributions
from matching.features import NAMES

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Pedigree:
    """Where a model comes from and how good it was on later outcomes it had not seen.

    ``figures`` names measures of the held-out outcomes; ``drift`` holds, per feature, what training saw:
    cut points and the share of pairs between them.
    """

    first_day: str
    last_day: str
    outcomes: int
    held_out: int
    seed: int
    figures: Mapping[str, float]
    drift: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class TrainedScorer:
    """An additive model learned from outcomes, with its pedigree."""

    model: Additive
    pedigree: Pedigree

    def score(self, market: Market, pairs: Pairs) -> FloatArray:
        """The chance of being at work after thirty days."""
        return self.model.score(market, pairs)

    def chances(self, market: Market, pairs: Pairs, on: date | None = None) -> Chances:
        """The chance of each stage as of a day (default: the window's first)."""
        return self.model.chances(market, pairs, on)

    def contributions(self, market: Market, pairs: Pairs, on: date | None = None) -> Contributions:
        """What each feature adds to each stage."""
        return self.model.contributions(market, pairs, on)


def save(scorer: TrainedScorer, path: Path) -> None:
    """Keep a model as a skops file (arrays and words only, no code); written beside, then renamed."""
    kept = {
        "format": FORMAT,
        "features": list(NAMES),
        "stages": list(STAGES),
        "edges": list(scorer.model.edges),
        "steps": list(scorer.model.steps),
        "base": scorer.model.base,
        "pedigree": json.dumps(asdict(scorer.pedigree)),
    }
    beside = path.with_name(path.name + ".part")
    skops.io.dump(kept, beside)
    beside.replace(path)


def load(path: Path) -> TrainedScorer:
    """Read a model back; raises NotTrained where there is none, or where it knows other features than this program."""
    if not path.exists():
        raise NotTrained(f"there is no trained model at {path}: run `gongqiao train` first")
    try:
        # Nothing is trusted beyond what skops knows by itself: plain containers, numbers, words, arrays.
        kept = skops.io.load(path, trusted=[])
    except Exception as error:
        raise NotTrained(f"{path} is not a model this program can read ({error}): train again") from error
    if kept.get("format") != FORMAT or tuple(kept["features"]) != NAMES or tuple(kept["stages"]) != STAGES:
        raise NotTrained(f"{path} was trained for other features: train again")
    model = Additive(tuple(kept["edges"]), tuple(kept["steps"]), np.asarray(kept["base"]))
    return TrainedScorer(model, Pedigree(**json.loads(kept["pedigree"])))
