"""What a person may ask: consents, a copy of everything kept, no personal ranking, erasure."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.office import rights
from api.office.rights import ConsentForm, RoundForm
from api.web.dependencies import ReaderOf, SessionOf, TodayOf, ViewerOf, engine_of, may, now
from api.web.pages import seen
from data.database import leave_no_trace
from data.rights import personal_rights
from data.rounds import Signature
from data.views.personal import with_purpose

router = APIRouter()


@router.post("/workers/{worker_id}/consents", status_code=303, dependencies=[may("consents.record")])
def consent(
    session: SessionOf, viewer: ViewerOf, today: TodayOf, worker_id: int, form: Annotated[ConsentForm, Form()]
) -> RedirectResponse:
    """Write down a consent heard."""
    rights.record(session, worker_id, form.told(Signature(viewer.name, now()), today))
    return seen(f"/workers/{worker_id}#rights")


@router.post("/workers/{worker_id}/consents/withdraw", status_code=303, dependencies=[may("consents.record")])
def withdraw(
    session: SessionOf,
    today: TodayOf,
    worker_id: int,
    purpose: Annotated[str, Form(max_length=40)],
    employer: Annotated[int, Form(ge=0)] = 0,
) -> RedirectResponse:
    """End a consent from today on; as easy as giving it (PIPL 15)."""
    personal_rights.withdraw(session, worker_id, purpose, on=today, employer_id=employer or None)
    return seen(f"/workers/{worker_id}#rights")


@router.post("/rounds/{round_id}/consents", status_code=303, dependencies=[may("consents.record")])
def consents(
    session: SessionOf, viewer: ViewerOf, today: TodayOf, round_id: int, form: Annotated[RoundForm, Form()]
) -> RedirectResponse:
    """Write down what the people of one employer said when asked."""
    told = form.told(Signature(viewer.name, now()), today)
    rights.record_for_round(session, round_id, form.worker, told)
    return seen(f"/rounds/{round_id}")


@router.post("/workers/{worker_id}/copy", dependencies=[may("people.read_numbers")])
def copy(
    session: SessionOf,
    reader: ReaderOf,
    worker_id: int,
    purpose: Annotated[str, Form(min_length=2, max_length=120)],
) -> Response:
    """Everything kept of one person, to hand over; the reading goes into the log."""
    content = rights.copy_file(session, worker_id, with_purpose(reader, purpose))
    headers = {"content-disposition": f'attachment; filename="worker-{worker_id}.json"', "cache-control": "no-store"}
    return Response(content, media_type="application/json", headers=headers)


@router.post("/workers/{worker_id}/ranking", status_code=303, dependencies=[may("people.change")])
def ranking(
    session: SessionOf,
    viewer: ViewerOf,
    worker_id: int,
    personal: Annotated[str, Form(pattern="^(on|off)$")],
) -> RedirectResponse:
    """Rank postings by this person's own data, or by distance alone."""
    rights.rank(session, worker_id, personally=personal == "on", by=Signature(viewer.name, now()))
    return seen(f"/workers/{worker_id}#rights")


@router.post("/workers/{worker_id}/erase", status_code=303, dependencies=[may("people.erase")])
def erase(
    request: Request,
    tasks: BackgroundTasks,
    session: SessionOf,
    viewer: ViewerOf,
    reader: ReaderOf,
    *,
    worker_id: int,
    number: Annotated[str, Form(max_length=20)],
    why: Annotated[str, Form(min_length=2, max_length=120)],
) -> RedirectResponse:
    """Forget a person, after their number was typed again."""
    by = Signature(viewer.name, now(), "本人要求删除 / erased on request")
    rights.erase(session, worker_id, number, reader=with_purpose(reader, why), by=by)
    tasks.add_task(leave_no_trace, engine_of(request))  # once the commit stands
    return seen(f"/workers/{worker_id}")
