"""Plans and the rows behind each of their figures: people, trips, the unplaced with reasons, vehicles, questions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import Field

from api.web.dependencies import SessionOf, may
from api.web.programs.problems import answers
from api.web.programs.shapes import ListOf, Number, NumberAsked, Shape, Word, Words, listed, place
from data.plans import questions as asked_questions
from data.plans import vehicle_verdicts
from data.plans.questions import About
from data.tables.findings import SUBJECTS
from data.views import aims, trip_ends
from data.views import plans as views
from data.views.cursors import After

router = APIRouter(tags=["plans"], responses=answers())


class PlanLine(Shape):
    """A plan with its certificate: no plan can be worth more than `bound_fen`."""

    id: int
    round_id: int
    run_id: int | None
    before_id: int | None = Field(description="the plan this one mends")
    created: datetime
    as_of: date
    objective_kind: str
    objective_fen: float = Field(validation_alias="objective")
    bound_fen: float = Field(validation_alias="bound")
    gap: float
    status: str
    stopped: str
    travel_cost_fen: float
    placed_people: int
    unplaced_people: int
    audit: str


class TripTold(Shape):
    """One vehicle's journey."""

    id: int
    number: int
    batch_id: int | None
    batch_number: str | None
    batch_status: str | None
    vehicle_id: int
    vehicle_number: str
    mode: str
    label: str
    people: int
    seats: int
    cost_fen: float
    leaves: date | None
    arrives: date | None
    leaves_minute: int | None
    drivers_due: int | None
    nights: int | None
    origins: str
    destinations: str


class TierPeople(Shape):
    """People placed at one tier of distance, and how many were hoped for."""

    tier: str
    name: Words
    people: int
    share: float
    quota: int | None


class PlanTold(Shape):
    """A plan with its sums."""

    plan: PlanLine
    travel: dict[str, int] = Field(description="people by trip, own ticket, near by")
    reasons: dict[str, int] = Field(description="people left out by reason")
    differences: dict[str, int]
    reserve: int
    seats: int
    people_on_trips: int
    tiers: list[TierPeople]


class Placed(Shape):
    """One person placed, masked."""

    worker_id: int
    name_masked: str
    township: str
    village: str
    posting_id: int
    title: str
    employer: str
    travel: str
    trip_number: int | None
    batch_id: int | None
    batch_number: str | None
    score: float | None
    value_fen: float | None
    pinned: bool


class UnplacedTold(Shape):
    """One person left out, masked, with the reason as a word and a sentence."""

    worker_id: int
    name_masked: str
    phone_masked: str | None
    county: str | None = Field(validation_alias="county_name")
    township: str
    village: str
    reason: str
    detail_en: str = Field(validation_alias="detail")
    detail_zh: str | None
    posting_id: int | None
    vehicle_id: int | None


class ReserveTold(Shape):
    """Who is asked next when a place of this posting falls free; rank 1 first."""

    posting_id: int
    title: str
    employer: str
    rank: int
    worker_id: int
    name_masked: str
    phone_masked: str | None
    score: float


class DifferenceTold(Shape):
    """What a mended plan changed for one person."""

    worker_id: int
    name_masked: str
    kind: str
    posting_before: int | None
    posting_after: int | None
    batch_before: str | None
    batch_after: str | None


class Filled(Shape):
    """How many people a posting gets."""

    posting_id: int = Field(validation_alias="id")
    title: str
    employer: str
    openings: int
    placed: int
    start_by: date | None


class VehicleUse(Shape):
    """What the law says of a vehicle of the offer, and what became of it in the plan."""

    vehicle_id: int
    number: str
    label: str
    mode: str
    leaves: date | None
    law: str
    law_zh: str
    law_en: str
    use: str = Field(description="empty where the law keeps it out")
    use_zh: str
    use_en: str


class VerifiedChangeTold(Shape):
    """One change that was tried, and what the whole plan gains by it."""

    rank: int
    kind: str
    amount: float
    text_zh: str
    text_en: str
    gain_fen: float
    people: int
    everyone_anew: bool
    worker_id: int | None
    posting_id: int | None


class QuestionSeen(Shape):
    """A question about a plan with its newest answers."""

    subject: str
    subject_id: int
    name: str
    reason: str | None
    run_id: int | None = Field(description="the newest run that looked into it")
    answered: datetime | None
    complete: bool
    answers: list[VerifiedChangeTold]


@router.get("/plans", dependencies=[may("plans.see")])
def plans(session: SessionOf, after: Annotated[After, Depends(place)]) -> ListOf[PlanLine]:
    """Plans, newest first."""
    return listed(PlanLine, views.plans(session, number=after))


