"""Health checks before the first day: entered for many at once, and a "not fit" bars this posting and no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from data import rounds
from data.database import opened
from data.tables import AssignmentRow, HealthCheck, Posting, PostingHazard, Worker
from tests import builders
from tests.api.conftest import Office

DAY = builders.TODAY.isoformat()


@pytest.fixture
def planned(office: Office) -> Office:
    """Three people planned to a posting with dust and one to a posting without; all said yes."""
    with opened(office.engine) as session:
        dusty, clean = office.postings
        session.add(PostingHazard(posting_id=dusty, hazard="dust"))
        round_ = builders.a_round(session, status="confirmed")
        plan = builders.a_plan(session, round_)
        for worker, posting in zip(office.workers[:4], (dusty, dusty, dusty, clean), strict=True):
            session.add(AssignmentRow(plan_id=plan.id, worker_id=worker, posting_id=posting, travel="own"))
            person, place = session.get_one(Worker, worker), session.get_one(Posting, posting)
            builders.an_offer(session, person, place, reply="yes", round_id=round_.id)
    return office


def pairs(office: Office, count: int) -> list[str]:
    return [f"{worker}-{office.postings[0]}" for worker in office.workers[:count]]


def results(office: Office) -> dict[int, str]:
    with opened(office.engine) as session:
        return {row.worker_id: row.fit for row in session.execute(select(HealthCheck.worker_id, HealthCheck.fit))}


def test_only_people_whose_posting_needs_a_check_are_asked_about(client: TestClient, planned: Office) -> None:
    page = client.get("/rounds/1").text

    assert page.count('name="pair"') == 3


def test_results_are_entered_for_many_at_once_and_corrected(client: TestClient, planned: Office) -> None:
    client.post("/rounds/1/health", data={"pair": pairs(planned, 3), "fit": "yes", "day": DAY})
    client.post("/rounds/1/health", data={"pair": pairs(planned, 1), "fit": "pending", "day": DAY})

    first, second, third = planned.workers[:3]
    assert results(planned) == {first: "pending", second: "yes", third: "yes"}


def test_who_is_not_fit_stops_the_lock_by_the_rule_and_its_source(client: TestClient, planned: Office) -> None:
    client.post("/rounds/1/health", data={"pair": pairs(planned, 1), "fit": "no", "day": DAY})

    with opened(planned.engine) as session:
        found = rounds.obstacles(session, 1, "locked", today=builders.TODAY)
    assert [(one.rule, one.worker) for one in found if one.posting == planned.postings[0]] == [
        ("is_not_found_unfit", planned.workers[0])
    ]


def test_a_day_to_come_or_somebody_outside_the_round_is_refused_and_nothing_kept(
    client: TestClient, planned: Office
) -> None:
    later = (builders.TODAY + timedelta(days=1)).isoformat()
    stranger = [*pairs(planned, 1), f"{planned.workers[3]}-{planned.postings[1]}"]

    answers = [
        client.post("/rounds/1/health", data={"pair": pairs(planned, 1), "fit": "yes", "day": later}),
        client.post("/rounds/1/health", data={"pair": stranger, "fit": "yes", "day": DAY}),
        client.post("/rounds/1/health", data={"pair": ["1"], "fit": "yes", "day": DAY}),
        client.post("/rounds/1/health", data={"fit": "yes", "day": DAY}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 422]
    assert results(planned) == {}


def test_the_round_tells_who_signs_the_agreement_of_over_age_workers(client: TestClient, planned: Office) -> None:
    with opened(planned.engine) as session:
        person = session.get_one(Worker, planned.workers[1])
        person.birth, person.sex = builders.TODAY.replace(year=builders.TODAY.year - 66), 1

    assert "书面用工协议" in client.get("/rounds/1").text


def test_the_law_page_names_every_pack_and_when_it_was_checked(client: TestClient) -> None:
    page = client.get("/law").text

    assert "最低工资" in page and "人社部令第56号" in page and "最后核对" in page
