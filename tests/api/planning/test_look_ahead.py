"""Places are kept for those who usually still come, where earlier years say enough; else the plan says why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder
from data import markets
from data.database import opened
from data.markets import past_seasons
from data.markets.past_seasons import same_weeks
from data.tables import OpeningPrice, Posting, Vehicle, Worker
from data.views import ahead as views
from data.views import plans as plan_views
from labor.market import DateWindow
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import Office

WINDOW = DateWindow(date(2026, 2, 20), date(2026, 2, 26))
ORDER = PlanOrder(WINDOW, builders.TODAY, params=PlanParams(time_limit_s=10.0), look_ahead=True)


def went_in_earlier_years(session: Session, office: Office, people: int, years: int) -> None:
    """Others of the same county who went in these lunar weeks, and have not said yet whether they come."""
    hub = session.scalars(select(Worker.pickup_hub_id).where(Worker.id == office.workers[0])).one()
    gone_by = date(2026, 1, 1)
    for at in range(people):
        worker = builders.a_worker(
            session, f"王{at}", phone=f"139{at:08d}", pickup_hub_id=hub, birth=date(1990, 1, 1), latest=gone_by
        )
        for back in range(1, years + 1):
            offered = same_weeks(WINDOW, back).first + timedelta(days=3)
            builders.an_offer(
                session, worker, session.get_one(Posting, office.postings[0]), offered=offered, reply="yes",
                replied=offered,
            )  # fmt: skip


@pytest.fixture
def scarce(office: Office) -> Office:
    """Both postings hold two, and wait until April."""
    with opened(office.engine) as session:
        session.execute(update(Posting).values(openings=2, start_by=date(2026, 4, 1), valid_until=date(2026, 5, 1)))
        session.execute(update(Vehicle).values(available=1))
    return office


def told(engine: Engine, plan_id: int) -> dict[str, str]:
    with opened(engine) as session:
        words: dict[str, str] = plan_views.one(session, plan_id).plan.weights["ahead"]
    return words


def test_the_same_weeks_are_counted_from_each_years_spring_festival() -> None:
    assert same_weeks(WINDOW, 1) == DateWindow(date(2025, 2, 8), date(2025, 3, 7))


def test_without_earlier_years_nothing_is_kept_and_the_plan_says_why(scarce: Office) -> None:
    plan_id = dispatch(scarce.engine, ORDER, WeightedScorer())

    words = told(scarce.engine, plan_id)
    assert "没有给以后的人留位置" in words["zh"] and "No places kept" in words["en"]
    with opened(scarce.engine) as session:
        assert session.scalars(select(OpeningPrice)).all() == []


def test_a_plan_that_was_not_asked_says_so(scarce: Office) -> None:
    plan_id = dispatch(scarce.engine, replace(ORDER, look_ahead=False), WeightedScorer())

    assert "没有要求" in told(scarce.engine, plan_id)["zh"]


def test_scarce_openings_carry_a_price_where_many_still_come(scarce: Office) -> None:
    with opened(scarce.engine) as session:
        went_in_earlier_years(session, scarce, people=30, years=2)

    plan_id = dispatch(scarce.engine, ORDER, WeightedScorer())

    with opened(scarce.engine) as session:
        priced = views.of_plan(session, plan_id)
    assert {line.posting_id for line in priced} == set(scarce.postings)
    assert all(line.price_fen > 0 for line in priced)
    assert "2年同期" in told(scarce.engine, plan_id)["zh"]


def test_too_few_people_a_year_are_no_season(scarce: Office) -> None:
    with opened(scarce.engine) as session:
        went_in_earlier_years(session, scarce, people=29, years=2)

    plan_id = dispatch(scarce.engine, ORDER, WeightedScorer())

    assert "2025: 29、2024: 29" in told(scarce.engine, plan_id)["zh"]


def test_who_is_here_already_or_wants_no_calls_is_not_still_to_come(scarce: Office) -> None:
    with opened(scarce.engine) as session:
        went_in_earlier_years(session, scarce, people=3, years=1)
        session.execute(update(Worker).where(Worker.name_masked == "王*").values(latest=None))
        silent = session.scalars(select(Worker.id).order_by(Worker.id.desc())).all()[0]
        session.execute(update(Worker).where(Worker.id == silent).values(call_again=False, willing="no"))
        market = markets.load(session, WINDOW, today=builders.TODAY)

        years = past_seasons.earlier_years(session, WINDOW, market, today=builders.TODAY)

    assert next(one.workers for one in years) == ()
