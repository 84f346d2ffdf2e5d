"""The array shapes that cross the borders between rooms: typed, frozen, checked once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
DayArray: TypeAlias = NDArray[np.datetime64]  # datetime64[D]; NaT where not known
StrArray: TypeAlias = NDArray[np.str_]

NO_DAY = np.datetime64("NaT", "D")


def same_length(owner: object, *names: str) -> int:
    """The one length all named arrays of a block share; raises ValueError when they differ."""
    lengths = {name: len(getattr(owner, name)) for name in names}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"{type(owner).__name__}: lengths differ: {lengths}")
    return next(iter(lengths.values()))


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """The same array, no longer writable: what crosses a border does not change."""
    array.setflags(write=False)
    return array


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """Lists of different lengths as two arrays (compressed sparse rows).

    Row ``i`` holds ``items[offsets[i]:offsets[i + 1]]``; ``offsets`` has one entry more than there are rows.
    """

    offsets: IntArray
    items: NDArray[Any]

    def __post_init__(self) -> None:
        if self.offsets[0] != 0 or self.offsets[-1] != len(self.items):
            raise ValueError("Ragged: offsets must run from 0 to the number of items")

    @classmethod
    def of(cls, rows: Iterable[Sequence[Any]], dtype: Any = np.int64) -> Ragged:
        """Pack ordinary lists; ``dtype`` is the items' type."""
        lists = [list(row) for row in rows]
        offsets = np.zeros(len(lists) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in lists], out=offsets[1:])
        flat = [item for row in lists for item in row]
        items = np.array(flat, dtype=dtype) if flat else np.zeros(0, dtype=dtype)
        return cls(offsets, items)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def row(self, index: int) -> NDArray[Any]:
        """The items of one row, as a view."""
        return self.items[self.offsets[index] : self.offsets[index + 1]]

    @property
    def owners(self) -> IntArray:
        """The row each item belongs to, as long as ``items``."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.offsets))
