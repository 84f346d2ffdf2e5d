"""People who went in the same weeks of earlier years and are not here yet this year: who usually still comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from sqlalchemy import BindParameter, Select, bindparam, func, select
from sqlalchemy.orm import Session

from data import markets
from data.markets import postings
from data.tables import Offer, Worker
from labor.lunar_days import LunarDay
from labor.market import DateWindow, Market

WEEKS_AHEAD: Final = 4
YEARS_BACK: Final = 5
LEAST_PEOPLE: Final = 30  # fewer say nothing about a season
LEAST_YEARS: Final = 2


@dataclass(frozen=True, slots=True)
class Comers:
    """One earlier year: its days, and who of them could still come now, by register id."""

    span: DateWindow
    workers: tuple[int, ...]


def earlier_years(session: Session, window: DateWindow, market: Market, *, today: date) -> list[Comers]:
    """Years with offers in the weeks that follow the window, counted from their own Spring Festival, newest first.

    Held back are those in ``market`` (they wait already), those who want no work or no more calls.
    """
    first_offer = session.scalar(select(func.min(Offer.offered)))
    if first_offer is None:
        return []
    here = set(market.workers.id.tolist())
    found = []
    for back in range(1, YEARS_BACK + 1):
        span = same_weeks(window, back)
        if span.last < first_offer:
            break
        if span.last < today:
            came = tuple(number for number in session.scalars(_went(span)) if number not in here)
            found.append(Comers(span, came))
    return found


def same_weeks(window: DateWindow, back: int) -> DateWindow:
    """The four weeks after the window, ``back`` years earlier by the lunar year."""
    year = window.last.year
    then, now = LunarDay(year - back, 1, 1).solar, LunarDay(year, 1, 1).solar
    shift = then - now if then and now else timedelta(days=-365 * back)  # before 1900 there are no tables
    first = window.last + timedelta(days=1) + shift
    return DateWindow(first, first + timedelta(weeks=WEEKS_AHEAD, days=-1))


def market_of(session: Session, window: DateWindow, comers: Comers, *, today: date) -> Market:
    """Those people beside the postings of the window, which stand in the same positions as in its own market."""
    # written out, since the market asks by this list several times and a statement holds so many parameters alone
    listed: BindParameter[int] = bindparam("comers", comers.workers, expanding=True, literal_execute=True)
    people = _went(comers.span).where(Worker.id.in_(listed))
    orders = postings.open_postings(window.first, window.last, today)
    return markets.of_people(session, window, people=people, orders=orders, today=today)


def later_start(market: Market, window: DateWindow) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Postings somebody who leaves after the window can still begin at."""
    by = market.postings.start_by
    return np.isnat(by) | (by > np.datetime64(window.last, "D"))


def _went(span: DateWindow) -> Select[int]:
    """Who said yes to an offer made in these days, and may still be asked."""
    return (
        select(Worker.id)
        .join(Offer, Offer.worker_id == Worker.id)
        .where(Offer.offered >= span.first, Offer.offered <= span.last, Offer.reply == "yes")
        .where(Worker.willing != "no", Worker.call_again)
        .distinct()
    )
