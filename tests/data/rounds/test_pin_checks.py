"""A pin nobody can obey says why: somebody or something gone, or the hard rule that planning goes by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from data.rounds import Signature, manual_changes, pin_checks
from data.rounds.manual_changes import PinnedTo
from data.tables import Posting, Vehicle, Worker, WorkerGroup
from policy import explain
from tests.builders import (
    NOW,
    TODAY,
    a_coach,
    a_hub,
    a_plan,
    a_posting,
    a_round,
    a_worker,
    an_employer,
    kept,
)

BY = Signature("dispatcher", NOW)


@pytest.fixture
def round_id(session: Session) -> int:
    """Two workers, a posting and a coach."""
    for name in ("张三", "李四"):
        a_worker(session, name)
    a_posting(session)
    a_coach(session, [a_hub(session)], [a_hub(session, "西湖厂区")])
    number: int = a_round(session).id
    return number


def told(session: Session, round_id: int, vehicle: int | None = None) -> list[tuple[str, str, str]]:
    session.flush()
    market = pin_checks.market_of(session, round_id, TODAY)
    reasons = pin_checks.why_not(session, round_id, 1, to=PinnedTo(1, vehicle), seen=(market, TODAY))
    return [(one.rule, one.words.zh, one.words.en) for one in reasons]


def changed(table: type[Any], **fields: Any) -> Callable[[Session], None]:
    def change(session: Session) -> None:
        for name, value in fields.items():
            setattr(session.get_one(table, 1), name, value)

    return change


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        (changed(Worker, willing="no"), "现在不想外出", "no work now"),
        (changed(Worker, willing="unknown", call_again=False), "不愿再接电话", "no more calls"),
        (changed(Worker, willing="later"), "现在不想外出", "no work now"),
        (changed(Worker, earliest=date(2026, 3, 9)), "3月9日以后才能走", "from 2026-03-09 on only"),
        (changed(Worker, latest=date(2026, 2, 15)), "2月15日以后不能走", "after 2026-02-15"),
        (changed(Posting, status="withdrawn"), "订单已撤回", "is withdrawn"),
        (changed(Posting, status="filled"), "订单已招满", "is filled"),
        (changed(Posting, status="paused"), "订单已暂停", "is paused"),
        (changed(Posting, openings=0), "没有名额", "no openings"),
        (changed(Posting, valid_until=date(2026, 2, 9)), "只到2月9日有效", "until 2026-02-09 only"),
        (changed(Posting, start_from=None, start_by=date(2026, 2, 19)), "早于本轮", "before this round"),
        (changed(Posting, start_from=date(2026, 2, 27)), "晚于本轮", "after this round"),
    ],
)
def test_who_or_what_left_the_market_is_named_with_what_took_it_out(
    session: Session, round_id: int, change: Callable[[Session], None], zh: str, en: str
) -> None:
    change(session)

    reasons = told(session, round_id)

    assert len(reasons) == 1
    assert zh in reasons[0][1] and en in reasons[0][2]


def test_a_pin_that_holds_has_nothing_against_it(session: Session, round_id: int) -> None:
    assert told(session, round_id, vehicle=1) == []


def test_a_hard_rule_speaks_as_planning_does(session: Session, round_id: int) -> None:
    session.get_one(Worker, 1).birth = date(2011, 3, 1)
    reasons = told(session, round_id)

    market = pin_checks.market_of(session, round_id, TODAY)
    grounds = explain(market, 0, 0, TODAY)
    assert [one.rule_id for one in grounds] == [rule for rule, _, _ in reasons]
    assert grounds[0].text.zh in reasons[0][1] and grounds[0].text.en in reasons[0][2]


def test_a_companion_whom_a_rule_keeps_home_is_named(session: Session, round_id: int) -> None:
    group = kept(session, WorkerGroup(kind="companions"))
    for number in (1, 2):
        session.get_one(Worker, number).group_id = group.id
    session.get_one(Worker, 2).birth = date(2011, 3, 1)

    reasons = told(session, round_id)

    assert {rule for rule, _, _ in reasons} == {"is_sixteen"}
    assert "同行的李*(2)" in reasons[0][1]


def test_who_dropped_out_is_told_so_and_the_fallen_pin_with_it(session: Session, round_id: int) -> None:
    manual_changes.pin(session, round_id, 1, to=PinnedTo(1), signature=BY)
    manual_changes.drop_out(session, round_id, 1, signature=BY)

    assert [zh for _, zh, _ in told(session, round_id)] == ["张*(1)：已退出本轮"]


def test_who_was_placed_in_another_round_is_told_where(session: Session, round_id: int) -> None:
    from data.tables import AssignmentRow

    other = a_round(session, "二月专车", status="confirmed")
    place = a_posting(session, an_employer(session, "宁波华服"), title="车工")
    plan = a_plan(session, other)
    session.add(AssignmentRow(plan_id=plan.id, worker_id=1, posting_id=place.id, travel="own"))

    assert [zh for _, zh, _ in told(session, round_id)] == ["张*(1)：在另一轮“二月专车”里已占“车工”的名额"]


@pytest.mark.parametrize(
    ("change", "zh"),
    [(changed(Vehicle, in_use=False), "已停用"), (changed(Vehicle, leaves=date(2026, 4, 1)), "4月1日发车")],
)
def test_a_vehicle_that_does_not_run_in_these_days_is_named(
    session: Session, round_id: int, change: Callable[[Session], None], zh: str
) -> None:
    change(session)

    assert [rule for rule, words, _ in told(session, round_id, vehicle=1) if zh in words] == ["vehicle_gone"]
