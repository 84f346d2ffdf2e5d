"""Training a scorer on what came of earlier offers, and finding the one in use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from api.settings import Settings
from data import markets
from data.database import opened
from labor.errors import NotTrained
from matching import StageScorer, TrainedScorer, WeightedScorer, load, save, train

MODEL_FILE = "scorer.skops"


def train_and_keep(engine: Engine, settings: Settings, *, until: date, seed: int) -> tuple[Path, TrainedScorer]:
    """Learn from every offer made by ``until`` and keep the model in the office's folder; raises NotTrained."""
    with opened(engine) as session:
        market, outcomes = markets.load_with_outcomes(session, until=until)
    scorer = train(market, outcomes, seed=seed)
    settings.models.mkdir(parents=True, exist_ok=True)
    path = settings.models / MODEL_FILE
    save(scorer, path)
    return path, scorer


def current_scorer(settings: Settings) -> StageScorer:
    """The office's trained model; before there is one, the documented weights."""
    try:
        return load(settings.models / MODEL_FILE)
    except NotTrained:
        return WeightedScorer()


def name_of(scorer: object) -> str:
    """The scorer's name, with where it comes from, as printed on a plan."""
    scorer = getattr(scorer, "inner", scorer)  # what looks at distance alone holds the office's scorer
    if isinstance(scorer, TrainedScorer):
        pedigree = scorer.pedigree
        return f"trained {pedigree.first_day}..{pedigree.last_day}, {pedigree.outcomes} outcomes, seed {pedigree.seed}"
    return "documented weights" if isinstance(scorer, WeightedScorer) else type(scorer).__name__
