"""Questions about a plan and their answers: asked, answered, read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from data.columns import Line
from data.tables import (
    BackgroundRun,
    Employer,
    PlanQuestion,
    PlanRow,
    Posting,
    Round,
    UnplacedRow,
    Vehicle,
    VerifiedChange,
    Worker,
)
from data.tables.base import columns_of
from data.tables.findings import SUBJECTS
from data.tables.plans import OPEN_RUN_STATUSES
from labor.errors import BadInput, NotFound
from labor.words import Bilingual

OWNERS = {"worker": Worker, "posting": Posting, "vehicle": Vehicle, "plan": PlanRow}


@dataclass(frozen=True, slots=True)
class About:
    """Of which plan, and about whom: a worker, a posting, a vehicle, or the plan itself."""

    plan_id: int
    subject: str
    subject_id: int

    def __post_init__(self) -> None:
        if self.subject not in SUBJECTS:
            words = ", ".join(SUBJECTS)
            raise BadInput(f"只能问 {words},不能问 {self.subject} / ask about {words}, not about {self.subject}")

    @property
    def address(self) -> str:
        """Where its page stands."""
        return f"/plans/{self.plan_id}/questions/{self.subject}/{self.subject_id}"


@dataclass(frozen=True, slots=True)
class FoundChange:
    """One verified change; ids of the registers, None where it concerns nobody or no posting alone."""

    kind: str
    amount: float
    text: Bilingual
    gain_fen: float
    people: int
    everyone_anew: bool
    worker_id: int | None = None
    posting_id: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """What is asked about, how the newest asking of it went, and its answers in order."""

    about: About
    name: str
    reason: Line | None  # a worker's own line of the unplaced
    question: Line | None  # the newest that was answered, else the newest at all
    newest: Line | None
    answers: Sequence[Line]


def ask(session: Session, about: About, *, by: str, now: datetime) -> int:
    """Write a question down; raises NotFound where its plan or its subject does not exist."""
    if session.get(PlanRow, about.plan_id) is None:
        raise NotFound(f"没有 {about.plan_id} 号计划 / there is no plan {about.plan_id}")
    if session.get(OWNERS[about.subject], about.subject_id) is None:
        raise NotFound(f"没有 {about.subject_id} 号 / there is no {about.subject} {about.subject_id}")
    row = PlanQuestion(
        plan_id=about.plan_id, subject=about.subject, subject_id=about.subject_id, asked=now, asked_by=by, answered=None
    )
    session.add(row)
    session.flush()
    return row.id


def going(session: Session, about: About) -> int | None:
    """The run that looks into the same question at this moment."""
    same = (
        PlanQuestion.plan_id == about.plan_id,
        PlanQuestion.subject == about.subject,
        PlanQuestion.subject_id == about.subject_id,
    )
    query = (
        select(BackgroundRun.id)
        .join(PlanQuestion, PlanQuestion.run_id == BackgroundRun.id)
        .where(*same, BackgroundRun.status.in_(OPEN_RUN_STATUSES))
    )
    return session.scalars(query.order_by(BackgroundRun.id.desc())).first()


def taken_by(session: Session, question_id: int, run_id: int) -> None:
    """Say which run looks for the answers."""
    session.execute(update(PlanQuestion).where(PlanQuestion.id == question_id).values(run_id=run_id))


def about(session: Session, question_id: int) -> About:
    """What a question asks; raises NotFound."""
    row = session.get(PlanQuestion, question_id)
    if row is None:
        raise NotFound(f"没有 {question_id} 号提问 / there is no question {question_id}")
    return About(row.plan_id, row.subject, row.subject_id)


def of_run(session: Session, run_id: int) -> About | None:
    """The question a run looks into, None for a run of another kind."""
    found = session.scalar(select(PlanQuestion.id).where(PlanQuestion.run_id == run_id))
    return None if found is None else about(session, found)


def answer(session: Session, question_id: int, found: Sequence[FoundChange], *, complete: bool, now: datetime) -> None:
    """Keep the answers, best first, in place of earlier ones; ``complete`` unless it was stopped on the way."""
    session.execute(delete(VerifiedChange).where(VerifiedChange.question_id == question_id))
    rows = [
        {
            "question_id": question_id, "rank": rank, "worker_id": one.worker_id, "posting_id": one.posting_id,
            "kind": one.kind, "amount": one.amount, "text_zh": one.text.zh, "text_en": one.text.en,
            "gain_fen": one.gain_fen, "people": one.people, "everyone_anew": one.everyone_anew,
        }
        for rank, one in enumerate(found, start=1)
    ]  # fmt: skip
    if rows:
        session.execute(insert(VerifiedChange), rows)
    session.execute(update(PlanQuestion).where(PlanQuestion.id == question_id).values(answered=now, complete=complete))


def page(session: Session, asked: About) -> QuestionPage:
    """The question's page with its newest answers; raises NotFound for an unknown plan or subject."""
    name = _name(session, asked)
    mine = (
        PlanQuestion.plan_id == asked.plan_id,
        PlanQuestion.subject == asked.subject,
        PlanQuestion.subject_id == asked.subject_id,
    )
    columns = columns_of(PlanQuestion)
    newest = session.execute(
        select(*columns).where(*mine, PlanQuestion.run_id.is_not(None)).order_by(PlanQuestion.id.desc()).limit(1)
    ).first()
    answered = session.execute(
        select(*columns).where(*mine, PlanQuestion.answered.is_not(None)).order_by(PlanQuestion.id.desc()).limit(1)
    ).first()
    question = answered or newest
    return QuestionPage(asked, name, _reason(session, asked), question, newest, _answers(session, question))


