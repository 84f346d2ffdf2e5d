"""A thousand people decide at once for three hundred openings: bounded lists against unbounded ones."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import pytest

from data.sample.hidden_model import true_chances
from data.sample.market import market_of
from data.sample.season import TODAY, draw_season
from labor.arrays import IntArray
from labor.candidates import Pairs
from labor.market import Market
from matching import OPTIONS, PlacesLeft, WeightedScorer, choose, expected_yeses, look
from matching.deciding import REAL, Chosen, Looked

PEOPLE, OPENINGS, ORDERS, TURNS = 1000, 300, 80, 3
CHOOSY = 5  # somebody with many lawful postings


@dataclass(frozen=True)
class Town:
    market: Market
    looked: list[Looked]
    wants: np.ndarray  # by person and posting: would say yes when shown it
    comes_through: np.ndarray  # true chance of showing up and staying thirty days
    openings: IntArray


@lru_cache(maxsize=1)
def town() -> Town:
    """A thousand people of the sample, and its postings cut down to three hundred openings."""
    season = draw_season(workers=PEOPLE)
    register = replace(season.register, orders=season.register.orders[:ORDERS])
    whole = market_of(register, TODAY, season.history.spells)
    rng = np.random.default_rng(3)
    openings = np.bincount(rng.choice(len(whole.postings), OPENINGS), minlength=len(whole.postings))
    market = replace(whole, postings=replace(whole.postings, openings=openings))
    scorer = WeightedScorer()
    looked = [look(market, scorer, worker, today=TODAY) for worker in range(PEOPLE)]
    wants, through = np.zeros((PEOPLE, len(openings)), dtype=bool), np.zeros((PEOPLE, len(openings)))
    for worker, seen in enumerate(looked):
        pairs = Pairs(np.full(len(seen.posting), worker), seen.posting)
        true = true_chances(market, pairs, season.latent, np.datetime64(TODAY, "D"))
        wants[worker, seen.posting] = rng.random(len(seen.posting)) < true.accept
        through[worker, seen.posting] = true.show_up * true.stay_30
    return Town(market, looked, wants, through, openings)


@dataclass
class Fair:
    """Who is shown what, who holds a place; ``bounded`` lists mind the crowd."""

    town: Town
    bounded: bool
    free: IntArray = field(init=False)
    expected: np.ndarray = field(init=False)
    shown: list[set[int]] = field(init=False)
    holds: dict[int, int] = field(default_factory=dict)
    in_vain: int = 0
    empty_handed: int = 0

    def __post_init__(self) -> None:
        self.free = self.town.openings.copy()
        self.expected = np.zeros(len(self.free))
        self.shown = [set() for _ in range(PEOPLE)]

    def list_for(self, worker: int) -> tuple[int, ...]:
        looked, passed = self.town.looked[worker], frozenset(self.shown[worker])
        if self.bounded:
            found = choose(self.town.market, looked, PlacesLeft(self.free, self.expected), passed=passed)
            self._never_nothing_while_something_is_free(looked, found)
            listed = found.postings if found.real else ()
        else:
            open_now = np.flatnonzero(self.town.openings[looked.posting] > 0)
            order = open_now[np.argsort(-looked.value[open_now], kind="stable")]
            listed = tuple(int(looked.posting[at]) for at in order if int(looked.posting[at]) not in passed)[:OPTIONS]
        self.shown[worker] |= set(listed)
        return listed

    def _never_nothing_while_something_is_free(self, looked: Looked, found: Chosen) -> None:
        fair = (looked.chance >= REAL) & (self.free[looked.posting] > 0)
        assert found.real == bool(fair.any())
        self.empty_handed += not found.postings

    def hopes(self, worker: int, listed: tuple[int, ...]) -> np.ndarray:
        looked = self.town.looked[worker]
        at = np.searchsorted(looked.posting, listed)
        return expected_yeses(looked.accepts[at])

    def run(self) -> None:
        rng = np.random.default_rng(11)
        comes = [(float(rng.uniform(0, 2)), 0, worker, 0) for worker in range(PEOPLE)]
        listed: dict[int, tuple[int, ...]] = {}
        heapq.heapify(comes)
        while comes:
            time, decides, worker, turn = heapq.heappop(comes)
            if not decides:
                listed[worker] = self.list_for(worker)
                if listed[worker]:
                    np.add.at(self.expected, list(listed[worker]), self.hopes(worker, listed[worker]))
                    heapq.heappush(comes, (time + float(rng.exponential(1.0)), 1, worker, turn))
                continue
            np.subtract.at(self.expected, list(listed[worker]), self.hopes(worker, listed[worker]))
            if not self._says_yes(worker, listed[worker]) and turn + 1 < TURNS:
                heapq.heappush(comes, (time, 0, worker, turn + 1))

    def _says_yes(self, worker: int, listed: tuple[int, ...]) -> bool:
        for posting in listed:
            if self.town.wants[worker, posting]:
                if self.free[posting] > 0:
                    self.free[posting] -= 1
                    self.holds[worker] = posting
                    return True
                self.in_vain += 1
        return False

    @property
    def at_work(self) -> float:
        """People expected at work after thirty days by the sample's own model."""
        return float(sum(self.town.comes_through[worker, posting] for worker, posting in self.holds.items()))


