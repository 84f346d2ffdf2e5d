"""How well does this worker suit this posting? Scores, shortlists, recommendations and their reasons."""

from matching.chances import Chances, Contributions, StageScorer
from matching.congestion import options_for_all
from matching.deciding import PlacesLeft, choose, expected_yeses, look
from matching.distance_scorer import ByDistance, road_km, shortlisted
from matching.drift import Watch, watch
from matching.evaluation import Evaluation, evaluation_of
from matching.explanation import Explanation, explain
from matching.features.sight import Scene
from matching.lessons import Lessons, lessons
from matching.model_card import model_card, scorer_name
from matching.recommendation import (
    OPTIONS,
    Raise,
    Recommendation,
    best_for_posting,
    invite_for_posting,
    recommend_for_worker,
    what_would_raise,
)
from matching.shortlist import shortlist
from matching.trained import Pedigree, TrainedScorer, load, save
from matching.training import Compared, Training, compared, is_worse, train, train_on
from matching.weights import WeightedScorer

__all__ = [
    "OPTIONS",
    "ByDistance",
    "Chances",
    "Compared",
    "Contributions",
    "Evaluation",
    "Explanation",
    "Lessons",
    "Pedigree",
    "PlacesLeft",
    "Raise",
    "Recommendation",
    "Scene",
    "StageScorer",
    "TrainedScorer",
    "Training",
    "Watch",
    "WeightedScorer",
    "best_for_posting",
    "choose",
    "compared",
    "evaluation_of",
    "expected_yeses",
    "explain",
    "invite_for_posting",
    "is_worse",
    "lessons",
    "load",
    "look",
    "model_card",
    "options_for_all",
    "recommend_for_worker",
    "road_km",
    "save",
    "scorer_name",
    "shortlist",
    "shortlisted",
    "train",
    "train_on",
    "watch",
    "what_would_raise",
]
