"""The night before in a real browser, counted: seven out, three in, the reserve called, re-planned, printed."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder
from data import office_settings, rounds
from data.database import opened
from data.plans import runs
from data.plans.runs import RunOrder
from data.privacy import blind_index
from data.rounds import Signature, offers
from data.tables import (
    AssignmentRow,
    BackgroundRun,
    Batch,
    Consent,
    Fare,
    Hub,
    Offer,
    Pin,
    PlanDifference,
    Posting,
    ReadLogEntry,
    RosterChange,
    Round,
    Vehicle,
    Worker,
)
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import Office, served

BY = Signature("dispatcher", builders.NOW, "领队和保险已落实")
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "建国伟芳秀英娜静丽强磊洋艳勇军杰娟涛明超"
FIELD = re.compile(r'name="answer-([0-9]+)-([0-9]+)"')
FIRST, LAST = date(2026, 2, 23), date(2026, 2, 24)


@pytest.fixture
def locked(office: Office) -> Office:
    """Two coaches of 24 seats, both full and locked, and twelve people who stayed at home."""
    with opened(office.engine) as session:
        _fill(session, office.employer)
    order = PlanOrder(builders.WINDOW, builders.TODAY, params=PlanParams(time_limit_s=5.0), name="正月专车")
    dispatch(office.engine, order, WeightedScorer())
    with opened(office.engine) as session:
        rounds.step(session, 1, "offered", today=builders.TODAY, signature=BY)
        for worker, posting in offers.standing(session, 1):
            offers.record(session, worker, posting, answer=offers.Reply("yes", builders.TODAY, "phone", "x"))
        for to in ("confirmed", "locked"):
            rounds.step(session, 1, to, today=builders.TODAY, signature=BY)
    return office


def _fill(session: Session, employer: int) -> None:
    session.execute(delete(Fare))
    office_settings.keep_county(session, builders.LIZHOU, now=builders.NOW)
    session.execute(update(Posting).values(openings=24, confirmed=builders.TODAY))
    hubs = list(session.scalars(select(Hub).order_by(Hub.id)))
    for at in range(52):
        name = SURNAMES[at % 20] + GIVEN[at * 7 % 20] + (GIVEN[at * 3 % 20] if at % 3 else "")
        person = builders.a_worker(session, name, phone=f"139{at:04d}8{at:03d}", pickup_hub_id=hubs[0].id)
        told = {"given": builders.TODAY, "channel": "paper", "recorded_by": "x", "recorded": builders.NOW}
        session.add(Consent(worker_id=person.id, purpose="employer", employer_id=employer, **told))
    session.execute(update(Worker).values(birth=date(1988, 5, 4), sex=1))
    crew = {"rated_seats": 26, "escorts": 2, "available": 1, "fixed_cost_fen": 200_000, "drivers": 4}
    session.execute(update(Vehicle).values(**crew, leaves=FIRST))
    builders.a_coach(session, hubs[:1], hubs[1:2], leaves=LAST, **crew)


def on_board(office: Office, batch: int = 1) -> list[int]:
    with opened(office.engine) as session:
        number = select(AssignmentRow.worker_id).join(Round, Round.plan_id == AssignmentRow.plan_id)
        trip = select(Batch.trip_id).where(Batch.id == batch)
        return list(session.scalars(number.where(AssignmentRow.trip_id.in_(trip)).order_by(AssignmentRow.worker_id)))


@dataclass
class Counted:
    """A page on which every click and every key is counted, as a person would make them."""

    page: Any
    clicks: int = 0
    keys: int = 0
    searches: int = field(default=0)

    def click(self, selector: str) -> None:
        self.page.click(selector)
        self.clicks += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def paste(self, text: str) -> None:
        """Ctrl and V: two keys, whatever was copied."""
        self.page.keyboard.insert_text(text)
        self.keys += 2


@pytest.fixture
def home(browser: Any, locked: Office) -> Iterator[tuple[Counted, str]]:
    page = browser.new_page()
    page.set_default_timeout(120_000)
    with served(locked.settings, locked.engine) as where:
        yield Counted(page), where
    page.close()


@pytest.mark.browser
def test_seven_out_three_in_and_the_reserve_in_twelve_clicks_and_sixty_keys(
    home: tuple[Counted, str], locked: Office
) -> None:
    counted, where = home
    before, other = on_board(locked), on_board(locked, 2)
    out = before[:7]
    with opened(locked.engine) as session:
        idle = session.scalars(select(Worker).where(Worker.id.not_in([*before, *other])).order_by(Worker.id)).all()
        lines = [f"{idle[0].name} {idle[0].phone}", f"{idle[1].name}{idle[1].phone}", "新来的 13655550001"]
        joiners = {idle[0].id, idle[1].id}
    counted.page.goto(f"{where}/batches/1/night")

    for worker in out:
        counted.click(f"#out-{worker}")
    counted.click("textarea[name=lines]")
    counted.paste("\n".join(lines))
    counted.click("form[action$='/night'] button")
    counted.page.wait_for_selector("#reserve")
    counted.click("form[action$='/reserve'] button")
    counted.page.wait_for_selector("#reserve a[href^='tel:']")
    for key in ("1", "1", "1", "1", "2", "3"):
        counted.press(key)
    counted.press("Enter")
    counted.page.wait_for_selector("#changed")
    counted.click(".head a[href*='/print']")
    counted.page.wait_for_selector("tbody tr")

    assert (counted.clicks, counted.keys, counted.searches) <= (12, 60, 0), counted
    assert counted.clicks <= 12 and counted.keys <= 60
    after = on_board(locked)
    assert len(after) == 24 and not set(out) & set(after) and set(before) - set(out) <= set(after)
    assert on_board(locked, 2) == other
    with opened(locked.engine) as session:
        new = session.scalars(select(Worker.id).where(Worker.name_index == blind_index("name", "新来的"))).one()
        assert joiners | {new} <= set(after)
        changed = set(session.scalars(select(PlanDifference.worker_id)))
        assert changed == set(before) ^ set(after)
    rows = counted.page.locator("tbody tr").count()
    assert rows == 24


def idle_of(office: Office, *, joined: bool = False) -> list[int]:
    with opened(office.engine) as session:
        if joined:
            return list(session.scalars(select(RosterChange.worker_id).where(RosterChange.kind == "joined")))
        placed = select(AssignmentRow.worker_id)
        return list(session.scalars(select(Worker.id).where(Worker.id.not_in(placed)).order_by(Worker.id)))


def wait_for_the_run(office: Office) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with opened(office.engine) as session:
            open_runs = select(BackgroundRun.id).where(BackgroundRun.status.in_(("waiting", "running")))
            if session.scalar(open_runs.limit(1)) is None:
                return
        time.sleep(0.2)
    raise AssertionError("the run did not end")


def said(office: Office, pairs: list[tuple[int, int]], key: str) -> dict[str, str]:
    """The fields the page sends for these pairs."""
    with opened(office.engine) as session:
        terms = {posting: session.get_one(Posting, posting).terms_hash[:16] for _, posting in pairs}
    form = {f"answer-{worker}-{posting}": key for worker, posting in pairs}
    return form | {f"terms-{worker}-{posting}": terms[posting] for worker, posting in pairs}


def reserve_of(client: TestClient) -> list[tuple[int, int]]:
    page = client.post("/batches/1/reserve").text
    return [(int(w), int(p)) for w, p in FIELD.findall(page)]


def test_who_says_yes_takes_the_very_seat_asked_about_and_more_than_seats_are_told(
    locked: Office, client: TestClient
) -> None:
    out = on_board(locked)[:1]
    client.post("/batches/1/night", data={"out": out})
    called = reserve_of(client)
    answers = said(locked, called[:2], "1")

    page = client.post("/batches/1/reserve/answers", data=answers)

    assert len(called) == 6 and "车上没有空座了" in page.text
    wait_for_the_run(locked)
    with opened(locked.engine) as session:
        seat = select(AssignmentRow.posting_id).join(Round, Round.plan_id == AssignmentRow.plan_id)
        assert session.scalars(seat.where(AssignmentRow.worker_id == called[0][0])).all() == [called[0][1]]
        replies = session.scalars(select(Offer.reply).where(Offer.worker_id == called[1][0])).all()
        assert replies == ["yes"]


def test_an_answer_to_terms_that_changed_meanwhile_is_told_and_not_written(locked: Office, client: TestClient) -> None:
    client.post("/batches/1/night", data={"out": on_board(locked)[:1]})
    called = reserve_of(client)[:1]
    form = said(locked, called, "1")
    with opened(locked.engine) as session:
        session.get_one(Posting, called[0][1]).terms_hash = "f" * 64

    page = client.post("/batches/1/reserve/answers", data=form)

    assert "岗位的条件刚改了" in page.text
    with opened(locked.engine) as session:
        assert session.scalars(select(Offer).where(Offer.worker_id == called[0][0])).all() == []


def test_somebody_neither_in_reserve_nor_in_the_plan_is_not_answered_for(locked: Office, client: TestClient) -> None:
    with opened(locked.engine) as session:
        stranger = builders.a_worker(session, "外人", phone="13912345678").id
    form = said(locked, [(stranger, 1)], "1")

    answer = client.post("/batches/1/reserve/answers", data=form)

    assert answer.status_code == 422 and "刷新页面" in answer.text
    with opened(locked.engine) as session:
        assert session.scalars(select(Offer).where(Offer.worker_id == stranger)).all() == []


def test_who_comes_back_has_the_seat_they_said_yes_to_and_no_second_one(locked: Office, client: TestClient) -> None:
    theirs, elsewhere = on_board(locked)[0], on_board(locked, 2)[0]
    client.post("/batches/1/night", data={"out": [theirs]})
    client.post("/batches/2/night", data={"out": [elsewhere]})

    page = client.post("/batches/1/night", data={"lines": f"{theirs}\n{elsewhere}"})

    assert "回到原来那一批的座位" in page.text
    with opened(locked.engine) as session:
        assert session.scalars(select(Pin)).all() == []


def test_beside_a_full_mending_the_answers_stay_and_the_page_says_why_nothing_began(
    locked: Office, client: TestClient
) -> None:
    client.post("/batches/1/night", data={"out": on_board(locked)[:1]})
    called = reserve_of(client)[:1]
    with opened(locked.engine) as session:
        runs.ask(session, RunOrder("repair", {}, 1), by="老陈", now=datetime.now(tz=UTC))

    page = client.post("/batches/1/reserve/answers", data=said(locked, called, "1"))

    assert page.status_code == 200 and "号运算在进行" in page.text
    with opened(locked.engine) as session:
        assert session.scalars(select(Offer.reply).where(Offer.worker_id == called[0][0])).all() == ["yes"]
        assert len(session.scalars(select(BackgroundRun).where(BackgroundRun.kind == "repair")).all()) == 1


def test_the_numbers_of_the_reserve_are_logged_person_by_person(locked: Office, client: TestClient) -> None:
    client.post("/batches/1/night", data={"out": on_board(locked)[:2]})
    called = reserve_of(client)

    with opened(locked.engine) as session:
        read = session.execute(select(ReadLogEntry.subject_id, ReadLogEntry.purpose)).all()
    assert {worker for worker, _ in called} == {row.subject_id for row in read if "叫候补" in row.purpose}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("王不在册", "没有认出是谁"),
        ("老乡两个", "没有认出是谁"),
        ("998877", "没有认出是谁"),
        ("???", "没有认出是谁"),
        ("13900000", "没有认出是谁"),
    ],
)
def test_a_line_that_names_nobody_is_told_and_nobody_joins(
    locked: Office, client: TestClient, line: str, words: str
) -> None:
    page = client.post("/batches/1/night", data={"lines": line})

    assert words in page.text and page.status_code == 200
    with opened(locked.engine) as session:
        assert session.scalars(select(RosterChange)).all() == []


def test_pressed_twice_a_change_is_written_once_and_a_second_mend_joins_the_first(
    locked: Office, client: TestClient
) -> None:
    form = {"out": on_board(locked)[:2], "lines": str(idle_of(locked)[0])}
    for _ in range(2):
        client.post("/batches/1/night", data=form)
    for _ in range(2):
        client.post("/batches/1/reserve/answers", data={})

    wait_for_the_run(locked)
    with opened(locked.engine) as session:
        assert len(session.scalars(select(RosterChange).where(RosterChange.kind == "dropped_out")).all()) == 2
        runs = session.scalars(select(BackgroundRun.status).where(BackgroundRun.kind == "repair")).all()
    assert 1 <= len(runs) <= 2 and set(runs) == {"done"}
    assert idle_of(locked, joined=True)[0] in on_board(locked)


def test_nobody_unasked_is_brought_in_by_the_re_plan(locked: Office, client: TestClient) -> None:
    before = on_board(locked)
    client.post("/batches/1/night", data={"out": before[:3]})
    client.post("/batches/1/reserve/answers", data={})
    wait_for_the_run(locked)

    assert on_board(locked) == before[3:]
    with opened(locked.engine) as session:
        assert session.get_one(Round, 1).status == "locked"