def clash_run(session: Session, round_id: int) -> Line | None:
    """The newest run that looked for clashing pins of a round."""
    asked = select(PlanQuestion.run_id).where(PlanQuestion.run_id.is_not(None))
    query = select(*columns_of(BackgroundRun)).where(
        BackgroundRun.round_id == round_id, BackgroundRun.kind == "explain", BackgroundRun.id.not_in(asked)
    )
    return session.execute(query.order_by(BackgroundRun.id.desc()).limit(1)).first()


def answered_subjects(session: Session, plan_id: int, subject: str) -> set[int]:
    """Ids of the subjects of one kind about which answers are kept."""
    query = select(PlanQuestion.subject_id).where(
        PlanQuestion.plan_id == plan_id, PlanQuestion.subject == subject, PlanQuestion.answered.is_not(None)
    )
    return set(session.scalars(query))


def _answers(session: Session, question: Line | None) -> Sequence[Line]:
    if question is None:
        return ()
    query = (
        select(*columns_of(VerifiedChange), Worker.name_masked, Posting.title)
        .join(Worker, Worker.id == VerifiedChange.worker_id, isouter=True)
        .join(Posting, Posting.id == VerifiedChange.posting_id, isouter=True)
        .where(VerifiedChange.question_id == question.id)
    )
    return session.execute(query.order_by(VerifiedChange.rank)).all()


def _reason(session: Session, asked: About) -> Line | None:
    if asked.subject != "worker":
        return None
    mine = (UnplacedRow.plan_id == asked.plan_id, UnplacedRow.worker_id == asked.subject_id)
    told = (
        UnplacedRow.reason,
        UnplacedRow.detail,
        UnplacedRow.detail_zh,
        UnplacedRow.posting_id,
        UnplacedRow.vehicle_id,
    )
    return session.execute(select(*told).where(*mine)).first()


def _name(session: Session, asked: About) -> str:
    queries = {
        "worker": select(Worker.name_masked).where(Worker.id == asked.subject_id),
        "posting": select(Posting.title + "·" + Employer.name).join(Employer).where(Posting.id == asked.subject_id),
        "vehicle": select(Vehicle.number + " " + Vehicle.label).where(Vehicle.id == asked.subject_id),
        "plan": select(Round.name).join(PlanRow, PlanRow.round_id == Round.id).where(PlanRow.id == asked.subject_id),
    }
    name = session.scalar(queries[asked.subject])
    if name is None or session.get(PlanRow, asked.plan_id) is None:
        raise NotFound(f"没有 {asked.subject_id} 号 / there is no {asked.subject} {asked.subject_id} in this plan")
    return str(name).strip()
