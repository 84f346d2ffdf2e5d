"""From the coach door on: trips that leave, ticks, arrivals, health checks before, calls afterwards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field

from api.office import follow_up
from api.office import rounds as life
from api.office.follow_up import OfficeMoment
from api.web.dependencies import ReaderOf, SessionOf, TodayOf, may, now
from api.web.programs.problems import answers
from api.web.programs.rounds import ObstacleTold
from api.web.programs.shapes import Asked, ListOf, Note, Number, NumberOf, Shape, listed, place
from data.rounds import Signature, departure_gate, departures, health_results, round_of
from data.views import aftercare
from data.views import batches as views
from data.views.cursors import After

router = APIRouter(tags=["departures and arrivals"], responses=answers(409))


class DepartingTripTold(Shape):
    """A batch and its next step: a trip, those with own tickets, or those who commute."""

    batch_id: int | None
    number: str
    vehicle: str
    day: date
    arrives: date | None
    people: int
    gone: int = Field(description="people who have left")
    departed: datetime | None
    travel: str
    stage: str
    to: str = Field(description="the step that comes next")
    obstacles: list[ObstacleTold]
    gaps: list[ObstacleTold] = Field(description="what a signed reason may stand for")


class BatchStep(Asked):
    """Batches that take a step; `sure` where a day of leaving is still to come."""

    batch_ids: Annotated[list[NumberOf], Field(min_length=1, max_length=300)]
    to: Literal["planned", "offered", "confirmed", "locked", "departed", "cancelled"]
    note: Note = ""
    sure: bool = False


class GateAsked(Asked):
    """In charge of these batches: name and telephone, or the number of somebody on board as leader or deputy."""

    batch_ids: Annotated[list[NumberOf], Field(min_length=1, max_length=300)]
    leader: Note = ""
    deputy: Note = ""
    escorts: Note = ""
    receiver: Note = ""
    insurer: Note = ""
    insurance_number: Note = ""


class InHandAsked(Asked):
    """Of these people of a batch the paper is in hand, of the others it is not."""

    kind: Literal["certificate", "agreement"]
    worker_ids: list[NumberOf] = Field([], max_length=500)


class BatchHandedOver(Asked):
    """To whom; empty takes it back."""

    to_whom: Note = ""
    note: Note = ""


class Departure(Asked):
    """One trip has left; null is those who travel on their own. `sure` where its day is still to come."""

    batch_id: NumberOf | None
    note: Note = ""
    sure: bool = False


class PersonTold(Shape):
    """One person of a batch as the manifest lists them, masked; `standing` is null before the departure."""

    worker_id: int
    serial: int
    name: str
    home: str
    pickup: str
    employer_id: int
    employer: str
    posting_id: int
    post: str
    group: int | None
    reply: str
    standing: str | None
    goes: bool = Field(description="false once dropped out or kept from the posting since the plan was made")


class StopTold(Shape):
    """One stop of the vehicle."""

    role: str
    name: str


class BatchTold(Shape):
    """A batch: the people of one trip."""

    id: int
    number: str
    round_id: int
    status: str
    plan_id: int
    trip_id: int = Field(description="0 for those with own tickets and those who commute")
    travel: str
    vehicle: str
    seats: int = Field(description="0 without a vehicle of the office's")
    leaves: date | None
    arrives: date | None
    stops: list[StopTold]
    people: list[PersonTold]


class Tick(Asked):
    """How one person stands; `seen` is how the list showed them, so that nobody's newer tick is taken back."""

    worker_id: NumberOf
    seen: Literal["", "boarded", "arrived", "home"]
    standing: Literal["", "boarded", "arrived", "home"]


class Ticks(Asked):
    """Ticks of one batch on one day."""

    day: date | None = None
    sure: bool = False
    people: Annotated[list[Tick], Field(min_length=1, max_length=500)]

    @property
    def form(self) -> dict[str, str]:
        """The same as the page's form sends it."""
        seen = {f"seen-{one.worker_id}": one.seen for one in self.people}
        return seen | {f"{one.standing}-{one.worker_id}": "1" for one in self.people if one.standing}


class PeopleChanged(Shape):
    """How many people changed."""

    people: int


