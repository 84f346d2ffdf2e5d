"""Who travels together: a row's unit is its group, or the row alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import BoolArray, IntArray
from optimizer.model.problem import UNSAID, Problem


@dataclass(frozen=True, slots=True, eq=False)
class TravelUnits:
    """Who moves together: a row's unit is its group, or the row alone."""

    of_row: IntArray
    rows: IntArray  # members, per unit
    people: IntArray
    men: IntArray
    women: IntArray
    unsaid: BoolArray


def units_of(problem: Problem) -> TravelUnits:
    """Number the units: groups first, by their own number, then rows alone."""
    rows = problem.rows
    groups = int(rows.group.max(initial=-1)) + 1
    of_row = np.where(rows.group >= 0, rows.group, groups + np.arange(len(rows)))
    count = groups + len(rows)
    unsaid = (rows.men == UNSAID) | (rows.women == UNSAID)

    def total(amount: IntArray) -> IntArray:
        return np.bincount(of_row, weights=amount, minlength=count).astype(np.int64)

    return TravelUnits(
        of_row=of_row,
        rows=np.bincount(of_row, minlength=count),
        people=total(rows.size),
        men=total(np.maximum(rows.men, 0)),
        women=total(np.maximum(rows.women, 0)),
        unsaid=total(unsaid.astype(np.int64)) > 0,
    )
