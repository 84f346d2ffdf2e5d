"""Workers as programs see them: masked, found by what an office remembers, full numbers with a purpose alone."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BeforeValidator, Field, StringConstraints

from api.web.dependencies import ReaderOf, SessionOf, TodayOf, may
from api.web.programs.problems import answers
from api.web.programs.shapes import READING, Asked, ListOf, Number, NumberOf, Purpose, Shape, Text, Word, listed, place
from data.registers import broker_claims
from data.views import personal
from data.views import workers as views
from data.views.cursors import After

router = APIRouter(tags=["workers"], responses=answers())
NUMBERS: Final = re.compile(r"\d{3}")  # part of a phone or an identity number


SEXES: Final = ("unsaid", "male", "female")


class WorkerLineTold(Shape):
    """One line of the register; name and phone are masked."""

    id: int
    name: str = Field(examples=["王*明"])
    phone: str | None = Field(examples=["138****5678"])
    county: str
    township: str
    village: str
    trades: list[str] = Field(description="codes of the national classification of occupations 2022")
    willing: str
    wage_wanted_fen: int | None = Field(description="a month, in fen")
    earliest: date | None
    group_id: int | None


class TradeTold(Shape):
    """A trade somebody knows."""

    occupation: str
    years: float | None


class HeldCertificate(Shape):
    """A certificate somebody holds."""

    kind: str
    valid_to: date | None


class ConsentTold(Shape):
    """A consent to hand data on, or to keep it; who it is given to, and whether it was withdrawn."""

    purpose: str
    employer_id: int | None
    given: date
    channel: str
    withdrawn: date | None


class Offered(Shape):
    """A posting offered, and the answer."""

    id: int
    posting_id: int
    title: str
    employer: str
    offered: date
    reply: str
    replied: date | None


class Standing(Shape):
    """Where a plan put this person: placed at a posting, or the reason why not."""

    plan_id: int
    outcome: str
    posting: str


class WorkerFacts(Shape):
    """Everything about one person that needs no unsealing."""

    id: int
    name_masked: str
    phone_masked: str | None
    sex: Annotated[Literal["unsaid", "male", "female"], BeforeValidator(SEXES.__getitem__)]
    birth: date | None
    county_code: int = Field(validation_alias="county", description="GB/T 2260")
    township: str
    village: str
    status: str
    willing: str
    wage_wanted_fen: int | None
    near_only: bool
    max_distance_km: float | None
    lodging_needed: bool
    night_shift_ok: bool | None
    personal_ranking: bool
    earliest: date | None
    latest: date | None
    home_by: date | None
    registered: date
    group_id: int | None


class WorkerTold(Shape):
    """One person, masked, with what belongs to them."""

    facts: WorkerFacts
    county: str
    trades: list[TradeTold]
    wishes: list[str]
    refused: list[str]
    certificates: list[HeldCertificate]
    consents: list[ConsentTold]
    companions: list[WorkerLineTold]
    offers: list[Offered]
    standing: list[Standing]


class FullNumbers(Shape):
    """What stands under seal."""

    name: str
    identity: str | None
    phone: str | None
    spare_phone: str | None
    emergency_contact: str | None


class Search(Asked):
    """What is remembered of a person; numbers go into the log of reads."""

    text: Annotated[Text, StringConstraints(min_length=1, max_length=100)] = Field(examples=["草海镇 王"])
    cursor: Annotated[str | None, Field(max_length=2000)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class WithPurpose(Asked):
    """A reading says what it is for."""

    purpose: Purpose


class ClaimDecided(Asked):
    """The broker the person named."""

    broker_id: NumberOf


class ClaimTold(Shape):
    """One broker's claim to have brought somebody."""

    broker_id: int = Field(validation_alias="organization_id")
    broker: str
    claimed: date
    counts: bool
    confirmed: date | None


class DisputedTold(Shape):
    """A person several brokers claim, still to be asked."""

    worker_id: int
    name: str
    home: str
    claims: list[ClaimTold]


@router.get("/workers", dependencies=[may("people.see")])
def workers(
    session: SessionOf,
    after: Annotated[After, Depends(place)],
    *,
    county_code: Annotated[int | None, Query(ge=1, le=999999, description="GB/T 2260")] = None,
    trade: Word = "",
    willing: Literal["", "yes", "no", "unknown"] = "",
) -> ListOf[WorkerLineTold]:
    """The register, newest first."""
    search = views.WorkerSearch("", county_code, trade, willing)
    return listed(WorkerLineTold, views.register(session, search, number=after))


@router.post("/workers/search", dependencies=[may("people.see")], openapi_extra=READING)
def find_workers(session: SessionOf, reader: ReaderOf, asked: Search) -> ListOf[WorkerLineTold]:
    """People by part of a name, a village, the end of a phone number or their own words; masked."""
    found = views.register(session, views.WorkerSearch(asked.text), number=After(asked.cursor, asked.limit))
    if NUMBERS.search(asked.text):
        personal.log(session, reader.entry("workers", ("search",), people=len(found.rows)))
    return listed(WorkerLineTold, found)


@router.get("/workers/{worker_id}", dependencies=[may("people.see")])
def worker(session: SessionOf, worker_id: Number) -> WorkerTold:
    """One person, masked."""
    view = views.one(session, worker_id)
    standing = [Standing(plan_id=plan, outcome=why, posting=title) for plan, why, title in view.standing]
    return WorkerTold(
        facts=WorkerFacts.of(view.worker),
        county=view.county,
        trades=TradeTold.all_of(view.trades),
        wishes=list(view.wishes),
        refused=list(view.refused),
        certificates=HeldCertificate.all_of(view.certificates),
        consents=ConsentTold.all_of(view.consents),
        companions=WorkerLineTold.all_of(view.companions),
        offers=Offered.all_of(view.offers),
        standing=standing,
    )


@router.post("/workers/{worker_id}/numbers", dependencies=[may("people.read_numbers")], openapi_extra=READING)
def full_numbers(session: SessionOf, reader: ReaderOf, worker_id: Number, asked: WithPurpose) -> FullNumbers:
    """Full name and numbers; the reading stands in the log first."""
    return FullNumbers.of(personal.of_worker(session, worker_id, personal.with_purpose(reader, asked.purpose)))


@router.get("/claims", dependencies=[may("claims.decide")])
def disputed_claims(session: SessionOf) -> ListOf[DisputedTold]:
    """People whom several brokers say they brought, still to be asked."""
    return ListOf(rows=DisputedTold.all_of(broker_claims.disputed(session)))


@router.post("/workers/{worker_id}/claims", dependencies=[may("claims.decide")])
def decide_claim(
    session: SessionOf, reader: ReaderOf, today: TodayOf, worker_id: Number, asked: ClaimDecided
) -> list[ClaimTold]:
    """Write down whom the person named."""
    broker_claims.decide(session, worker_id, asked.broker_id, on=today, by=reader.name)
    return ClaimTold.all_of(broker_claims.of_worker(session, worker_id))
