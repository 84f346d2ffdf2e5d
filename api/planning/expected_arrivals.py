"""Expected arrivals of each trip: the risk of an empty seat, and how many to hold in reserve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from data.exports.expected import Expected
from data.views.boarding import Expectation, Manning
from labor.arrays import FloatArray, IntArray
from labor.errors import BadInput
from optimizer import assess, reserve_needed

EMPTY_RISK: Final = 0.2  # a booked seat may stay empty in one departure of five, unless the office says otherwise


def expected(manning: Manning, *, empty_risk: float = EMPTY_RISK) -> Expected | None:
    """What to expect at the door; None where the plan kept no chances. Raises BadInput for a risk outside [0, 1].

    Who is in reserve only takes the seat of somebody booked who does not come, so nobody is ever one too many.
    A group comes together or not at all, as likely as its least likely member.
    """
    if not 0 <= empty_risk <= 1:
        raise BadInput("空座风险在 0 到 100 之间 / the risk of an empty seat lies between 0 and 100 %")
    if not manning.booked or any(one.boards is None for one in manning.booked):
        return None
    booked = _units(manning.booked)
    reserve = _units([one for one in manning.reserve if one.boards is not None])
    places = int(booked[1].sum())
    if places > manning.seats:
        raise BadInput(f"{places} people are booked on {manning.seats} seats")
    count = reserve_needed(booked, reserve, places, empty_risk=empty_risk)
    without = assess(booked, (reserve[0][:0], reserve[1][:0]), places)
    chosen = assess(booked, (reserve[0][:count], reserve[1][:count]), places)
    return Expected(
        places, manning.seats, without.expected_aboard, without.any_empty_seat, count,
        chosen.expected_aboard, chosen.any_empty_seat, chosen.reserve_unused,
    )  # fmt: skip


def _units(people: Sequence[Expectation]) -> tuple[FloatArray, IntArray]:
    """Chance and size of each unit, in their given order."""
    chance: dict[object, float] = {}
    size: dict[object, int] = {}
    for one in people:
        unit = ("group", one.group_id) if one.group_id is not None else ("alone", one.worker_id)
        chance[unit] = min(chance.get(unit, 1.0), one.boards or 0.0)
        size[unit] = size.get(unit, 0) + 1
    return np.array(list(chance.values())), np.array(list(size.values()), dtype=np.int64)
