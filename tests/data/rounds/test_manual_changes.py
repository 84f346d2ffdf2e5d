"""Pins, bans, drop-outs and late joiners."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data import markets
from data.rounds import Signature, manual_changes
from data.rounds.manual_changes import PinnedTo
from data.tables import Pin, Worker
from labor.errors import NotFound, StepRefused
from labor.market import Market
from tests.builders import NOW, TODAY, WINDOW, a_coach, a_hub, a_posting, a_round, a_worker

BY = Signature("dispatcher", NOW, "her wish")


@pytest.fixture
def round_id(session: Session) -> int:
    """Three workers, two postings and one coach."""
    for name in ("张三", "李四", "王五"):
        a_worker(session, name)
    a_posting(session)
    a_posting(session)
    a_coach(session, [a_hub(session)], [a_hub(session, "西湖厂区")])
    number: int = a_round(session).id
    return number


def market_of(session: Session, round_id: int) -> Market:
    return markets.load(session, WINDOW, today=TODAY, round_id=round_id)


def test_pins_and_bans_come_as_positions_of_the_market(session: Session, round_id: int) -> None:
    manual_changes.pin(session, round_id, 2, to=PinnedTo(2, 1), signature=BY)
    manual_changes.ban(session, round_id, 1, posting_id=1, signature=BY)
    manual_changes.ban(session, round_id, 3, posting_id=None, signature=BY)

    pins = manual_changes.pins_of(session, round_id, market_of(session, round_id))

    assert (pins.worker.tolist(), pins.posting.tolist(), pins.vehicle.tolist()) == ([1], [1], [0])
    assert (pins.ban_worker.tolist(), pins.ban_posting.tolist(), pins.missing) == ([0, 2], [0, -1], ())


def test_a_second_pin_takes_the_place_of_the_first(session: Session, round_id: int) -> None:
    for posting in (1, 2):
        manual_changes.pin(session, round_id, 1, to=PinnedTo(posting), signature=BY)

    assert session.scalars(select(Pin.posting_id)).all() == [2]


def test_a_ban_drops_the_pin_it_contradicts(session: Session, round_id: int) -> None:
    manual_changes.pin(session, round_id, 1, to=PinnedTo(1), signature=BY)
    manual_changes.ban(session, round_id, 1, posting_id=1, signature=BY)

    assert session.scalars(select(Pin.kind)).all() == ["ban"]


def test_a_pin_the_market_cannot_hold_is_named(session: Session, round_id: int) -> None:
    manual_changes.pin(session, round_id, 1, to=PinnedTo(1), signature=BY)
    session.get_one(Worker, 1).willing = "no"
    session.flush()

    assert manual_changes.pins_of(session, round_id, market_of(session, round_id)).missing == (1,)


def test_who_drops_out_leaves_the_market_and_whoever_joins_is_in_it_again(session: Session, round_id: int) -> None:
    manual_changes.pin(session, round_id, 1, to=PinnedTo(1), signature=BY)
    manual_changes.drop_out(session, round_id, 1, signature=BY)
    without = market_of(session, round_id).workers.id.tolist()

    manual_changes.join(session, round_id, 1, signature=BY)

    assert without == [2, 3] and market_of(session, round_id).workers.id.tolist() == [1, 2, 3]
    assert session.scalars(select(Pin)).all() == []


def test_a_late_joiner_who_was_not_willing_before_is_so_now(session: Session, round_id: int) -> None:
    session.get_one(Worker, 3).willing = "no"

    manual_changes.join(session, round_id, 3, signature=BY)

    assert 3 in market_of(session, round_id).workers.id.tolist()


def test_pins_and_bans_can_be_taken_back(session: Session, round_id: int) -> None:
    manual_changes.ban(session, round_id, 1, posting_id=1, signature=BY)
    manual_changes.pin(session, round_id, 1, to=PinnedTo(2), signature=BY)

    assert manual_changes.release(session, round_id, 1) == 2
    assert session.scalars(select(Pin)).all() == []


@pytest.mark.parametrize("change", [manual_changes.drop_out, manual_changes.join])
def test_a_departed_round_takes_no_more_changes(session: Session, round_id: int, change: Callable[..., None]) -> None:
    gone = a_round(session, "走了", status="departed")

    with pytest.raises(StepRefused, match="departed"):
        change(session, gone.id, 1, signature=BY)


def test_unknown_people_and_postings_cannot_be_pinned(session: Session, round_id: int) -> None:
    with pytest.raises(NotFound, match="404"):
        manual_changes.pin(session, round_id, 404, to=PinnedTo(1), signature=BY)
    with pytest.raises(NotFound, match="404"):
        manual_changes.pin(session, round_id, 1, to=PinnedTo(404), signature=BY)
