"""A fair planned by page: invited, matched, timed with a certificate, and told to each person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from api.planning import fairs as planning
from data.database import opened
from data.plans.runs import RunOrder
from data.registers.fairs import timetables
from data.tables import FairTalk, FairVisitor, Posting, ReadLogEntry, Worker
from matching import WeightedScorer
from optimizer.fairs import plan_fair
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import Office

DAY = builders.TODAY + timedelta(days=20)
SAID = {
    "name": "春风行动", "day": str(DAY), "county": "利州区", "venue": "人民广场", "opens": "9:00", "closes": "11:00",
    "slot_minutes": "15", "most_talks": "3", "filing_days": "15",
}  # fmt: skip
INVITE = {"count": "100", "waves": "2", "minutes": "30"}


@pytest.fixture
def fair(client: TestClient, office: Office) -> str:
    """A fair with two booths."""
    with opened(office.engine) as session:
        other = builders.an_employer(session, "城东服装厂")
        builders.a_posting(session, other, title="缝纫工", wage_low_fen=450_000, wage_high_fen=600_000, lodging=True)
        for at, worker in enumerate(office.workers):
            session.get_one(Worker, worker).village = "老林村" if at % 2 else "新林村"
    path: str = client.post("/fairs", data=SAID).url.path
    for number, employer in (("A1", "西湖电子厂"), ("A2", "城东服装厂")):
        assert client.post(f"{path}/booths", data={"employer": employer, "number": number}).status_code == 200
    return path


def planned(office: Office, fair: str) -> None:
    order = RunOrder("fair", {"fair_id": int(fair.rsplit("/", 1)[1]), "today": builders.TODAY.isoformat()})
    assert "talks planned, and audited" in planning.plan(office.engine, order, WeightedScorer())


def test_those_whom_a_booth_suits_are_invited_by_village_in_waves(
    client: TestClient, office: Office, fair: str
) -> None:
    page = client.post(f"{fair}/invite", data=INVITE).text

    assert "新邀请 8 人" in page and "宝轮镇老林村" in page and "宝轮镇新林村" in page
    assert "09:00" in page and "09:30" in page
    assert "新邀请 0 人" in client.post(f"{fair}/invite", data=INVITE).text


def test_the_oldest_is_invited_like_anybody(client: TestClient, office: Office, fair: str) -> None:
    with opened(office.engine) as session:
        session.execute(update(Worker).where(Worker.id == office.workers[0]).values(birth=DAY.replace(year=1964)))

    client.post(f"{fair}/invite", data=INVITE)

    with opened(office.engine) as session:
        assert office.workers[0] in set(session.scalars(select(FairVisitor.worker_id)))


def test_everybody_gets_a_talk_and_the_page_shows_bound_gap_and_first_come(
    client: TestClient, office: Office, fair: str
) -> None:
    client.post(f"{fair}/invite", data=INVITE)
    planned(office, fair)

    page = client.get(f"{fair}/plan").text

    assert "复核通过" in page and "已证明最好" in page and "先到先得" in page and 'class="fair-times"' in page
    with opened(office.engine) as session:
        assert len(set(session.scalars(select(FairTalk.visitor_id)))) == 8
        twice = select(FairTalk.visitor_id, FairTalk.begins).group_by(FairTalk.visitor_id, FairTalk.begins)
        assert session.execute(twice.having(func.count() > 1)).all() == []
        at_once = select(FairTalk.booth_id, FairTalk.begins).group_by(FairTalk.booth_id, FairTalk.begins)
        assert session.execute(at_once.having(func.count() > 1)).all() == []
    assert "At most" in client.get(f"{fair}/plan?lang=en").text


def test_what_is_kept_is_what_the_planner_found(client: TestClient, office: Office, fair: str) -> None:
    client.post(f"{fair}/invite", data=INVITE)
    planned(office, fair)

    with opened(office.engine) as session:
        rows = timetables.rows_of(session, 1)
    found = plan_fair(planning.posed(rows), PlanParams(time_limit_s=10.0))

    assert {(row.visitor_id, row.booth_id, row.begins) for row in rows.talks} == {
        (row.visitor_id, row.booth_id, row.begins)
        for row in planning.talk_rows(rows, found.talks, found.interviewer.tolist())
    }


def test_who_suits_no_booth_is_not_invited_and_who_finds_none_later_is_told_why(
    client: TestClient, office: Office, fair: str
) -> None:
    client.post(f"{fair}/invite", data=INVITE)
    with opened(office.engine) as session:
        session.execute(update(Posting).values(status="open", valid_until=builders.TODAY - timedelta(days=1)))

    planned(office, fair)

    assert "没有合适又合规的岗位" in client.get(f"{fair}/visitors?only=without").text


def test_each_person_is_told_booth_and_time_and_the_reading_is_logged(
    client: TestClient, office: Office, fair: str
) -> None:
    client.post(f"{fair}/invite", data=INVITE)
    planned(office, fair)

    page = client.get(f"{fair}/invitations?channel=宝轮镇老林村").text
    slip = client.get(f"{fair}/visitors/1").text

    assert "李大国" in page and "王小明" not in page and "请 09:" in page and "data:image/svg+xml" in page
    assert "不来没有任何影响" in page and "A1 号展位" in page
    assert "王小明" in slip and "请按时间到展位" in slip
    assert "王小明" not in client.get(f"{fair}/visitors").text
    with opened(office.engine) as session:
        assert set(session.scalars(select(ReadLogEntry.purpose))) == {f"{fair}/invitations", f"{fair}/visitors/1"}


def test_no_plan_without_guests_and_no_guests_without_booths(client: TestClient, office: Office) -> None:
    path = client.post("/fairs", data=SAID).url.path

    assert "先添加参会单位" in client.post(f"{path}/invite", data=INVITE).text
    assert client.post(f"{path}/invite", data=INVITE | {"count": "0"}).status_code == 422


def test_whole_villages_come_in_waves_as_even_as_can_be() -> None:
    waves = planning.in_waves({"甲": 40, "乙": 30, "丙": 20, "丁": 10}, 2)

    assert waves == {"甲": 0, "乙": 1, "丙": 1, "丁": 0}
    assert planning.in_waves({}, 3) == {}
