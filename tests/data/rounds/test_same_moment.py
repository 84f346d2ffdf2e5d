"""Two people, or two tabs, at the same moment: the database alone says who was first."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from data import markets, plans, rounds
from data.database import opened
from data.plans import runs
from data.plans.runs import RunOrder
from data.rounds import Signature
from data.rounds.opening import reopen_for_newcomers
from data.tables import AssignmentRow, BackgroundRun, PlanRow, Round, RoundStep
from labor.errors import StepRefused
from labor.plan import NO_TRIP, OWN, Assignments, Plan, Trips, Unplaced
from tests.builders import NOW, TODAY, WINDOW, a_plan, a_posting, a_round, a_worker

BY = Signature("dispatcher", NOW)


@pytest.fixture
def round_id(engine: Engine) -> int:
    """A draft whose standing plan sends one worker."""
    with opened(engine) as session:
        worker, posting, round_ = a_worker(session), a_posting(session), a_round(session)
        plan = a_plan(session, round_)
        session.add(AssignmentRow(plan_id=plan.id, worker_id=worker.id, posting_id=posting.id, travel="own"))
        return int(round_.id)


@pytest.fixture
def late(engine: Engine, round_id: int) -> Iterator[Session]:
    """A tab that read the round before somebody else changed it."""
    with Session(engine) as session:
        read = session.get_one(Round, round_id)
        assert read.status == "draft"
        yield session


def cancelled_elsewhere(engine: Engine, round_id: int) -> None:
    with opened(engine) as session:
        rounds.step(session, round_id, "cancelled", today=TODAY, signature=BY)


def status_of(engine: Engine, round_id: int) -> str:
    with opened(engine) as session:
        return session.get_one(Round, round_id).status


def test_a_round_cancelled_meanwhile_does_not_come_back_to_life_by_a_step(
    engine: Engine, round_id: int, late: Session
) -> None:
    cancelled_elsewhere(engine, round_id)

    with pytest.raises(StepRefused, match="changed elsewhere"):
        rounds.step(late, round_id, "offered", today=TODAY, signature=BY)
    late.rollback()

    assert status_of(engine, round_id) == "cancelled"
    with opened(engine) as session:
        assert session.scalars(select(RoundStep.became)).all() == ["cancelled"]


def test_a_step_checked_against_one_plan_is_not_taken_with_another(
    engine: Engine, round_id: int, late: Session
) -> None:
    with opened(engine) as session:
        round_ = session.get_one(Round, round_id)
        round_.plan_id = a_plan(session, round_).id

    with pytest.raises(StepRefused, match="changed elsewhere"):
        rounds.step(late, round_id, "offered", today=TODAY, signature=BY)
    late.rollback()

    assert status_of(engine, round_id) == "draft"


def test_a_round_cancelled_while_its_plan_was_found_takes_no_plan(engine: Engine, round_id: int, late: Session) -> None:
    market = markets.load(late, WINDOW, today=TODAY)
    cancelled_elsewhere(engine, round_id)
    none = np.zeros(0, dtype=np.int64)
    made = Plan(
        assignments=Assignments(np.array([0]), np.array([0]), np.array([NO_TRIP]), np.array([OWN])),
        trips=Trips(none, none, np.zeros(0)), unplaced=Unplaced(none, np.array([], dtype="U9"), ()),
        objective=1.0, bound=1.0, travel_cost=0.0, placed_people=1, stopped="done",
    )  # fmt: skip

    with pytest.raises(StepRefused, match="cancelled"):
        plans.save(late, round_id, market=market, plan=made, record=plans.Record(as_of=TODAY, now=NOW))
    late.rollback()

    assert status_of(engine, round_id) == "cancelled"
    with opened(engine) as session:
        assert session.scalar(select(func.count()).select_from(PlanRow)) == 1


def test_a_locked_round_cancelled_meanwhile_is_not_opened_again(engine: Engine, round_id: int) -> None:
    with opened(engine) as session:
        session.get_one(Round, round_id).status = "locked"
    with Session(engine) as late:
        stale = late.get_one(Round, round_id)
        cancelled_elsewhere(engine, round_id)

        reopen_for_newcomers(late, stale, now=NOW)
        late.commit()

    assert status_of(engine, round_id) == "cancelled"


def test_of_ten_who_ask_at_once_one_alone_begins_a_run(engine: Engine, round_id: int) -> None:
    together = Barrier(10)

    def ask(_: int) -> int | None:
        together.wait()
        try:
            with opened(engine) as session:
                return runs.ask(session, RunOrder("repair", {}, round_id), by="x", now=NOW)
        except StepRefused:
            return None

    with ThreadPoolExecutor(10) as pool:
        begun = [one for one in pool.map(ask, range(10)) if one is not None]

    assert len(begun) == 1
    with opened(engine) as session:
        assert runs.under_way(session, RunOrder("repair", {}, round_id)) == begun[0]
        assert runs.under_way(session, RunOrder("repair", {"only_asked": False}, round_id)) == begun[0]
        assert runs.under_way(session, RunOrder("repair", {"only_asked": True}, round_id)) is None
        assert runs.under_way(session, RunOrder("explain", {}, round_id)) is None


def test_the_database_itself_refuses_a_second_open_run_of_a_round_and_no_other(engine: Engine, round_id: int) -> None:
    def row(status: str, of: int | None = round_id) -> BackgroundRun:
        return BackgroundRun(kind="repair", params={}, round_id=of, status=status, asked=NOW, asked_by="x")

    with opened(engine) as session:
        session.add_all([row("done"), row("failed"), row("waiting"), row("waiting", None), row("running", None)])

    with pytest.raises(IntegrityError), opened(engine) as session:
        session.add(row("running"))
