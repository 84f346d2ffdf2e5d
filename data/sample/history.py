"""Three years of offers whose answers follow the hidden model, round after round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from data.sample.hidden_model import Latent, facts_of, true_chances
from data.sample.market import Register, market_of
from data.sample.orders import SampleEmployer, SampleOrder, draw_orders
from data.sample.people import Person
from labor.arrays import BoolArray, DayArray, FloatArray, IntArray
from labor.candidates import Pairs
from labor.market import Market, Spells
from labor.outcomes import NOT_KNOWN, Outcomes

ROUNDS: Final = 30
ORDERS_A_ROUND: Final = 45
OFFERS_A_ROUND: Final = 4  # at most, to one person, one after the other until a yes
NEWCOMERS: Final = 0.15  # workers of whom nothing is known yet
NEW_EMPLOYERS: Final = 8
STARTS_AFTER: Final = np.timedelta64(7, "D")  # from the call to the first day at work
HOME_AGAIN: Final = date(2026, 2, 12)  # everybody is back for Spring Festival (17 February 2026)


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Past orders, offers in the order they were made, and the spells of work that came of them."""

    orders: tuple[SampleOrder, ...]
    outcomes: Outcomes  # posting positions point into ``orders``
    ended: DayArray  # last day of work, NaT where nobody showed up
    spells: Spells
    true_chance: FloatArray  # accepts x shows up x stays 30, of each offer


def latent_of(people: Sequence[Person], employers: Sequence[SampleEmployer]) -> Latent:
    """The hidden leanings, by position."""
    return Latent(np.array([e.quality for e in employers]), np.array([p.steadiness for p in people]))


@dataclass(slots=True, eq=False)
class _Ledger:
    """What has happened so far, column by column."""

    worker: list[IntArray]
    posting: list[IntArray]
    offered: list[DayArray]
    stages: list[IntArray]  # four rows: accepted, showed up, 30, 90
    ended: list[DayArray]
    chance: list[FloatArray]
    busy_until: DayArray


def draw_history(
    rng: np.random.Generator, people: Sequence[Person], employers: Sequence[SampleEmployer], today: date
) -> History:
    """Play the rounds: offers follow what offices do (trade and corridor first), answers the hidden model."""
    known = rng.random(len(people)) >= NEWCOMERS
    past = list(employers[:-NEW_EMPLOYERS])
    days = [today - timedelta(days=int(1090 - at * 34.5)) for at in range(ROUNDS)]
    orders = [order for day in days for order in _orders_of(rng, past, day)]
    register = Register(people, employers, orders, (), ())
    market = market_of(register, today)
    latent = latent_of(people, employers)
    ledger = _Ledger([], [], [], [], [], [], np.full(len(people), np.datetime64("2020-01-01", "D")))
    for at, day in enumerate(days):
        _play(rng, replace(market, spells=_spells(ledger, market)), latent, (day, at, known), ledger)
    stages = np.concatenate(ledger.stages, axis=1)
    offered = np.concatenate(ledger.offered)
    outcomes = Outcomes(np.concatenate(ledger.worker), np.concatenate(ledger.posting), offered, *stages)
    return History(
        tuple(orders),
        outcomes,
        np.concatenate(ledger.ended),
        _spells(ledger, market),
        np.concatenate(ledger.chance),
    )


def _orders_of(rng: np.random.Generator, employers: list[SampleEmployer], day: date) -> list[SampleOrder]:
    first = int(rng.integers(len(employers)))
    turned = employers[first:] + employers[:first]
    drawn = draw_orders(rng, turned, ORDERS_A_ROUND, day)
    return [
        replace(order, employer=(order.employer + first) % len(employers), number=f"{order.number}-{day:%m%d}")
        for order in drawn
    ]


