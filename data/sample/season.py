"""The whole synthetic season: drawn once from a seed, kept in memory, written as the files offices send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, Literal

import numpy as np

from data.sample.companions import pair_up
from data.sample.hidden_model import Latent, true_chances
from data.sample.history import History, draw_history, latent_of
from data.sample.history_files import write_history, write_replies
from data.sample.market import Register, market_of
from data.sample.order_files import arrears_draft, employer_draft, fare_draft, hub_draft, order_drafts, vehicle_draft
from data.sample.orders import draw_employers, draw_orders
from data.sample.people import draw_people
from data.sample.plants import Plant, plant_faults
from data.sample.sheets import Draft, write_text_table, write_workbook
from data.sample.transport import fares, vehicles
from data.sample.village_files import CHAINS, GB18030, UTF8, village_drafts
from data.sample.wording import chain_text
from labor.candidates import Pairs
from labor.market import Market
from labor.people import NO, YES, Replies

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


def write_season(folder: Path, *, seed: int = SEED, workers: int = 3000, today: date = TODAY) -> Season:
    """Draw the season and write its files, faults planted, into ``folder``."""
    season = draw_season(seed=seed, workers=workers, today=today)
    folder.mkdir(parents=True, exist_ok=True)
    register = season.register
    villages = village_drafts(register.people)
    orders = order_drafts(register.orders, register.employers)
    offices = {
        "hubs": [hub_draft()],
        "employers": [employer_draft(register.employers)],
        "arrears": [arrears_draft(register.employers, today)],
        "vehicles": [vehicle_draft(register.vehicles)],
        "fares": [fare_draft(register.fares)],
    }
    plants = plant_faults(villages, orders, offices, today)
    files = [
        SeasonFile(_write(folder, offices["hubs"]), "hubs"),
        SeasonFile(_write(folder, offices["employers"]), "employers"),
        SeasonFile(_write(folder, offices["arrears"]), "employers"),
        *(SeasonFile(_write(folder, drafts), "postings") for drafts in orders),
        SeasonFile(_write(folder, offices["vehicles"]), "vehicles"),
        SeasonFile(_write(folder, offices["fares"]), "fares"),
        *(SeasonFile(_write(folder, drafts), "workers") for drafts in villages),
        *_write_chains(folder, season),
        *_write_past(folder, season),
    ]
    return Season(today, register, season.history, season.replies, season.latent, tuple(files), tuple(plants))


def _write(folder: Path, drafts: Sequence[Draft]) -> Path:
    if drafts[0].file.endswith(".xlsx"):
        return write_workbook(folder, list(drafts))
    old = any(town in drafts[0].file for town in (*GB18030, "北京"))
    marked = any(town in drafts[0].file for town in UTF8)
    return write_text_table(folder, drafts[0], "gb18030" if old else "utf-8-sig" if marked else "utf-8")


def _write_chains(folder: Path, season: Season) -> list[SeasonFile]:
    written = []
    for township in sorted(CHAINS):
        path = folder / f"样例-{township}微信接龙.txt"
        members = [p for p in season.register.people if p.township == township]
        path.write_text(chain_text(township, members, season.today), encoding="utf-8")
        written.append(SeasonFile(path, "workers"))
    return written


def _write_past(folder: Path, season: Season) -> list[SeasonFile]:
    past = write_history(folder, season.register, season.history)
    replies = write_replies(folder, season.register, season.replies, season.today)
    return [SeasonFile(past[0], "past_postings"), SeasonFile(past[1], "history"), SeasonFile(replies, "replies")]
