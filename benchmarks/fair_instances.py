"""Fairs of four sizes with frozen seeds, a few employers wanted by most; and one of equal slots where all are free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from optimizer.fairs import NO_LIMIT, USUAL_AIMS, Booths, Clockwork, Fair, FairPairs, People

SPACING_M: Final = 6.0
ROW: Final = 20  # booths in a row of the hall


@dataclass(frozen=True, slots=True)
class Size:
    """How many people, booths and choices a person; minutes of a talk, and most interviewers of a booth."""

    people: int
    booths: int
    choices: int
    slot: int = 15
    interviewers: int = 2
    seed: int = 20270217


SIZES: Final[Mapping[str, Size]] = {
    "campus": Size(78, 15, 6),
    "county": Size(500, 50, 8),
    "city": Size(6_000, 300, 8, 10, 3),
    "province": Size(20_000, 300, 10, 10, 4),
}


def draw(name: str) -> Fair:
    """One of the frozen sizes."""
    return draw_sized(SIZES[name])


def draw_sized(size: Size) -> Fair:
    """09:00 to 15:00; lunch breaks, arrivals by bus, walks between rows of booths."""
    rng = np.random.default_rng(size.seed)
    clock = Clockwork(540, 900, size.slot)
    person, booth = _wanted(size, rng)
    value = np.round(rng.beta(2, 5, len(person)), 3)
    return Fair(
        clock,
        _people(size, clock, rng),
        _booths(size, clock, rng),
        FairPairs(person, booth, value, np.zeros(len(person), dtype=np.bool_)),
        USUAL_AIMS,
    )


def equal_slots(people: int = 3_000, booths: int = 120, slots: int = 24) -> Fair:
    """Nobody walks, nobody waits for a bus: the number of talks alone."""
    size = Size(people, booths, 6)
    rng = np.random.default_rng(size.seed)
    person, booth = _wanted(size, rng)
    clock = Clockwork(540, 540 + 15 * slots, 15)
    nowhere = np.full(booths, np.nan)
    return Fair(
        clock,
        People(np.ones((people, slots), dtype=np.bool_), np.full(people, 4)),
        Booths(
            np.ones((booths, slots), dtype=np.bool_), np.ones(booths, int), np.full(booths, NO_LIMIT), nowhere, nowhere
        ),
        FairPairs(person, booth, np.ones(len(person)), np.zeros(len(person), dtype=np.bool_)),
        ("talks",),
    )


def _wanted(size: Size, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Each person's choices: a booth is wanted as 1 / its rank."""
    pull = 1.0 / np.arange(1, size.booths + 1)
    noise = np.log(pull) + rng.gumbel(size=(size.people, size.booths))
    number = np.minimum(size.booths, 1 + rng.poisson(size.choices - 1, size.people))
    rank = np.argsort(np.argsort(-noise, axis=1), axis=1)
    person, booth = np.nonzero(rank < number[:, None])
    return person, booth


def _people(size: Size, clock: Clockwork, rng: np.random.Generator) -> People:
    """Buses arrive in the morning every 20 minutes; some people leave at noon, most stay."""
    arrives = 540 + 20 * rng.integers(0, 9, size.people)
    stays = rng.choice([90, 120, 180, 360], size.people, p=[0.1, 0.2, 0.3, 0.4])
    return People(clock.within(arrives, np.minimum(900, arrives + stays)), np.full(size.people, 4))


def _booths(size: Size, clock: Clockwork, rng: np.random.Generator) -> Booths:
    """In rows; lunch for each at noon or an hour later; the wanted ones bring more interviewers."""
    number = np.arange(size.booths)
    lunch = 720 + 60 * rng.integers(0, 2, size.booths)
    begins = clock.begins()
    open_ = (begins[None, :] >= lunch[:, None] + 30) | (begins[None, :] + clock.slot <= lunch[:, None])
    interviewers = np.where(number < size.booths // 10, size.interviewers, 1 + rng.integers(0, 2, size.booths))
    return Booths(
        open_,
        interviewers,
        np.full(size.booths, NO_LIMIT),
        np.float64(SPACING_M) * (number % ROW),
        np.float64(2 * SPACING_M) * (number // ROW),
    )
