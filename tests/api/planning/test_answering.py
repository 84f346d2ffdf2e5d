"""What would have placed somebody: asked on a page and by command, verified, kept, and stopped when asked to."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, delete, select, update
from starlette.testclient import TestClient

from api.planning.answering import explain
from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder, quotas_of
from api.planning.repairing import mend, mending_order
from data.database import opened
from data.plans import questions
from data.plans.questions import About
from data.rounds import Signature, manual_changes
from data.tables import (
    AssignmentRow,
    Fare,
    PlanQuestion,
    Posting,
    PostingCertificate,
    Round,
    UnplacedRow,
    Vehicle,
    VerifiedChange,
    Worker,
)
from labor.candidates import Tidings, nobody_watches
from labor.errors import BadInput, Infeasible, NotFound, StepRefused
from labor.market import DateWindow
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import Office

WINDOW = DateWindow(date(2026, 2, 20), date(2026, 2, 26))
ORDER = PlanOrder(WINDOW, builders.TODAY, params=PlanParams(time_limit_s=10.0), name="正月专车")


@pytest.fixture
def crowded(office: Office) -> Office:
    """Three openings in all for eight people: five stay home because every posting is full."""
    with opened(office.engine) as session:
        session.execute(update(Posting).values(openings=2))
        session.execute(update(Posting).where(Posting.id == office.postings[0]).values(openings=1))
    return office


def planned(office: Office, order: PlanOrder = ORDER) -> int:
    return dispatch(office.engine, order, WeightedScorer())


def left_out(engine: Engine, plan_id: int) -> int:
    with opened(engine) as session:
        return session.scalars(
            select(UnplacedRow.worker_id).where(UnplacedRow.plan_id == plan_id).order_by(UnplacedRow.worker_id)
        ).all()[0]


def ask(engine: Engine, about: About) -> int:
    with opened(engine) as session:
        return questions.ask(session, about, by="老陈", now=builders.NOW)


def answers(engine: Engine, about: About) -> list[VerifiedChange]:
    with opened(engine) as session:
        return list(questions.page(session, about).answers)  # type: ignore[arg-type]


def test_one_more_opening_would_have_placed_somebody_and_its_price_is_told(crowded: Office) -> None:
    plan_id = planned(crowded)
    about = About(plan_id, "worker", left_out(crowded.engine, plan_id))

    count = explain(crowded.engine, ask(crowded.engine, about), WeightedScorer(), nobody_watches)

    kept = answers(crowded.engine, about)
    assert count == len(kept) > 0
    assert kept[0].kind == "opening" and kept[0].gain_fen > 0 and kept[0].everyone_anew
    assert "增加1个名额" in kept[0].text_zh and "西湖电子厂" in kept[0].text_zh


def test_the_answer_is_true_with_the_change_the_person_is_placed(crowded: Office) -> None:
    plan_id = planned(crowded)
    about = About(plan_id, "worker", left_out(crowded.engine, plan_id))
    explain(crowded.engine, ask(crowded.engine, about), WeightedScorer(), nobody_watches)
    best = answers(crowded.engine, about)[0]
    with opened(crowded.engine) as session:
        session.execute(update(Posting).where(Posting.id == best.posting_id).values(openings=Posting.openings + 1))

    again = planned(crowded, replace(ORDER, name="再排"))

    with opened(crowded.engine) as session:
        people = session.scalars(select(AssignmentRow.worker_id).where(AssignmentRow.plan_id == again)).all()
    assert len(people) == 4


def test_a_certificate_in_time_is_told_with_its_day(crowded: Office) -> None:
    with opened(crowded.engine) as session:
        session.add(PostingCertificate(posting_id=crowded.postings[0], kind="em_welding_fusion"))
    plan_id = planned(crowded)
    about = About(plan_id, "worker", left_out(crowded.engine, plan_id))

    explain(crowded.engine, ask(crowded.engine, about), WeightedScorer(), nobody_watches)

    found = {one.kind: one for one in answers(crowded.engine, about)}
    assert found["certificate"].posting_id == crowded.postings[0]
    assert "2026-02-28前取得有效的" in found["certificate"].text_zh
    assert "a valid" in found["certificate"].text_en and found["certificate"].gain_fen > 0


def test_a_question_about_a_posting_names_whom_it_would_bring(crowded: Office) -> None:
    plan_id = planned(crowded)
    about = About(plan_id, "posting", crowded.postings[0])

    explain(crowded.engine, ask(crowded.engine, about), WeightedScorer(), nobody_watches)

    kept = answers(crowded.engine, about)
    assert kept and {one.posting_id for one in kept} == {crowded.postings[0]}
    assert len({one.worker_id for one in kept}) > 1


def test_a_coach_below_its_minimum_load_would_run_with_a_smaller_one(office: Office) -> None:
    with opened(office.engine) as session:
        session.execute(update(Vehicle).values(min_load=30))
        session.execute(delete(Fare))
    plan_id = planned(office)
    with opened(office.engine) as session:
        vehicle = session.scalars(select(Vehicle.id)).one()
    about = About(plan_id, "vehicle", vehicle)

    explain(office.engine, ask(office.engine, about), WeightedScorer(), nobody_watches)

    kept = answers(office.engine, about)
    assert {one.kind for one in kept} == {"min_load"}
    assert kept[0].amount == 8 and "由30人降到8人" in kept[0].text_zh


def test_other_aims_are_compared_with_the_plan(crowded: Office) -> None:
    with opened(crowded.engine) as session:
        session.execute(update(Posting).where(Posting.id == crowded.postings[0]).values(guaranteed=True))
    plan_id = planned(crowded)
    about = About(plan_id, "plan", plan_id)

    explain(crowded.engine, ask(crowded.engine, about), WeightedScorer(), nobody_watches)

    kept = {one.kind: one for one in answers(crowded.engine, about)}
    assert set(kept) == {"premium", "most_people"}
    assert kept["premium"].gain_fen <= 1e-6
    assert kept["most_people"].people >= 0 and kept["most_people"].gain_fen <= 1e-6


def test_stopped_on_the_way_it_says_so(crowded: Office) -> None:
    plan_id = planned(crowded)
    about = About(plan_id, "worker", left_out(crowded.engine, plan_id))

    def stops(tidings: Tidings) -> bool:
        return tidings.phase == "asking"

    explain(crowded.engine, ask(crowded.engine, about), WeightedScorer(), stops)

    with opened(crowded.engine) as session:
        page = questions.page(session, about)
    assert page.question is not None and not page.question.complete and list(page.answers) == []


def test_who_is_placed_already_or_unknown_is_not_asked_about(crowded: Office) -> None:
    plan_id = planned(crowded)
    with opened(crowded.engine) as session:
        placed = session.scalars(select(AssignmentRow.worker_id).where(AssignmentRow.plan_id == plan_id)).all()[0]
    question = ask(crowded.engine, About(plan_id, "worker", placed))

    with pytest.raises(StepRefused, match="已经排上"):
        explain(crowded.engine, question, WeightedScorer(), nobody_watches)
    with pytest.raises(NotFound):
        ask(crowded.engine, About(plan_id, "worker", 9999))
    with pytest.raises(BadInput, match="只能问"):
        About(plan_id, "weather", 1)


def test_registers_changed_since_the_plan_are_told_not_guessed(crowded: Office) -> None:
    plan_id = planned(crowded)
    worker = left_out(crowded.engine, plan_id)
    with opened(crowded.engine) as session:
        placed = session.scalars(select(AssignmentRow.worker_id).where(AssignmentRow.plan_id == plan_id)).all()[0]
        session.execute(update(Worker).where(Worker.id == placed).values(willing="no"))

    with pytest.raises(StepRefused, match="先重排"):
        explain(crowded.engine, ask(crowded.engine, About(plan_id, "worker", worker)), WeightedScorer(), nobody_watches)


def test_the_reason_on_the_page_of_the_unplaced_is_in_both_languages(crowded: Office) -> None:
    plan_id = planned(crowded)

    with opened(crowded.engine) as session:
        words = (UnplacedRow.reason, UnplacedRow.detail_zh, UnplacedRow.detail)
        reason, zh, en = session.execute(select(*words).where(UnplacedRow.plan_id == plan_id)).all()[0]
    assert reason == "postings_full"
    assert "名额" in (zh or "") and "openings left" in en


def test_a_mended_plan_tells_what_keeping_everybody_in_place_costs(crowded: Office) -> None:
    """Three seats for passengers, and nobody travels otherwise: whoever drops out leaves a seat to somebody else."""
    with opened(crowded.engine) as session:
        session.execute(delete(Fare))
        session.execute(update(Posting).values(openings=5))
        session.execute(update(Vehicle).values(rated_seats=3, escorts=0, available=1, fixed_cost_fen=10_000))
    plan_id = planned(crowded)
    with opened(crowded.engine) as session:
        goes = session.scalars(select(AssignmentRow.worker_id).where(AssignmentRow.plan_id == plan_id)).all()
        manual_changes.drop_out(session, 1, goes[0], signature=Signature("老陈", builders.NOW))
        order = mending_order(session, 1, today=builders.TODAY)
    mended = mend(crowded.engine, order, WeightedScorer())
    about = About(mended, "plan", mended)

    explain(crowded.engine, ask(crowded.engine, about), WeightedScorer(), nobody_watches)

    kept = {one.kind: one for one in answers(crowded.engine, about)}
    assert len(goes) == 3 and kept["stability"].gain_fen >= -1e-6
    with opened(crowded.engine) as session:
        still = session.scalars(select(AssignmentRow.worker_id).where(AssignmentRow.plan_id == mended)).all()
    assert len(still) == 3 and set(goes[1:]) < set(still)


def pin_two_to_one_opening(office: Office, round_id: int) -> None:
    signature = Signature("老陈", builders.NOW, "领队和保险已落实")
    with opened(office.engine) as session:
        for worker in office.workers[:2]:
            manual_changes.pin(
                session, round_id, worker, to=manual_changes.PinnedTo(office.postings[0]), signature=signature
            )


def test_a_run_that_fails_names_the_smallest_clash(crowded: Office) -> None:
    planned(crowded)
    with opened(crowded.engine) as session:
        round_id = session.scalars(select(Round.id)).one()
    pin_two_to_one_opening(crowded, round_id)

    with pytest.raises(Infeasible) as clash:
        planned(crowded, replace(ORDER, round_id=round_id))

    named = "\n".join(clash.value.details)
    assert len(clash.value.details) == 3
    assert "的名额" in named and "把工人" in named and "openings of posting" in named


def test_quotas_name_tiers_that_exist() -> None:
    assert quotas_of({"cross_province": 5, "same_city": None}) == {"cross_province": 5}
    with pytest.raises(BadInput):
        quotas_of({"moon": 5})
    with pytest.raises(BadInput):
        quotas_of({"same_city": -1})


@pytest.mark.slow
def test_the_button_starts_a_run_and_the_answers_stay_on_the_page(client: TestClient, crowded: Office) -> None:
    plan_id = planned(crowded)
    address = f"/plans/{plan_id}/questions/worker/{left_out(crowded.engine, plan_id)}"
    assert "还没有问过" in client.get(address).text

    asked = client.post(address, follow_redirects=False)
    page = waited(client, asked.headers["location"])

    assert "增加1个名额" in page and "再找一次" in page
    assert "1 more opening at" in client.get(f"{address}?lang=en").text
    assert "已有答案" in client.get(f"/plans/{plan_id}/unplaced?lang=zh").text


@pytest.mark.slow
def test_clashing_pins_are_named_on_the_page_of_the_round(client: TestClient, crowded: Office) -> None:
    planned(crowded)
    with opened(crowded.engine) as session:
        round_id = session.scalars(select(Round.id)).one()
    pin_two_to_one_opening(crowded, round_id)

    asked = client.post(f"/rounds/{round_id}/clash", follow_redirects=False)
    waited(client, asked.headers["location"])

    page = client.get(f"/rounds/{round_id}").text
    assert "最小的一组矛盾" in page and "的名额" in page


def test_a_question_nobody_can_ask_is_refused_with_a_sentence(client: TestClient, crowded: Office) -> None:
    plan_id = planned(crowded)

    assert client.get(f"/plans/{plan_id}/questions/weather/1").status_code == 422
    assert client.get(f"/plans/{plan_id}/questions/worker/9999").status_code == 404
    assert client.post("/plans/77/questions/worker/1").status_code == 404
    with opened(crowded.engine) as session:
        assert session.scalars(select(PlanQuestion)).all() == []


def waited(client: TestClient, address: str, seconds: float = 90) -> str:
    end = time.monotonic() + seconds
    while 'data-live="yes"' in (page := client.get(address).text):
        assert time.monotonic() < end, page
        time.sleep(0.5)
    return page
