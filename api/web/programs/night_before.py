"""The night before a batch leaves: drop-outs, joiners, the reserve and its answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints

from api.office import night_before as desk
from api.web.dependencies import ReaderOf, SessionOf, SettingsOf, TodayOf, engine_of, may, now
from api.web.programs.problems import answers
from api.web.programs.shapes import Asked, Note, Number, NumberOf, Shape, Text
from data.database import opened
from data.exports.people import unsealed
from data.rounds import Signature
from data.views import batches as views

router = APIRouter(tags=["departures and arrivals"], responses=answers(409))


class BatchChanges(Asked):
    """Who is out, and who comes in: one line a person with name and telephone, or a register number."""

    out: list[NumberOf] = Field([], max_length=200)
    lines: list[Annotated[Text, StringConstraints(max_length=200)]] = Field([], max_length=60)
    reason: Note = ""


class BatchChanged(Shape):
    """What was changed; `said` names in both languages each line or person that could not be followed."""

    out: int
    joined: int
    seated: int = Field(description="joiners and reserve who were promised a seat of their own")
    said: list[str]
    run_id: int | None = None


class ReserveLine(Shape):
    """Somebody to call, in order."""

    worker_id: int
    posting_id: int
    title: str
    name: str
    phone: str
    terms: str = Field(description="of the posting, as they stand now: sent back with the answer")


class ReserveAnswer(Asked):
    """What one of the reserve said to one posting."""

    worker_id: NumberOf
    posting_id: NumberOf
    answer: Literal["yes", "no", "not_asked"]
    terms: Annotated[Text, StringConstraints(max_length=16)] = Field(description="as the reserve told them when called")


class ReserveAnswers(Asked):
    """Answers of the reserve; the plan is mended with those who said yes and those who joined alone."""

    answers: list[ReserveAnswer] = Field([], max_length=100)


@router.post("/batches/{batch_id}/changes", dependencies=[may("rounds.lead")])
def change_batch(
    request: Request, reader: ReaderOf, today: TodayOf, batch_id: Number, asked: BatchChanges
) -> BatchChanged:
    """Drop-outs leave the batch at once; joiners are found or registered and get a seat that fell free."""
    lines, signature = "\n".join(asked.lines), Signature(reader.name, now(), asked.reason)
    told = desk.change(engine_of(request), batch_id, asked.out, lines, today=today, signature=signature)
    return BatchChanged(out=told.out, joined=told.joined, seated=told.seated, said=told.said)


@router.post("/batches/{batch_id}/reserve", dependencies=[may("people.read_numbers")])
def open_reserve(session: SessionOf, reader: ReaderOf, batch_id: Number) -> list[ReserveLine]:
    """Whom to call in order, with names and telephones; each is entered in the log of reads."""
    called = desk.to_call(session, views.one(session, batch_id))
    asked = replace(reader, purpose=f"{reader.purpose} · 叫候补")
    people = unsealed(session, [one.worker_id for one in called], asked, ("name", "phone"))
    terms = desk.terms_shown(session, called)
    return [
        ReserveLine(
            worker_id=one.worker_id,
            posting_id=one.posting_id,
            title=one.title,
            name=people[one.worker_id].name,
            phone=people[one.worker_id].phone,
            terms=terms[one.posting_id],
        )
        for one in called
    ]


@router.post("/batches/{batch_id}/reserve/answers", dependencies=[may("rounds.lead")])
def answer_reserve(
    request: Request, settings: SettingsOf, reader: ReaderOf, today: TodayOf, batch_id: Number, asked: ReserveAnswers
) -> BatchChanged:
    """Write the answers down and mend the plan in the background; the run's number."""
    engine, key_of = engine_of(request), {answer: key for key, answer in desk.KEYS.items()}
    form = {f"answer-{one.worker_id}-{one.posting_id}": key_of[one.answer] for one in asked.answers}
    form |= {f"terms-{one.worker_id}-{one.posting_id}": one.terms for one in asked.answers}
    with opened(engine) as session:
        told = desk.answer(session, batch_id, form, today=today, signature=Signature(reader.name, now()))
    run_id = desk.mend(engine, settings, batch_id, told, by=reader.name, today=today)
    return BatchChanged(out=told.out, joined=told.joined, seated=told.seated, said=told.said, run_id=run_id)