class TakenBack(Asked):
    """Arrivals said by mistake: of these people, or without any of the whole batch; and why."""

    worker_ids: list[NumberOf] = Field([], max_length=300)
    note: Note = ""


class Call(Shape):
    """One call to make."""

    worker_id: int
    name: str
    phone: str | None
    employer: str
    post: str
    stage_days: int = Field(description="1, 30 or 90; 0 where the arrival itself is not known")
    started: date | None


class CallAnswered(Asked):
    """What a call brought."""

    worker_id: NumberOf
    said: Literal["arrived", "home", "promised", "otherwise", "there_30", "there_90", "left"]
    on: date | None = None


class HealthDue(Shape):
    """Somebody whose posting asks for a health check."""

    worker_id: int
    posting_id: int
    name: str
    title: str
    fit: str


class PairAsked(Asked):
    """A person and a posting."""

    worker_id: NumberOf
    posting_id: NumberOf


class HealthResult(Asked):
    """One result for several people."""

    pairs: Annotated[list[PairAsked], Field(min_length=1, max_length=1000)]
    fit: Literal["yes", "no", "pending"]
    day: date


@router.get("/rounds/{round_id}/trips", dependencies=[may("plans.see")])
def trips(session: SessionOf, today: TodayOf, round_id: Number) -> list[DepartingTripTold]:
    """The batches of a round by day of leaving: how far each is, its next step and what keeps it from that."""
    round_of(session, round_id)
    own = {"to", "obstacles", "gaps"}
    return [
        DepartingTripTold(
            **{name: getattr(one.party, name) for name in DepartingTripTold.model_fields.keys() - own},
            to=one.to,
            obstacles=ObstacleTold.all_of(one.obstacles),
            gaps=ObstacleTold.all_of(one.gaps),
        )
        for one in life.batches(session, round_id, today)
    ]


@router.post("/rounds/{round_id}/batch-steps", dependencies=[may("rounds.lead")])
def step_batches(
    session: SessionOf, reader: ReaderOf, today: TodayOf, round_id: Number, asked: BatchStep
) -> list[DepartingTripTold]:
    """Take some batches one step further or back, all or none; the note is the signed reason for what is missing."""
    signature = Signature(reader.name, now(), asked.note, asked.sure)
    life.step_batches(session, round_id, asked.batch_ids, asked.to, today=today, signature=signature)
    return trips(session, today, round_id)


@router.post("/rounds/{round_id}/gate", dependencies=[may("rounds.lead")])
def enter_gate(session: SessionOf, today: TodayOf, round_id: Number, asked: GateAsked) -> list[DepartingTripTold]:
    """Enter who is in charge and the insurance of one batch or several; what is empty stays as it stands."""
    told = departure_gate.InCharge(**{name: getattr(asked, name) for name in departure_gate.FIELDS})
    departure_gate.enter(session, round_id, asked.batch_ids, told)
    return trips(session, today, round_id)


@router.post("/batches/{batch_id}/papers-in-hand", dependencies=[may("health.record")])
def papers_in_hand(
    session: SessionOf, reader: ReaderOf, today: TodayOf, batch_id: Number, asked: InHandAsked
) -> PeopleChanged:
    """Of which people certificates were seen in the original, or contract or agreement handed over: these alone."""
    views.one(session, batch_id)
    told = departure_gate.PaperTold(asked.kind, today, reader.name)
    count = departure_gate.take_in_hand(session, batch_id, told, asked.worker_ids)
    return PeopleChanged(people=count)


@router.post("/batches/{batch_id}/hand-over", dependencies=[may("boarding.tick")])
def hand_over(session: SessionOf, reader: ReaderOf, batch_id: Number, asked: BatchHandedOver) -> BatchTold:
    """Who received a batch that has arrived; without a name a hand-over is taken back, and the note says why."""
    life.hand_over(session, batch_id, asked.to_whom, signature=Signature(reader.name, now(), asked.note))
    return batch(session, batch_id)


@router.post("/rounds/{round_id}/departures", dependencies=[may("rounds.lead")])
def depart(
    session: SessionOf, reader: ReaderOf, today: TodayOf, round_id: Number, asked: Departure
) -> list[DepartingTripTold]:
    """One trip has left."""
    signature = Signature(reader.name, now(), asked.note, asked.sure)
    life.depart(session, round_id, asked.batch_id, today=today, signature=signature)
    return trips(session, today, round_id)


