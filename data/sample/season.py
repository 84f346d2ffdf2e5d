"""The whole synthetic season: drawn once from a seed and kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, Literal

import numpy as np

from data.sample.companions import pair_up
from data.sample.fares import fares
from data.sample.hidden_model import Latent, true_chances
from data.sample.history import History, draw_history, latent_of
from data.sample.market import Register, market_of
from data.sample.orders import draw_employers, draw_orders
from data.sample.people import draw_people
from data.sample.plants import Plant
from data.sample.transport import vehicles
from labor.candidates import Pairs
from labor.market import NO, YES, Market, Replies

SEED: Final = 20260221
TODAY: Final = date(2026, 2, 23)
ORDERS: Final = 250

Kind = Literal["hubs", "employers", "postings", "vehicles", "fares", "workers", "past_postings", "history", "replies"]


@dataclass(frozen=True, slots=True)
class SeasonFile:
    """One written file and what it holds."""

    path: Path
    kind: Kind


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """The truth behind the files: who was drawn, what happened, what was planted."""

    today: date
    register: Register
    history: History
    replies: Replies
    latent: Latent
    files: tuple[SeasonFile, ...] = ()  # in the order they should be imported
    plants: tuple[Plant, ...] = ()

    def market(self) -> Market:
        """This season's market, straight from memory."""
        return market_of(self.register, self.today, self.history.spells, self.replies)

    def past_market(self) -> Market:
        """Everybody and the orders of three years past: what ``history.outcomes`` points into."""
        past = replace(self.register, orders=self.history.orders)
        return market_of(past, self.today, self.history.spells)


def draw_season(*, seed: int = SEED, workers: int = 3000, today: date = TODAY) -> Season:
    """Everything but the files; the same seed draws the same season."""
    rng = np.random.default_rng(seed)
    people = pair_up(rng, draw_people(rng, workers, today))
    employers = draw_employers(rng, today)
    orders = draw_orders(rng, employers, ORDERS, today)
    register = Register(people, employers, orders, vehicles(today), fares())
    history = draw_history(rng, people, employers, today)
    latent = latent_of(people, employers)
    replies = _draw_replies(rng, market_of(register, today, history.spells), latent, today)
    return Season(today, register, history, replies, latent)


def _draw_replies(rng: np.random.Generator, market: Market, latent: Latent, today: date) -> Replies:
    """A fifth of the workers have already been asked about one of their likelier postings."""
    asked = np.flatnonzero(rng.random(len(market.workers)) < 0.2)
    tried = rng.integers(0, len(market.postings), size=(len(asked), 12))
    pairs = Pairs(np.repeat(asked, 12), tried.ravel())
    accept = true_chances(market, pairs, latent, np.datetime64(today, "D")).accept.reshape(len(asked), 12)
    best = np.argmax(accept, axis=1)
    said_yes = rng.random(len(asked)) < accept[np.arange(len(asked)), best]
    return Replies(asked, tried[np.arange(len(asked)), best], np.where(said_yes, YES, NO))
