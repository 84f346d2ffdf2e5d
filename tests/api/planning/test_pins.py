"""Pins are judged by planning's own rules: when they are set, on the round's page, and before a run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from api.planning import pins
from api.planning.dispatching import clash_of, dispatch
from api.planning.orders import PlanOrder
from api.planning.repairing import mend, mending_order
from data.database import opened
from data.rounds import Signature, manual_changes
from data.rounds.manual_changes import PinnedTo
from data.tables import AssignmentRow, Pin, Posting, Vehicle, Worker
from labor.candidates import Candidates, nobody_watches
from labor.errors import Infeasible, StepRefused
from labor.market import DateWindow, Market
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import Office

WINDOW = builders.WINDOW
ORDER = PlanOrder(DateWindow(WINDOW.first, WINDOW.last), builders.TODAY, params=PlanParams(time_limit_s=5.0))
BY = Signature("dispatcher", builders.NOW)


@pytest.fixture
def planned(office: Office) -> Office:
    """An office with a plan of its round."""
    dispatch(office.engine, ORDER, WeightedScorer())
    return office


def pinned(office: Office, worker: int, posting: int, vehicle: int | None = None) -> None:
    with opened(office.engine) as session:
        to = PinnedTo(posting, vehicle)
        pins.decide(session, 1, worker, kind="pin", to=to, today=builders.TODAY, signature=BY)


def mended(office: Office) -> int:
    with opened(office.engine) as session:
        order = mending_order(session, 1, today=builders.TODAY)
    return mend(office.engine, order, WeightedScorer())


def test_a_pin_that_a_rule_forbids_is_refused_with_the_rule_and_not_kept(planned: Office) -> None:
    worker, posting = planned.workers[0], planned.postings[0]
    with opened(planned.engine) as session:
        session.execute(update(Worker).where(Worker.id == worker).values(lodging_needed=True))
        session.execute(update(Posting).where(Posting.id == posting).values(lodging=False))

    with pytest.raises(StepRefused) as refused:
        pinned(planned, worker, posting)

    assert "住" in refused.value.details[0] and "lodging" in refused.value.details[0].lower()
    with opened(planned.engine) as session:
        assert session.scalars(select(Pin)).all() == []


def test_a_pin_that_broke_since_stops_the_mending_with_its_reason(planned: Office) -> None:
    worker, posting = planned.workers[0], planned.postings[0]
    pinned(planned, worker, posting)
    with opened(planned.engine) as session:
        session.execute(update(Posting).where(Posting.id == posting).values(status="withdrawn"))

    with pytest.raises(Infeasible) as refused:
        mended(planned)
    with pytest.raises(Infeasible) as asked:
        clash_of(planned.engine, PlanOrder(ORDER.window, ORDER.today, round_id=1), WeightedScorer(), nobody_watches)

    assert "订单已撤回" in refused.value.details[0] and "is withdrawn" in refused.value.details[0]
    assert asked.value.details == refused.value.details


def test_a_pin_outside_the_shortlist_is_obeyed(planned: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    worker, posting = planned.workers[0], planned.postings[1]
    pinned(planned, worker, posting)

    def nothing_listed(market: Market, *_: Any, **__: Any) -> Candidates:
        return Candidates(market.workers.id[:0], market.postings.id[:0], np.zeros(0))

    monkeypatch.setattr("api.planning.preparing.shortlisted", nothing_listed)
    plan_id = mended(planned)

    with opened(planned.engine) as session:
        mine = (AssignmentRow.plan_id == plan_id, AssignmentRow.worker_id == worker)
        assert session.scalar(select(AssignmentRow.posting_id).where(*mine)) == posting


def test_a_vehicle_that_may_not_run_is_refused_with_what_the_law_says(planned: Office) -> None:
    with opened(planned.engine) as session:
        session.execute(update(Vehicle).values(drivers=1))
        vehicle = session.scalars(select(Vehicle.id)).first()

    with pytest.raises(StepRefused) as refused:
        pinned(planned, planned.workers[0], planned.postings[0], vehicle)

    assert f"{vehicle} 号车次" in refused.value.details[0] and "drivers" in refused.value.details[0]


def test_the_page_says_why_when_it_is_set_and_when_it_broke(planned: Office, client: TestClient) -> None:
    worker, posting = planned.workers[0], planned.postings[0]
    ask = {"worker": worker, "posting": posting, "kind": "pin"}
    assert client.post("/rounds/1/pins", data=ask, follow_redirects=False).status_code == 303
    with opened(planned.engine) as session:
        session.execute(update(Worker).where(Worker.id == worker).values(willing="no"))

    shown = {language: client.get(f"/rounds/1?lang={language}").text for language in ("zh", "en")}
    again = client.post("/rounds/1/pins", data=ask)
    stopped = client.post("/rounds/1/repair")
    taken_back = client.post("/rounds/1/pins", data={"worker": worker, "kind": "release"})

    assert "登记为现在不想外出" in shown["zh"] and "is on record as wanting no work now" in shown["en"]
    assert again.status_code == 409 and "登记为现在不想外出" in again.text
    assert stopped.status_code == 409 and "登记为现在不想外出" in stopped.text
    assert taken_back.status_code == 200 and "登记为现在不想外出" not in taken_back.text


def test_a_fallen_pin_stands_beside_the_drop_out_that_took_it(planned: Office, client: TestClient) -> None:
    pinned(planned, planned.workers[0], planned.postings[0])

    manual = {"kind": "dropped_out", "workers": str(planned.workers[0]), "reason": "家里有事"}
    page = client.post("/rounds/1/changes", data=manual).text

    assert "家里有事" in page and "随退出取消" in page
    with opened(planned.engine) as session:
        assert manual_changes.pinned(session, 1) == {}
