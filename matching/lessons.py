"""What came of earlier offers, ready to learn from: features as known on each day, half-told days left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from labor.arrays import BoolArray, FloatArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from labor.outcomes import NOT_KNOWN, Outcomes
from matching.chances import SCORED, STAGES
from matching.features import read

MOST_WAITING: Final = 0.1
HELD_OUT_FROM: Final = 0.8  # of the outcomes in order of time: the latest fifth is held out


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Outcomes ready to learn from, earliest first: features as known on the day of each offer."""

    table: FloatArray
    stages: IntArray  # STAGES x rows
    worker: IntArray
    posting: IntArray
    offered: IntArray  # days since 1970-01-01

    def __len__(self) -> int:
        return len(self.worker)

    def at(self, rows: slice | IntArray | BoolArray) -> Lessons:
        """Some of the rows."""
        return Lessons(
            self.table[rows], self.stages[:, rows], self.worker[rows], self.posting[rows], self.offered[rows]
        )

    @property
    def came_through(self) -> IntArray:
        """1 at work after thirty days, 0 not, NOT_KNOWN where it is not known yet."""
        accept, show_up, stay = self.stages[: len(SCORED)]
        lost = (accept == 0) | (show_up == 0) | (stay == 0)
        told = ~_half_told(self.offered, show_up, stay)
        return np.where(told & (stay == 1), 1, np.where(told & lost, 0, NOT_KNOWN))


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Lessons in order of time; no offer of a day stands on both sides of a cut."""

    train: Lessons
    held_out: Lessons


def lessons(market: Market, outcomes: Outcomes, *, until: date | None = None) -> Lessons:
    """Read the features of every offer made before ``until``, as known on its day."""
    days = outcomes.offered.astype("datetime64[D]")
    rows = np.argsort(days, kind="stable")
    if until is not None:
        rows = rows[days[rows] < np.datetime64(until, "D")]
    pairs = Pairs(outcomes.worker[rows], outcomes.posting[rows])
    table = read(market, pairs, days[rows])
    stages = np.stack([outcomes.accepted, outcomes.showed_up, outcomes.stayed_30, outcomes.stayed_90])[:, rows]
    offered = days[rows].astype(np.int64)
    for at in range(1, len(STAGES)):
        stages[at, _half_told(offered, stages[at - 1], stages[at])] = NOT_KNOWN
    return Lessons(table, stages, pairs.worker, pairs.posting, offered)


def _half_told(offered: IntArray, before: IntArray, stage: IntArray) -> BoolArray:
    """Offers of days whose outcome is not yet known for over a tenth of those it concerns.

    Of recent offers one knows only who left early: learning from these alone would make everybody look like leaving.
    """
    _, day = np.unique(offered, return_inverse=True)
    concerned = np.bincount(day, before == 1)
    waiting = np.bincount(day, (before == 1) & (stage == NOT_KNOWN))
    return np.asarray((waiting > MOST_WAITING * concerned)[day])


def split(known: Lessons) -> Split:
    """The earliest four fifths to learn and calibrate, the latest fifth held out."""
    at = _cut(known, HELD_OUT_FROM)
    return Split(known.at(slice(0, at)), known.at(slice(at, len(known))))


def _cut(known: Lessons, share: float) -> int:
    at = min(int(len(known) * share), len(known) - 1)
    return int(np.searchsorted(known.offered, known.offered[at], side="left"))
