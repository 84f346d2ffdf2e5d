"""The features of a pair: named facts with a direction, read off a market all at once."""

from matching.features.family import DIRECTIONS, FEATURES, NAMES
from matching.features.feature import FALLS, RISES, Feature
from matching.features.reading import read
from matching.features.sight import Scene, Sight, scene_of

__all__ = [
    "DIRECTIONS",
    "FALLS",
    "FEATURES",
    "NAMES",
    "RISES",
    "Feature",
    "Scene",
    "Sight",
    "read",
    "scene_of",
]
