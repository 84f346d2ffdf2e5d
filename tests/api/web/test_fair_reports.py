"""After a fair: figures that open their lists, follow-up, and intentions into the next dispatch round."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update
from starlette.testclient import TestClient

from data.database import opened
from data.tables import Certificate, FairEvent, FairTalk, FairVisitor, Offer, Pin, PostingCertificate
from tests import builders
from tests.api.conftest import Office

SAID = {
    "name": "春风行动", "day": str(builders.TODAY), "county": "利州区", "venue": "人民广场", "opens": "9:00",
    "closes": "11:00", "slot_minutes": "15", "most_talks": "2", "filing_days": "0",
}  # fmt: skip


@pytest.fixture
def fair(client: TestClient, office: Office) -> str:
    """A fair with one booth; three people came through two channels: an intention, a hire, a refusal."""
    path: str = client.post("/fairs", data=SAID).url.path
    client.post(f"{path}/booths", data={"employer": "西湖电子厂"})
    with opened(office.engine) as session:
        for at, (channel, outcome) in enumerate((("海报甲", "intention"), ("海报甲", "hired"), ("直播", "not_now"))):
            visitor = FairVisitor(
                fair_id=1, worker_id=office.workers[at], code=f"A{at}", channel=channel, came="invited",
                checked_in=builders.NOW,
            )  # fmt: skip
            session.add(visitor)
            session.flush()
            session.add(
                FairTalk(
                    visitor_id=visitor.id, booth_id=1, posting_id=office.postings[0], begins=540 + 15 * at,
                    interviewer=1, state="over", outcome=outcome,
                )
            )  # fmt: skip
    return path


def test_the_report_counts_by_channel_and_each_figure_opens_its_list(client: TestClient, fair: str) -> None:
    page = client.get(f"{fair}/report").text

    assert f'href="{fair}/talks?only=intention"><b>1</b>' in page and f'href="{fair}/talks?only=hired"><b>1</b>' in page
    assert f'href="{fair}/visitors?only=in"><b>3</b>' in page
    assert "海报甲" in page and "直播" in page
    intentions = client.get(f"{fair}/talks?only=intention").text
    assert intentions.count('name="talk"') == 0 and "王*明" in intentions and "李*国" not in intentions


def test_refusals_are_a_total_alone(client: TestClient, fair: str) -> None:
    assert "<b>1</b><span>未达成（只计总数）" in client.get(f"{fair}/report").text
    assert "张*丰" in client.get(f"{fair}/talks").text  # among all talks, as any other
    assert "only=not_now" not in client.get(f"{fair}/report").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_is_a_workbook_with_the_same_figures(client: TestClient, fair: str, language: str) -> None:
    content = client.get(f"{fair}/report.xlsx?lang={language}").content

    cells = [cell for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) for cell in row]
    assert "海报甲" in cells and 2 in cells
    assert any(str(cell).startswith(("意向：1", "Intentions: 1")) for cell in cells)


def test_intentions_and_hires_are_asked_after_seven_and_thirty_days(
    client: TestClient, office: Office, fair: str
) -> None:
    assert "现在没有要回访的人" in client.get(f"{fair}/report").text
    with opened(office.engine) as session:
        session.execute(update(FairEvent).values(day=builders.TODAY - timedelta(days=7)))
    assert client.get(f"{fair}/report").text.count('name="stage" value="7"') == 2

    assert client.post(f"{fair}/talks/1/later", data={"stage": "8", "said": "working"}).status_code == 422
    client.post(f"{fair}/talks/1/later", data={"stage": "7", "said": "working"})

    page = client.get(f"{fair}/report").text
    assert "<b>1</b><span>7天在岗" in page and page.count('name="stage" value="7"') == 1


def test_an_intention_goes_into_the_next_round_as_a_pin_with_the_person_s_own_yes(
    client: TestClient, office: Office, fair: str
) -> None:
    with opened(office.engine) as session:
        round_id = builders.a_round(session).id

    page = client.post(f"{fair}/handover", data={"round": str(round_id), "talk": ["1", "2"]}).text

    assert "已固定 2 人" in page
    with opened(office.engine) as session:
        pins = session.execute(select(Pin.worker_id, Pin.posting_id)).all()
        assert sorted(pins) == [(office.workers[0], office.postings[0]), (office.workers[1], office.postings[0])]
        assert set(session.execute(select(Offer.reply, Offer.channel))) == {("yes", "in_person")}


def test_who_may_not_go_there_is_named_and_neither_pinned_nor_asked(
    client: TestClient, office: Office, fair: str
) -> None:
    with opened(office.engine) as session:
        round_id = builders.a_round(session).id
        session.add(PostingCertificate(posting_id=office.postings[0], kind="welding_cutting"))
        assert session.scalars(select(Certificate)).all() == []

    page = client.post(f"{fair}/handover", data={"round": str(round_id), "talk": ["1"]}).text

    assert "已固定 0 人" in page and "这些人不能放进去" in page
    with opened(office.engine) as session:
        assert session.scalars(select(Pin)).all() == session.scalars(select(Offer)).all() == []


def test_a_talk_without_an_intention_is_not_handed_over(client: TestClient, office: Office, fair: str) -> None:
    with opened(office.engine) as session:
        round_id = builders.a_round(session).id

    answer = client.post(f"{fair}/handover", data={"round": str(round_id), "talk": ["3"]})

    assert answer.status_code == 422 and "没有意向" in answer.text
