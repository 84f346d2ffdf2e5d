"""Some people at some booths planned anew by CP-SAT while all others stay as they are."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from labor.arrays import BoolArray, IntArray
from optimizer.fairs.fair import Fair, Talks
from optimizer.fairs.figures import talks_each
from optimizer.fairs.timetable import Room, Timetable
from optimizer.solvers.interruptible import search
from optimizer.solvers.sat_model import FEASIBLE, OPTIMAL, SatSolver

FEWEST, USUAL, MOST = 8, 24, 160  # people planned anew at once
WORK = 0.15  # of CP-SAT's own measure: no clock, so that the same run ends the same anywhere
VALUE_STEPS = 10_000  # of the largest value
LARGEST = 10**15


class Neighborhoods:
    """Draws neighborhoods and solves them; they grow where they prove easy and shrink where they do not."""

    def __init__(self, fair: Fair, seed: int) -> None:
        self.fair = fair
        self.rng = np.random.default_rng(seed)
        self.size = float(USUAL)
        self.unit = VALUE_STEPS / (float(np.abs(fair.pairs.value).max(initial=0.0)) or 1.0)
        self.at_booth = _by_booth(fair)
        self.chances = np.bincount(fair.pairs.person[fair.usable], minlength=len(fair.people))

    def another(self, talks: Talks, *, to_serve: bool = True) -> Talks:
        """The talks after one neighborhood: no worse by the aims, up to the rounding of values.

        Around people who lack talks where somebody is still to be served, else around anybody.
        """
        fair = self.fair
        people = self._drawn(talks, to_serve=to_serve)
        mine = np.zeros(len(fair.people), dtype=np.bool_)
        mine[people] = True
        inside = mine[fair.pairs.person[talks.pair]]
        rest = Talks(talks.pair[~inside], talks.slot[~inside])
        table = Timetable(fair, people, Room.of(fair).without(fair, rest), self.unit)
        if not len(table.pair):
            return talks
        self._aim(table)
        table.model.hint(table.values_of(talks))
        solver = SatSolver()
        solver.parameters.max_deterministic_time = WORK
        solver.parameters.linearization_level = (
            2  # these are all but assignments: linear programs see it, clauses do not
        )
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.random_seed = int(self.rng.integers(1 << 31))
        status = search(solver, table.model)
        self.size = np.clip(self.size * (1.1 if status == OPTIMAL else 0.8), FEWEST, MOST)
        if status not in (OPTIMAL, FEASIBLE):
            return talks
        found = table.talks_of(solver.values)
        return Talks(np.concatenate((rest.pair, found.pair)), np.concatenate((rest.slot, found.slot)))

    def _drawn(self, talks: Talks, *, to_serve: bool) -> IntArray:
        """A person who lacks talks, or anybody, and people who sit where this one might."""
        fair = self.fair
        lacking = self._lacking(talks) & to_serve
        pool = np.flatnonzero(lacking if lacking.any() and self.rng.random() < 0.8 else self.chances > 0)
        if not len(pool):
            return pool
        person = int(self.rng.choice(pool))
        drawn = [person]
        taken = fair.pairs.booth[talks.pair]
        pairs = np.arange(fair.first_pair[person], fair.first_pair[person + 1])
        for pair in self.rng.permutation(pairs[fair.usable[pairs]]).tolist():
            there = fair.pairs.person[talks.pair[taken == fair.pairs.booth[pair]]]
            drawn += self.rng.permutation(there).tolist()
            others = self.at_booth[int(fair.pairs.booth[pair])]
            wanting = others[lacking[others]]
            drawn += self.rng.permutation(wanting)[:4].tolist()
            if len(set(drawn)) >= self.size:
                break
        return np.sort(np.array(list(dict.fromkeys(drawn))[: int(self.size)], dtype=np.int64))

    def _lacking(self, talks: Talks) -> BoolArray:
        """People with fewer than three talks who might have more."""
        counts = talks_each(self.fair, talks)
        wanted = np.minimum(np.minimum(self.chances, self.fair.people.most), 3)
        return counts < wanted

    def _aim(self, table: Timetable) -> None:
        """All aims in one sum, in which the earlier outweigh the later."""
        variables: list[int] = []
        factors: list[int] = []
        scale = 1
        for aim in reversed(self.fair.aims):
            term = table.terms[aim]
            most = sum(map(abs, term.factors))
            if aim == "value":  # at most so many of them hold together
                most = int(sum(sorted(map(abs, term.factors))[-int(4 * self.size) :]))
            if scale * max(1, most) > LARGEST:
                scale, variables, factors = 1, [], []  # too fine for one sum: this aim and those before it alone
            variables += term.variables
            factors += [factor * scale for factor in term.factors]
            scale *= most + 1
        table.model.maximize(variables, factors)


def _by_booth(fair: Fair) -> list[IntArray]:
    """The people who might talk at each booth."""
    usable = np.flatnonzero(fair.usable)
    order = usable[np.argsort(fair.pairs.booth[usable], kind="stable")]
    edges = np.searchsorted(fair.pairs.booth[order], np.arange(len(fair.booths) + 1)).tolist()
    return [fair.pairs.person[order[first:end]] for first, end in pairwise(edges)]
