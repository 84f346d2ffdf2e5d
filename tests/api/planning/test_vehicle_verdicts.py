"""Why no coach: at the register, on the plan, on the papers, and before the lock."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select, update
from starlette.testclient import TestClient

from api.planning.answering import explain
from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder, terms_of
from data.database import opened
from data.plans import questions, vehicle_verdicts
from data.plans.questions import About
from data.rounds import checks
from data.tables import Fare, Posting, TripRow, Vehicle, Worker
from labor.candidates import nobody_watches
from labor.errors import NothingToPlan, StepRefused
from labor.market import DateWindow
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import Office

WINDOW = DateWindow(date(2026, 2, 20), date(2026, 2, 26))
ORDER = PlanOrder(WINDOW, builders.TODAY, params=PlanParams(time_limit_s=10.0))


def vehicle(office: Office, **fields: object) -> None:
    with opened(office.engine) as session:
        session.execute(update(Vehicle).values(**fields))


def use_of(office: Office, plan_id: int) -> tuple[str, str, str]:
    with opened(office.engine) as session:
        line = vehicle_verdicts.of_vehicle(session, plan_id, 1)
        assert line is not None
        return line.law, line.use, line.use_zh or line.law_zh


def test_a_coach_whose_drivers_are_not_said_is_planned_on_condition_and_confirmed_before_the_lock(
    office: Office, client: TestClient
) -> None:
    vehicle(office, drivers=None, fixed_cost_fen=10_000)

    plan_id = dispatch(office.engine, ORDER, WeightedScorer())

    assert use_of(office, plan_id)[:2] == ("condition", "runs")
    assert "有条件可以开" in client.get(f"/plans/{plan_id}").text
    assert "待承运单位确认" in client.get("/batches/1/print?copy=escort").text
    assert "carrier to confirm" in client.get("/batches/1/print?copy=escort&lang=en").text
    with opened(office.engine) as session:
        due = session.scalars(select(TripRow.drivers_due)).one()
        assert due == 3
        assert [one.rule for one in checks.crews(session, 1)] == ["drivers_unconfirmed"]


@pytest.mark.parametrize(("said", "obstacles"), [(2, ["drivers_short"]), (3, []), (4, [])])
def test_what_the_carrier_says_opens_the_lock_or_names_what_is_short(
    office: Office, client: TestClient, said: int, obstacles: list[str]
) -> None:
    vehicle(office, drivers=None, fixed_cost_fen=10_000)
    dispatch(office.engine, ORDER, WeightedScorer())

    answer = client.post("/vehicles/1/crew", data={"drivers": str(said)}, follow_redirects=False)

    assert answer.status_code == 303
    with opened(office.engine) as session:
        assert [one.rule for one in checks.crews(session, 1)] == obstacles


@pytest.mark.parametrize("said", [0, 99])
def test_a_crew_nobody_sends_is_refused(office: Office, client: TestClient, said: int) -> None:
    assert client.post("/vehicles/1/crew", data={"drivers": str(said)}).status_code == 422
    assert client.post("/vehicles/999/crew", data={"drivers": "2"}).status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_vehicle_has_its_verdict_on_its_page_and_in_the_list(
    office: Office, client: TestClient, language: str
) -> None:
    vehicle(office, drivers=2)

    for address in ("/vehicles", "/vehicles/1"):
        page = client.get(address, params={"lang": language}).text
        assert ("配3名驾驶员" if language == "zh" else "3 drivers") in page
    assert client.get("/vehicles/999").status_code == 404


def test_a_coach_with_too_few_drivers_is_told_on_the_plan(office: Office, client: TestClient) -> None:
    vehicle(office, drivers=1)

    plan_id = dispatch(office.engine, ORDER, WeightedScorer())

    law, use, told = use_of(office, plan_id)
    assert (law, use) == ("refused", "") and "须配2名驾驶员" in told and "配3名驾驶员" in told
    assert told in client.get(f"/plans/{plan_id}").text


def test_a_night_of_rest_the_carrier_promises_lets_two_drivers_go(office: Office) -> None:
    vehicle(office, drivers=2, nights=1, fixed_cost_fen=10_000)

    assert use_of(office, dispatch(office.engine, ORDER, WeightedScorer()))[:2] == ("runs", "runs")


def test_a_full_coach_says_that_it_is_full(office: Office) -> None:
    vehicle(office, rated_seats=3, fixed_cost_fen=10_000)

    _, use, told = use_of(office, dispatch(office.engine, ORDER, WeightedScorer()))

    assert use == "full" and "已坐满" in told


def test_a_budget_below_the_coach_is_named(office: Office) -> None:
    vehicle(office, fixed_cost_fen=2_000_000)
    terms = terms_of(rate_yuan=None, premium_yuan=None, organized_yuan=None, objective="value", budget_yuan=5000)

    order = PlanOrder(WINDOW, builders.TODAY, terms, params=PlanParams(time_limit_s=10.0))
    _, use, told = use_of(office, dispatch(office.engine, order, WeightedScorer()))

    assert use == "budget" and "20,000.00元" in told and "5,000.00元" in told


def test_too_few_people_for_the_least_load_are_counted(office: Office) -> None:
    vehicle(office, min_load=20, fixed_cost_fen=10_000)

    _, use, told = use_of(office, dispatch(office.engine, ORDER, WeightedScorer()))

    assert use == "too_few" and "最多只有8人" in told and "20人" in told


def test_a_coach_that_does_not_pay_says_by_how_much(office: Office) -> None:
    vehicle(office, fixed_cost_fen=90_000_000)

    _, use, told = use_of(office, dispatch(office.engine, ORDER, WeightedScorer()))

    assert use == "no_pay" and "900,000.00元" in told


def test_a_station_nobody_boards_at_is_named(office: Office) -> None:
    with opened(office.engine) as session:
        session.execute(update(Worker).values(county=builders.HAIYUAN, pickup_hub_id=None))
        session.execute(delete(Fare))

    _, use, told = use_of(office, dispatch(office.engine, ORDER, WeightedScorer()))

    assert use == "no_rider" and "利州汽车站" in told


def test_a_company_of_friends_larger_than_the_coach_is_named(office: Office) -> None:
    from data.tables import WorkerGroup

    with opened(office.engine) as session:
        group = builders.kept(session, WorkerGroup(kind="crew"))
        session.execute(update(Worker).values(group_id=group.id))
        session.execute(update(Posting).values(openings=9))
        session.execute(delete(Fare))
    vehicle(office, rated_seats=5)

    _, use, told = use_of(office, dispatch(office.engine, ORDER, WeightedScorer()))

    assert use == "group" and "8人" in told and "5个座位" in told


@pytest.mark.parametrize("table", [Worker, Posting])
def test_a_plan_over_an_empty_register_says_so(office: Office, table: type) -> None:
    with opened(office.engine) as session:
        session.execute(update(table).values(**({"willing": "no"} if table is Worker else {"status": "filled"})))

    with pytest.raises(NothingToPlan) as refused:
        dispatch(office.engine, ORDER, WeightedScorer())

    told = "nobody to place" if table is Worker else "nowhere to go"
    assert (
        told in refused.value.details[0]
        and str(len(office.workers if table is Worker else office.postings)) in (refused.value.details[0])
    )


def test_a_plan_that_places_nobody_does_not_say_audit_passed(office: Office, client: TestClient) -> None:
    with opened(office.engine) as session:
        session.execute(delete(Fare))
    vehicle(office, drivers=1)

    plan_id = dispatch(office.engine, ORDER, WeightedScorer())

    page = client.get(f"/plans/{plan_id}").text
    assert "没有排上任何人" in page and "没有可复核的内容" in page
    from api.cli.reports import plan_lines

    assert "nobody placed, nothing to audit" in dict(plan_lines(office.engine, plan_id, "en")).values()


def answers_about(office: Office, plan_id: int) -> list[tuple[str, float, bool]]:
    about = About(plan_id, "vehicle", 1)
    with opened(office.engine) as session:
        question = questions.ask(session, about, by="x", now=builders.NOW)
    explain(office.engine, question, WeightedScorer(), nobody_watches)
    with opened(office.engine) as session:
        found = questions.page(session, about).answers
        return [(one.kind, one.amount, one.gain_fen > 0) for one in found]


def test_more_drivers_or_a_night_are_tried_by_planning_again(office: Office) -> None:
    vehicle(office, drivers=1, fixed_cost_fen=10_000)
    plan_id = dispatch(office.engine, ORDER, WeightedScorer())

    assert {("drivers", 3.0, True)} <= set(answers_about(office, plan_id))


def test_a_coach_that_nothing_lets_run_is_refused_with_the_reason(office: Office) -> None:
    vehicle(office, leaves=date(2026, 6, 1), drivers=3)
    plan_id = dispatch(office.engine, ORDER, WeightedScorer())

    with pytest.raises(StepRefused, match="vehicle 1"):
        answers_about(office, plan_id)
