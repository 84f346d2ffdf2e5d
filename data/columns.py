"""From rows of a query to the arrays of a market: one place for every missing value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

from labor.arrays import BoolArray, DayArray, FloatArray, IntArray, Ragged, StrArray, frozen

MISSING = -1
Column = Sequence[Any]
Line: TypeAlias = Row[*tuple[Any, ...]]  # a row with its columns as attributes, no ORM object


def columns(session: Session, statement: Select[*tuple[Any, ...]]) -> list[Column]:
    """A query's columns side by side; as many empty ones where it finds nothing."""
    rows = session.execute(statement).all()
    if not rows:
        return [() for _ in statement.selected_columns]
    return list(zip(*rows, strict=True))


def whole(column: Column, missing: int = MISSING) -> IntArray:
    """Whole numbers, yes and no as 1 and 0, ``missing`` where not said."""
    return frozen(np.array([missing if cell is None else int(cell) for cell in column], dtype=np.int64))


def real(column: Column) -> FloatArray:
    """Numbers, NaN where not said."""
    return frozen(np.array([np.nan if cell is None else cell for cell in column], dtype=np.float64))


def days(column: Sequence[date | None]) -> DayArray:
    """Days, NaT where not said."""
    return frozen(np.array(column, dtype="datetime64[D]"))


def truth(column: Column) -> BoolArray:
    """Yes or no; not said is no."""
    return frozen(np.array([bool(cell) for cell in column], dtype=np.bool_))


def words(column: Column) -> StrArray:
    """Codes, "" where not said."""
    return frozen(np.array([cell or "" for cell in column], dtype=np.str_))


def positions(ids: IntArray, wanted: NDArray[np.int64]) -> IntArray:
    """Where each wanted id stands in the ascending ``ids``; MISSING where it does not."""
    if not len(ids):
        return np.full(len(wanted), MISSING, dtype=np.int64)
    at = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return np.where(ids[at] == wanted, at, MISSING)


def grouped(owner: IntArray, items: NDArray[Any], count: int) -> Ragged:
    """Items gathered by owner position, in their given order; items of no owner (MISSING) are left out."""
    known = owner != MISSING
    order = np.argsort(owner[known], kind="stable")
    offsets = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(owner[known], minlength=count), out=offsets[1:])
    return Ragged(frozen(offsets), frozen(items[known][order]))


def in_parts(ids: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    """Parts small enough for one IN list on every database."""
    return (ids[at : at + size] for at in range(0, len(ids), size))
