"""The glass box over a large market: what each kind of worker adds at each posting, worked out once, summed in rows."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from labor.arrays import FloatArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from matching.additive import Additive
from matching.chances import SCORED, logistic
from matching.features import FEATURES, Scene, Sight, read, scene_of
from matching.features.reads import own_work
from policy import kinds_of

Floats: TypeAlias = NDArray[np.float32]
Steps: TypeAlias = NDArray[np.int16]  # the quick look's sums in whole units: half the memory to walk through
Number = TypeVar("Number", np.float32, np.int16)
Kinds: TypeAlias = tuple[IntArray, IntArray]  # a worker of each kind, and the kind of each worker

MOST_KINDS: Final = 3000  # of workers a table: with 5,000 postings 240 MB
_SAMPLE: Final = 200  # workers the quick weights are read off
_BEST: Final = 0.05  # share of their postings, the best ones, it must tell apart
_PAIRS_AT_ONCE: Final = 1 << 20
_MOST_STEPS: Final = 32_000  # of the quick look's largest sum, in whole units of 16 bits


class KindRows(NamedTuple):
    """What a table knows of some workers: stages x kinds x postings, the quick look's kinds x postings, each's kind."""

    stages: Floats
    quick: Steps
    row: IntArray


class KindTable:
    """Features that look at workers alike: what they add to each stage, by kind of worker and posting."""

    def __init__(self, tables: KindTables, features: list[int], kinds: Kinds) -> None:
        self._tables, self._features, self._kinds = tables, features, kinds
        self._whole = self._built(kinds[0]) if len(kinds[0]) <= tables.most_kinds else None

    def rows(self, workers: IntArray) -> KindRows:
        """What this table knows of these workers."""
        kind = self._kinds[1][workers]
        if self._whole is not None:
            return KindRows(*self._whole, kind)
        needed, row = np.unique(kind, return_inverse=True)
        return KindRows(*self._built(self._kinds[0][needed]), row)

    def _built(self, workers: IntArray) -> tuple[Floats, Steps]:
        stages = np.zeros((len(SCORED), len(workers), len(self._tables.postings)), dtype=np.float32)
        for feature in self._features:
            self._tables.add(stages, feature, workers)
        return stages, self._tables.in_steps(stages)


class KindTables:
    """An additive model over a market on one day, for the given postings (the columns, in this order).

    ``quick`` tells the order of one worker's postings roughly: the stages' log-odds weighed by what they move the log
    score near the top, in whole steps. ``scores`` is the model itself, in single precision. Columns are walked through
    fastest where postings of one employer and county stand together.
    """

    def __init__(
        self, market: Market, model: Additive, today: date, postings: IntArray, most_kinds: int = MOST_KINDS
    ) -> None:
        self.postings, self.most_kinds = postings, most_kinds
        self._model, self._day = model, int(np.datetime64(today, "D").astype(np.int64))
        self._scene = scene_of(market)
        self._strangers = self._scene.of_strangers()
        self._weight = self._slopes(market, today)
        self._step = self._largest() / _MOST_STEPS
        self._alone, self.tables = self._grouped(len(market.workers))
        self._own()

    def _slopes(self, market: Market, today: date) -> FloatArray:
        """How far each stage's log-odds move the log score among the best postings of some workers."""
        workers = np.linspace(0, len(market.workers) - 1, min(_SAMPLE, len(market.workers))).astype(np.int64)
        pairs = Pairs(np.repeat(workers, len(self.postings)), np.tile(self.postings, len(workers)))
        chances = logistic(self._model.log_odds(read(market, pairs, today))[: len(SCORED)])
        score = np.prod(chances, axis=0).reshape(len(workers), -1)
        best = score >= np.quantile(score, 1 - _BEST, axis=1, keepdims=True)
        slopes: FloatArray = 1 - chances.reshape(len(SCORED), *score.shape)[:, best].mean(axis=1)
        return slopes

    def _largest(self) -> float:
        """More than any pair's quick sum can reach; what own work changes may count every curve once more."""
        weighed = (self._weight @ steps[: len(SCORED)] for steps in self._model.steps)
        return 2 * sum(float(np.abs(curve).max(initial=0.0)) for curve in weighed) or 1.0

    def in_steps(self, stages: Floats) -> Steps:
        """Log-odds stages x ... weighed as the quick look weighs them, in whole steps."""
        told = np.tensordot(self._weight.astype(np.float32), stages, axes=1)
        steps: Steps = np.rint(told / np.float32(self._step)).astype(np.int16)
        return steps

    def _grouped(self, workers: int) -> tuple[Floats, list[KindTable]]:
        """What depends on the worker alone, and as few tables as their size allows for everything else."""
        alone = np.repeat(self._model.base[: len(SCORED), None], workers, axis=1).astype(np.float32)
        groups: list[tuple[list[int], Kinds]] = []
        kinds = {at: kinds_of(one.of_worker(self._scene), workers) for at, one in enumerate(FEATURES)}
        for feature in sorted(kinds, key=lambda at: (-len(kinds[at][0]), at)):
            if not FEATURES[feature].of_posting(self._scene):
                everybody = np.arange(workers, dtype=np.int64)
                alone += self._added(feature, everybody, np.zeros(workers, dtype=np.int64))
                continue
            joint = [(kinds_of((mine[1], kinds[feature][1]), workers), at) for at, (_, mine) in enumerate(groups)]
            fits = [one for one in joint if len(one[0][0]) <= max(self.most_kinds, len(groups[one[1]][1][0]))]
            if fits:
                least, at = min(fits, key=lambda one: (len(one[0][0]), one[1]))
                groups[at] = ([*groups[at][0], feature], least)
            else:
                groups.append(([feature], kinds[feature]))
        return alone, [KindTable(self, features, joint) for features, joint in groups]

    def add(self, stages: Floats, feature: int, workers: IntArray) -> None:
        """Add one feature's contributions for these workers to stages x workers x postings."""
        columns = FEATURES[feature].of_posting(self._scene)
        posting, column = kinds_of(tuple(one[self.postings] for one in columns), len(self.postings))
        rows = max(1, _PAIRS_AT_ONCE // max(len(posting), 1))
        for begin in range(0, len(workers), rows):
            some = workers[begin : begin + rows]
            told = self._added(feature, np.repeat(some, len(posting)), np.tile(self.postings[posting], len(some)))
            stages[:, begin : begin + rows] += told.reshape(len(SCORED), len(some), -1)[:, :, column]

    def _added(self, feature: int, worker: IntArray, posting: IntArray, *, own: bool = False) -> Floats:
        """Stages x pairs; those of own work are read as for a stranger unless ``own``."""
        stranger = FEATURES[feature].own_work and not own
        scene: Scene = self._strangers if stranger else self._scene
        sight = Sight(scene, worker, posting, np.broadcast_to(np.int64(self._day), len(worker)), self._day)
        code = self._model.codes_of(FEATURES[feature].look(sight), feature)
        return self._model.steps[feature][: len(SCORED)].astype(np.float32)[:, code]

    def _own(self) -> None:
        """What having worked somewhere adds, for the few workers and kinds of posting it concerns."""
        scene = self._scene
        columns = (scene.market.postings.employer[self.postings], scene.road_km[1][self.postings])
        posting, self._place = kinds_of(columns, len(self.postings))
        begins = np.flatnonzero(np.concatenate([[True], self._place[1:] != self._place[:-1]])[: len(self._place)])
        self._runs = self._place[begins], np.diff(np.append(begins, len(self._place)))
        pairs = own_work(scene, self.postings[posting])
        added = np.zeros((len(SCORED), len(pairs)), dtype=np.float32)
        own_work_features = sorted((one.name, at) for at, one in enumerate(FEATURES) if one.own_work)
        for _, feature in own_work_features:
            at = pairs.worker, self.postings[posting][pairs.posting]
            added += self._added(feature, *at, own=True) - self._added(feature, *at)
        self._own_at = pairs.posting
        self._own_added = added
        self._own_quick = self.in_steps(added)
        self._own_from = np.searchsorted(pairs.worker, np.arange(len(scene.market.workers) + 1))
        self._places = len(posting)

    def _own_of(self, workers: IntArray, added: NDArray[Number]) -> NDArray[Number]:
        """Workers x kinds of posting: what their own work adds."""
        begin, end = self._own_from[workers], self._own_from[workers + 1]
        row = np.repeat(np.arange(len(workers)), end - begin)
        at = np.arange(len(row)) - np.repeat(np.cumsum(end - begin) - (end - begin), end - begin)
        at += np.repeat(begin, end - begin)
        table = np.zeros((len(workers), self._places), dtype=added.dtype)
        table[row, self._own_at[at]] = added[at]
        return table

    def rows(self, workers: IntArray) -> list[KindRows]:
        """Of each table, what these workers need."""
        return [table.rows(workers) for table in self.tables]

    def quick(self, workers: IntArray, rows: list[KindRows]) -> Steps:
        """Workers x postings, comparable within a row."""
        places, lengths = self._runs
        near = np.repeat(self._own_of(workers, self._own_quick)[:, places], lengths, axis=1)
        more = np.empty_like(near)
        for _, quick, row in rows:
            np.take(quick, row, axis=0, out=more, mode="clip")
            near += more
        return near

    def scores(self, workers: IntArray, rows: list[KindRows], at: tuple[IntArray, IntArray]) -> Floats:
        """The model's score of some pairs: positions in ``workers`` and in the postings."""
        row, column = at
        score = np.ones(len(row), dtype=np.float32)
        flat = [(stages, kind[row] * len(self.postings) + column) for stages, _, kind in rows]
        for stage in range(len(SCORED)):
            own = self._own_of(workers, self._own_added[stage])
            log_odds = self._alone[stage][workers][row] + own[row, self._place[column]]
            for stages, place in flat:
                log_odds = log_odds + stages[stage].ravel().take(place)
            score /= 1 + np.exp(-log_odds)
        return score