def _spells(ledger: _Ledger, market: Market) -> Spells:
    if not ledger.worker:
        return market.spells
    worker, posting = np.concatenate(ledger.worker), np.concatenate(ledger.posting)
    ended, started = np.concatenate(ledger.ended), np.concatenate(ledger.offered) + STARTS_AFTER
    there = ~np.isnat(ended)
    spent = (ended[there] - started[there]).astype(np.int64)
    return Spells(worker[there], market.postings.employer[posting[there]], spent, ended[there])


def _play(
    rng: np.random.Generator, market: Market, latent: Latent, when: tuple[date, int, BoolArray], ledger: _Ledger
) -> None:
    """One round: everybody at home hears of up to four orders, one after the other, until a yes."""
    day, at, known = when
    on = np.datetime64(day, "D")
    here = np.arange(at * ORDERS_A_ROUND, (at + 1) * ORDERS_A_ROUND)
    asked = np.flatnonzero(known & (ledger.busy_until < on) & (rng.random(len(known)) < 0.85))
    order = _calling_order(rng, market, latent, (asked, here, on))
    open_to = np.ones(len(asked), dtype=np.bool_)
    for turn in range(OFFERS_A_ROUND):
        rows = np.flatnonzero(open_to & (rng.random(len(asked)) < (1.0, 0.8, 0.6, 0.5)[turn]))
        pairs = Pairs(asked[rows], here[order[rows, turn]])
        stages, ended, chance = _live_through(rng, market, pairs, latent, on)
        ledger.worker.append(pairs.worker)
        ledger.posting.append(pairs.posting)
        ledger.offered.append(np.full(len(rows), on))
        ledger.stages.append(stages)
        ledger.ended.append(ended)
        ledger.chance.append(chance)
        gone = ~np.isnat(ended)
        ledger.busy_until[pairs.worker[gone]] = ended[gone]
        open_to[rows[stages[0] == 1]] = False


def _calling_order(
    rng: np.random.Generator, market: Market, latent: Latent, who: tuple[IntArray, IntArray, np.datetime64]
) -> IntArray:
    """Which orders each person hears of first: own trade, own corridor, and chance."""
    asked, here, on = who
    pairs = Pairs(np.repeat(asked, len(here)), np.tile(here, len(asked)))
    facts = facts_of(market, pairs, latent, on)
    habit = 1.8 * facts.match + 0.8 * facts.wished - 0.9 * facts.distance + 0.5 * facts.fellows
    lean = habit.reshape(len(asked), len(here)) + rng.gumbel(size=(len(asked), len(here)))
    order: IntArray = np.argsort(-lean, axis=1)
    return order


def _live_through(
    rng: np.random.Generator, market: Market, pairs: Pairs, latent: Latent, on: np.datetime64
) -> tuple[IntArray, DayArray, FloatArray]:
    """Throw the dice of the hidden model: stages (4 x pairs), last day of work, true chance of 30 days."""
    true = true_chances(market, pairs, latent, on)
    size = len(pairs)
    said_yes = rng.random(size) < true.accept
    came = said_yes & (rng.random(size) < true.show_up)
    month = came & (rng.random(size) < true.stay_30)
    quarter = month & (rng.random(size) < true.stay_90)
    days = np.where(
        quarter, 90 + rng.gamma(2.0, 45.0, size), np.where(month, rng.uniform(30, 89, size), rng.uniform(1, 29, size))
    ).astype(np.int64)
    started = on + STARTS_AFTER
    home = np.datetime64(HOME_AGAIN, "D")
    ended = np.minimum(started + days, home)
    # The festival ended some spells before anybody could tell how long they would have lasted.
    cut = (started + days > home) & came
    served = (home - started).astype(np.int64)
    stages = np.stack(
        [
            said_yes.astype(np.int64),
            np.where(said_yes, came, NOT_KNOWN),
            np.where(came & ~(cut & (served < 30)), month, NOT_KNOWN),
            np.where(month & ~(cut & (served < 90)), quarter, NOT_KNOWN),
        ]
    ).astype(np.int64)
    return stages, np.where(came, ended, np.datetime64("NaT", "D")), true.at_work_after_30
