"""Ranking on any tables: what texts, places, pay and earlier clicks say, learned from those tables alone."""

from matching.ranking.ranker import Ranked, rank
from matching.ranking.tables import LIKES, Clicks, Side, Tables, region_path

__all__ = ["LIKES", "Clicks", "Ranked", "Side", "Tables", "rank", "region_path"]
