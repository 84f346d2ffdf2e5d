"""Tiers against quotas and guaranteed employers on the plan's page, each opened down to its people."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder
from data.database import opened
from data.tables import Employer
from data.views import aims, plans
from labor.market import DateWindow
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import Office

ORDER = PlanOrder(
    DateWindow(date(2026, 2, 20), date(2026, 2, 26)),
    builders.TODAY,
    params=PlanParams(time_limit_s=10.0),
    quotas={"cross_province": 10, "same_county": 0},
)


@pytest.fixture
def planned(office: Office) -> int:
    with opened(office.engine) as session:
        session.execute(update(Employer).values(guaranteed=True))
    return dispatch(office.engine, ORDER, WeightedScorer())


def test_a_quota_is_told_and_forces_nobody(office: Office, planned: int) -> None:
    with opened(office.engine) as session:
        lines = {one.tier: one for one in aims.tiers(session, planned, plans.one(session, planned).plan.weights)}

    assert (lines["cross_province"].people, lines["cross_province"].short) == (8, 2)
    assert (lines["same_county"].quota, lines["same_county"].short) == (0, 0)
    assert lines["same_city"].quota is None


def test_each_figure_opens_to_its_people(client: TestClient, planned: int) -> None:
    page = client.get(f"/plans/{planned}").text

    assert f"/plans/{planned}/people?tier=cross_province" in page
    assert client.get(f"/plans/{planned}/people?tier=cross_province").text.count('class="lead"') == 8
    assert "王*明" not in client.get(f"/plans/{planned}/people?tier=same_city").text
    assert client.get(f"/plans/{planned}/people?guaranteed=1").text.count('class="lead"') == 8


def test_quotas_are_asked_for_on_the_form_and_nonsense_is_refused(client: TestClient) -> None:
    form = {"first_day": "2026-02-20", "last_day": "2026-02-26", "rate_yuan": "2000", "premium_yuan": "300"}

    assert 'name="cross_province"' in client.get("/plans/new").text
    assert client.post("/runs", data=form | {"cross_province": "-3"}).status_code == 422