@lru_cache(maxsize=2)
def after(bounded: bool) -> Fair:
    fair = Fair(town(), bounded)
    fair.run()
    return fair


def test_no_opening_is_given_twice_and_none_stays_empty_that_somebody_wanted_and_was_shown() -> None:
    fair = after(bounded=True)

    given = np.bincount(list(fair.holds.values()), minlength=len(fair.free))
    assert np.all(given + fair.free == fair.town.openings)
    for worker in range(PEOPLE):
        if worker not in fair.holds:
            wanted = [one for one in fair.shown[worker] if fair.town.wants[worker, one]]
            assert all(given[one] == fair.town.openings[one] for one in wanted)


def test_bounded_lists_bring_more_people_to_work_than_unbounded_ones_and_fewer_yeses_are_in_vain() -> None:
    bounded, unbounded = after(bounded=True), after(bounded=False)
    assert len(bounded.holds) > 1.1 * len(unbounded.holds)
    assert bounded.at_work > 1.1 * unbounded.at_work
    assert bounded.in_vain < 0.25 * unbounded.in_vain


def test_the_three_differ_and_those_passed_over_do_not_come_again_while_others_are_there() -> None:
    market, looked = town().market, town().looked
    crowd = PlacesLeft(np.full(len(market.postings), 5), np.zeros(len(market.postings)))
    choosy = [worker for worker in range(PEOPLE) if np.count_nonzero(looked[worker].chance >= REAL) >= 2 * OPTIONS]
    assert len(choosy) > PEOPLE / 3
    for worker in choosy[:80]:
        first = choose(market, looked[worker], crowd)
        again = choose(market, looked[worker], crowd, passed=frozenset(first.postings))
        assert len(set(first.postings)) == len(first.postings) == OPTIONS
        assert not set(first.postings) & set(again.postings)
        assert len(set(market.postings.employer[list(first.postings)].tolist())) >= 2


def test_a_no_brings_one_other_in_the_place_of_the_one_refused() -> None:
    market, looked = town().market, town().looked[CHOOSY]
    crowd = PlacesLeft(np.full(len(market.postings), 5), np.zeros(len(market.postings)))
    first = choose(market, looked, crowd).postings
    kept = first[1:]

    after_no = choose(market, looked, crowd, kept=kept, passed=frozenset(first[:1]))

    assert after_no.postings[:2] == kept
    assert after_no.postings[2] not in first


def test_who_has_no_fair_chance_anywhere_is_told_so() -> None:
    market, looked = town().market, town().looked[CHOOSY]
    faint = replace(looked, chance=np.full(len(looked.posting), REAL / 2))
    crowd = PlacesLeft(np.full(len(market.postings), 5), np.zeros(len(market.postings)))

    assert not choose(market, faint, crowd).real
    assert len(choose(market, faint, crowd).postings) == OPTIONS
    assert choose(market, faint, PlacesLeft(np.zeros_like(crowd.free), crowd.expected)) == Chosen((), real=False)


@pytest.mark.parametrize("accepts", [[0.5, 0.5, 0.5], [0.9, 0.1, 0.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0], []])
def test_one_person_is_never_expected_to_say_more_than_one_yes(accepts: list[float]) -> None:
    found = expected_yeses(np.array(accepts))

    assert found.sum() <= 1 + 1e-12
    assert found.sum() == pytest.approx(1 - np.prod(1 - np.array(accepts)) if accepts else 0)


def test_who_wants_no_ranking_by_their_own_data_gets_the_nearest_first() -> None:
    market = town().market
    near = look(market, WeightedScorer(), CHOOSY, by_distance=True, today=TODAY)
    crowd = PlacesLeft(np.full(len(market.postings), 5), np.zeros(len(market.postings)))

    assert near.value[np.flatnonzero(near.posting == choose(market, near, crowd).postings[0])[0]] == near.value.max()
