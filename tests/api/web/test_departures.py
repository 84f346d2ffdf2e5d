"""Departures on pages: each trip by itself, a second question before its day, and the way back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from data.database import opened
from data.rounds.parties import parties
from data.tables import Placement, Setting, TripRow
from tests.api.conftest import Office
from tests.api.planning.test_mending_after_a_departure import FIRST, LAST, on_the_way

__all__ = ["on_the_way"]


@pytest.fixture(autouse=True)
def on_the_first_day(on_the_way: Office) -> None:
    """The office's calendar shows the day of the first coach."""
    set_day(on_the_way, 0)


def set_day(office: Office, days: int) -> None:
    with opened(office.engine) as session:
        session.get_one(Setting, "today").value = (FIRST + timedelta(days=days)).isoformat()


def later_batch(office: Office) -> int:
    with opened(office.engine) as session:
        return next(one.batch_id or 0 for one in parties(session, 1) if one.day == LAST)


def left(office: Office) -> int:
    with opened(office.engine) as session:
        return len(session.scalars(select(Placement)).all())


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([a-z0-9-]+)" value="([^"]*)">', page))


def test_a_departure_before_its_day_asks_again_and_is_then_written(client: TestClient, on_the_way: Office) -> None:
    form = {"batch": str(later_batch(on_the_way)), "note": "提前走"}
    asked = client.post("/rounds/1/departures", data=form)
    before = left(on_the_way)
    again = client.post("/rounds/1/departures", data=hidden(asked.text) | {"sure": "yes"})

    assert asked.status_code == 409 and "真的已经出发了吗" in asked.text and "really left" not in asked.text
    assert hidden(asked.text) == form
    assert (before, again.status_code, left(on_the_way)) == (3, 200, 6)
    assert "提前走" in again.text and 'aria-current="step">5 已出发' in again.text


def test_a_departure_is_taken_back_on_the_page_with_its_reason(client: TestClient, on_the_way: Office) -> None:
    gone = next(iter(re.findall(r'name="batch" value="([0-9]+)"', client.get("/rounds/1").text)))
    without = client.post("/rounds/1/departures/back", data={"batch": gone})
    page = client.post("/rounds/1/departures/back", data={"batch": gone, "note": "车还没来"})

    assert without.status_code == 409 and "写明原因" in without.text
    assert left(on_the_way) == 0 and "车还没来" in page.text and "收回出发" in page.text


def test_an_arrival_before_its_day_asks_again_and_can_be_taken_back(client: TestClient, on_the_way: Office) -> None:
    with opened(on_the_way.engine) as session:
        party = next(one for one in parties(session, 1) if one.day == FIRST)
        session.get_one(TripRow, party.trip_id).arrives = FIRST + timedelta(days=1)
        people = session.scalars(select(Placement.worker_id)).all()
    address = f"/batches/{party.batch_id}"
    form = {f"seen-{worker}": "" for worker in people} | {"all": "arrived", "day": FIRST.isoformat()}

    asked = client.post(f"{address}/ticks", data=form)
    client.post(f"{address}/ticks", data=hidden(asked.text) | {"sure": "yes"})
    with opened(on_the_way.engine) as session:
        arrived = len(session.scalars(select(Placement).where(Placement.arrived.is_not(None))).all())
    client.post(f"{address}/arrivals/back", data={"workers": str(people[0]), "note": "点错人"})
    one_back = client.get("/rounds/1").text
    client.post(f"{address}/arrivals/back", data={"note": "都点错了"})

    assert asked.status_code == 409 and "真的已经到了吗" in asked.text and arrived == 3
    assert "收回到达" in one_back and "点错人" in one_back
    with opened(on_the_way.engine) as session:
        assert session.scalars(select(Placement).where(Placement.arrived.is_not(None))).all() == []