@router.post("/rounds/{round_id}/departures/take-back", dependencies=[may("rounds.lead")])
def take_departure_back(
    session: SessionOf, reader: ReaderOf, today: TodayOf, round_id: Number, asked: Departure
) -> list[DepartingTripTold]:
    """One trip has not left after all; the note says why."""
    departures.take_back(session, round_id, asked.batch_id, signature=Signature(reader.name, now(), asked.note))
    return trips(session, today, round_id)


@router.get("/batches/{batch_id}", dependencies=[may("trips.see")])
def batch(session: SessionOf, batch_id: Number) -> BatchTold:
    """A batch with its people in boarding order, masked."""
    view = views.one(session, batch_id)
    return BatchTold(
        id=view.batch.id,
        number=view.batch.number,
        round_id=view.batch.round_id,
        status=view.batch.status,
        plan_id=view.round.plan_id,
        trip_id=view.party.trip_id or 0,
        travel=view.party.travel,
        vehicle=view.party.vehicle,
        seats=view.trip.seats if view.trip else 0,
        leaves=view.party.day,
        arrives=view.party.arrives,
        stops=[StopTold(role=role, name=name) for role, name in view.stops],
        people=PersonTold.all_of(view.lines),
    )


@router.post("/batches/{batch_id}/ticks", dependencies=[may("boarding.tick")])
def tick(session: SessionOf, reader: ReaderOf, today: TodayOf, batch_id: Number, asked: Ticks) -> PeopleChanged:
    """Who boarded, who arrived, who stayed home."""
    when = OfficeMoment(asked.day or today, today, now(), reader.name, sure=asked.sure)
    return PeopleChanged(people=follow_up.tick(session, batch_id, asked.form, when))


@router.post("/batches/{batch_id}/arrivals/take-back", dependencies=[may("boarding.tick")])
def take_arrivals_back(session: SessionOf, reader: ReaderOf, batch_id: Number, asked: TakenBack) -> PeopleChanged:
    """Take back arrivals said by mistake."""
    workers = " ".join(map(str, asked.worker_ids))
    signature = Signature(reader.name, now(), asked.note)
    return PeopleChanged(people=follow_up.take_back_arrivals(session, batch_id, workers, signature=signature))


@router.get("/rounds/{round_id}/calls", dependencies=[may("aftercare.see")])
def calls(
    session: SessionOf, today: TodayOf, after: Annotated[After, Depends(place)], round_id: Number
) -> ListOf[Call]:
    """Calls due today, the longest overdue first; masked."""
    round_of(session, round_id)
    return listed(Call, aftercare.due(session, round_id, today=today, number=after))


@router.post("/rounds/{round_id}/calls", dependencies=[may("aftercare.record")], status_code=204)
def call_answered(session: SessionOf, reader: ReaderOf, today: TodayOf, round_id: Number, asked: CallAnswered) -> None:
    """Write down what one call brought."""
    when = OfficeMoment(asked.on or today, today, now(), reader.name)
    follow_up.answer(session, round_id, asked.worker_id, asked.said, when)


@router.get("/rounds/{round_id}/health-results", dependencies=[may("plans.see")])
def health_checks_due(session: SessionOf, today: TodayOf, round_id: Number) -> list[HealthDue]:
    """Everybody of the standing plan who needs a check before the first day, those still open first."""
    round_of(session, round_id)
    return HealthDue.all_of(health_results.due(session, round_id, today))


@router.post("/rounds/{round_id}/health-results", dependencies=[may("health.record")])
def record_health_results(session: SessionOf, today: TodayOf, round_id: Number, asked: HealthResult) -> list[HealthDue]:
    """Write down one result for some people; "no" keeps them from this posting and from no other."""
    round_of(session, round_id)
    pairs = [(one.worker_id, one.posting_id) for one in asked.pairs]
    health_results.record(session, round_id, pairs, health_results.Result(asked.fit, asked.day, today))
    return health_checks_due(session, today, round_id)
