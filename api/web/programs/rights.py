"""What a person may ask of the office: consents, a copy of everything kept, no personal ranking, erasure."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, BackgroundTasks, Request
from pydantic import Field, StringConstraints
from starlette.responses import Response

from api.office import rights
from api.office.rights import ConsentForm, RoundForm
from api.web.dependencies import ReaderOf, SessionOf, TodayOf, engine_of, may, now
from api.web.programs.people import ConsentTold, WithPurpose
from api.web.programs.problems import answers
from api.web.programs.shapes import READING, Asked, Number, NumberOf, Purpose, Shape
from data.database import leave_no_trace
from data.rights import personal_rights
from data.rounds import Signature, round_of
from data.views import rights as views
from data.views.personal import with_purpose

router = APIRouter(tags=["rights of a person"], responses=answers(409))


class ConsentGiven(Asked):
    """A consent heard on the telephone or face to face; to hand data to an employer it names which one."""

    day: date
    channel: Literal["phone", "in_person"]
    purpose: Literal["register", "employer", "transport", "insurer"] = "employer"
    employer_id: NumberOf | None = None

    @property
    def form(self) -> ConsentForm:
        """The same as the page's form sends it."""
        return ConsentForm(day=self.day, channel=self.channel, purpose=self.purpose, employer=self.employer_id or 0)


class RoundConsents(ConsentGiven):
    """The same said by several people of one employer when asked."""

    worker_ids: Annotated[list[NumberOf], Field(min_length=1, max_length=1000)]


class Withdrawn(Asked):
    """Which consent ends."""

    purpose: Literal["register", "employer", "transport", "insurer"]
    employer_id: NumberOf | None = None


class Ranking(Asked):
    """Whether postings are ranked by this person's own data (PIPL 24)."""

    personal: bool


class Erasure(Asked):
    """The register number typed once more, and why."""

    number: Annotated[str, StringConstraints(max_length=20)]
    purpose: Purpose


class LackingTold(Shape):
    """People placed at one employer whose consent to hand on their data is missing."""

    employer_id: int
    employer: str
    people: list[tuple[int, str]] = Field(description="register number and masked name")


@router.post("/workers/{worker_id}/consents", dependencies=[may("consents.record")], status_code=201)
def give_consent(
    session: SessionOf, reader: ReaderOf, today: TodayOf, worker_id: Number, asked: ConsentGiven
) -> list[ConsentTold]:
    """Write down a consent heard."""
    rights.record(session, worker_id, asked.form.told(Signature(reader.name, now()), today))
    return ConsentTold.all_of(views.of_worker(session, worker_id).consents)


@router.post("/workers/{worker_id}/consents/withdraw", dependencies=[may("consents.record")])
def withdraw_consent(session: SessionOf, today: TodayOf, worker_id: Number, asked: Withdrawn) -> list[ConsentTold]:
    """End a consent from today on; as easy as giving it (PIPL 15)."""
    personal_rights.withdraw(session, worker_id, asked.purpose, on=today, employer_id=asked.employer_id)
    return ConsentTold.all_of(views.of_worker(session, worker_id).consents)


@router.get("/rounds/{round_id}/consents", dependencies=[may("plans.see")])
def consents_lacking(session: SessionOf, round_id: Number) -> list[LackingTold]:
    """Who said yes to the work and was not asked about their data."""
    round_of(session, round_id)
    return LackingTold.all_of(views.lacking(session, round_id))


@router.post("/rounds/{round_id}/consents", dependencies=[may("consents.record")], status_code=201)
def give_consents(
    session: SessionOf, reader: ReaderOf, today: TodayOf, round_id: Number, asked: RoundConsents
) -> list[LackingTold]:
    """Write down what the people of one employer said when asked; who is still missing."""
    round_of(session, round_id)
    form = RoundForm(**asked.form.model_dump(), agreed="yes", worker=asked.worker_ids)
    rights.record_for_round(session, round_id, form.worker, form.told(Signature(reader.name, now()), today))
    return LackingTold.all_of(views.lacking(session, round_id))


@router.post(
    "/workers/{worker_id}/copy",
    dependencies=[may("people.read_numbers")],
    openapi_extra=READING,
    response_model=dict[str, Any],
)
def copy_of_everything(session: SessionOf, reader: ReaderOf, worker_id: Number, asked: WithPurpose) -> Response:
    """Everything kept of one person, in the open, to hand over; logged."""
    content = rights.copy_file(session, worker_id, with_purpose(reader, asked.purpose))
    return Response(content, media_type="application/json")


@router.put("/workers/{worker_id}/ranking", dependencies=[may("people.change")], status_code=204)
def rank(session: SessionOf, reader: ReaderOf, worker_id: Number, asked: Ranking) -> None:
    """Rank postings by this person's own data, or by distance alone."""
    rights.rank(session, worker_id, personally=asked.personal, by=Signature(reader.name, now()))


@router.post("/workers/{worker_id}/erase", dependencies=[may("people.erase")], status_code=204)
def erase(
    request: Request, tasks: BackgroundTasks, session: SessionOf, reader: ReaderOf, worker_id: Number, asked: Erasure
) -> None:
    """Forget a person."""
    by = Signature(reader.name, now(), "本人要求删除 / erased on request")
    rights.erase(session, worker_id, asked.number, reader=with_purpose(reader, asked.purpose), by=by)
    tasks.add_task(leave_no_trace, engine_of(request))
