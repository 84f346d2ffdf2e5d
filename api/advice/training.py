"""Training a scorer on what came of earlier offers, judging it before it is used, and finding the one in use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.settings import Settings
from data import markets
from data.database import opened
from data.database.tenants.register import whose
from data.views import rights
from data.views.overview import own_today
from labor.errors import BadInput, NotTrained
from matching import (
    ByDistance,
    Compared,
    Evaluation,
    Lessons,
    StageScorer,
    TrainedScorer,
    Training,
    Watch,
    WeightedScorer,
    compared,
    evaluation_of,
    lessons,
    load,
    model_card,
    save,
    train_on,
    watch,
)

MODEL_FILE: Final = "scorer.skops"
SET_ASIDE: Final = "candidate.skops"  # a model that waits for a person's word
CARD: Final = ".html"


@dataclass(frozen=True, slots=True, eq=False)
class KeptModel:
    """A model trained and where it went; ``in_use`` is False where it was worse and nobody gave their word."""

    path: Path
    card: Path
    scorer: TrainedScorer
    evaluation: Evaluation
    against: Compared | None  # None = there was no model before
    drift: Watch | None  # of the model that was in use, on the offers made since
    in_use: bool


def train_and_keep(
    engine: Engine, settings: Settings, *, until: date, seed: int, even_if_worse: bool = False
) -> KeptModel:
    """Learn from every offer made by ``until``, evaluate, write the card, and put the model to use.

    A model worse than the one in use is set aside beside it, with its card, unless ``even_if_worse``; raises
    NotTrained where there is too little to learn from.
    """
    with opened(engine) as session:
        market, outcomes = markets.load_with_outcomes(session, until=until)
        synthetic = own_today(session) is not None
    training = train_on(lessons(market, outcomes), seed=seed)
    evaluation = evaluation_of(market, training)
    old = in_use(settings)
    against = compared(training, old) if old else None
    better = against is None or not against.worse or even_if_worse
    path = settings.models / (MODEL_FILE if better else SET_ASIDE)
    settings.models.mkdir(parents=True, exist_ok=True)
    card = path.with_suffix(CARD)
    card.write_text(model_card(training.scorer, evaluation, synthetic=synthetic), encoding="utf-8")
    save(training.scorer, path)
    if better:  # what was set aside earlier has had its answer
        for name in (SET_ASIDE, Path(SET_ASIDE).with_suffix(CARD).name):
            (settings.models / name).unlink(missing_ok=True)
    drift = watch(old, _since(old, training)) if old else None
    return KeptModel(path, card, training.scorer, evaluation, against, drift, better)


def watched(engine: Engine, settings: Settings, *, until: date) -> Watch | None:
    """The model in use beside the offers made since it learned; None where there is no model or no offer since."""
    old = in_use(settings)
    if old is None:
        return None
    with opened(engine) as session:
        try:
            market, outcomes = markets.load_with_outcomes(session, until=until)
        except BadInput:
            return None
    known = lessons(market, outcomes)
    return watch(old, known.at(known.offered > _last_day(old)))


_told: dict[tuple[str, int, int, date], Watch | None] = {}


def watched_today(engine: Engine, settings: Settings, today: date) -> Watch | None:
    """The same, worked out once a day and model: it reads every offer since."""
    model = settings.models / MODEL_FILE
    key = (str(engine.url), whose(engine), model.stat().st_mtime_ns if model.is_file() else 0, today)
    if key not in _told:
        found = watched(engine, settings, until=today)
        _told.clear()
        _told[key] = found
    return _told[key]


def _since(old: TrainedScorer, training: Training) -> Lessons:
    return training.known.at(training.known.offered > _last_day(old))


def _last_day(scorer: TrainedScorer) -> int:
    return (date.fromisoformat(scorer.pedigree.last_day) - date(1970, 1, 1)).days


def in_use(settings: Settings) -> TrainedScorer | None:
    """The office's trained model, if there is one this program can read."""
    try:
        return load(settings.models / MODEL_FILE)
    except NotTrained:
        return None


def current_scorer(settings: Settings) -> StageScorer:
    """The office's trained model; before there is one, the documented weights."""
    return in_use(settings) or WeightedScorer()


def card_of(settings: Settings) -> Path | None:
    """The card of the model in use."""
    card = (settings.models / MODEL_FILE).with_suffix(CARD)
    return card if card.is_file() and (settings.models / MODEL_FILE).is_file() else None


def name_of(scorer: object) -> str:
    """The scorer's name, with where it comes from, as printed on a plan."""
    scorer = getattr(scorer, "inner", scorer)  # what looks at distance alone holds the office's scorer
    if isinstance(scorer, TrainedScorer):
        pedigree = scorer.pedigree
        return f"trained {pedigree.first_day}..{pedigree.last_day}, {pedigree.outcomes} outcomes, seed {pedigree.seed}"
    return "documented weights" if isinstance(scorer, WeightedScorer) else type(scorer).__name__


def scorer_for(session: Session, settings: Settings) -> StageScorer:
    """The office's scorer, which leaves alone whoever asked for no ranking by their own data."""
    inner, against = current_scorer(settings), rights.against_ranking(session)
    return ByDistance(inner, frozenset(against)) if against else inner


def scorer_of(engine: Engine, settings: Settings) -> StageScorer:
    """The same, with a session of its own."""
    with opened(engine) as session:
        return scorer_for(session, settings)
