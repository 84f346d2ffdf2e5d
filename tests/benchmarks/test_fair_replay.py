"""A short day of a fair replayed: quick changes, seats filled again, nobody moved twice in one, little waiting."""

from __future__ import annotations

import numpy as np

from benchmarks.fair_instances import Size
from benchmarks.fair_replay import replayed
from optimizer.fairs import figure
from optimizer.fairs.first_plans import by_turns


def test_a_day_of_six_hundred_people_follows_what_happens() -> None:
    fair, told = replayed(Size(600, 40, 8, 10, 3))

    assert told.hindsight is not None
    assert len(told.seconds) > 20 and np.quantile(told.seconds, 0.95) < 1
    assert told.freed > 20 and told.filled + told.empty == told.freed
    assert told.filled > told.freed / 2
    assert told.most_moves == 1 and told.double == 0
    assert np.median(told.waits) <= 10
    seen_before = figure(told.hindsight, by_turns(told.hindsight), "served1")
    assert figure(fair, told.held, "served1") >= 0.97 * seen_before
