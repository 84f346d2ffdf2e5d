"""What came of a round, person by person."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data import markets
from data.rounds import Signature, placements
from data.rounds.placements import Arrival
from data.tables import AssignmentRow, Placement, Spell
from labor.errors import BadInput, NotFound
from tests.builders import NOW, TODAY, WINDOW, a_plan, a_posting, a_round, a_worker, an_offer

ARRIVED = Arrival(datetime(2026, 2, 21, 9, 0, tzinfo=UTC), handed_to="周主管 13900000000", as_promised=True)
ROUND = 1
BY = Signature("dispatcher", NOW, "said by mistake")


@pytest.fixture(autouse=True)
def on_the_way(session: Session) -> None:
    """One departed round with one person on the way to the only opening."""
    worker, posting = a_worker(session), a_posting(session, openings=1, occupation="6-25-04-07")
    round_ = a_round(session, status="departed")
    plan = a_plan(session, round_)
    an_offer(session, worker, posting, reply="yes", round_id=round_.id)
    session.add(AssignmentRow(plan_id=plan.id, worker_id=worker.id, posting_id=posting.id, travel="own"))
    session.flush()
    placements.begin(session, round_.id, None)


def one(session: Session) -> Placement:
    session.expire_all()
    return session.scalars(select(Placement)).one()


def test_a_placement_is_begun_once(session: Session) -> None:
    assert placements.begin(session, ROUND, None) == 0 and one(session).showed_up is None


def test_an_arrival_begins_a_spell_of_organized_work_and_ends_the_one_before(session: Session) -> None:
    session.add(Spell(worker_id=1, employer_id=1, started=date(2025, 3, 1)))
    session.flush()

    for _ in range(2):
        placements.arrived(session, ROUND, 1, arrival=ARRIVED, signature=BY)

    spells = session.execute(select(Spell.started, Spell.ended, Spell.went).order_by(Spell.started)).all()
    assert [tuple(spell) for spell in spells] == [
        (date(2025, 3, 1), date(2026, 2, 21), "unknown"), (date(2026, 2, 21), None, "organized"),
    ]  # fmt: skip
    assert (one(session).showed_up, one(session).handed_to) == (True, "周主管 13900000000")


def test_who_stayed_home_frees_the_place(session: Session) -> None:
    before = markets.load(session, WINDOW, today=TODAY).postings.openings.tolist()
    placements.stayed_home(session, ROUND, 1)

    assert (before, markets.load(session, WINDOW, today=TODAY).postings.openings.tolist()) == ([0], [1])


def test_ninety_days_there_means_thirty_days_there(session: Session) -> None:
    placements.asked_after(session, ROUND, 1, stage_days=90, still_there=True)

    assert (one(session).stayed_30, one(session).stayed_90) == (True, True)


def test_gone_after_thirty_days_means_gone_after_ninety(session: Session) -> None:
    placements.asked_after(session, ROUND, 1, stage_days=30, still_there=False)

    assert (one(session).stayed_30, one(session).stayed_90) == (False, False)


@pytest.mark.parametrize(
    ("last_day", "stages"),
    [(date(2026, 3, 22), (False, False)), (date(2026, 3, 23), (True, False)), (date(2026, 5, 22), (True, True))],
)
def test_leaving_settles_the_stages_to_the_day(session: Session, last_day: date, stages: tuple[bool, bool]) -> None:
    placements.arrived(session, ROUND, 1, arrival=ARRIVED, signature=BY)

    placements.left(session, ROUND, 1, on=last_day)

    assert (one(session).stayed_30, one(session).stayed_90) == stages
    assert session.scalars(select(Spell.ended)).all() == [last_day]


def test_boarding_is_noted_and_strangers_are_said_so(session: Session) -> None:
    placements.boarded(session, ROUND, 1, at=NOW)

    assert one(session).boarded == NOW
    with pytest.raises(NotFound, match="worker 7"):
        placements.boarded(session, ROUND, 7, at=NOW)
    with pytest.raises(BadInput, match="30 and 90"):
        placements.asked_after(session, ROUND, 1, stage_days=60, still_there=True)
