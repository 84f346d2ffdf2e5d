"""Gap and status as docs/formats.md defines them."""

from datetime import date

import numpy as np
import pytest

from labor.errors import BadInput
from labor.market import DateWindow
from labor.plan import Assignments, Plan, Trips, Unplaced


def plan(objective: float, bound: float) -> Plan:
    none = np.zeros(0, dtype=np.int64)
    return Plan(
        assignments=Assignments(none, none, none, none),
        trips=Trips(none, none, np.zeros(0)),
        unplaced=Unplaced(none, np.zeros(0, dtype="U8"), ()),
        objective=objective,
        bound=bound,
        travel_cost=0.0,
        placed_people=0,
        stopped="done",
    )


def test_the_gap_is_relative_to_the_bound() -> None:
    assert plan(95.0, 100.0).gap == pytest.approx(0.05)


def test_a_bound_below_one_divides_by_one() -> None:
    assert plan(0.0, 0.5).gap == pytest.approx(0.5)


@pytest.mark.parametrize(("bound", "status"), [(100.00005, "optimal"), (100.001, "feasible")])
def test_a_plan_is_optimal_within_the_stated_tolerance(bound: float, status: str) -> None:
    assert plan(100.0, bound).status == status


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadInput, match="before it begins"):
        DateWindow(date(2026, 3, 2), date(2026, 3, 1))
