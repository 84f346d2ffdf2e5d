"""Who will really stand at the door: the risk of empty seats, and how many to hold in reserve.

Each unit (a person, or a group that comes together or not at all) shows up with its own chance, independently of the
others; the number aboard is then a Poisson binomial sum weighted by unit sizes, computed exactly by convolution.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from labor.arrays import FloatArray, IntArray
from labor.errors import BadInput

States: TypeAlias = dict[tuple[int, bool], float]  # (people aboard, somebody waited in vain) -> chance


@dataclass(frozen=True, slots=True)
class BoardingRisk:
    """What is likely at one trip's door. Chances lie in [0, 1]; ``expected_empty`` counts seats.

    ``reserve`` units board in their order, and only into empty seats: nobody who is booked loses a place to them.
    """

    expected_aboard: float
    any_empty_seat: float
    expected_empty: float
    reserve: int
    reserve_unused: float  # chance that at least one reserve unit waits in vain


def headcount(chance: FloatArray, size: IntArray) -> FloatArray:
    """Chance of each number of people, 0 to ``size.sum()``; ``chance`` and ``size`` are one a unit."""
    if len(chance) != len(size):
        raise BadInput(f"{len(chance)} chances for {len(size)} units")
    if len(chance) and (chance.min() < 0 or chance.max() > 1):
        raise BadInput("a chance of showing up lies between 0 and 1")
    spread = np.ones(1)
    for p, people in zip(chance, size, strict=True):
        wider = np.zeros(len(spread) + int(people))
        wider[: len(spread)] = spread * (1 - p)
        wider[int(people) :] += spread * p
        spread = wider
    return spread


def assess(booked: tuple[FloatArray, IntArray], reserve: tuple[FloatArray, IntArray], seats: int) -> BoardingRisk:
    """The risk at the door of one trip with ``seats`` for passengers.

    ``booked`` and ``reserve`` are (chance, size) one a unit, the reserve in calling order. Raises BadInput where
    more people are booked than there are seats: a booked person always has a seat.
    """
    *_, last = _with_more_and_more(booked, reserve, seats)
    return last


def reserve_needed(
    booked: tuple[FloatArray, IntArray], candidates: tuple[FloatArray, IntArray], seats: int, *, empty_risk: float
) -> int:
    """The fewest reserve units, in order, that bring the chance of any empty seat to ``empty_risk`` or below.

    All of them when even they do not suffice.
    """
    for risk in _with_more_and_more(booked, candidates, seats):
        if risk.any_empty_seat <= empty_risk:
            return risk.reserve
    return len(candidates[0])


def _with_more_and_more(
    booked: tuple[FloatArray, IntArray], reserve: tuple[FloatArray, IntArray], seats: int
) -> Iterator[BoardingRisk]:
    """The risk with nobody in reserve, with the first unit, with the first two …"""
    if int(booked[1].sum()) > seats:
        raise BadInput(f"{int(booked[1].sum())} people are booked on {seats} seats")
    states: States = {(people, False): float(chance) for people, chance in enumerate(headcount(*booked))}
    yield _risk(states, 0, seats)
    for count, (p, people) in enumerate(zip(*reserve, strict=True), start=1):
        states = _board_one(states, float(p), int(people), seats)
        yield _risk(states, count, seats)


def _risk(states: States, reserve: int, seats: int) -> BoardingRisk:
    aboard = np.array([people for people, _ in states])
    in_vain = np.array([waited for _, waited in states])
    chance = np.array(list(states.values()))
    empty = seats - aboard
    return BoardingRisk(
        expected_aboard=float(chance @ aboard),
        any_empty_seat=float(chance[empty > 0].sum()),
        expected_empty=float(chance @ empty),
        reserve=reserve,
        reserve_unused=float(chance[in_vain].sum()),
    )


def _board_one(states: States, p: float, people: int, seats: int) -> States:
    """Offer one reserve unit the empty seats; it waits in vain when it comes and finds too few."""
    after: States = {}
    for (aboard, waited), chance in states.items():
        fits = aboard + people <= seats
        came = (aboard + people, waited) if fits else (aboard, True)
        for now, part in (((aboard, waited), 1 - p), (came, p)):
            after[now] = after.get(now, 0.0) + chance * part
    return after
