"""Each coach has a life of its own: what stops one stops no other, and the round is called by the least far of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from data import markets, rounds
from data.database import opened
from data.registers.postings import renew_terms
from data.rounds import Signature, batch_steps, departure_gate, departures, manual_changes, offers, placements
from data.rounds.departure_gate import InCharge, PaperTold
from data.rounds.parties import Party, parties, party_of
from data.rounds.placements import Arrival
from data.tables import (
    ArrearsListing,
    AssignmentRow,
    Batch,
    Consent,
    Offer,
    PaperInHand,
    Placement,
    PostingCertificate,
    Round,
    TripRow,
    TripStep,
    Worker,
)
from labor.errors import BadInput, StepRefused
from tests.builders import NOW, TODAY, WINDOW, a_coach, a_hub, a_plan, a_posting, a_round, a_worker, an_employer

DAY = date(2026, 2, 21)
BY = Signature("dispatcher", NOW, "领队路上再补")
PLAIN = Signature("dispatcher", NOW)
TOLD = InCharge("王丽 13812345678", "李军 13912345678", "王丽 13812345678", "周主管 13712345678", "人保", "PA-7")


def two_coaches(session: Session) -> int:
    """Two people on each of two coaches, to two employers, and one who commutes; everybody said yes; a draft."""
    round_ = a_round(session)
    plan = a_plan(session, round_, placed_people=5)
    hub, ends = a_hub(session), [a_hub(session, "西湖厂区")]
    for number, employer in enumerate(("西湖电子厂", "滨江纺织厂", "本县工业园"), start=1):
        posting = a_posting(session, an_employer(session, employer), wage_low_fen=600_000, terms_hash="")
        renew_terms(session, posting)
        seat: dict[str, Any] = {"travel": "free"}
        if number < 3:
            coach = a_coach(session, [hub], ends, leaves=DAY)
            trip = TripRow(
                plan_id=plan.id, number=number, vehicle_id=coach.id, people=2, seats=49, cost_fen=1.0, leaves=DAY,
                arrives=date(2026, 2, 22),
            )  # fmt: skip
            session.add(trip)
            session.flush()
            session.add(Batch(round_id=round_.id, number=f"R1-0{number}", trip_id=trip.id, vehicle_id=coach.id))
            seat = {"travel": "trip", "trip_id": trip.id}
        for one in range(2 if number < 3 else 1):
            worker = a_worker(session, f"王小{number}{one}", birth=date(1985, 3, 12), sex=1)
            session.add(AssignmentRow(plan_id=plan.id, worker_id=worker.id, posting_id=posting.id, **seat))
            told = {"given": TODAY, "channel": "paper", "recorded_by": "x", "recorded": NOW}
            session.add(Consent(worker_id=worker.id, purpose="employer", employer_id=posting.employer_id, **told))
            session.flush()
            offers.record(session, worker.id, posting.id, answer=offers.Reply("yes", TODAY, "phone", "x"))
    session.flush()
    number_: int = round_.id
    return number_


@pytest.fixture
def round_id(session: Session) -> int:
    return two_coaches(session)


def go(session: Session, round_id: int, batches: list[int], *steps: str, by: Signature = BY) -> None:
    for to in steps:
        batch_steps.step(session, round_id, batch_steps.StepAsked(batches, to), today=TODAY, signature=by)


def stages(session: Session, round_id: int) -> list[str]:
    session.expire_all()
    return [one.stage for one in parties(session, round_id)]


def status(session: Session, round_id: int) -> str:
    session.expire_all()
    return session.get_one(Round, round_id).status


def test_one_coach_goes_ahead_and_the_round_is_called_by_the_least_far(session: Session, round_id: int) -> None:
    go(session, round_id, [1], "offered", "confirmed", "locked")

    assert stages(session, round_id) == ["locked", "planned", "planned"]
    assert status(session, round_id) == "draft"
    go(session, round_id, [2, 3], "offered", "confirmed")
    assert status(session, round_id) == "confirmed"
    rounds.step(session, round_id, "locked", today=TODAY, signature=BY)
    assert (stages(session, round_id), status(session, round_id)) == (["locked"] * 3, "locked")


def test_the_whole_round_moves_in_one_press_from_wherever_its_batches_stand(session: Session, round_id: int) -> None:
    go(session, round_id, [1], "offered", "confirmed")
    for to in ("offered", "confirmed", "locked"):
        rounds.step(session, round_id, to, today=TODAY, signature=BY)

    assert stages(session, round_id) == ["locked"] * 3
    rounds.step(session, round_id, "departed", today=DAY, signature=BY)
    assert status(session, round_id) == "departed" and len(session.scalars(select(Placement)).all()) == 5


def test_who_commutes_forms_a_batch_of_their_own_with_a_number(session: Session, round_id: int) -> None:
    go(session, round_id, [1], "offered")

    alone = session.scalars(select(Batch).where(Batch.travel == "free")).one()
    assert (alone.number, alone.trip_id, alone.status) == ("R1-03", None, "planned")
    go(session, round_id, [alone.id], "offered", "confirmed", "locked")
    departures.depart(session, round_id, [party_of(session, round_id, alone.id)], today=DAY, signature=BY)
    assert session.scalars(select(Placement.batch_id)).all() == [alone.id]


def test_an_employer_listed_for_arrears_holds_its_own_coach_and_no_other(session: Session, round_id: int) -> None:
    for to in ("offered", "confirmed"):
        rounds.step(session, round_id, to, today=TODAY, signature=BY)
    session.add(ArrearsListing(employer_id=1, name="西湖电子厂", listed=TODAY, source="list"))
    session.flush()

    with pytest.raises(StepRefused) as refused:
        rounds.step(session, round_id, "locked", today=TODAY, signature=BY)
    go(session, round_id, [2, 3], "locked")

    assert len(refused.value.details) == 2 and all("王*" in reason for reason in refused.value.details)
    assert stages(session, round_id) == ["confirmed", "locked", "locked"]


def test_the_people_of_a_listed_employer_are_held_back_and_their_coach_goes(session: Session, round_id: int) -> None:
    posting = session.scalars(select(AssignmentRow.posting_id).where(AssignmentRow.worker_id == 3)).one()
    session.get_one(AssignmentRow, 2).posting_id = posting  # one of each employer on the first coach
    session.add(Consent(worker_id=2, purpose="employer", employer_id=2, given=TODAY, channel="paper",
                        recorded_by="x", recorded=NOW))  # fmt: skip
    offers.record(session, 2, posting, answer=offers.Reply("yes", TODAY, "phone", "x"))
    session.add(ArrearsListing(employer_id=1, name="西湖电子厂", listed=TODAY, source="list"))
    go(session, round_id, [1], "offered", "confirmed")
    with pytest.raises(StepRefused):
        go(session, round_id, [1], "locked")

    manual_changes.ban(session, round_id, 1, posting_id=1, signature=BY)
    go(session, round_id, [1], "locked")
    departures.depart(session, round_id, [party_of(session, round_id, 1)], today=DAY, signature=BY)

    assert session.scalars(select(Placement.worker_id)).all() == [2]


def test_who_dropped_out_keeps_no_coach_home_and_is_not_sent(session: Session, round_id: int) -> None:
    for to in ("offered", "confirmed", "locked"):
        rounds.step(session, round_id, to, today=TODAY, signature=BY)
    manual_changes.drop_out(session, round_id, 1, signature=BY)

    departures.depart(session, round_id, [party_of(session, round_id, 1)], today=DAY, signature=BY)

    assert session.scalars(select(Placement.worker_id)).all() == [2]


def test_a_coach_that_somebody_moved_meanwhile_is_not_moved_again(engine: Engine) -> None:
    with opened(engine) as session:
        round_id = two_coaches(session)
    with Session(engine) as late:
        party = parties(late, round_id)[0]
        late.rollback()
        with opened(engine) as session:
            go(session, round_id, [1], "offered")

        with pytest.raises(StepRefused, match="changed elsewhere"):
            batch_steps.move(late, party, "offered", BY)
        late.rollback()


def test_a_step_a_batch_may_not_take_is_refused_and_one_of_another_round_too(session: Session, round_id: int) -> None:
    with pytest.raises(StepRefused, match="cannot become locked"):
        go(session, round_id, [1], "locked")
    with pytest.raises(BadInput, match="standing plan"):
        go(session, round_id, [1, 99], "offered")

    assert stages(session, round_id) == ["planned"] * 3


def test_offering_one_coach_offers_to_its_people_alone(session: Session, round_id: int) -> None:
    for row in session.scalars(select(Offer)).all():
        session.delete(row)
    session.flush()

    go(session, round_id, [2], "offered")

    assert sorted(session.scalars(select(Offer.worker_id))) == [3, 4]


def test_places_on_a_locked_coach_are_held_though_its_round_is_a_draft(session: Session, round_id: int) -> None:
    go(session, round_id, [1], "offered", "confirmed", "locked")

    market = markets.load(session, WINDOW, today=TODAY)

    assert market.workers.id.tolist() == [3, 4, 5] and market.postings.openings.tolist() == [8, 10, 10]


def test_a_cancelled_coach_frees_its_people_and_is_not_planned_with_again(session: Session, round_id: int) -> None:
    go(session, round_id, [1, 2], "offered", "confirmed", "locked")
    go(session, round_id, [1], "cancelled")

    market = markets.load(session, WINDOW, today=TODAY, round_id=round_id)
    other = markets.load(session, WINDOW, today=TODAY)

    assert market.vehicles.available.tolist() == [0, 1] and 1 in market.workers.id.tolist()
    assert {1, 2} <= set(other.workers.id.tolist()) and not {3, 4} & set(other.workers.id.tolist())
    go(session, round_id, [1], "planned")
    assert stages(session, round_id)[0] == "planned"


def test_all_arrived_the_batch_has_and_the_hand_over_names_who_received_them(session: Session, round_id: int) -> None:
    go(session, round_id, [1], "offered", "confirmed", "locked")
    departures.depart(session, round_id, [party_of(session, round_id, 1)], today=DAY, signature=BY)
    with pytest.raises(StepRefused, match="nobody to hand over"):
        batch_steps.hand_over(session, round_id, party_of(session, round_id, 1), "周主管", signature=BY)
    at = Arrival(datetime(2026, 2, 22, 9, 0, tzinfo=NOW.tzinfo))
    placements.arrived(session, round_id, 1, arrival=at, signature=BY)
    half = stages(session, round_id)[0]
    placements.stayed_home(session, round_id, 2)
    there = stages(session, round_id)[0]

    batch_steps.hand_over(session, round_id, party_of(session, round_id, 1), "周主管", signature=BY)

    assert (half, there, stages(session, round_id)[0]) == ("departed", "arrived", "handed_over")
    assert session.scalars(select(Placement.handed_to).where(Placement.worker_id == 1)).one() == "周主管"
    batch_steps.take_hand_over_back(session, round_id, party_of(session, round_id, 1), signature=BY)
    placements.take_back_arrival(session, round_id, 1, signature=BY)
    assert stages(session, round_id)[0] == "departed"
    assert session.scalars(select(Placement.handed_to).where(Placement.worker_id == 1)).one() is None


# The gate


def rules(session: Session, round_id: int, to: str, key: str = "1") -> set[str]:
    found = batch_steps.warnings(session, round_id, parties(session, round_id), to, today=TODAY)
    return {one.rule for one in found[key]} - {"order_unconfirmed"}


def test_what_is_missing_at_the_gate_bars_until_it_is_entered_or_signed_for(session: Session, round_id: int) -> None:
    go(session, round_id, [1, 2, 3], "offered", "confirmed", by=PLAIN)
    assert rules(session, round_id, "locked") == {"gate_leader", "gate_deputy", "gate_insurance"}
    with pytest.raises(StepRefused, match="obstacles"):
        go(session, round_id, [1], "locked", by=PLAIN)

    go(session, round_id, [1], "locked", by=replace(BY, note="保单明早到"))
    departure_gate.enter(session, round_id, [2], TOLD)
    go(session, round_id, [2], "locked", by=PLAIN)

    step = session.scalars(select(TripStep).where(TripStep.batch_id == 1, TripStep.became == "locked")).one()
    assert (step.waived, step.note, step.taken_by) == (
        "gate_leader gate_deputy gate_insurance", "保单明早到", "dispatcher",
    )  # fmt: skip


def test_the_day_of_leaving_asks_for_more_and_ticks_answer_it(session: Session, round_id: int) -> None:
    session.add(PostingCertificate(posting_id=1, kind="em_welding_fusion"))
    departure_gate.enter(session, round_id, [1, 2], TOLD)
    assert rules(session, round_id, "departed") == {"gate_agreements", "gate_certificates"}

    for kind in ("certificate", "agreement"):
        assert departure_gate.take_in_hand(session, 1, PaperTold(kind, TODAY, "x"), [1, 2]) == 2
    assert rules(session, round_id, "departed") == set()
    departure_gate.take_in_hand(session, 1, PaperTold("agreement", TODAY, "x"), [1])

    assert rules(session, round_id, "departed") == {"gate_agreements"}
    assert len(session.scalars(select(PaperInHand)).all()) == 3


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("王丽 13812345678", "王* 138****5678"),
        ("王丽13812345678、欧阳小明 139-1234-5678", "王*138****5678、欧*** 139****5678"),
        ("王丽，13812345678", "王*，138****5678"),
        ("老王 0839-3221456", "老* 083****1456"),
        ("周主管 137 1234 5678", "周** 137****5678"),
    ],
)
def test_a_page_shows_nobody_in_charge_in_the_open(said: str, shown: str) -> None:
    assert departure_gate.masked_words(said) == shown


def test_a_leader_is_somebody_on_board_or_has_a_telephone(session: Session, round_id: int) -> None:
    departure_gate.enter(session, round_id, [1], InCharge(leader="1"))
    assert session.get_one(Batch, 1).leader_worker_id == 1
    for said in ("3", "99"):  # on the other coach, and nobody
        with pytest.raises(BadInput, match="does not ride"):
            departure_gate.enter(session, round_id, [1], InCharge(leader=said))
    with pytest.raises(BadInput, match="no telephone"):
        InCharge(escorts="王丽")
    with pytest.raises(BadInput, match="not of this round"):
        departure_gate.enter(session, round_id, [1, 99], TOLD)


def test_a_minor_does_not_travel_overnight_unaccompanied_whatever_is_signed(session: Session, round_id: int) -> None:
    session.get_one(Worker, 1).birth = date(2009, 1, 1)
    go(session, round_id, [1], "offered", "confirmed")
    with pytest.raises(StepRefused, match="obstacles") as refused:
        go(session, round_id, [1], "locked")
    departure_gate.enter(session, round_id, [1], TOLD)
    with pytest.raises(StepRefused):
        go(session, round_id, [1], "locked")
    session.get_one(Worker, 1).emergency_contact = "母亲 13512345678"
    session.flush()

    go(session, round_id, [1], "locked")

    assert any("minors" in reason for reason in refused.value.details)


def test_a_party_knows_its_key_before_it_has_a_number() -> None:
    party = Party(None, None, "", "", DAY, None, 1, 0, travel="free")

    assert (party.key, party.name.zh, party.has_left) == ("free", "就近上班的人", False)
