"""The market of a window, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy.orm import Session

from data import markets
from data.tables import (
    ArrearsListing,
    AssignmentRow,
    Placement,
    PostingCertificate,
    RosterChange,
    Spell,
    WishRegion,
    WorkerFlag,
    WorkerTrade,
)
from labor.errors import BadInput
from labor.market import NO, YES
from labor.outcomes import NOT_KNOWN
from tests.builders import (
    HAIYUAN,
    LIZHOU,
    NOW,
    TODAY,
    WINDOW,
    XIHU,
    a_coach,
    a_fare,
    a_hub,
    a_plan,
    a_posting,
    a_round,
    a_worker,
    an_employer,
    an_offer,
)


def test_an_empty_register_is_an_empty_market(session: Session) -> None:
    market = markets.load(session, WINDOW, today=TODAY)

    assert (len(market.workers), len(market.postings), len(market.hubs), len(market.vehicles)) == (0, 0, 0, 0)


def test_a_worker_comes_with_trades_and_wishes_and_says_nothing_where_nothing_was_said(session: Session) -> None:
    plain, welder = a_worker(session), a_worker(session, "李四", wage_wanted_fen=600_000, night_shift_ok=False)
    session.add_all([WorkerTrade(worker_id=welder.id, occupation="6-18-02-04", years=None)])
    session.add_all([WishRegion(worker_id=welder.id, region=region) for region in (330000, 350200)])

    people = markets.load(session, WINDOW, today=TODAY).workers

    assert people.id.tolist() == [plain.id, welder.id]
    assert people.trades.row(1).tolist() == ["6-18-02-04"] and np.isnan(people.trade_years.row(1)[0])
    assert people.wish_regions.row(1).tolist() == [330000, 350200]
    assert people.wage_wanted_fen.tolist() == [-1, 600_000] and people.night_shift_ok.tolist() == [-1, 0]
    assert np.isnat(people.earliest[0]) and np.isnan(people.max_distance_km[0]) and people.group[0] == -1


def test_near_only_is_a_limit_in_km_unless_a_figure_was_given(session: Session) -> None:
    a_worker(session, near_only=True)
    a_worker(session, "李四", near_only=True, max_distance_km=15.0)

    assert markets.load(session, WINDOW, today=TODAY).workers.max_distance_km.tolist() == [60.0, 15.0]


@pytest.mark.parametrize(
    "fields",
    [
        {"willing": "no"},
        {"willing": "later"},
        {"willing": "unknown", "call_again": False},
        {"earliest": WINDOW.last + timedelta(days=1)},
        {"latest": WINDOW.first - timedelta(days=1)},
    ],
)
def test_who_does_not_want_to_go_or_cannot_in_this_window_is_not_in_the_market(
    session: Session, fields: dict[str, object]
) -> None:
    a_worker(session, **fields)

    assert len(markets.load(session, WINDOW, today=TODAY).workers) == 0


def test_a_posting_past_its_day_or_its_window_is_not_in_the_market(session: Session) -> None:
    employer = an_employer(session)
    live = a_posting(session, employer, valid_until=TODAY)
    a_posting(session, employer, valid_until=TODAY - timedelta(days=1))
    a_posting(session, employer, status="withdrawn")
    a_posting(session, employer, start_from=None, start_by=WINDOW.first - timedelta(days=1))

    assert markets.load(session, WINDOW, today=TODAY).postings.id.tolist() == [live.id]


def test_what_another_rounds_plan_holds_is_taken_from_openings_beds_and_people(session: Session) -> None:
    man, woman, free = a_worker(session, sex=1), a_worker(session, "李四", sex=2), a_worker(session, "王五")
    posting = a_posting(session, openings=5, beds=4, beds_m=3, beds_f=1, min_team=3)
    earlier = a_round(session, status="locked")
    plan = a_plan(session, earlier)
    for worker in (man, woman):
        session.add(AssignmentRow(plan_id=plan.id, worker_id=worker.id, posting_id=posting.id, travel="own"))

    market = markets.load(session, WINDOW, today=TODAY)
    left = market.postings

    assert market.workers.id.tolist() == [free.id]
    assert (left.openings[0], left.beds[0], left.beds_m[0], left.beds_f[0], left.min_team[0]) == (3, 2, 2, 0, 1)


def test_a_round_sees_its_own_people_but_not_those_who_dropped_out(session: Session) -> None:
    stays, leaves = a_worker(session), a_worker(session, "李四")
    round_ = a_round(session, status="locked")
    plan = a_plan(session, round_)
    posting = a_posting(session)
    for worker in (stays, leaves):
        session.add(AssignmentRow(plan_id=plan.id, worker_id=worker.id, posting_id=posting.id, travel="own"))
    session.add(RosterChange(round_id=round_.id, worker_id=leaves.id, kind="dropped_out", made=NOW, made_by="test"))

    market = markets.load(session, WINDOW, today=TODAY, round_id=round_.id)

    assert market.workers.id.tolist() == [stays.id] and market.postings.openings.tolist() == [10]


def test_who_did_not_show_up_gives_the_place_back(session: Session) -> None:
    worker, posting = a_worker(session), a_posting(session, openings=1)
    round_ = a_round(session, status="departed")
    plan = a_plan(session, round_)
    offer = an_offer(session, worker, posting, reply="yes")
    session.add(AssignmentRow(plan_id=plan.id, worker_id=worker.id, posting_id=posting.id, travel="own"))
    session.add(
        Placement(offer_id=offer.id, worker_id=worker.id, posting_id=posting.id, round_id=round_.id, showed_up=False)
    )

    market = markets.load(session, WINDOW, today=TODAY)

    assert market.postings.openings.tolist() == [1] and len(market.workers) == 1


def test_only_the_newest_answer_on_the_present_terms_counts(session: Session) -> None:
    worker, posting, changed = a_worker(session), a_posting(session), a_posting(session)
    an_offer(session, worker, posting, offered=date(2026, 1, 1), reply="no")
    an_offer(session, worker, posting, offered=date(2026, 2, 1), reply="yes")
    an_offer(session, worker, changed, reply="yes", terms_hash="b" * 64)

    replies = markets.load(session, WINDOW, today=TODAY).replies

    assert (replies.worker.tolist(), replies.posting.tolist(), replies.reply.tolist()) == ([0], [0], [YES])


def test_a_no_on_the_present_terms_is_kept(session: Session) -> None:
    an_offer(session, a_worker(session), a_posting(session), reply="no")

    assert markets.load(session, WINDOW, today=TODAY).replies.reply.tolist() == [NO]


def test_vehicles_have_stops_in_order_and_whole_seats(session: Session) -> None:
    station, village = a_hub(session), a_hub(session, "羊木镇")
    works = a_hub(session, "西湖厂区", county=XIHU)
    a_coach(session, [village, station], [works], rated_seats=10, load_factor=0.7, available=None)
    a_coach(session, [station], [works], leaves=WINDOW.last + timedelta(days=1))
    a_fare(session, station, works, 45_000)

    market = markets.load(session, WINDOW, today=TODAY)

    assert market.vehicles.seats.tolist() == [7] and market.vehicles.available.tolist() == [-1]
    assert market.vehicles.origins.row(0).tolist() == [1, 0] and market.vehicles.destinations.row(0).tolist() == [2]
    assert market.fares.fare_fen.tolist() == [45_000] and market.fares.destination.tolist() == [2]


def test_who_names_no_hub_boards_in_the_own_county_and_far_from_any_hub_nowhere(session: Session) -> None:
    a_hub(session)
    a_worker(session)
    a_worker(session, "马六", county=HAIYUAN)

    assert markets.load(session, WINDOW, today=TODAY).workers.pickup.tolist() == [0, -1]


def test_a_standing_arrears_entry_outweighs_one_that_was_removed(session: Session) -> None:
    employer = an_employer(session, uscc="91330106MA2XXXXXX1")
    for listed, removed in ((date(2025, 1, 1), None), (date(2025, 6, 1), date(2025, 9, 1))):
        session.add(ArrearsListing(uscc=employer.uscc, name="x", listed=listed, removed=removed, source="list"))

    block = markets.load(session, WINDOW, today=TODAY).employers

    assert block.arrears_from[0] == np.datetime64("2025-01-01") and np.isnat(block.arrears_to[0])


def test_priority_comes_from_a_list_that_stands_today_alone(session: Session) -> None:
    now, over, other = a_worker(session), a_worker(session, "李四"), a_worker(session, "王五")
    for worker, kind, ends in ((now, "monitored", None), (over, "poverty_exit", TODAY - timedelta(days=1))):
        session.add(WorkerFlag(worker_id=worker.id, kind=kind, source="list", listed=date(2025, 1, 1), ends=ends))
    session.add(WorkerFlag(worker_id=other.id, kind="disabled", source="list", listed=date(2025, 1, 1)))

    assert markets.load(session, WINDOW, today=TODAY).protection.priority.tolist() == [True, False, False]


def test_spells_and_certificates_wanted_come_as_arrays(session: Session) -> None:
    worker, employer = a_worker(session), an_employer(session)
    posting = a_posting(session, employer)
    session.add(Spell(worker_id=worker.id, employer_id=employer.id, started=TODAY - timedelta(days=30)))
    session.add(PostingCertificate(posting_id=posting.id, kind="welding"))

    market = markets.load(session, WINDOW, today=TODAY)

    assert market.spells.days.tolist() == [30] and np.isnat(market.spells.ended[0])
    assert market.postings.certificates.row(0).tolist() == ["welding"]


def test_what_lies_after_the_day_asked_for_is_not_known(session: Session) -> None:
    worker, posting = a_worker(session), a_posting(session)
    offer = an_offer(session, worker, posting, offered=date(2025, 3, 1), reply="yes", replied=date(2025, 3, 2))
    session.add(
        Placement(
            offer_id=offer.id, worker_id=worker.id, posting_id=posting.id, showed_up=True,
            started=date(2025, 3, 10), stayed_30=True, stayed_90=False,
        )
    )  # fmt: skip

    _, early = markets.load_with_outcomes(session, until=date(2025, 3, 5))
    _, later = markets.load_with_outcomes(session, until=date(2025, 4, 20))
    _, whole = markets.load_with_outcomes(session, until=TODAY)

    assert [block.accepted[0] for block in (early, later, whole)] == [1, 1, 1]
    assert [block.showed_up[0] for block in (early, later, whole)] == [NOT_KNOWN, 1, 1]
    assert [block.stayed_30[0] for block in (early, later, whole)] == [NOT_KNOWN, 1, 1]
    assert [block.stayed_90[0] for block in (early, later, whole)] == [NOT_KNOWN, NOT_KNOWN, 0]


def test_with_no_offer_there_is_nothing_to_learn_from(session: Session) -> None:
    a_worker(session, county=LIZHOU)

    with pytest.raises(BadInput, match="nothing to learn from"):
        markets.load_with_outcomes(session, until=TODAY)
