"""Places while people decide: what holds one, and that the last one goes once however many press at the same moment."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from api.office.phones import answering
from api.office.phones.answering import Answering
from data.database import opened
from data.rounds import offers, places
from data.rounds.offers import Reply
from data.tables import AssignmentRow, Offer, Placement, Posting
from tests import builders
from tests.builders import NOW, TODAY, a_posting, a_round, a_worker

YES, NO = (Reply(said, TODAY, "page", "x") for said in ("yes", "no"))


def test_a_yes_holds_a_place_and_a_no_or_changed_terms_give_it_back(session: Session) -> None:
    worker, other = a_worker(session), a_worker(session, "李四")
    posting = a_posting(session, openings=2)

    offers.record(session, worker.id, posting.id, answer=YES)
    assert places.free(session, [posting.id], but=other.id) == {posting.id: 1}
    assert places.free(session, [posting.id], but=worker.id) == {posting.id: 2}
    assert places.yeses(session, worker.id, TODAY) == [posting.id]
    offers.record(session, worker.id, posting.id, answer=NO)
    assert places.free(session, [posting.id], but=0) == {posting.id: 2}
    offers.record(session, worker.id, posting.id, answer=YES)
    posting.terms_hash = "b" * 64
    session.flush()
    assert places.free(session, [posting.id], but=0) == {posting.id: 2}
    assert places.yeses(session, worker.id, TODAY) == []


def test_being_shown_or_planned_holds_nothing_a_confirmed_round_does(session: Session) -> None:
    worker, posting, round_ = a_worker(session), a_posting(session, openings=1), a_round(session, status="offered")
    plan = builders.a_plan(session, round_)
    round_.plan_id = plan.id
    session.add(AssignmentRow(plan_id=plan.id, worker_id=worker.id, posting_id=posting.id, travel="own"))
    places.show(session, worker.id, [posting.id], today=TODAY, by="x")
    session.flush()
    assert places.free(session, [posting.id], but=0) == {posting.id: 1}

    round_.status = "confirmed"
    session.flush()

    assert places.free(session, [posting.id], but=0) == {posting.id: 0}
    assert places.placed_at(session, worker.id, but=0) == posting.title
    assert places.placed_at(session, worker.id, but=posting.id) is None


def test_who_came_and_left_again_holds_no_place(session: Session) -> None:
    worker, posting = a_worker(session), a_posting(session, openings=1)
    number = offers.record(session, worker.id, posting.id, answer=YES)
    session.add(Placement(offer_id=number, worker_id=worker.id, posting_id=posting.id, ended=TODAY))
    session.flush()

    assert places.free(session, [posting.id], but=0) == {posting.id: 1}


def test_a_yes_of_last_season_is_history(session: Session) -> None:
    worker, past = a_worker(session), a_posting(session, start_from=None, start_by=TODAY - timedelta(1))
    closed, expired = a_posting(session, status="filled"), a_posting(session, valid_until=TODAY - timedelta(1))
    now = a_posting(session)
    for posting in (now, past, closed, expired):
        offers.record(session, worker.id, posting.id, answer=YES)

    assert places.yeses(session, worker.id, TODAY) == [now.id]


def test_a_posting_no_longer_open_has_no_place(session: Session) -> None:
    posting = a_posting(session, openings=3, status="paused")

    assert places.free(session, [posting.id], but=0) == {posting.id: 0}


def test_what_is_shown_is_one_offer_however_often_the_page_is_opened(session: Session) -> None:
    worker, first, second = a_worker(session), a_posting(session), a_posting(session)
    for _ in range(3):
        places.show(session, worker.id, [second.id, first.id], today=TODAY, by="x")

    assert places.shown(session, worker.id, since=TODAY) == [second.id, first.id]
    assert len(session.scalars(select(Offer)).all()) == 2
    assert places.deciding(session, [first.id], since=TODAY, but=0) == [(worker.id, first.id)]
    assert places.deciding(session, [first.id], since=TODAY, but=worker.id) == []
    assert places.deciding(session, [first.id], since=TODAY + timedelta(1), but=0) == []


def test_what_one_looked_past_is_known_as_such_and_shown_again_when_it_comes_again(session: Session) -> None:
    worker, posting = a_worker(session), a_posting(session)
    places.show(session, worker.id, [posting.id], today=TODAY, by="x")
    places.pass_over(session, worker.id, since=TODAY)

    assert places.shown(session, worker.id, since=TODAY) == []
    assert places.shown(session, worker.id, since=TODAY, channel=places.PASSED) == [posting.id]
    places.show(session, worker.id, [posting.id], today=TODAY, by="x")
    assert places.shown(session, worker.id, since=TODAY) == [posting.id]


@pytest.mark.parametrize(("people", "openings"), [(12, 3), (8, 8), (6, 1)])
def test_the_last_places_go_once_however_many_press_at_the_same_moment(
    engine: Engine, people: int, openings: int
) -> None:
    with opened(engine) as session:
        posting = a_posting(session, openings=openings).id
        workers = [a_worker(session, f"张{at}").id for at in range(people)]
    became: list[str] = []
    start = threading.Barrier(people)

    def press(worker: int) -> None:
        start.wait()
        with opened(engine) as session:
            said = Answering(worker, posting, "a" * 16, "x", TODAY, NOW)
            became.append(answering.take(session, said, "yes").became)

    pressing = [threading.Thread(target=press, args=(worker,)) for worker in workers]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join()

    assert became.count("yes") == min(people, openings)
    assert became.count("gone") == max(0, people - openings)
    with opened(engine) as session:
        assert places.free(session, [posting], but=0) == {posting: max(0, openings - people)}
        session.execute(update(Posting).values(openings=people))
        assert len(session.scalars(select(Offer).where(Offer.reply == "yes")).all()) == min(people, openings)