@router.get("/plans/{plan_id}", dependencies=[may("plans.see")])
def plan(session: SessionOf, plan_id: Number) -> PlanTold:
    """A plan: sums, certificate, reasons."""
    view = views.one(session, plan_id)
    return PlanTold(
        plan=PlanLine.of(view.plan),
        travel=view.travel,
        reasons=dict(view.reasons),
        differences=view.differences,
        reserve=view.reserve,
        seats=view.seats,
        people_on_trips=view.people_on_trips,
        tiers=TierPeople.all_of(aims.tiers(session, plan_id, view.plan.weights)),
    )


@router.get("/plans/{plan_id}/trips", dependencies=[may("plans.see")])
def plan_trips(session: SessionOf, plan_id: Number) -> list[TripTold]:
    """The trips as they are called out, each with its batch, vehicle and ends."""
    view, ends = views.one(session, plan_id), trip_ends.of_plan(session, plan_id)
    return [_trip(row, ends[row.id]) for row in view.batches]


@router.get("/plans/{plan_id}/people", dependencies=[may("plans.see")])
def plan_people(
    session: SessionOf,
    after: Annotated[After, Depends(place)],
    plan_id: Number,
    *,
    travel: Literal["", "trip", "own", "free"] = "",
    posting_id: NumberAsked = None,
    tier: Word = "",
    guaranteed: bool = False,
) -> ListOf[Placed]:
    """Who goes where, trip by trip."""
    views.one(session, plan_id)
    return listed(
        Placed, views.placed(session, plan_id, views.Narrowed(travel, posting_id, tier, guaranteed), number=after)
    )


@router.get("/plans/{plan_id}/unplaced", dependencies=[may("plans.see")])
def plan_unplaced(
    session: SessionOf, after: Annotated[After, Depends(place)], plan_id: Number, reason: Word = ""
) -> ListOf[UnplacedTold]:
    """Who stays behind, and why."""
    views.one(session, plan_id)
    return listed(UnplacedTold, views.unplaced(session, plan_id, reason=reason, number=after))


@router.get("/plans/{plan_id}/reserve", dependencies=[may("plans.see")])
def plan_reserve(
    session: SessionOf, after: Annotated[After, Depends(place)], plan_id: Number, posting_id: NumberAsked = None
) -> ListOf[ReserveTold]:
    """Who is asked next."""
    views.one(session, plan_id)
    return listed(ReserveTold, views.reserve(session, plan_id, posting_id=posting_id, number=after))


@router.get("/plans/{plan_id}/differences", dependencies=[may("plans.see")])
def plan_differences(
    session: SessionOf, after: Annotated[After, Depends(place)], plan_id: Number
) -> ListOf[DifferenceTold]:
    """What a mended plan changed, person by person."""
    views.one(session, plan_id)
    return listed(DifferenceTold, views.differences(session, plan_id, number=after))


@router.get("/plans/{plan_id}/postings", dependencies=[may("plans.see")])
def plan_postings(session: SessionOf, after: Annotated[After, Depends(place)], plan_id: Number) -> ListOf[Filled]:
    """How many each posting gets."""
    views.one(session, plan_id)
    return listed(Filled, views.postings_filled(session, plan_id, number=after))


@router.get("/plans/{plan_id}/vehicles", dependencies=[may("plans.see")])
def plan_vehicles(session: SessionOf, plan_id: Number) -> list[VehicleUse]:
    """Every vehicle of the offer: may it run, and what became of it; those that do not run first."""
    views.one(session, plan_id)
    return VehicleUse.all_of(vehicle_verdicts.of_plan(session, plan_id))


@router.get("/plans/{plan_id}/questions/{subject}/{subject_id}", dependencies=[may("plans.see")])
def plan_question(
    session: SessionOf, plan_id: Number, subject: Literal["plan", "worker", "posting", "vehicle"], subject_id: Number
) -> QuestionSeen:
    """The question and the newest answers to it."""
    assert set(SUBJECTS) == {"plan", "worker", "posting", "vehicle"}
    view = asked_questions.page(session, About(plan_id, subject, subject_id))
    return QuestionSeen(
        subject=subject,
        subject_id=subject_id,
        name=view.name,
        reason=view.reason.reason if view.reason else None,
        run_id=view.newest.run_id if view.newest else None,
        answered=view.question.answered if view.question else None,
        complete=bool(view.question and view.question.complete),
        answers=VerifiedChangeTold.all_of(view.answers),
    )


def _trip(row: Any, ends: tuple[str, str]) -> TripTold:
    return TripTold(**row._mapping, origins=ends[0], destinations=ends[1])
