"""Consents as pages show them: those of one person, and those a round still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select, union
from sqlalchemy.orm import Session

from data.columns import Line
from data.rounds import offers
from data.tables import AssignmentRow, Consent, Employer, Offer, Posting, Round, Worker
from data.views.paging import unsealed

LIVE = ("draft", "offered", "confirmed", "locked")


@dataclass(frozen=True, slots=True)
class Rights:
    """One person's consents, newest first, and the employers a consent may name."""

    consents: Sequence[Line]  # with ``employer``, None where any recipient of that kind is meant
    employers: Sequence[Line]  # id and name of those they were offered to, or planned to


@dataclass(frozen=True, slots=True)
class Lacking:
    """People placed at one employer who said yes to the work and whose consent to hand on their data is missing."""

    employer_id: int
    employer: str
    people: tuple[tuple[int, str], ...]  # register number and masked name


def of_worker(session: Session, worker_id: int) -> Rights:
    """What a person agreed to, and whom else they may be asked about."""
    given = (
        select(*unsealed(Consent), Employer.name.label("employer"))
        .join(Employer, Employer.id == Consent.employer_id, isouter=True)
        .where(Consent.worker_id == worker_id)
        .order_by(Consent.id.desc())
    )
    asked = union(
        select(Offer.posting_id).where(Offer.worker_id == worker_id),
        select(AssignmentRow.posting_id).where(AssignmentRow.worker_id == worker_id),
    )
    owners = select(Posting.employer_id).where(Posting.id.in_(asked))
    employers = select(Employer.id, Employer.name).where(Employer.id.in_(owners)).order_by(Employer.name)
    return Rights(session.execute(given).all(), session.execute(employers).all())


def lacking(session: Session, round_id: int) -> list[Lacking]:
    """By employer: who said yes on the present terms and never answered. Whoever withdrew is asked in person."""
    pairs = {pair for pair, said in offers.standing(session, round_id).items() if said == "yes"}
    query = (
        select(AssignmentRow.worker_id, Posting.id, Employer.id, Employer.name, Worker.name_masked)
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .join(Posting, Posting.id == AssignmentRow.posting_id)
        .join(Employer, Employer.id == Posting.employer_id)
        .join(Worker, Worker.id == AssignmentRow.worker_id)
        .where(Round.id == round_id)
        .order_by(Employer.name, AssignmentRow.worker_id)
    )
    answered = _answered(session, round_id)
    people: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for worker, posting, employer, name, masked in session.execute(query):
        if (worker, posting) in pairs and not answered & {(worker, None), (worker, employer)}:
            people.setdefault((employer, name), []).append((worker, masked))
    return [Lacking(employer, name, tuple(found)) for (employer, name), found in people.items()]


def _answered(session: Session, round_id: int) -> set[tuple[int, int | None]]:
    """Workers of the standing plan with the employer a consent names, withdrawn or not; None: wants no registering."""
    placed = select(AssignmentRow.worker_id).join(Round, Round.plan_id == AssignmentRow.plan_id)
    query = select(Consent.worker_id, Consent.employer_id).where(
        Consent.worker_id.in_(placed.where(Round.id == round_id)),
        or_(
            and_(Consent.purpose == "employer", Consent.employer_id.is_not(None)),
            and_(Consent.purpose == "register", Consent.withdrawn.is_not(None)),
        ),
    )
    return {(worker, employer) for worker, employer in session.execute(query)}


def live_rounds(session: Session, worker_id: int) -> Sequence[int]:
    """Rounds not yet departed whose standing plan places this person."""
    query = select(Round.id).join(AssignmentRow, AssignmentRow.plan_id == Round.plan_id)
    return session.scalars(query.where(AssignmentRow.worker_id == worker_id, Round.status.in_(LIVE))).all()


def against_ranking(session: Session) -> set[int]:
    """Who asked that postings are not ranked by their own data (PIPL 24)."""
    return set(session.scalars(select(Worker.id).where(Worker.personal_ranking.is_(False))))
