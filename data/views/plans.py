"""Plans as pages show them: the sum on top, and behind every figure its rows."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import distinct, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from data.columns import Line
from data.tables import (
    AssignmentRow,
    BackgroundRun,
    Base,
    Batch,
    Employer,
    Fare,
    PlanDifference,
    PlanRow,
    Posting,
    Region,
    ReserveRow,
    Round,
    TripRow,
    UnplacedRow,
    Vehicle,
    Worker,
)
from data.views import aims
from data.views.paging import Page, Place, paged, unsealed
from labor.errors import NotFound

MUNICIPALITIES = (11, 12, 31, 50)


@dataclass(frozen=True, slots=True)
class PlanFlow:
    """People between two places of a plan; a missing point is None."""

    origin: str
    origin_at: tuple[float, float] | None
    destination: str
    destination_at: tuple[float, float] | None
    people: int
    trips: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan with its round, its trips and what its people travel by."""

    plan: Line
    round: Line
    batches: Sequence[Line]
    travel: dict[str, int]  # "trip", "own", "free" → people
    reasons: Sequence[tuple[str, int]]
    differences: dict[str, int]
    reserve: int
    seats: int
    people_on_trips: int
    costs_known: bool  # whether any vehicle or fare is on record at all


def plans(session: Session, *, number: Place = 1) -> Page[Line]:
    """Plans, newest first, each with its round's name and standing."""
    query = select(
        *unsealed(PlanRow),
        Round.name.label("round_name"),
        Round.status.label("round_status"),
        (Round.plan_id == PlanRow.id).label("holds"),
    ).join(Round, Round.id == PlanRow.round_id)
    return paged(session, query.order_by(PlanRow.id.desc()), lambda row: row, number=number, size=25)


def runs(session: Session, *, status: str = "", number: Place = 1) -> Page[Line]:
    """Runs, newest first; ``status`` narrows them."""
    query = select(*unsealed(BackgroundRun)).order_by(BackgroundRun.id.desc())
    narrowed = query.where(BackgroundRun.status == status) if status else query
    return paged(session, narrowed, lambda row: row, number=number)


def latest(session: Session) -> int | None:
    """The newest plan's number, None while there is none."""
    return session.scalar(select(func.max(PlanRow.id)))


def of_run(session: Session, run_id: int) -> int | None:
    """The plan a run made, None while it made none."""
    return session.scalar(select(PlanRow.id).where(PlanRow.run_id == run_id))


def one(session: Session, plan_id: int) -> PlanPage:
    """A plan's page; raises NotFound."""
    plan = session.execute(select(*unsealed(PlanRow)).where(PlanRow.id == plan_id)).first()
    if plan is None:
        raise no_such(plan_id)
    trips = batches(session, plan_id)
    return PlanPage(
        plan,
        session.execute(select(*unsealed(Round)).where(Round.id == plan.round_id)).one(),
        trips,
        _counted(session, AssignmentRow, AssignmentRow.travel, plan_id),
        reasons(session, plan_id),
        _counted(session, PlanDifference, PlanDifference.kind, plan_id),
        session.scalar(select(func.count(distinct(ReserveRow.worker_id))).where(ReserveRow.plan_id == plan_id)) or 0,
        sum(trip.seats for trip in trips),
        sum(trip.people for trip in trips),
        session.scalar(select(Vehicle.id).limit(1)) is not None
        or session.scalar(select(Fare.origin_hub_id).limit(1)) is not None,
    )


def known(session: Session, plan_id: int) -> None:
    """Raise NotFound for a plan that is not there: its lists would merely be empty."""
    if session.scalar(select(PlanRow.id).where(PlanRow.id == plan_id)) is None:
        raise no_such(plan_id)


def no_such(plan_id: int) -> NotFound:
    """What to say of a plan that is not there."""
    return NotFound(f"没有 {plan_id} 号计划 / there is no plan {plan_id}")


def batches(session: Session, plan_id: int) -> Sequence[Line]:
    """Trips of a plan as they are called out, each with its batch, vehicle and stops."""
    query = (
        select(
            *unsealed(TripRow),
            Batch.id.label("batch_id"),
            Batch.number.label("batch_number"),
            Batch.status.label("batch_status"),
            Vehicle.mode,
            Vehicle.label,
            Vehicle.plate,
            Vehicle.number.label("vehicle_number"),
            Vehicle.rated_seats,
            Vehicle.leaves_minute,
        )
        .join(Vehicle, Vehicle.id == TripRow.vehicle_id)
        .join(Batch, Batch.trip_id == TripRow.id, isouter=True)
    )
    return session.execute(query.where(TripRow.plan_id == plan_id).order_by(TripRow.number)).all()


