"""A round: made, pinned, offered, answered, locked, mended; who drops out and who joins."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field, StringConstraints

from api.office import call_sheets
from api.office import rounds as life
from api.planning import pins as by_hand
from api.web.dependencies import ReaderOf, SessionOf, TodayOf, may, now
from api.web.programs.problems import answers
from api.web.programs.shapes import Asked, ListOf, Note, Number, NumberOf, Shape, Text, Word, Words, listed, place
from data import office_settings, rounds
from data.rounds import Signature, opening
from data.rounds.manual_changes import PinnedTo
from data.views import pins
from data.views import rounds as views
from data.views.cursors import After
from labor.errors import BadInput
from labor.market import DateWindow

router = APIRouter(tags=["rounds"], responses=answers(409))
Status = Literal["", "draft", "offered", "confirmed", "locked", "departed", "cancelled"]
KEY_OF = {answer: key for key, answer in life.KEYS.items()}


class RoundLine(Shape):
    """A round and its window; `plan_id` is the plan that holds."""

    id: int
    name: str
    first_day: date
    last_day: date
    status: str
    plan_id: int | None
    created: datetime


class ObstacleTold(Shape):
    """One thing that keeps a round from a step, and what to do about it."""

    rule: str
    words: Words
    to_do: Words
    worker_id: int | None = Field(validation_alias="worker")
    posting_id: int | None = Field(validation_alias="posting")
    vehicle_id: int | None = Field(validation_alias="vehicle")


class NextStep(Shape):
    """A step that may come next, and what stands in its way."""

    to: str
    obstacles: list[ObstacleTold]
    warnings: list[ObstacleTold] = Field(
        description="these let it be taken with a note that says how they were checked"
    )


class RoundTold(Shape):
    """Where a round stands."""

    round: RoundLine
    next_steps: list[NextStep]
    answers: dict[str, int] = Field(description="how many said what")
    plan_ids: list[int] = Field(description="its plans, newest first")
    unplanned_changes: int = Field(description="drop-outs and joiners since the standing plan was made")


class NewRound(Asked):
    """A round to begin: the days people leave."""

    first_day: date = Field(examples=["2026-12-01"])
    last_day: date = Field(examples=["2026-12-14"])
    name: Annotated[Text, StringConstraints(max_length=60)] = ""


class Step(Asked):
    """A step of a round's life; `sure` says a second time that an unlikely one is meant."""

    to: Literal["draft", "offered", "confirmed", "locked", "departed", "cancelled"]
    note: Note = ""
    sure: bool = False


class PinTold(Shape):
    """Who is held where, or kept from where."""

    id: int
    kind: str
    worker_id: int
    name_masked: str
    posting_id: int | None
    title: str | None
    made: datetime
    made_by: str


class NewPin(Asked):
    """Hold a worker to a posting, keep them from it (without a posting: from every one), or take either back."""

    kind: Literal["pin", "ban", "release"]
    worker_id: NumberOf
    posting_id: NumberOf | None = None


class OfferLine(Shape):
    """An offer with the message to send; an answer names its `terms`."""

    worker_id: int
    posting_id: int
    name: str
    phone: str | None
    home: str
    answer: str
    title: str
    employer: str
    place: str
    terms: str = Field(description="what a yes would be said to")
    message: Words


class AnswerTold(Asked):
    """What one person said to one posting."""

    worker_id: NumberOf
    posting_id: NumberOf
    answer: Literal["yes", "no", "not_asked"]
    terms: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,64}$")] | None = None


class AnswersTold(Asked):
    """Answers to write down."""

    channel: Literal["phone", "wechat", "sms", "in_person"] = "phone"
    answers: Annotated[list[AnswerTold], Field(min_length=1, max_length=2000)]

    @property
    def form(self) -> dict[str, str]:
        """The same as the page's form sends it."""
        said = {f"reply-{one.worker_id}-{one.posting_id}": KEY_OF[one.answer] for one in self.answers}
        terms = {f"terms-{one.worker_id}-{one.posting_id}": one.terms or "" for one in self.answers}
        return {"channel": self.channel, **said, **terms}


