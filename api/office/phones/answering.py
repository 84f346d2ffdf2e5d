"""What a person answers on their own page: written down as the office's own answers are, seen there at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.office.phones.cards import SHORT
from data import markets
from data.markets.postings import open_postings
from data.registers import concerns
from data.rounds import offers, places
from data.rounds.offers import Reply
from data.tables import Concern, Posting, Worker
from labor.errors import BadInput, NotFound
from labor.market import DateWindow
from labor.words import Bilingual
from policy import RULES
from policy import explain as grounds_of

# Who says yes gives way in what was their own wish; law and certificates give way to nobody.
GIVEN_WAY: Final = frozenset(rule.id for rule in RULES if rule.own_wish) | {"worker_did_not_say_no"}
Became: TypeAlias = Literal["yes", "no", "asked", "gone", "changed", "barred"]
PAGE: Final = places.SHOWN
LONGEST_ORDER: Final = 366


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers what: ``terms`` is the start of the terms their page showed."""

    worker_id: int
    posting_id: int
    terms: str
    by: str
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class AnswerTaken:
    """What became of an answer, and why where it could not be taken."""

    became: Became
    why: tuple[Bilingual, ...] = ()


def take(session: Session, answering: Answering, reply: str, words: str = "") -> AnswerTaken:
    """What a person pressed: yes, no, no_kind (no more of this kind either) or ask."""
    if reply == "yes":
        return yes(session, answering)
    return ask(session, answering, words) if reply == "ask" else no(session, answering, kind_too=reply == "no_kind")


def yes(session: Session, answering: Answering) -> AnswerTaken:
    """Take the place if it is free, on the terms shown, and lawful; another yes of the same person gives its place up.

    The posting is held while its places are counted: two who say yes to the last place are told apart.
    """
    worker, posting = answering.worker_id, answering.posting_id
    places.lock(session, posting)
    if not _as_shown(session, answering):
        return AnswerTaken("changed")
    mine = places.yeses(session, worker, answering.today)
    if posting not in mine and places.free(session, [posting], but=worker)[posting] <= 0:
        return AnswerTaken("gone")
    if barred := _placed_elsewhere(session, answering) or _barred(session, answering):
        return AnswerTaken("barred", barred)
    for other in mine:
        if other != posting:
            _say(session, answering, other, "not_asked")
    _say(session, answering, posting, "yes")
    return AnswerTaken("yes")


def no(session: Session, answering: Answering, *, kind_too: bool) -> AnswerTaken:
    """A no, without a reason and at no cost; ``kind_too``: no more of this kind of work either."""
    posting = session.get(Posting, answering.posting_id)
    if posting is None:
        raise NotFound("没有这个岗位 / there is no such posting")
    _say(session, answering, posting.id, "no")
    if kind_too:
        concerns.decline(session, answering.worker_id, posting.occupation, today=answering.today)
    return AnswerTaken("no")


def ask(session: Session, answering: Answering, words: str) -> AnswerTaken:
    """A question to the office about one posting."""
    if session.get(Posting, answering.posting_id) is None:
        raise NotFound("没有这个岗位 / there is no such posting")
    concerns.raise_one(
        session,
        Concern(
            worker_id=answering.worker_id, posting_id=answering.posting_id, kind="question", words=words,
            made=answering.now,
        ),
    )  # fmt: skip
    return AnswerTaken("asked")


def _say(session: Session, answering: Answering, posting_id: int, reply: str) -> None:
    said = Reply(reply, answering.today, PAGE if reply != "not_asked" else places.PASSED, answering.by)
    offers.record(session, answering.worker_id, posting_id, answer=said)


def _as_shown(session: Session, answering: Answering) -> bool:
    terms = session.scalar(select(Posting.terms_hash).where(Posting.id == answering.posting_id))
    if terms is None:
        raise NotFound("没有这个岗位 / there is no such posting")
    if len(answering.terms) != SHORT:
        raise BadInput("请重新打开页面再选 / open the page again and choose")
    return terms.startswith(answering.terms)


def _barred(session: Session, answering: Answering) -> tuple[Bilingual, ...]:
    """Why law or a certificate keeps this person from it today."""
    today = answering.today
    window = DateWindow(today, date.fromordinal(today.toordinal() + LONGEST_ORDER))
    alone = select(Worker.id).where(Worker.id == answering.worker_id)
    orders = open_postings(today, window.last, today).where(Posting.id == answering.posting_id)
    market = markets.of_people(session, window, people=alone, orders=orders, today=today)
    if not len(market.postings) or not len(market.workers):
        return (Bilingual("这个岗位现在不招人了", "This posting takes nobody now"),)
    return tuple(ground.text for ground in grounds_of(market, 0, 0, today) if ground.rule_id not in GIVEN_WAY)


def _placed_elsewhere(session: Session, answering: Answering) -> tuple[Bilingual, ...]:
    """A seat that is kept for them on the way to another posting is theirs to give up first."""
    title = places.placed_at(session, answering.worker_id, but=answering.posting_id)
    if title is None:
        return ()
    return (
        Bilingual(
            f"给您留了去“{title}”的座位。想换，先在那里点“不去”。",
            f"A seat to “{title}” is kept for you. To change, say no there first.",
        ),
    )
