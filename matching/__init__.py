"""How well does this worker suit this posting? Scores, shortlists, recommendations and their reasons."""

from matching.chances import Chances, Contributions, StageScorer
from matching.shortlist import shortlist
from matching.trained import Pedigree, TrainedScorer, load, save
from matching.training import is_worse, train
from matching.weights import WeightedScorer

__all__ = [
    "Chances",
    "Contributions",
    "Pedigree",
    "StageScorer",
    "TrainedScorer",
    "WeightedScorer",
    "is_worse",
    "load",
    "save",
    "shortlist",
    "train",
]
