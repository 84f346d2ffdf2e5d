"""What one person is shown on their own page: their places, three postings, more of them by distance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.advice.recommending import COMING_DAYS, View, view_of
from api.advice.training import scorer_for
from api.office.phones.cards import Card, cards, plain_card
from api.settings import Settings
from data import markets
from data.markets.postings import open_postings
from data.registers import concerns
from data.rounds import places
from data.tables import Worker
from data.views import rights
from labor.arrays import FloatArray, IntArray
from labor.candidates import Pairs
from labor.market import DateWindow, Market
from matching import PlacesLeft, StageScorer, choose, expected_yeses, look

DECIDING: Final = timedelta(days=3)  # so long somebody counts as deciding, and is shown the same
PASSED_FOR: Final = timedelta(days=30)  # so long what they looked past waits behind what they have not seen
MOST: Final = 20
USUAL_ACCEPTS: Final = 0.3  # of somebody deciding whom this market does not hold


@dataclass(frozen=True, slots=True)
class Shown:
    """Three postings, or fewer; ``real`` is False where none of them is likely to come to anything."""

    cards: tuple[Card, ...]
    real: bool = True


def three(session: Session, settings: Settings, worker_id: int, *, today: date, by: str) -> Shown:
    """What this person is shown today: those they are still deciding on, filled up to three, and written down."""
    here = _here(session, worker_id, today)
    if here is None:
        return Shown(())
    view, at = here
    market = view.market
    scorer = scorer_for(session, settings)
    looked = look(market, scorer, at, by_distance=worker_id in rights.against_ranking(session), today=view.today)
    looked = looked.without(_declined(session, worker_id, market))
    crowd = _crowd(session, (view, scorer), looked.posting, worker_id, today)
    listed = market.postings.id[looked.posting].tolist()
    held = [one for one in places.shown(session, worker_id, since=today - DECIDING) if one in listed]
    past = places.shown(session, worker_id, since=today - PASSED_FOR, channel=places.PASSED)
    where = {number: at for at, number in enumerate(market.postings.id.tolist())}
    kept = tuple(where[one] for one in held if crowd.free[where[one]] > 0)
    chosen = choose(market, looked, crowd, kept=kept[:3], passed=frozenset(where[one] for one in past if one in where))
    numbers = [int(market.postings.id[one]) for one in chosen.postings]
    if chosen.real:
        places.show(session, worker_id, [one for one in numbers if one not in held], today=today, by=by)
    return Shown(cards(session, (view, scorer), at, numbers), chosen.real)


def one(session: Session, worker_id: int, posting_id: int, *, today: date) -> Card:
    """One posting as this person reads it; raises NotFound for one that is not open."""
    here = _here(session, worker_id, today)
    found = cards(session, (here[0], None), here[1], [posting_id]) if here else ()
    return found[0] if found else plain_card(session, posting_id)


@dataclass(frozen=True, slots=True)
class Sieve:
    """What a person asks for when they want to see more."""

    least_yuan: int = 0
    lodging: bool = False
    words: str = ""  # of the trade
    within_km: int = 0


def more(session: Session, settings: Settings, worker_id: int, sieve: Sieve, *, today: date) -> tuple[Card, ...]:
    """Every allowed posting with a free place by distance from home, sifted; a score has no say in it."""
    here = _here(session, worker_id, today)
    if here is None:
        return ()
    view, at = here
    market = view.market
    looked = look(market, scorer_for(session, settings), at, by_distance=True, today=view.today)
    nearest = market.postings.id[looked.posting[np.argsort(-looked.value, kind="stable")]].tolist()
    free = places.free(session, nearest, but=worker_id)
    found = cards(session, (view, None), at, [one for one in nearest if free.get(one, 0) > 0])
    return tuple(card for card in found if _passes(card, sieve))[:MOST]


def _passes(card: Card, sieve: Sieve) -> bool:
    return (
        (not sieve.least_yuan or card.pays_fen >= sieve.least_yuan * 100)
        and (not sieve.lodging or card.job.lodging is True)
        and (not sieve.within_km or (card.km is not None and card.km <= sieve.within_km))
        and (not sieve.words.strip() or sieve.words.strip() in card.job.title)
    )


def _here(session: Session, worker_id: int, today: date) -> tuple[View, int] | None:
    """The market with this person in it: the coming fortnight's, or one of their own where they are new to it."""
    view = view_of(session, None, today)
    at = _position(view.market.workers.id, worker_id)
    if at is not None:
        return view, at
    window = DateWindow(today, today + timedelta(days=COMING_DAYS))
    alone = select(Worker.id).where(Worker.id == worker_id)
    orders = open_postings(window.first, window.last, today)
    market = markets.of_people(session, window, people=alone, orders=orders, today=today)
    at = _position(market.workers.id, worker_id)
    return None if at is None or not len(market.postings) else (View(market, today, None), at)


def _position(ids: IntArray, wanted: int) -> int | None:
    at = int(np.searchsorted(ids, wanted))
    return at if at < len(ids) and ids[at] == wanted else None


def _declined(session: Session, worker_id: int, market: Market) -> IntArray:
    """Postings of the kinds this person wants to see no more of, and those they said no to on today's terms."""
    kinds = np.isin(market.postings.occupation, sorted(concerns.declined(session, worker_id)))
    refused = np.isin(market.postings.id, sorted(places.refused(session, worker_id)))
    return np.flatnonzero(kinds | refused)


def _crowd(
    session: Session, seen: tuple[View, StageScorer], postings: IntArray, worker_id: int, today: date
) -> PlacesLeft:
    """Free places and hoped-for yeses of the allowed postings; none free of any other."""
    view, scorer = seen
    market = view.market
    numbers = market.postings.id[postings].tolist()
    free, expected = np.zeros(len(market.postings), dtype=np.int64), np.zeros(len(market.postings))
    counted = places.free(session, numbers, but=worker_id)
    free[postings] = [counted.get(number, 0) for number in numbers]
    by_worker: dict[int, list[int]] = {}
    where = {number: at for at, number in enumerate(market.postings.id.tolist())}
    for worker, posting in places.deciding(session, numbers, since=today - DECIDING, but=worker_id):
        by_worker.setdefault(worker, []).append(where[posting])
    for worker, shown in by_worker.items():
        at = np.array(shown, dtype=np.int64)
        expected[at] += expected_yeses(_accepts(view, scorer, worker, at))
    return PlacesLeft(free, expected)


def _accepts(view: View, scorer: StageScorer, worker_id: int, postings: IntArray) -> FloatArray:
    at = _position(view.market.workers.id, worker_id)
    if at is None:
        return np.full(len(postings), USUAL_ACCEPTS)
    pairs = Pairs(np.full(len(postings), at, dtype=np.int64), postings)
    return np.asarray(scorer.chances(view.market, pairs, view.today).accept)
