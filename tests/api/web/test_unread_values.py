"""What could not be read is shown as such: no page falls over a value that is not there."""

from __future__ import annotations

from datetime import date

import pytest
from starlette.testclient import TestClient

from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder
from data.database import opened
from data.tables import (
    Certificate,
    Employer,
    Hub,
    Posting,
    PostingCertificate,
    PostingHazard,
    PostingSiteRule,
    Spell,
    Vehicle,
    Worker,
    WorkerTrade,
)
from labor.market import DateWindow
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests.api.conftest import Office

ORDER = PlanOrder(DateWindow(date(2026, 2, 20), date(2026, 2, 26)), date(2026, 2, 10), params=PlanParams(10.0))


@pytest.fixture
def unread(office: Office) -> Office:
    """The first worker and the first posting hold only what their tables cannot do without."""
    with opened(office.engine) as session:
        worker, posting = session.get_one(Worker, office.workers[0]), session.get_one(Posting, office.postings[0])
        for row in (worker, posting, session.get_one(Employer, office.employer)):
            kept = ("county", "start_from", "start_by", "name_second_index", "phone_index", "destination_hub_id")
            for column in row.__table__.columns:
                if column.nullable and column.name not in kept:
                    setattr(row, column.name, None)
        worker.township = worker.village = posting.title = posting.occupation = posting.duties = ""
        for kind, words in (("", "特种证"), ("", ""), ("no_such_kind", "旧编码")):
            session.add(Certificate(worker_id=worker.id, kind=kind, words=words))
        session.add(WorkerTrade(worker_id=worker.id, occupation=""))
        session.add(Spell(worker_id=worker.id, employer_id=office.employer, started=date(2025, 1, 1)))
        session.add(PostingCertificate(posting_id=office.postings[1], kind=""))
        session.add(PostingHazard(posting_id=office.postings[1], hazard=""))
        session.add(PostingSiteRule(posting_id=office.postings[1], rule=""))
        for hub in session.query(Hub):
            hub.address = ""
        for vehicle in session.query(Vehicle):
            vehicle.drivers = vehicle.leaves_minute = vehicle.contact = vehicle.phone = None
    return office


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_a_half_read_person_and_posting_opens(unread: Office, client: TestClient, language: str) -> None:
    plan_id = dispatch(unread.engine, ORDER, WeightedScorer())
    worker, (posting, other) = unread.workers[0], unread.postings
    pages = [
        "/", "/workers", "/postings", "/employers", "/vehicles", "/plans", f"/workers/{worker}",
        f"/workers/{worker}/recommendations", f"/workers/{worker}/recommendations?plan={plan_id}",
        f"/pairs/{worker}/{posting}", f"/pairs/{worker}/{other}", f"/postings/{posting}", f"/postings/{other}",
        f"/postings/{posting}/invitations", f"/postings/{other}/invitations", f"/plans/{plan_id}", "/rounds/1",
        f"/plans/{plan_id}/people", f"/plans/{plan_id}/unplaced", f"/plans/{plan_id}/reserve",
        f"/plans/{plan_id}/postings", "/rounds/1/replies", f"/plans/{plan_id}/papers",
        f"/plans/{plan_id}/questions/worker/{worker}", f"/plans/{plan_id}/questions/posting/{posting}",
        f"/plans/{plan_id}/questions/vehicle/1", "/batches/1", "/batches/1/print?copy=escort",
        "/batches/1/print?copy=notice", f"/batches/1/print?copy=receiver&employer={unread.employer}",
    ]  # fmt: skip
    failed = {page: client.get(page, params={"lang": language}).status_code for page in pages}

    assert {page: status for page, status in failed.items() if status >= 500} == {}


def test_a_certificate_nobody_made_out_is_shown_as_written(unread: Office, client: TestClient) -> None:
    page = client.get(f"/workers/{unread.workers[0]}").text

    assert "特种证" in page and "认不出是哪种证" in page and "证件名称未写明" in page
