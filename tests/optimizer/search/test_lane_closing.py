"""Which lanes are closed first."""

from __future__ import annotations

import numpy as np

from optimizer.search.lane_closing import yields_of


def test_a_lane_yields_its_profit_by_what_it_costs_and_one_that_cannot_run_goes_first() -> None:
    profit, cost = np.array([-50.0, -10.0, -np.inf, -3.0]), np.array([100.0, 10.0, np.inf, 0.0])

    yields = yields_of(profit, cost)

    assert yields.tolist() == [-0.5, -1.0, -np.inf, -3.0]
    assert np.argsort(yields, kind="stable").tolist() == [2, 3, 1, 0]
