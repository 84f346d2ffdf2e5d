"""Reading every feature of many pairs."""

from __future__ import annotations

from datetime import date

import numpy as np

from labor.arrays import DayArray, FloatArray
from labor.candidates import Pairs
from labor.market import Market
from matching.features.family import FEATURES
from matching.features.sight import Sight, scene_of


def read(market: Market, pairs: Pairs, on: date | DayArray) -> FloatArray:
    """The table pairs x FEATURES as known on ``on`` (one day, or one a pair); NaN = not known.

    Columns stand one after the other in memory, since they are written and used column by column.
    """
    days = np.asarray(on, dtype="datetime64[D]").astype(np.int64)
    day = int(days) if days.ndim == 0 else None
    sight = Sight(scene_of(market), pairs.worker, pairs.posting, np.broadcast_to(days, len(pairs)), day)
    table = np.empty((len(pairs), len(FEATURES)), order="F")
    for column, feature in enumerate(FEATURES):
        table[:, column] = sight.once(feature.look)
    return table