def reasons(session: Session, plan_id: int) -> list[tuple[str, int]]:
    """Reasons for staying behind with their head count, commonest first."""
    query = select(UnplacedRow.reason, func.count()).where(UnplacedRow.plan_id == plan_id)
    found = session.execute(query.group_by(UnplacedRow.reason).order_by(func.count().desc(), UnplacedRow.reason))
    return [(reason, count) for reason, count in found]


def corridors(session: Session, plan_id: int) -> list[PlanFlow]:
    """Head counts from home county to the posting's city, busiest first."""
    query = (
        select(Worker.county, Posting.county, func.count(), func.count(distinct(AssignmentRow.trip_id)))
        .select_from(AssignmentRow)
        .join(Worker, Worker.id == AssignmentRow.worker_id)
        .join(Posting, Posting.id == AssignmentRow.posting_id)
        .where(AssignmentRow.plan_id == plan_id)
        .group_by(Worker.county, Posting.county)
    )
    regions = _regions(session)
    people: Counter[tuple[int, int]] = Counter()
    trips: Counter[tuple[int, int]] = Counter()
    for home, place, count, runs in session.execute(query):
        ends = (home, _city(place, regions))
        people[ends] += count
        trips[ends] = max(trips[ends], runs)
    return [
        PlanFlow(*_named(origin, regions), *_named(destination, regions), count, trips[origin, destination])
        for (origin, destination), count in people.most_common()
    ]


def postings_filled(session: Session, plan_id: int, *, number: Place = 1) -> Page[Line]:
    """Openings against people placed, posting by posting, most placed first."""
    placed = func.count(AssignmentRow.id).label("placed")
    query = (
        select(Posting.id, Posting.title, Posting.openings, Posting.start_by, Employer.name.label("employer"), placed)
        .join(AssignmentRow, AssignmentRow.posting_id == Posting.id)
        .join(Employer, Employer.id == Posting.employer_id)
        .where(AssignmentRow.plan_id == plan_id)
        .group_by(Posting.id, Posting.title, Posting.openings, Posting.start_by, Employer.name)
    )
    return paged(session, query.order_by(placed.desc(), Posting.id), lambda row: row, number=number)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which of a plan's people to list; empty fields narrow nothing."""

    travel: str = ""
    posting_id: int | None = None
    tier: str = ""
    guaranteed: bool = False


def placed(session: Session, plan_id: int, only: Narrowed = Narrowed(), *, number: Place = 1) -> Page[Line]:
    """People a plan places, masked, with posting, trip and score."""
    query = (
        select(
            AssignmentRow.worker_id,
            AssignmentRow.travel,
            AssignmentRow.score,
            AssignmentRow.value_fen,
            AssignmentRow.pinned,
            Worker.name_masked,
            Worker.township,
            Worker.village,
            Posting.id.label("posting_id"),
            Posting.title,
            Employer.name.label("employer"),
            TripRow.number.label("trip_number"),
            Batch.id.label("batch_id"),
            Batch.number.label("batch_number"),
        )
        .join(Worker, Worker.id == AssignmentRow.worker_id)
        .join(Posting, Posting.id == AssignmentRow.posting_id)
        .join(Employer, Employer.id == Posting.employer_id)
        .join(TripRow, TripRow.id == AssignmentRow.trip_id, isouter=True)
        .join(Batch, Batch.trip_id == TripRow.id, isouter=True)
        .where(AssignmentRow.plan_id == plan_id)
    )
    if only.travel:
        query = query.where(AssignmentRow.travel == only.travel)
    if only.posting_id:
        query = query.where(AssignmentRow.posting_id == only.posting_id)
    if only.guaranteed:
        query = query.where(or_(Posting.guaranteed, Employer.guaranteed))
    if only.tier:
        ends = aims.county_pairs(session, plan_id, only.tier)
        query = query.where(tuple_(Worker.county, Posting.county).in_(ends))
    order = (TripRow.number.is_(None), TripRow.number, AssignmentRow.posting_id, AssignmentRow.worker_id)
    return paged(session, query.order_by(*order), lambda row: row, number=number)


