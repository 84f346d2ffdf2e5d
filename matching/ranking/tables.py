"""Anyone's people, postings and clicks as columns: every column but the ids may be missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import FloatArray, IntArray, same_length

# What an outcome says about liking; refused and left are remembered, but not as likes.
LIKES = {"viewed": 1.0, "applied": 2.0, "accepted": 2.0, "arrived": 3.0, "stayed": 4.0, "refused": -1.0, "left": -1.0}


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """People or postings. ``region`` holds paths from wide to narrow; "" and NaN mean not said."""

    text: tuple[str, ...]
    occupation: tuple[str, ...]
    region: tuple[tuple[str, ...], ...]
    latitude: FloatArray
    longitude: FloatArray
    pay: FloatArray

    def __post_init__(self) -> None:
        same_length(self, *self.__dataclass_fields__)

    def __len__(self) -> int:
        return len(self.text)

    def at(self, order: IntArray) -> Side:
        """The rows in another order."""
        rows = order.tolist()
        words = (tuple(column[at] for at in rows) for column in (self.text, self.occupation))
        numbers = (column[order] for column in (self.latitude, self.longitude, self.pay))
        text, occupation = words
        return Side(text, occupation, tuple(self.region[at] for at in rows), *numbers)

    def with_unlisted(self, count: int) -> Side:
        """The same with so many more of whom nothing but an id is known."""
        nothing = np.full(count, np.nan)
        numbers = (np.append(column, nothing) for column in (self.latitude, self.longitude, self.pay))
        silent = ("",) * count
        return Side((*self.text, *silent), (*self.occupation, *silent), (*self.region, *((),) * count), *numbers)


@dataclass(frozen=True, slots=True, eq=False)
class Clicks:
    """History in order of time (rows without a time keep the file's order); ``liking`` by LIKES."""

    worker: IntArray
    posting: IntArray
    liking: FloatArray

    def __post_init__(self) -> None:
        same_length(self, *self.__dataclass_fields__)

    def __len__(self) -> int:
        return len(self.worker)

    def some(self, rows: IntArray) -> Clicks:
        """Some of the rows, in order."""
        return Clicks(self.worker[rows], self.posting[rows], self.liking[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """All there is to learn from.

    People and postings that only the history knows (who has left, what has closed) stand last on either side: they
    tell what goes together, and are neither ranked nor offered. ``openings`` is NaN where not said.
    """

    workers: Side
    postings: Side
    history: Clicks
    listed_workers: int | None = None
    listed_postings: int | None = None
    openings: FloatArray | None = None

    @property
    def people(self) -> int:
        """How many people are ranked for."""
        return len(self.workers) if self.listed_workers is None else self.listed_workers

    @property
    def offered(self) -> int:
        """How many postings may be offered."""
        return len(self.postings) if self.listed_postings is None else self.listed_postings

    @property
    def room(self) -> FloatArray:
        """Openings a posting: NaN where not said, 0 for those only the history knows."""
        said = np.full(self.offered, np.nan) if self.openings is None else self.openings
        return np.append(said, np.zeros(len(self.postings) - self.offered))


def region_path(cell: str) -> tuple[str, ...]:
    """``NJ/Newark`` from wide to narrow; a six-digit GB/T 2260 code as province, prefecture, county."""
    cell = cell.strip()
    if len(cell) == 6 and cell.isdigit():
        steps = (cell[:2], cell[:4], cell)
        return tuple(step for at, step in enumerate(steps) if at == 0 or step[-2:] != "00")
    parts = [part.strip().lower() for part in cell.split("/")]
    return tuple("/".join(parts[: depth + 1]) for depth, part in enumerate(parts) if part)


def prefix_ids(sides: list[Side], depth: int) -> list[IntArray]:
    """A number for each path's prefix of this depth, the same across sides; -1 where the path is shorter."""
    seen: dict[str, int] = {}
    return [
        np.array(
            [seen.setdefault(path[depth], len(seen)) if len(path) > depth else -1 for path in side.region],
            dtype=np.int64,
        )
        for side in sides
    ]
