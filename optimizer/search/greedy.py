"""A plan in no time, before any price is known: what a careful dispatcher would do by hand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from labor.arrays import FloatArray, IntArray
from optimizer.model.options import NO_LANE, Layout
from optimizer.search.feasible_rounding import rooms_left, settle, spread
from optimizer.search.incumbent import STAYS, Draft
from optimizer.search.lane_closing import net_at_full_seats


def quick_drafts(layout: Layout, premium: float) -> Iterator[Draft]:
    """Coaches that fill with people who gain by them, then these with whatever is left for the others.

    Everyone seeks the posting that is best at full vehicles' seat prices, with ``premium`` for each person placed; a
    coach runs where its riders gain its cost over going alone.
    """
    options = layout.options
    extra = premium * layout.size
    worth, net = options.worth + extra, net_at_full_seats(layout) + extra
    draft = _settled(layout, spread(layout, net), worth - _alone(layout, worth))
    if draft is None:
        return
    yield draft
    usable = np.zeros(len(layout.lanes) + 1, dtype=bool)
    usable[layout.kinds.lane[draft.kind]] = True
    usable[NO_LANE] = True
    stays = draft.choice == STAYS
    left = np.where(stays[options.unit] & usable[options.lane], net, -1.0)
    fuller = _settled(layout, np.where(stays, spread(rooms_left(layout, draft.choice), left), draft.choice), worth)
    if fuller is not None:
        yield fuller


def _alone(layout: Layout, worth: FloatArray) -> FloatArray:
    """What the unit of each option by trip would have without one, 0 for the other options."""
    options = layout.options
    rides = options.lane != NO_LANE
    best = np.zeros(len(layout.units))
    np.maximum.at(best, options.unit[~rides], worth[~rides])
    alone: FloatArray = np.where(rides, best[options.unit], 0.0)
    return alone


def _settled(layout: Layout, choice: IntArray, gain: FloatArray) -> Draft | None:
    return settle(layout, choice, np.where(choice == STAYS, 0.0, gain[choice]))
