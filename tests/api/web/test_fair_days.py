"""The day of a fair by page: the door, a booth, the board; and the timetable that follows what happens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from api.planning import fairs as planning
from data.database import opened
from data.plans.runs import RunOrder
from data.tables import FairBooth, FairTalk, FairVisitor, Posting, Worker
from matching import WeightedScorer
from tests import builders
from tests.api.conftest import NAMES, PHONES, Office

SAID = {
    "name": "春风行动", "day": str(builders.TODAY + timedelta(days=20)), "county": "利州区", "venue": "人民广场",
    "opens": "9:00", "closes": "11:00", "slot_minutes": "15", "most_talks": "2", "filing_days": "15",
}  # fmt: skip


@pytest.fixture
def fair(client: TestClient, office: Office) -> str:
    """Three booths and eight invited people with two talks each, planned."""
    with opened(office.engine) as session:
        for name in ("城东服装厂", "城西鞋厂"):
            other = builders.an_employer(session, name)
            builders.a_posting(
                session, other, title="缝纫工", wage_low_fen=450_000, wage_high_fen=600_000, lodging=True
            )
    path: str = client.post("/fairs", data=SAID).url.path
    for employer in ("西湖电子厂", "城东服装厂", "城西鞋厂"):
        client.post(f"{path}/booths", data={"employer": employer})
    client.post(f"{path}/invite", data={"count": "100", "waves": "1"})
    order = RunOrder("fair", {"fair_id": 1, "today": builders.TODAY.isoformat()})
    planning.plan(office.engine, order, WeightedScorer())
    return path


def talks(office: Office) -> dict[tuple[int, int], tuple[int, str, bool]]:
    """By visitor and booth: when, how it stands, whether it was moved."""
    with opened(office.engine) as session:
        rows = session.scalars(select(FairTalk).order_by(FairTalk.id))
        return {(row.visitor_id, row.booth_id): (row.begins, row.state, row.moved) for row in rows}


def nobody_is_double_booked(office: Office) -> bool:
    with opened(office.engine) as session:
        for held in (FairTalk.visitor_id, FairTalk.booth_id):
            twice = select(held).where(FairTalk.state == "planned").group_by(held, FairTalk.begins)
            if session.execute(twice.having(func.count() > 1)).first():
                return False
    return True


def all_in(client: TestClient, fair: str, *but: int) -> None:
    for visitor in range(1, 9):
        if visitor not in but:
            assert client.post(f"{fair}/visitors/{visitor}/in?at=9:00").status_code == 200


@pytest.mark.parametrize("how", ["code", "tail", "phone", "name and tail", "small code"])
def test_somebody_is_found_at_the_door_and_checked_in_once(
    client: TestClient, office: Office, fair: str, how: str
) -> None:
    with opened(office.engine) as session:
        code = session.get_one(FairVisitor, 3).code
    said = {
        "code": code, "small code": code.lower(), "tail": PHONES[2][-4:], "phone": PHONES[2],
        "name and tail": f"{NAMES[2]} {PHONES[2][-4:]}",
    }[how]  # fmt: skip

    page = client.get(f"{fair}/door", params={"q": said}).text
    first = client.post(f"{fair}/visitors/3/in?at=9:00").text
    client.post(f"{fair}/visitors/3/in?at=9:00")

    assert f"{fair}/visitors/3/in" in page and f"<b>{NAMES[2]}" not in page
    assert "已入场" in first and "1 / 8" in client.get(f"{fair}/door").text
    assert "没有找到" in client.get(f"{fair}/door?q=0000999").text


def test_somebody_who_walks_in_is_registered_and_handed_times_and_booths(
    client: TestClient, office: Office, fair: str
) -> None:
    said = {"name": "郑小十", "phone": "139-1234-5678", "trade": "缝纫工", "channel": "东门海报"}

    slip = client.post(f"{fair}/door?at=9:00", data=said).text

    assert "郑小十" in slip and "号展位" in slip and "缝纫工" in slip
    with opened(office.engine) as session:
        visitor = session.scalars(select(FairVisitor).where(FairVisitor.came == "walk_in")).one()
        assert (visitor.channel, visitor.checked_in is not None) == ("东门海报", True)
    assert nobody_is_double_booked(office)
    client.post(f"{fair}/door?at=9:00", data=said)
    with opened(office.engine) as session:
        assert session.scalar(select(func.count()).select_from(Worker)) == 9


@pytest.mark.parametrize(
    "said", [{"name": "王"}, {"name": "123"}, {"name": "郑小十", "phone": "1391234"}, {"name": ""}]
)
def test_a_name_or_number_that_is_none_is_refused_at_the_door(
    client: TestClient, office: Office, fair: str, said: dict[str, str]
) -> None:
    assert client.post(f"{fair}/door?at=9:00", data=said).status_code == 422
    with opened(office.engine) as session:
        assert session.scalar(select(func.count()).select_from(Worker)) == 8


def test_a_booth_that_leaves_moves_its_talks_and_nobody_else_s(client: TestClient, office: Office, fair: str) -> None:
    all_in(client, fair)
    before = talks(office)

    page = client.post(f"{fair}/booths/3?at=9:00", data={"state": "gone"}).text

    after = talks(office)
    assert "已改排" in page
    assert not any(booth == 3 for _, booth in after)
    assert {key: value for key, value in before.items() if key[1] != 3}.items() <= after.items()
    assert nobody_is_double_booked(office)


def test_a_booth_that_runs_late_gives_the_next_seat_away_at_most_once(
    client: TestClient, office: Office, fair: str
) -> None:
    all_in(client, fair)
    before = talks(office)

    client.post(f"{fair}/booths/1?at=9:00", data={"late": "15", "interviewers": "1"})

    after = talks(office)
    assert not any(booth == 1 and begins == 540 for (_, booth), (begins, _, _) in after.items())
    assert sum(before[key] != after.get(key) for key in before) == 1
    assert nobody_is_double_booked(office)


def test_nobody_is_called_absent_before_slot_grace_and_two_calls_nor_while_in_another_talk(
    client: TestClient, office: Office, fair: str
) -> None:
    all_in(client, fair, 1)
    with opened(office.engine) as session:
        talk = session.scalars(select(FairTalk).where(FairTalk.visitor_id == 1).order_by(FairTalk.begins)).all()
        first, second, ends = talk[0].id, talk[1].id, talk[0].begins + 15
    late = f"{(ends + 5) // 60}:{(ends + 5) % 60:02d}"
    early = f"{(ends + 4) // 60}:{(ends + 4) % 60:02d}"

    def absent(number: int, at: str) -> str:
        return client.post(f"{fair}/talks/{number}?at={at}", data={"what": "absent"}).text

    assert "只叫过 0 次" in absent(first, late)
    for _ in range(2):
        client.post(f"{fair}/talks/{first}?at={early}", data={"what": "call"})
    assert "还没到时间" in absent(first, early)
    client.post(f"{fair}/talks/{second}?at={late}", data={"what": "sit"})
    assert "正在别的展位面谈" in absent(first, late)
    client.post(f"{fair}/talks/{second}?at={late}", data={"what": "talked"})
    assert "没来" in absent(first, late)
    with opened(office.engine) as session:
        assert session.get_one(FairTalk, first).state == "absent"


def test_the_seats_of_somebody_who_stayed_away_go_to_people_who_are_here_and_a_late_comer_gets_others(
    client: TestClient, office: Office, fair: str
) -> None:
    with opened(office.engine) as session:
        session.execute(update(FairTalk).where(FairTalk.visitor_id == 1, FairTalk.begins > 540).values(begins=630))
    all_in(client, fair, 1)
    with opened(office.engine) as session:
        first = session.scalars(select(FairTalk).where(FairTalk.visitor_id == 1).order_by(FairTalk.begins)).first()
        assert first is not None
        number, at = first.id, first.begins + 21
    for what in ("call", "call", "absent"):
        client.post(f"{fair}/talks/{number}?at={at // 60}:{at % 60:02d}", data={"what": what})

    assert [
        begins for (visitor, _), (begins, state, _) in talks(office).items() if visitor == 1 and state == "planned"
    ] == []
    client.post(f"{fair}/visitors/1/in?at={at // 60}:{at % 60:02d}")
    again = [begins for (visitor, _), (begins, _, _) in talks(office).items() if visitor == 1]
    assert again and min(again) >= at
    assert nobody_is_double_booked(office)


def test_what_a_talk_came_to_is_written_once_and_the_board_shows_codes_and_openings_left(
    client: TestClient, office: Office, fair: str
) -> None:
    all_in(client, fair)
    with opened(office.engine) as session:
        session.execute(update(Posting).values(openings=3))
        talk = session.scalars(select(FairTalk).where(FairTalk.booth_id == 2).order_by(FairTalk.begins)).first()
        assert talk is not None
        code, number = session.get_one(FairVisitor, talk.visitor_id).code, talk.id

    client.post(f"{fair}/talks/{number}?at=9:00", data={"what": "sit"})
    sitting = client.get(f"{fair}/board?at=9:00").text
    client.post(f"{fair}/talks/{number}?at=9:10", data={"what": "intention"})
    client.post(f"{fair}/talks/{number}?at=9:10", data={"what": "hired"})
    board = client.get(f"{fair}/board?at=9:10&lang=en").text

    assert f'<b class="now">{code}</b>' in sitting and not any(name in sitting for name in NAMES)
    assert "2 openings left" in board
    assert client.post(f"{fair}/talks/{number}?at=9:10", data={"what": "married"}).status_code == 422
    assert client.post(f"{fair}/talks/999", data={"what": "call"}).status_code == 404


def test_once_talks_have_begun_the_plan_is_not_made_anew(client: TestClient, office: Office, fair: str) -> None:
    client.post(f"{fair}/talks/1?at=9:00", data={"what": "sit"})

    assert "只能逐步调整" in client.post(f"{fair}/plan").text
    assert "只能逐步调整" in client.post(f"{fair}/uninvite").text


def test_the_door_has_a_rehearsal_on_any_other_day(client: TestClient, office: Office, fair: str) -> None:
    assert "这是演练" in client.get(f"{fair}/door?at=10:30").text
    assert "10:30" in client.get(f"{fair}/door?at=10:30").text
    assert "请写成 09:30" in client.get(f"{fair}/door?at=early").text
    with opened(office.engine) as session:
        assert session.scalar(select(func.count()).select_from(FairBooth)) == 3
