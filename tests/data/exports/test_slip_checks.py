"""Whether a slip is real: on SQLite and PostgreSQL, with as little told as possible."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from data.exports import slip_checks
from data.exports.slips import slips, verification_code
from data.privacy import Reader
from data.tables import AssignmentRow, Batch, Round, TripRow
from tests.builders import NOW, a_coach, a_hub, a_plan, a_posting, a_round, a_worker, kept


@pytest.fixture
def round_(session: Session) -> Round:
    """One worker on a coach, another on an own ticket."""
    posting, made = a_posting(session), a_round(session)
    plan = a_plan(session, made)
    coach = a_coach(session, [a_hub(session)], [a_hub(session, "西湖厂区")], label="49座大巴", plate="川H00001")
    trip = kept(
        session,
        TripRow(
            plan_id=plan.id, number=1, vehicle_id=coach.id, people=1, seats=49, cost_fen=1.0, leaves=date(2026, 2, 23)
        ),
    )
    session.add(Batch(round_id=made.id, number="R1-01", trip_id=trip.id))
    for name, on in (("王小明", trip.id), ("李大国", None)):
        worker = a_worker(session, name, phone=f"1380000000{len(name)}")
        way = "trip" if on else "own"
        session.add(AssignmentRow(plan_id=plan.id, worker_id=worker.id, posting_id=posting.id, trip_id=on, travel=way))
    session.flush()
    return made


def test_every_printed_slip_checks_as_real(session: Session, round_: Round) -> None:
    assert round_.plan_id is not None
    printed = slips(session, round_.plan_id, reader=Reader("clerk", "test", NOW))

    found = [slip_checks.check(session, slip.batch_number, slip.code) for slip in printed]

    assert {one.name for one in found if one} == {"王*明", "李*国"} and len(printed) == 2
    assert {(one.vehicle, one.leaves) for one in found if one} == {
        ("49座大巴 川H00001", date(2026, 2, 23)),
        ("", None),
    }


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("R1-01", "00000000"),
        ("R1-01", ""),
        ("R1-01", "王小明"),
        ("R9-09", None),
        ("P1", None),
        ("P99999999999999999999", None),
        ("' OR 1=1 --", None),
    ],
)
def test_any_other_code_is_no_and_tells_nothing(session: Session, round_: Round, number: str, code: str | None) -> None:
    assert round_.id
    assert slip_checks.check(session, number, code if code is not None else verification_code("R1-01", 1)) is None


def test_a_slip_of_somebody_no_longer_in_the_plan_is_no(session: Session, round_: Round) -> None:
    code = verification_code("R1-01", 1)
    assert slip_checks.check(session, "R1-01", code.lower()) is not None

    a_plan(session, round_)  # made anew, without them

    assert slip_checks.check(session, "R1-01", code) is None


def test_a_slip_of_a_cancelled_round_says_so(session: Session, round_: Round) -> None:
    round_.status = "cancelled"
    session.flush()

    found = slip_checks.check(session, "R1-01", verification_code("R1-01", 1))

    assert found is not None and found.cancelled
