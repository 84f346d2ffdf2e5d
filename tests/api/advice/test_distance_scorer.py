"""Who wants no ranking by their own data: in the plan, on lists, on the pair's page and in messages."""

from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api.advice.recommending import forget_market
from api.advice.suggesting import suggested
from api.advice.training import name_of, scorer_for
from api.office.rounds import message
from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder
from data import markets
from data.database import opened
from data.tables import AssignmentRow, PlanRow, Posting, Worker, WorkerTrade
from data.views import rounds as views
from labor.candidates import Pairs
from labor.market import Market
from matching import WeightedScorer
from matching.distance_scorer import ByDistance, shortlisted
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.conftest import Office

SEWING, WELDING = "6-05-01-02", "6-18-02-04"
NANJING = 320102


@pytest.fixture
def tailor(office: Office) -> Office:
    """The first worker sews for a living; one posting near sews, the other lies far and welds."""
    forget_market()
    with opened(office.engine) as session:
        session.add(WorkerTrade(worker_id=office.workers[0], occupation=WELDING, years=12.0))
        session.execute(update(Posting).where(Posting.id == office.postings[0]).values(occupation=SEWING))
        session.execute(update(Posting).where(Posting.id == office.postings[1]).values(occupation=WELDING))
    return office


def opt_out(office: Office, *workers: int) -> None:
    with opened(office.engine) as session:
        session.execute(update(Worker).where(Worker.id.in_(workers)).values(personal_ranking=False))
    forget_market()


def market_of(session: Session) -> Market:
    return markets.load(session, builders.WINDOW, today=builders.TODAY)


def test_the_score_of_who_asked_does_not_move_with_anything_they_registered(tailor: Office) -> None:
    opt_out(tailor, tailor.workers[0])
    both = Pairs(np.array([0, 0]), np.array([0, 1]))

    with opened(tailor.engine) as session:
        scorer = scorer_for(session, tailor.settings)
        before = scorer.score(market_of(session), both)
        session.execute(delete(WorkerTrade))
        session.execute(update(Worker).where(Worker.id == tailor.workers[0]).values(wage_wanted_fen=990_000))
        after = scorer.score(market_of(session), both)
        ranked = WeightedScorer().score(market_of(session), both)

    assert before.tolist() == after.tolist()
    assert before[0] == before[1]  # equally far
    assert isinstance(scorer, ByDistance) and name_of(scorer) == "documented weights"
    assert ranked.tolist() != after.tolist()


def test_others_are_scored_exactly_as_before(tailor: Office) -> None:
    opt_out(tailor, tailor.workers[0])
    with opened(tailor.engine) as session:
        market, scorer = market_of(session), scorer_for(session, tailor.settings)

    pairs = Pairs(np.array([1, 2, 7]), np.array([0, 1, 1]))

    assert scorer.score(market, pairs).tolist() == WeightedScorer().score(market, pairs).tolist()
    assert scorer.contributions(market, Pairs(np.array([0, 1]), np.array([1, 1]))).added[:, 0].any() == np.False_


def test_the_nearer_posting_comes_first_for_who_asked_whatever_their_trade(tailor: Office) -> None:
    with opened(tailor.engine) as session:
        session.execute(update(Posting).where(Posting.id == tailor.postings[0]).values(county=NANJING))
        market = market_of(session)
    pairs = Pairs(np.array([0, 0]), np.array([0, 1]))
    scorer = ByDistance(WeightedScorer(), frozenset(tailor.workers[:1]))

    near, far = scorer.score(market, pairs)
    welds_near, welds_far = WeightedScorer().score(market, pairs)

    assert near > far
    assert welds_near < welds_far


def test_asking_for_no_ranking_puts_nobody_behind_the_others(tailor: Office) -> None:
    with opened(tailor.engine) as session:
        market = market_of(session)
    everyone = Pairs(np.repeat(np.arange(8), 2), np.tile([0, 1], 8))
    usual = WeightedScorer().score(market, everyone)

    asked = ByDistance(WeightedScorer(), frozenset(tailor.workers[4:])).score(market, everyone)

    assert np.mean(asked[8:]) == pytest.approx(np.mean(usual[:8]), rel=0.05)


