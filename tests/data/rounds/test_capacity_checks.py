"""What postings and vehicles hold, counted again before the lock: on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from data import markets, rounds
from data.rounds.blockers import TO_DO, Blocker
from data.tables import AssignmentRow, Consent, Posting, Round, TripRow, Worker, WorkerGroup
from tests.builders import NOW, TODAY, WINDOW, a_coach, a_hub, a_plan, a_posting, a_round, a_worker, an_offer, kept

BORN = date(1988, 5, 4)
MAN, WOMAN = 1, 2
Send = Callable[..., Round]


def sent(session: Session, posting: Posting, people: list[Worker], *, name: str = "本轮", **fields: Any) -> Round:
    """A confirmed round whose people all said yes and agreed to the handing over of their data."""
    round_ = a_round(session, name, **({"status": "confirmed"} | fields))
    plan = a_plan(session, round_)
    for worker in people:
        session.add(AssignmentRow(plan_id=plan.id, worker_id=worker.id, posting_id=posting.id, travel="free"))
        an_offer(session, worker, posting, reply="yes", replied=TODAY)
        session.add(
            Consent(
                worker_id=worker.id,
                purpose="employer",
                employer_id=posting.employer_id,
                given=TODAY,
                channel="paper",
                recorded_by="x",
                recorded=NOW,
            )
        )
    session.flush()
    return round_


def people(session: Session, *sexes: int, group: WorkerGroup | None = None) -> list[Worker]:
    number = group.id if group else None
    return [a_worker(session, f"人{at}号", birth=BORN, sex=sex, group_id=number) for at, sex in enumerate(sexes)]


def a_couple(session: Session) -> list[Worker]:
    return people(session, MAN, WOMAN, group=kept(session, WorkerGroup(kind="couple", wants_couple_room=True)))


def to_the_lock(session: Session, round_: Round) -> list[Blocker]:
    session.flush()
    return rounds.obstacles(session, round_.id, "locked", today=TODAY)


def test_a_round_that_fits_every_bed_room_and_team_may_be_locked(session: Session) -> None:
    posting = a_posting(session, openings=4, beds=4, beds_m=2, beds_f=2, couple_rooms=1, min_team=4)

    round_ = sent(session, posting, [*a_couple(session), *people(session, MAN, WOMAN)])

    assert to_the_lock(session, round_) == []


@pytest.mark.parametrize(
    ("cut", "rule", "figures"),
    [
        ({"openings": 3}, "over_full", "4 people are planned for 3 openings"),
        ({"beds": 3}, "beds_short", "4 people are planned for 3 beds"),
        ({"beds_m": 1}, "beds_m_short", "2 men are planned for 1 beds"),
        ({"beds_f": 0}, "beds_f_short", "2 women are planned for 0 beds"),
        ({"couple_rooms": 0}, "couple_rooms_short", "1 couples who want a room are planned for 0 couple rooms"),
        ({"min_team": 5}, "team_too_small", "only 4 people, and the employer takes 5 or nobody"),
    ],
)
def test_what_an_employer_cut_after_the_plan_stops_the_lock_and_names_the_posting(
    session: Session, cut: dict[str, int], rule: str, figures: str
) -> None:
    posting = a_posting(session, beds_m=2, beds_f=2, couple_rooms=1)
    round_ = sent(session, posting, [*a_couple(session), *people(session, MAN, WOMAN)])

    for name, value in cut.items():
        setattr(posting, name, value)
    (found,) = to_the_lock(session, round_)

    assert (found.rule, found.posting) == (rule, posting.id)
    assert found.words.en == f"普工({posting.id}): {figures}"
    assert found.to_do == TO_DO[rule]


def test_beds_for_women_another_round_took_meanwhile_stop_the_lock(session: Session) -> None:
    posting = a_posting(session, beds_f=2)
    round_ = sent(session, posting, people(session, WOMAN, WOMAN))

    sent(session, posting, people(session, WOMAN), name="同期另一轮", status="locked")

    assert [found.rule for found in to_the_lock(session, round_)] == ["beds_f_short"]


def test_the_couple_room_of_an_earlier_round_is_not_given_twice(session: Session) -> None:
    posting = a_posting(session, couple_rooms=2)
    sent(session, posting, a_couple(session), name="上一轮", status="locked")

    market = markets.load(session, WINDOW, today=TODAY)

    assert market.postings.couple_rooms.tolist() == [1]


def test_two_friends_who_share_a_group_take_no_couple_room(session: Session) -> None:
    posting = a_posting(session, couple_rooms=1)
    friends = people(session, WOMAN, WOMAN, group=kept(session, WorkerGroup(kind="couple", wants_couple_room=True)))
    sent(session, posting, friends, name="上一轮", status="locked")

    assert markets.load(session, WINDOW, today=TODAY).postings.couple_rooms.tolist() == [1]


def test_a_worker_without_a_sex_on_record_is_named_where_beds_are_by_sex(session: Session) -> None:
    posting = a_posting(session, beds_m=5, beds_f=5)
    round_ = sent(session, posting, people(session, MAN, 0))

    (found,) = to_the_lock(session, round_)

    assert (found.rule, found.words.en[:3]) == ("sex_unsaid", "人*号")
    posting.beds_m = posting.beds_f = None
    assert to_the_lock(session, round_) == []


def test_a_team_that_fell_short_after_a_drop_out_stops_the_lock(session: Session) -> None:
    posting = a_posting(session, min_team=3)
    going = people(session, MAN, MAN, MAN)
    round_ = sent(session, posting, going)
    assert to_the_lock(session, round_) == []

    going[0].willing = "no"

    assert {found.rule for found in to_the_lock(session, round_)} == {"left", "team_too_small"}


def test_a_smaller_coach_than_planned_stops_the_lock(session: Session) -> None:
    posting, (worker, other) = a_posting(session), people(session, MAN, MAN)
    round_ = sent(session, posting, [worker, other])
    coach = a_coach(session, [a_hub(session)], [a_hub(session, "西湖厂区")], escorts=2)
    trip = kept(
        session, TripRow(plan_id=round_.plan_id, number=1, vehicle_id=coach.id, people=2, seats=49, cost_fen=1.0)
    )
    for row in session.query(AssignmentRow):
        row.travel, row.trip_id = "trip", trip.id
    assert to_the_lock(session, round_) == []

    coach.rated_seats = 3

    (found,) = to_the_lock(session, round_)
    assert found.words.en.startswith("trip 1 (coach 1): 2 people for 1 seats")