class AnswersKept(Shape):
    """How many were written down, and how many were to terms changed since."""

    kept: int
    stale: int


class SheetAsked(Asked):
    """Whom to ask: those with this answer, all with an empty one; and what the sheet is opened for."""

    answer: Literal["", "not_asked", "yes", "no", "terms_changed"] = "not_asked"
    purpose: Annotated[Text, StringConstraints(min_length=2, max_length=120)]


class SheetLineTold(Shape):
    """Somebody to ask."""

    worker_id: int
    posting_id: int
    name: str
    phone: str
    title: str
    employer: str
    terms: str


class ChatAsked(Asked):
    """A chat or chain as it was copied."""

    text: Annotated[Text, StringConstraints(max_length=100_000)]


class ChatRead(Shape):
    """How many answers were kept, and each line that was not, in both languages."""

    kept: int
    said: list[str]


class RosterChangeAsked(Asked):
    """Somebody does not come after all, or comes late."""

    kind: Literal["dropped_out", "joined"]
    worker_ids: Annotated[list[NumberOf], Field(min_length=1, max_length=200)]
    reason: Note = ""


class Changed(Shape):
    """How many people."""

    people: int


@router.get("/rounds", dependencies=[may("plans.see")])
def all_rounds(session: SessionOf, after: Annotated[After, Depends(place)], status: Status = "") -> ListOf[RoundLine]:
    """Rounds, newest first."""
    return listed(RoundLine, views.rounds(session, status=status, number=after))


@router.post("/rounds", dependencies=[may("plans.make")], status_code=201)
def make_round(request: Request, response: Response, session: SessionOf, asked: NewRound) -> RoundLine:
    """Begin a round before its first plan: pins may be set, then a run plans it."""
    if asked.last_day < asked.first_day:
        raise BadInput("最后一天在第一天之前 / the last day lies before the first")
    opening.refuse_a_taken_name(session, asked.name)
    window = DateWindow(asked.first_day, asked.last_day)
    made = opening.open_round(session, window, name=asked.name, now=now())
    response.headers["location"] = f"{request.scope['root_path']}/rounds/{made}"
    return RoundLine.of(views.one(session, made).round)


@router.get("/rounds/{round_id}", dependencies=[may("plans.see")])
def one_round(session: SessionOf, today: TodayOf, round_id: Number) -> RoundTold:
    """Where a round stands, and what keeps it from its next steps."""
    view = views.one(session, round_id)
    steps = [
        NextStep(
            to=to,
            obstacles=ObstacleTold.all_of(rounds.obstacles(session, round_id, to, today=today)),
            warnings=ObstacleTold.all_of(rounds.warnings(session, round_id, to, today=today)),
        )
        for to in rounds.steps_open(session, round_id)
    ]
    return RoundTold(
        round=RoundLine.of(view.round),
        next_steps=steps,
        answers=dict(view.answers),
        plan_ids=[plan.id for plan in view.plans],
        unplanned_changes=view.unplanned,
    )


@router.post("/rounds/{round_id}/steps", dependencies=[may("rounds.lead")])
def take_step(session: SessionOf, reader: ReaderOf, today: TodayOf, round_id: Number, asked: Step) -> RoundTold:
    """Take one step, after its checks: offer, confirm, lock, open again, depart, cancel."""
    signature = Signature(reader.name, now(), asked.note, asked.sure)
    life.take_step(session, round_id, asked.to, today=today, signature=signature)
    return one_round(session, today, round_id)


@router.get("/rounds/{round_id}/pins", dependencies=[may("plans.see")])
def round_pins(session: SessionOf, round_id: Number) -> list[PinTold]:
    """Pins and bans of a round."""
    rounds.round_of(session, round_id)
    return PinTold.all_of(pins.of_round(session, round_id))