def unplaced(session: Session, plan_id: int, *, reason: str = "", number: Place = 1) -> Page[Line]:
    """People a plan leaves behind, masked, with the reason."""
    query = (
        select(
            UnplacedRow.worker_id,
            UnplacedRow.reason,
            UnplacedRow.detail,
            UnplacedRow.detail_zh,
            UnplacedRow.posting_id,
            UnplacedRow.vehicle_id,
            Worker.name_masked,
            Worker.phone_masked,
            Worker.township,
            Worker.village,
            Region.name.label("county_name"),
            Worker.registered,
        )
        .join(Worker, Worker.id == UnplacedRow.worker_id)
        .join(Region, Region.code == Worker.county, isouter=True)
        .where(UnplacedRow.plan_id == plan_id)
    )
    if reason:
        query = query.where(UnplacedRow.reason == reason)
    return paged(session, query.order_by(UnplacedRow.reason, UnplacedRow.worker_id), lambda row: row, number=number)


def differences(session: Session, plan_id: int, *, number: Place = 1) -> Page[Line]:
    """What a mended plan changed, person by person."""
    before, after = aliased(Posting), aliased(Posting)
    query = (
        select(
            *unsealed(PlanDifference),
            Worker.name_masked,
            before.title.label("title_before"),
            after.title.label("title_after"),
        )
        .join(Worker, Worker.id == PlanDifference.worker_id)
        .join(before, before.id == PlanDifference.posting_before, isouter=True)
        .join(after, after.id == PlanDifference.posting_after, isouter=True)
        .where(PlanDifference.plan_id == plan_id)
    )
    return paged(session, query.order_by(PlanDifference.kind, PlanDifference.id), lambda row: row, number=number)


def reserve(session: Session, plan_id: int, *, posting_id: int | None = None, number: Place = 1) -> Page[Line]:
    """Who is asked next, posting by posting in order of rank."""
    query = (
        select(
            *unsealed(ReserveRow),
            Worker.name_masked,
            Worker.phone_masked,
            Worker.township,
            Worker.village,
            Posting.title,
            Employer.name.label("employer"),
        )
        .join(Worker, Worker.id == ReserveRow.worker_id)
        .join(Posting, Posting.id == ReserveRow.posting_id)
        .join(Employer, Employer.id == Posting.employer_id)
        .where(ReserveRow.plan_id == plan_id)
    )
    if posting_id:
        query = query.where(ReserveRow.posting_id == posting_id)
    return paged(session, query.order_by(ReserveRow.posting_id, ReserveRow.rank), lambda row: row, number=number)


def scores(session: Session, plan_id: int) -> dict[tuple[int, int], float]:
    """(worker, posting) → score of a plan's assignments."""
    query = select(AssignmentRow.worker_id, AssignmentRow.posting_id, AssignmentRow.score)
    rows = session.execute(query.where(AssignmentRow.plan_id == plan_id))
    return {(worker, posting): score for worker, posting, score in rows if score is not None}


def fingerprint(session: Session, plan_id: int) -> str:
    """Twelve characters that are equal for equal plans: who goes where, how, and on which trip."""
    query = (
        select(AssignmentRow.worker_id, AssignmentRow.posting_id, AssignmentRow.travel, TripRow.number)
        .join(TripRow, TripRow.id == AssignmentRow.trip_id, isouter=True)
        .where(AssignmentRow.plan_id == plan_id)
        .order_by(AssignmentRow.worker_id)
    )
    text = "\n".join(",".join(map(str, row)) for row in session.execute(query))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _counted(session: Session, table: type[Base], column: InstrumentedAttribute[str], plan_id: int) -> dict[str, int]:
    of_plan: InstrumentedAttribute[int] = getattr(table, "plan_id")  # noqa: B009 - Base itself has none
    query = select(column, func.count()).where(of_plan == plan_id).group_by(column)
    return {row[0]: row[1] for row in session.execute(query)}


def _regions(session: Session) -> dict[int, Line]:
    query = select(Region.code, Region.name, Region.longitude, Region.latitude)
    return {row.code: row for row in session.execute(query)}


def _city(code: int, regions: Mapping[int, Line]) -> int:
    """The prefecture; the municipality itself for 11, 12, 31, 50; a directly administered county stays."""
    steps = [code // 100 * 100, code // 10000 * 10000] if code // 10000 in MUNICIPALITIES else [code // 100 * 100]
    return next((step for step in steps if step in regions), code)


def _named(code: int, regions: Mapping[int, Line]) -> tuple[str, tuple[float, float] | None]:
    row = regions.get(code)
    if row is None:
        return str(code), None
    return row.name, None if row.longitude is None or row.latitude is None else (row.longitude, row.latitude)