def test_where_everybody_asked_the_scores_still_fall_with_the_road(tailor: Office) -> None:
    opt_out(tailor, *tailor.workers)
    with opened(tailor.engine) as session:
        session.execute(update(Posting).where(Posting.id == tailor.postings[0]).values(county=NANJING))
        market, scorer = market_of(session), scorer_for(session, tailor.settings)

    found = shortlisted(market, scorer, postings_per_worker=1, today=builders.TODAY)

    assert found.worker.tolist() == list(range(8)) and set(found.posting.tolist()) == {0}
    assert np.all((found.score > 0) & (found.score < 1))


def test_the_plan_values_who_asked_by_distance_alone(tailor: Office) -> None:
    opt_out(tailor, tailor.workers[0])
    order = PlanOrder(builders.WINDOW, builders.TODAY, params=PlanParams(time_limit_s=5.0))
    with opened(tailor.engine) as session:
        scorer = scorer_for(session, tailor.settings)

    plan_id = dispatch(tailor.engine, order, scorer)

    with opened(tailor.engine) as session:
        market = market_of(session)
        rows = select(AssignmentRow.worker_id, AssignmentRow.posting_id, AssignmentRow.score)
        kept = {worker: (posting, score) for worker, posting, score in session.execute(
            rows.where(AssignmentRow.plan_id == plan_id))}  # fmt: skip
        name = session.get_one(PlanRow, plan_id).weights["scorer"]
    posting = tailor.postings.index(kept[tailor.workers[0]][0])
    one = Pairs(np.array([0]), np.array([posting]))
    assert kept[tailor.workers[0]][1] == pytest.approx(scorer.score(market, one)[0])
    assert kept[tailor.workers[0]][1] != pytest.approx(WeightedScorer().score(market, one)[0])
    assert name == "documented weights"


def test_an_invite_list_shows_the_road_in_place_of_the_score(client: TestClient, tailor: Office) -> None:
    at = f"/postings/{tailor.postings[0]}/invitations"
    assert "只按距离" not in client.get(at).text

    opt_out(tailor, tailor.workers[0])

    page = client.get(at).text
    assert page.count("只按距离") == 1 and page.count(" %</a>") == 7


def test_printed_invite_lists_hold_neither_score_nor_reasons_of_who_asked(tailor: Office) -> None:
    opt_out(tailor, tailor.workers[0])
    with opened(tailor.engine) as session:
        plan_id = builders.a_plan(session, builders.a_round(session)).id

        told = suggested(session, tailor.settings, plan_id, builders.TODAY).invitations

    mine = [one for one in told if one.worker_id == tailor.workers[0]]
    others = [one for one in told if one.worker_id != tailor.workers[0]]
    assert mine and all(np.isnan(one.score) and not one.reasons and one.road_km for one in mine)
    assert others and all(one.score > 0 and one.road_km is None for one in others)


def test_the_pair_page_gives_neither_score_nor_reasons_of_who_asked(client: TestClient, tailor: Office) -> None:
    at = f"/pairs/{tailor.workers[0]}/{tailor.postings[1]}"
    before = client.get(at).text

    opt_out(tailor, tailor.workers[0])

    after = client.get(at).text
    assert "愿意去" in before and "愿意去" not in after
    assert "不按个人情况排序" in after and "公里" in after


def test_a_message_says_by_what_the_posting_was_chosen(tailor: Office) -> None:
    opt_out(tailor, tailor.workers[0])
    with opened(tailor.engine) as session:
        round_ = builders.a_round(session)
        plan = builders.a_plan(session, round_)
        for worker in tailor.workers[:2]:
            row = AssignmentRow(plan_id=plan.id, worker_id=worker, posting_id=tailor.postings[0], travel="own")
            session.add(row)
        session.flush()

        mine, other = views.asked(session, round_.id).rows

    assert "只按远近推荐" in message(mine, "zh") and "by distance alone, as you asked" in message(mine, "en")
    assert "按您登记的情况推荐" in message(other, "zh")


def test_who_turns_ranking_on_again_is_ranked_again(client: TestClient, tailor: Office) -> None:
    opt_out(tailor, tailor.workers[0])

    client.post(f"/workers/{tailor.workers[0]}/ranking", data={"personal": "on"})

    with opened(tailor.engine) as session:
        assert isinstance(scorer_for(session, tailor.settings), WeightedScorer)