@router.post("/rounds/{round_id}/pins", dependencies=[may("rounds.lead")])
def pin(session: SessionOf, reader: ReaderOf, today: TodayOf, round_id: Number, asked: NewPin) -> list[PinTold]:
    """Decide by hand on one person; the next plan of the round obeys."""
    to = PinnedTo(asked.posting_id) if asked.posting_id else None
    by_hand.decide(
        session, round_id, asked.worker_id, kind=asked.kind, to=to, today=today, signature=Signature(reader.name, now())
    )
    return PinTold.all_of(pins.of_round(session, round_id))


@router.get("/rounds/{round_id}/offers", dependencies=[may("offers.answer")])
def offers(
    session: SessionOf, after: Annotated[After, Depends(place)], round_id: Number, answer: Word = ""
) -> ListOf[OfferLine]:
    """People of the standing plan with their offers and messages, trip by trip."""
    rounds.round_of(session, round_id)
    office = office_settings.current(session)
    found = views.asked(session, round_id, answer=answer, number=after)
    return ListOf(rows=[_offer(one, office) for one in found.rows], next=found.next)


@router.post("/rounds/{round_id}/answers", dependencies=[may("offers.answer")])
def record_answers(
    session: SessionOf, reader: ReaderOf, today: TodayOf, round_id: Number, asked: AnswersTold
) -> AnswersKept:
    """Write answers down; one to terms that changed since they were read is counted as stale and not kept."""
    rounds.round_of(session, round_id)
    stale = life.record_answers(session, round_id, asked.form, by=reader.name, today=today)
    told = len({(one.worker_id, one.posting_id) for one in asked.answers})
    return AnswersKept(kept=told - stale, stale=stale)


@router.post("/rounds/{round_id}/call-sheet", dependencies=[may("people.read_numbers")])
def open_call_sheet(session: SessionOf, reader: ReaderOf, round_id: Number, asked: SheetAsked) -> list[SheetLineTold]:
    """Everybody to ask with name and telephone, trip by trip; each person goes into the log of reads once."""
    rounds.round_of(session, round_id)
    return [
        SheetLineTold(
            worker_id=one.asked.worker_id,
            posting_id=one.asked.posting_id,
            name=one.person.name,
            phone=one.person.phone,
            title=one.asked.title,
            employer=one.asked.employer,
            terms=one.asked.offer.terms_hash,
        )
        for one in call_sheets.opened_sheet(session, round_id, asked.answer, asked.purpose, reader)
    ]


@router.post("/rounds/{round_id}/answers/chat", dependencies=[may("offers.answer")])
def answers_from_chat(
    session: SessionOf, reader: ReaderOf, today: TodayOf, round_id: Number, asked: ChatAsked
) -> ChatRead:
    """Answers as a chat or a chain holds them, one person a line; a line that is not plain writes nothing."""
    rounds.round_of(session, round_id)
    told = call_sheets.from_chat(session, round_id, asked.text, today=today, signature=Signature(reader.name, now()))
    return ChatRead(kept=told.kept, said=told.said)


@router.post("/rounds/{round_id}/changes", dependencies=[may("rounds.lead")])
def change_roster(session: SessionOf, reader: ReaderOf, round_id: Number, asked: RosterChangeAsked) -> Changed:
    """Write drop-outs or late joiners down; mending the plan takes them into account."""
    numbers = " ".join(map(str, asked.worker_ids))
    signature = Signature(reader.name, now(), asked.reason)
    return Changed(people=life.change_roster(session, round_id, asked.kind, numbers, signature=signature))


def _offer(one: views.OfferedWorker, office: office_settings.OfficeSettings) -> OfferLine:
    message = Words(zh=life.message(one, "zh", office), en=life.message(one, "en", office))
    return OfferLine(
        worker_id=one.worker_id,
        posting_id=one.posting_id,
        name=one.name,
        phone=one.phone,
        home=one.home,
        answer=one.answer,
        title=one.title,
        employer=one.employer,
        place=one.place,
        terms=one.offer.terms_hash,
        message=message,
    )
