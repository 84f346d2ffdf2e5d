"""A round as its page shows it: steps taken, who was asked and what they said, who dropped out or joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.columns import Line
from data.rounds import offers
from data.tables import (
    AssignmentRow,
    BackgroundRun,
    Batch,
    Employer,
    PlanRow,
    Posting,
    Region,
    RosterChange,
    Round,
    RoundStep,
    TripRow,
    TripStep,
    Worker,
)
from data.views.cursors import After, following
from data.views.paging import Page, Place, Query, in_pages, paged, unsealed
from labor.errors import NotFound

ASKED_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round with what has happened to it."""

    round: Line
    steps: Sequence[Line]
    answers: Counter[str]
    changes: Sequence[Line]
    plans: Sequence[Line]
    trip_steps: Sequence[Line]
    unplanned: int  # drop-outs and joiners since the standing plan was made


@dataclass(frozen=True, slots=True)
class OfferedWorker:
    """One person of the standing plan, with the offer in plain figures and what they said."""

    worker_id: int
    posting_id: int
    name: str
    phone: str | None
    home: str
    answer: str
    title: str
    employer: str
    place: str
    offer: Line
    by_road: bool = False  # wants no ranking by their own data


def one(session: Session, round_id: int) -> RoundPage:
    """A round's page; raises NotFound."""
    row = session.execute(select(*unsealed(Round)).where(Round.id == round_id)).first()
    if row is None:
        raise NotFound(f"没有 {round_id} 号轮次 / there is no round {round_id}")
    steps = select(*unsealed(RoundStep), RoundStep.note).where(RoundStep.round_id == round_id).order_by(RoundStep.id)
    changes = _changes(session, round_id)
    made = select(
        PlanRow.id, PlanRow.created, PlanRow.placed_people, PlanRow.before_id, BackgroundRun.started.label("began")
    )
    made = (
        made.join(BackgroundRun, BackgroundRun.id == PlanRow.run_id, isouter=True)
        .where(PlanRow.round_id == round_id)
        .order_by(PlanRow.id.desc())
    )
    plans = session.execute(made).all()
    since = plans[0].began or plans[0].created if plans else None  # what came in while it was made is not in it
    return RoundPage(
        row,
        session.execute(steps).all(),
        Counter(offers.standing(session, round_id).values()),
        changes,
        plans,
        _trip_steps(session, round_id),
        sum(1 for change in changes if since is None or change.made > since),
    )


def rounds(session: Session, *, status: str = "", number: Place = 1) -> Page[Line]:
    """Rounds, newest first; ``status`` narrows them."""
    query = select(*unsealed(Round)).order_by(Round.id.desc())
    return paged(session, query.where(Round.status == status) if status else query, lambda row: row, number=number)


def asked(session: Session, round_id: int, *, answer: str = "", number: Place = 1) -> Page[OfferedWorker]:
    """People of the standing plan, those without an answer first, then trip by trip."""
    said = offers.standing(session, round_id)
    wanted = {worker for (worker, _), word in said.items() if answer in ("", word)}
    query = _in_order(
        select(
            Worker.id.label("worker_id"), Worker.personal_ranking, Worker.name_masked, Worker.phone_masked,
            Worker.township, Worker.village,
            *unsealed(Posting), Employer.name.label("employer"), Region.name.label("place"),
            TripRow.leaves, TripRow.arrives, TripRow.number.label("trip_number"), AssignmentRow.travel,
        ),
        round_id,
    )  # fmt: skip
    if isinstance(number, After):
        return _asked_after(session, query, number, said, wanted)
    everybody = session.scalars(_in_order(select(AssignmentRow.worker_id), round_id))
    page = in_pages([worker for worker in everybody if worker in wanted], number, ASKED_A_PAGE)
    rows = session.execute(query.where(Worker.id.in_(page.rows)))
    return Page([_asked(row, said) for row in rows], page.number, page.total, page.size)


def _asked_after(
    session: Session, query: Query, after: After, said: offers.Standing, wanted: set[int]
) -> Page[OfferedWorker]:
    """Those of the next stretch of the plan whose answer is wanted; fewer than asked for, but none only at the end."""
    while True:
        found, further = following(session, query, after)
        rows = [_asked(row, said) for row in found if row.worker_id in wanted]
        if rows or further is None:
            return Page(rows, 0, 0, after.size, further)
        after = After(further, after.size)


def _in_order(query: Query, round_id: int) -> Query:
    """Of the standing plan's people, trip by trip and posting by posting."""
    return (
        query.select_from(AssignmentRow)
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .join(Worker, Worker.id == AssignmentRow.worker_id)
        .join(Posting, Posting.id == AssignmentRow.posting_id)
        .join(Employer, Employer.id == Posting.employer_id)
        .join(Region, Region.code == Posting.county, isouter=True)
        .join(TripRow, TripRow.id == AssignmentRow.trip_id, isouter=True)
        .where(Round.id == round_id)
        .order_by(TripRow.number.is_(None), TripRow.number, Posting.id, Worker.id)
    )


def _asked(row: Line, said: offers.Standing) -> OfferedWorker:
    return OfferedWorker(
        row.worker_id,
        row.id,
        row.name_masked,
        row.phone_masked,
        f"{row.township} {row.village}",
        said.get((row.worker_id, row.id), "not_asked"),
        row.title,
        row.employer,
        row.place or "",
        row,
        not row.personal_ranking,
    )


def _trip_steps(session: Session, round_id: int) -> Sequence[Line]:
    query = (
        select(*unsealed(TripStep), TripStep.note, Batch.number, Worker.name_masked)
        .join(Batch, Batch.id == TripStep.batch_id, isouter=True)
        .join(Worker, Worker.id == TripStep.worker_id, isouter=True)
    )
    newest = query.where(TripStep.round_id == round_id).order_by(TripStep.id.desc()).limit(40)
    return session.execute(newest).all()


def _changes(session: Session, round_id: int) -> Sequence[Line]:
    query = select(*unsealed(RosterChange), RosterChange.reason, Worker.name_masked).join(
        Worker, Worker.id == RosterChange.worker_id
    )
    return session.execute(query.where(RosterChange.round_id == round_id).order_by(RosterChange.id.desc())).all()
