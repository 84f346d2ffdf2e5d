"""A synthetic season to try everything on: drawn with a fixed seed, written as the files offices send."""

from data.sample.season import SEED, TODAY, Season, SeasonFile, draw_season
from data.sample.season_files import write_season

__all__ = ["SEED", "TODAY", "Season", "SeasonFile", "draw_season", "write_season"]
