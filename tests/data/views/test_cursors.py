"""Lists read on behind a cursor: no row twice, none missed, whatever comes in meanwhile, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from data.views import plans, postings, stations, workers
from data.views.cursors import After
from data.views.paging import Page
from labor.errors import BadInput
from tests import builders

List = Callable[[Session, Any], Page[Any]]
LISTS: dict[str, List] = {
    "workers": lambda session, at: workers.register(session, workers.WorkerSearch(), number=at),
    "postings": lambda session, at: postings.postings(session, postings.PostingSearch(), number=at),
    "employers": lambda session, at: postings.employers(session, builders.TODAY, number=at),
    "vehicles": lambda session, at: postings.vehicles(session, number=at),
    "stations": lambda session, at: stations.stations(session, number=at),
    "fares": lambda session, at: stations.fares(session, number=at),
    "plans": lambda session, at: plans.plans(session, number=at),
}
DAYS = (None, date(2026, 3, 1), date(2026, 2, 25), None, date(2026, 3, 1), date(2026, 2, 25), None)


def filled(session: Session) -> None:
    """Ties and missing values in what lists are ordered by."""
    employer = builders.an_employer(session)
    hubs = [builders.a_hub(session, f"站{at}") for at in range(4)]
    for at, day in enumerate(DAYS):
        builders.a_worker(session, f"王{at}")
        builders.an_employer(session, "同名厂" if at % 2 else f"厂{at}")
        builders.a_posting(session, employer, start_by=day)
        builders.a_coach(session, [hubs[0]], [hubs[1]], leaves=day, number=f"c{at}")
    for start in hubs:
        for end in hubs:
            builders.a_fare(session, start, end)
    round_ = builders.a_round(session)
    for _ in range(5):
        builders.a_plan(session, round_)


def key(row: Any) -> Any:
    if hasattr(row, "origin_hub_id"):
        return (row.origin_hub_id, row.destination_hub_id)
    return next(held.id for held in (getattr(row, "vehicle", None), getattr(row, "station", None), row) if held)


def read(session: Session, listed: List, size: int, meanwhile: Callable[[], None] = lambda: None) -> list[Any]:
    found, cursor = [], None
    while True:
        page = listed(session, After(cursor, size))
        assert len(page.rows) <= size
        found += [key(row) for row in page.rows]
        if page.next is None:
            return found
        cursor = page.next
        meanwhile()


@pytest.mark.parametrize("name", LISTS)
def test_every_row_comes_once_whatever_the_size_of_a_page(session: Session, name: str) -> None:
    filled(session)
    whole = read(session, LISTS[name], 200)

    assert len(whole) == len(set(whole)) >= 4
    for size in (1, 2, 3, 5):
        assert read(session, LISTS[name], size) == whole


def test_a_row_added_at_the_top_moves_nothing(session: Session) -> None:
    filled(session)
    before = read(session, LISTS["workers"], 200)

    assert read(session, LISTS["workers"], 2, lambda: builders.a_worker(session, "新来的") and None) == before


def test_a_row_added_anywhere_is_missed_or_comes_once(session: Session) -> None:
    filled(session)
    before = read(session, LISTS["employers"], 200)
    found = read(session, LISTS["employers"], 2, lambda: builders.an_employer(session, "同名厂") and None)

    assert len(found) == len(set(found))
    assert set(before) <= set(found)


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "W10", "WyJhIiwgMiwgM10", "bnVsbA", "WzFlOTldCg", "W3RydWUsIDFd", "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OV0", "①",
     "WyJcdWQ4MDAiLCAxXQ", "W05hTl0", "W1tbW1tb", "eyJhIjogMX0", "WyJcdTAwMDAiLCAxXQ"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["workers", "employers"])
def test_a_cursor_that_is_none_is_bad_input(session: Session, name: str, cursor: str) -> None:
    with pytest.raises(BadInput, match="cursor"):
        LISTS[name](session, After(cursor, 10))
