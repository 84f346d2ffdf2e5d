"""A round from draft to departure: what each step asks, and what keeps it from being taken."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data import markets, rounds
from data.registers.postings import renew_terms
from data.rounds import STEPS, Signature, checks, offers
from data.tables import (
    ArrearsListing,
    AssignmentRow,
    Batch,
    Certificate,
    Consent,
    Employer,
    Offer,
    Placement,
    Posting,
    PostingCertificate,
    PostingHazard,
    Round,
    RoundStep,
    Spell,
    TripRow,
    Worker,
)
from data.views import rights
from labor.days import NO_END
from labor.errors import BadInput, NotFound, StepRefused
from policy.hazards import hazards
from tests.builders import NOW, TODAY, WINDOW, a_coach, a_hub, a_plan, a_posting, a_round, a_worker

BY = Signature("dispatcher", NOW, "领队、保险已电话落实")
YES = offers.Reply("yes", TODAY, "phone", "dispatcher")
NO = offers.Reply("no", TODAY, "wechat", "dispatcher")


@pytest.fixture
def round_id(session: Session) -> int:
    """One worker, of age and consenting, planned to one posting on one coach, in a draft."""
    worker = a_worker(session, birth=date(1985, 3, 12), sex=1)
    posting = a_posting(session, wage_low_fen=600_000, terms_hash="")
    renew_terms(session, posting)
    coach = a_coach(session, [a_hub(session)], [a_hub(session, "西湖厂区")])
    round_ = a_round(session)
    plan = a_plan(session, round_)
    trip = TripRow(plan_id=plan.id, number=1, vehicle_id=coach.id, people=1, seats=49, cost_fen=1.0)
    session.add(trip)
    session.flush()
    session.add(Batch(round_id=round_.id, number="R1-01", trip_id=trip.id))
    session.add(
        AssignmentRow(plan_id=plan.id, worker_id=worker.id, posting_id=posting.id, trip_id=trip.id, travel="trip")
    )
    agree(session, worker.id)
    return round_.id


def agree(session: Session, worker_id: int, employer_id: int = 1) -> Consent:
    consent = Consent(
        worker_id=worker_id, purpose="employer", employer_id=employer_id, given=TODAY, channel="paper",
        recorded_by="x", recorded=NOW,
    )  # fmt: skip
    session.add(consent)
    session.flush()
    return consent


def go(session: Session, round_id: int, *steps: str) -> None:
    for to in steps:
        rounds.step(session, round_id, to, today=WINDOW.first if to == "departed" else TODAY, signature=BY)


def say(session: Session, answer: offers.Reply) -> None:
    worker, posting = session.execute(select(AssignmentRow.worker_id, AssignmentRow.posting_id)).one()
    offers.record(session, worker, posting, answer=answer)


def refusal(session: Session, round_id: int, to: str) -> tuple[str, ...]:
    before = session.get_one(Round, round_id).status
    with pytest.raises(StepRefused) as caught:
        go(session, round_id, to)
    assert session.get_one(Round, round_id).status == before
    return caught.value.details


def test_a_round_goes_from_draft_to_departure_and_writes_each_step_down(session: Session, round_id: int) -> None:
    go(session, round_id, "offered")
    say(session, YES)
    go(session, round_id, "confirmed", "locked", "departed")

    assert session.scalars(select(RoundStep.became).order_by(RoundStep.id)).all() == [
        "offered", "confirmed", "locked", "departed",
    ]  # fmt: skip
    session.expire_all()
    assert session.execute(select(Batch.status, Batch.departed)).one() == ("departed", NOW)
    assert session.scalars(select(Placement.round_id)).all() == [round_id]


@pytest.mark.parametrize(("was", "to"), [(was, to) for was in STEPS for to in STEPS if to not in STEPS[was]])
def test_a_step_the_table_does_not_name_is_refused(session: Session, round_id: int, was: str, to: str) -> None:
    session.get_one(Round, round_id).status = was

    assert len(refusal(session, round_id, to)) == len(STEPS[was])


def test_a_round_without_a_plan_offers_nothing(session: Session) -> None:
    empty = a_round(session, "空")

    assert "no plan" in refusal(session, empty.id, "offered")[0]


def test_offering_writes_one_offer_a_person_on_the_terms_of_the_day(session: Session, round_id: int) -> None:
    go(session, round_id, "offered", "draft", "offered")

    offer = session.scalars(select(Offer)).one()
    assert (offer.reply, offer.round_id, offer.terms_hash) == (
        "not_asked", round_id, session.scalars(select(Posting.terms_hash)).one(),
    )  # fmt: skip


@pytest.mark.parametrize(("answer", "words"), [(None, "not answered"), (NO, "does not want to go")])
def test_without_everybodys_yes_a_round_is_not_confirmed(
    session: Session, round_id: int, answer: offers.Reply | None, words: str
) -> None:
    go(session, round_id, "offered")
    if answer:
        say(session, answer)

    (reason,) = refusal(session, round_id, "confirmed")

    assert words in reason and reason.startswith("张*(1)")


def test_changed_terms_turn_a_yes_into_a_question_even_after_confirming(session: Session, round_id: int) -> None:
    go(session, round_id, "offered")
    say(session, YES)
    go(session, round_id, "confirmed")
    posting = session.scalars(select(Posting)).one()
    posting.wage_low_fen = 480_000
    renew_terms(session, posting)

    (reason,) = refusal(session, round_id, "locked")
    go(session, round_id, "offered")
    say(session, YES)
    go(session, round_id, "confirmed", "locked")

    assert "other terms" in reason


def test_every_obstacle_to_the_lock_is_told_at_once(session: Session, round_id: int) -> None:
    go(session, round_id, "offered")
    say(session, YES)
    go(session, round_id, "confirmed")
    session.scalars(select(Consent)).one().withdrawn = TODAY
    session.add(PostingCertificate(posting_id=1, kind="em_welding_fusion"))
    session.add(ArrearsListing(employer_id=1, name="西湖电子厂", listed=TODAY, source="list"))
    say(session, NO)
    session.flush()

    rules = {obstacle.rule for obstacle in rounds.obstacles(session, round_id, "locked", today=TODAY)}

    assert {"reply_no", "consent", "holds_the_certificates", "employer_pays_its_wages"} <= rules


def test_a_certificate_that_ends_before_the_start_keeps_the_round_open(session: Session, round_id: int) -> None:
    session.add(PostingCertificate(posting_id=1, kind="em_welding_fusion"))
    paper = Certificate(worker_id=1, kind="em_welding_fusion", valid_to=WINDOW.first, verified=True)
    session.add(paper)
    go(session, round_id, "offered")
    say(session, YES)
    go(session, round_id, "confirmed")

    assert len(refusal(session, round_id, "locked")) == 1
    paper.valid_to = date(2030, 1, 1)
    session.flush()
    go(session, round_id, "locked")


def test_an_employer_listed_after_the_lock_stops_the_departure(session: Session, round_id: int) -> None:
    go(session, round_id, "offered")
    say(session, YES)
    go(session, round_id, "confirmed", "locked")
    session.add(ArrearsListing(employer_id=1, name="西湖电子厂", listed=TODAY, source="list"))
    session.flush()

    assert len(refusal(session, round_id, "departed")) == 1
    assert session.scalars(select(Placement)).all() == []


def test_consent_to_one_employer_is_no_consent_to_another(session: Session, round_id: int) -> None:
    other = Employer(name="别家", county=330106, changed=NOW)
    session.add(other)
    session.flush()
    session.scalars(select(Consent)).one().employer_id = other.id
    go(session, round_id, "offered")
    say(session, YES)
    go(session, round_id, "confirmed")

    assert "consent" in {found.rule for found in rounds.obstacles(session, round_id, "locked", today=TODAY)}
    agree(session, 1, employer_id=1)
    go(session, round_id, "locked")


def test_a_yes_in_a_village_file_is_no_consent_to_any_employer(session: Session, round_id: int) -> None:
    consent = session.scalars(select(Consent)).one()
    consent.purpose, consent.employer_id = "register", None
    go(session, round_id, "offered")
    say(session, YES)
    go(session, round_id, "confirmed")

    assert [found.rule for found in rounds.obstacles(session, round_id, "locked", today=TODAY)] == ["consent"]
    (asked,) = rights.lacking(session, round_id)
    assert (asked.employer_id, [worker for worker, _ in asked.people]) == (1, [1])


def test_whoever_wants_not_even_to_be_registered_is_asked_in_person(session: Session, round_id: int) -> None:
    consent = session.scalars(select(Consent)).one()
    consent.purpose, consent.employer_id, consent.withdrawn = "register", None, TODAY
    go(session, round_id, "offered")
    say(session, YES)

    assert rights.lacking(session, round_id) == []


def test_somebody_who_wants_no_work_any_more_stops_the_lock(session: Session, round_id: int) -> None:
    go(session, round_id, "offered")
    say(session, YES)
    go(session, round_id, "confirmed")
    session.get_one(Worker, 1).willing = "no"
    session.flush()

    assert [found.rule for found in rounds.obstacles(session, round_id, "locked", today=TODAY)] == ["left"]


def test_nobody_whose_age_is_unproven_is_locked_in(session: Session, round_id: int) -> None:
    worker = session.get_one(Worker, 1)
    worker.birth = None
    go(session, round_id, "offered")
    say(session, YES)
    go(session, round_id, "confirmed")

    (reason,) = refusal(session, round_id, "locked")
    assert "prove by identity card" in reason
    worker.birth = date(1990, 1, 1)
    session.flush()
    go(session, round_id, "locked")


def test_an_agency_whose_licence_nobody_saw_stops_the_lock(session: Session, round_id: int) -> None:
    session.get_one(Posting, 1).employment_form = "agency"
    renew_terms(session, session.get_one(Posting, 1))
    session.get_one(Employer, 1).licence_to = None
    go(session, round_id, "offered")
    say(session, YES)
    go(session, round_id, "confirmed")

    (reason,) = refusal(session, round_id, "locked")
    assert "licence" in reason
    session.get_one(Employer, 1).licence_to = NO_END
    session.flush()
    go(session, round_id, "locked")


def test_a_health_check_without_an_answer_is_told_before_the_lock_and_does_not_stop_it(
    session: Session, round_id: int
) -> None:
    hazard = next(code for code, found in hazards().items() if found.check)
    session.add(PostingHazard(posting_id=1, hazard=hazard))
    session.flush()

    (told,) = checks.health_checks(session, round_id, TODAY)

    assert (told.rule, told.worker, told.posting) == ("health_check_pending", 1, 1)
    assert told.words.en.startswith("张*(1)")
    assert "health_check_pending" not in {found.rule for found in checks.rules(session, round_id, TODAY)}


def test_openings_another_round_took_meanwhile_stop_the_lock(session: Session, round_id: int) -> None:
    posting = session.scalars(select(Posting)).one()
    go(session, round_id, "offered")
    say(session, YES)
    go(session, round_id, "confirmed")
    other = a_round(session, "同期另一轮", status="locked")
    plan, rival = a_plan(session, other), a_worker(session, "李四", birth=date(1990, 1, 1))
    session.add(AssignmentRow(plan_id=plan.id, worker_id=rival.id, posting_id=posting.id, travel="free"))

    posting.openings = 2
    session.flush()
    assert rounds.obstacles(session, round_id, "locked", today=TODAY) == []
    posting.openings = 1
    session.flush()

    found = rounds.obstacles(session, round_id, "locked", today=TODAY)
    assert ("over_full", posting.id) in {(obstacle.rule, obstacle.posting) for obstacle in found}


def test_the_next_round_plans_for_the_openings_a_departed_one_left(session: Session, round_id: int) -> None:
    go(session, round_id, "offered")
    say(session, YES)
    go(session, round_id, "confirmed", "locked", "departed")

    market = markets.load(session, WINDOW, today=TODAY)

    assert market.postings.openings.tolist() == [9] and len(market.workers) == 0


def test_an_answer_nobody_gave_is_refused_and_unknown_people_are_said_so(session: Session, round_id: int) -> None:
    with pytest.raises(BadInput, match="yes"):
        offers.Reply("maybe", TODAY, "phone", "x")
    with pytest.raises(NotFound, match="404"):
        offers.record(session, 404, 1, answer=YES)
    with pytest.raises(NotFound, match="404"):
        rounds.round_of(session, 404)


def test_an_unlocked_round_can_be_locked_again(session: Session, round_id: int) -> None:
    go(session, round_id, "offered")
    say(session, YES)
    go(session, round_id, "confirmed", "locked", "confirmed", "locked")

    assert session.scalars(select(Batch.status)).all() == ["locked"]
    assert session.scalars(select(Spell)).all() == []
