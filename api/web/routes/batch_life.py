"""The life of a batch: its steps, the gate before it leaves, papers in hand, the hand-over."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.office import rounds as life
from api.web.dependencies import SessionOf, TodayOf, ViewerOf, may, now
from api.web.pages import seen, taken_or_asked
from data.rounds import Signature, departure_gate
from data.views import batches as views

router = APIRouter()
Said = Annotated[str, Form(max_length=200)]


@router.post("/rounds/{round_id}/batches/step", status_code=303, dependencies=[may("rounds.lead")])
def step(  # noqa: PLR0913 - the fields of one form
    request: Request,
    session: SessionOf,
    viewer: ViewerOf,
    today: TodayOf,
    round_id: int,
    *,
    batch: Annotated[list[int], Form()],
    to: Annotated[str, Form(pattern="^[a-z_]+$")],
    note: Said = "",
    sure: Annotated[bool, Form()] = False,
) -> Response:
    """One batch or several take a step, all or none; the note is the signed reason for what is missing."""
    signature = Signature(viewer.name, now(), note, sure)
    take = partial(life.step_batches, session, round_id, batch, to, today=today, signature=signature)
    form: dict[str, str | list[str]] = {"batch": [str(one) for one in batch], "to": to, "note": note}
    return taken_or_asked(request, take, form, back=f"/rounds/{round_id}#trips")


@router.post("/batches/{batch_id}/gate", status_code=303, dependencies=[may("rounds.lead")])
def gate(  # noqa: PLR0913 - the fields of one form
    session: SessionOf,
    batch_id: int,
    *,
    leader: Said = "",
    deputy: Said = "",
    escorts: Said = "",
    receiver: Said = "",
    insurer: Said = "",
    insurance_number: Said = "",
    also: Annotated[list[int] | None, Form()] = None,
) -> RedirectResponse:
    """Who is in charge and how they are insured, of this batch and of others ticked beside it."""
    told = departure_gate.InCharge(leader, deputy, escorts, receiver, insurer, insurance_number)
    view = views.one(session, batch_id)
    departure_gate.enter(session, view.round.id, [batch_id, *(also or [])], told)
    return seen(f"/batches/{batch_id}#gate")


@router.post("/batches/{batch_id}/in-hand", status_code=303, dependencies=[may("health.record")])
def in_hand(
    session: SessionOf,
    viewer: ViewerOf,
    today: TodayOf,
    batch_id: int,
    *,
    certificate: Annotated[list[int] | None, Form()] = None,
    agreement: Annotated[list[int] | None, Form()] = None,
    everybody: Annotated[bool, Form()] = False,
) -> RedirectResponse:
    """Whose certificates were seen in the original and whose contract or agreement was handed over."""
    if everybody:
        held = departure_gate.in_hand(session, batch_id)
        certificate, agreement = sorted(held["needs_certificate"]), sorted(held["people"])
    for kind, workers in (("certificate", certificate), ("agreement", agreement)):
        told = departure_gate.PaperTold(kind, today, viewer.name)
        departure_gate.take_in_hand(session, batch_id, told, workers or [])
    return seen(f"/batches/{batch_id}#gate")


@router.post("/batches/{batch_id}/hand-over", status_code=303, dependencies=[may("boarding.tick")])
def hand_over(
    session: SessionOf, viewer: ViewerOf, batch_id: int, *, to_whom: Said = "", note: Said = ""
) -> RedirectResponse:
    """Who received the batch; without a name the hand-over is taken back."""
    life.hand_over(session, batch_id, to_whom, signature=Signature(viewer.name, now(), note))
    return seen(f"/batches/{batch_id}")
