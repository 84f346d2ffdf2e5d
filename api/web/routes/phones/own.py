"""A worker's own page: three postings, yes or no, where one is going, what one was answered."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from api.office import follow_up, papers
from api.office.follow_up import OfficeMoment
from api.office.phones import answering, choosing, home
from api.office.phones.answering import Answering
from api.office.phones.choosing import Sieve
from api.web.dependencies import PersonOf, ReaderOf, SessionOf, SettingsOf, TodayOf, ViewerOf, may, now
from api.web.pages import page, seen
from data import office_settings
from data.registers import concerns
from data.rounds import places
from data.tables import Concern
from data.views import own_page

router = APIRouter(prefix="/my")
SAID = ("yes", "no", "asked")
SEES, ANSWERS = [may("own.see")], [may("own.answer")]


@router.get("", dependencies=SEES)
def first(
    request: Request,
    session: SessionOf,
    settings: SettingsOf,
    viewer: ViewerOf,
    person: PersonOf,
    *,
    today: TodayOf,
    said: Annotated[str, Query(max_length=12)] = "",
) -> HTMLResponse:
    """Where they are going, else what they may choose from."""
    found = home.of(session, settings, person, today=today, by=viewer.name)
    return page(request, "phone/home.html", home=found, said=said, office=office_settings.current(session))


@router.get("/postings/{posting_id}", dependencies=SEES)
def posting(request: Request, session: SessionOf, person: PersonOf, today: TodayOf, posting_id: int) -> HTMLResponse:
    """One posting, to say yes or no to."""
    card = choosing.one(session, person, posting_id, today=today)
    return page(
        request, "phone/posting.html", card=card, said=own_page.said(session, person, posting_id),
        yeses=places.yeses(session, person, today), office=office_settings.current(session),
    )  # fmt: skip


class ReplyForm(BaseModel):
    """What was pressed, and the terms the page showed."""

    reply: Literal["yes", "no", "no_kind", "ask"]
    terms: str = Field("", max_length=64)
    words: str = Field("", max_length=500)


@router.post("/postings/{posting_id}/answer", dependencies=ANSWERS)
def answer(
    request: Request,
    session: SessionOf,
    viewer: ViewerOf,
    person: PersonOf,
    *,
    today: TodayOf,
    posting_id: int,
    form: Annotated[ReplyForm, Form()],
) -> Response:
    """Yes, no, no more of this kind, or a question."""
    became = answering.take(
        session, Answering(person, posting_id, form.terms, viewer.name, today, now()), form.reply, form.words
    )
    if became.became in SAID:
        return seen(f"/my?said={became.became}")
    return page(request, "phone/not_taken.html", http_status=409, became=became, posting_id=posting_id)


@router.post("/others", status_code=303, dependencies=ANSWERS)
def others(session: SessionOf, person: PersonOf, today: TodayOf) -> RedirectResponse:
    """Three others."""
    places.pass_over(session, person, since=today - choosing.DECIDING)
    return seen("/my")


class SieveForm(BaseModel):
    """What was typed to sift by; what is no number asks for nothing."""

    pay: str = Field("", max_length=7)
    lodging: bool = False
    trade: str = Field("", max_length=20)
    km: str = Field("", max_length=5)

    def sieve(self) -> Sieve:
        """The same as asked of the postings."""
        return Sieve(_number(self.pay), self.lodging, self.trade, _number(self.km))


@router.get("/more", dependencies=SEES)
def more(
    request: Request,
    session: SessionOf,
    settings: SettingsOf,
    person: PersonOf,
    *,
    today: TodayOf,
    asked: Annotated[SieveForm, Query()],
) -> HTMLResponse:
    """All of them, the nearest first, sifted by what the person asks for."""
    found = choosing.more(session, settings, person, asked.sieve(), today=today)
    return page(request, "phone/more.html", cards=found, sieve=asked.sieve())


@router.get("/slip", dependencies=SEES)
def slip(request: Request, session: SessionOf, person: PersonOf, reader: ReaderOf, today: TodayOf) -> HTMLResponse:
    """The slip: day in both calendars, stop, time, vehicle, leader, what to bring."""
    going = own_page.going(session, person, today)
    found = papers.printed_slips(session, going.plan_id, 0, person, reader)[0] if going and going.settled else None
    return page(request, "phone/slip.html", going=going, printed=found, office=office_settings.current(session))


@router.get("/trouble", dependencies=SEES)
def trouble_form(request: Request, session: SessionOf, person: PersonOf) -> HTMLResponse:
    """Something is wrong at work: tell the office, and see what it answered."""
    raised = concerns.of_worker(session, person)
    return page(request, "phone/trouble.html", raised=raised, office=office_settings.current(session))


@router.post("/trouble", status_code=303, dependencies=ANSWERS)
def trouble(
    session: SessionOf,
    person: PersonOf,
    today: TodayOf,
    *,
    words: Annotated[str, Form(max_length=500)],
    kind: Annotated[Literal["trouble", "correction"], Form()] = "trouble",
) -> RedirectResponse:
    """Told: the office sees it at once."""
    going = own_page.going(session, person, today)
    at = going.posting_id if going and kind == "trouble" else None
    concerns.raise_one(session, Concern(worker_id=person, posting_id=at, kind=kind, words=words, made=now()))
    return seen("/my/trouble")


@router.post("/return", status_code=303, dependencies=ANSWERS)
def back_to_old_employer(
    session: SessionOf, person: PersonOf, employer: Annotated[int, Form(ge=1)]
) -> RedirectResponse:
    """Back to the old employer: to its open posting, else the office is asked to ring there."""
    known = next((one for one in own_page.old_employers(session, person) if one.id == employer), None)
    if known is not None and known.posting_id:
        return seen(f"/my/postings/{known.posting_id}")
    if known is not None:
        words = f"想回 {known.name}"
        concerns.raise_one(session, Concern(worker_id=person, kind="old_employer", words=words, made=now()))
    return seen("/my?said=asked")


@router.post("/arrival", status_code=303, dependencies=ANSWERS)
def arrival(
    session: SessionOf,
    viewer: ViewerOf,
    person: PersonOf,
    today: TodayOf,
    said: Annotated[Literal["promised", "otherwise"], Form()],
) -> RedirectResponse:
    """Same place, work and pay as promised?"""
    going = own_page.going(session, person, today)
    if going is not None and going.arrived:
        follow_up.answer(session, going.round_id, person, said, OfficeMoment(today, today, now(), viewer.name))
    return seen("/my/trouble" if said == "otherwise" else "/my")


def _number(typed: str) -> int:
    """A number typed by hand; nothing asked for where it is none."""
    return int(typed) if typed.strip().isascii() and typed.strip().isdigit() else 0
