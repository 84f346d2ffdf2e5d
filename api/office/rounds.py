"""A round's life as the office lives it: messages to send, answers to type in, drop-outs to mend."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from api.office.follow_up import numbers_in
from api.texts import say
from api.texts.figures import lunar, yuan
from data import rounds
from data.office_settings import OfficeSettings
from data.rounds import Signature, departures, manual_changes, offers
from data.rounds.blockers import Blocker
from data.rounds.offers import Reply
from data.rounds.parties import Party, parties
from data.tables import Posting
from data.views.rounds import OfferedWorker
from labor.errors import BadInput, NotFound, StepRefused
from labor.words import Language

KEYS: Final = {"1": "yes", "2": "no", "3": "not_asked"}  # one key an answer, as in the message
CHANNELS: Final = ("phone", "wechat", "sms", "in_person")
REPLY_FIELD: Final = re.compile(r"reply-([0-9]{1,15})-([0-9]{1,15})")


@dataclass(frozen=True, slots=True)
class Message:
    """What to send one person."""

    asked: OfferedWorker
    text: str


def message(asked: OfferedWorker, language: Language, office: OfficeSettings | None = None) -> str:
    """The offer in plain words, with the surname alone: 8日去嘉兴，电子厂，包住，税前5500-6500，去不去？回1/2/3."""
    offer = asked.offer
    leaves = offer.leaves
    when = say("message.any_day", language) if leaves is None else _when(leaves, language)
    low, high = offer.wage_low_fen, offer.wage_high_fen
    if low is None and high is None:
        pay = say("message.pay_unknown", language)
    else:
        figures = (
            yuan(low if high is None else high) if low in (None, high) or high is None else f"{yuan(low)}–{yuan(high)}"
        )
        pay = say("message.pay", language, amount=figures)
    lodging = {True: "lodging_yes", False: "lodging_no"}.get(offer.lodging, "lodging_unknown")
    office = office or OfficeSettings()
    signed = say("message.signed", language, office=office.office_name) if office.office_name else ""
    return signed + say(
        "message.offer", language, surname=asked.name[:1], when=when, place=asked.place, employer=asked.employer,
        hotline=office.hotline,
        title=asked.title, pay=pay, lodging=say(f"message.{lodging}", language),
        fare=say(f"message.fare_{offer.fare_paid_by}", language),
        how=say("message.by_road" if asked.by_road else "message.by_own_data", language),
    )  # fmt: skip


def take_step(session: Session, round_id: int, to: str, *, today: date, signature: Signature) -> None:
    """Take a step, or find that it is where somebody has just brought the round; raises StepRefused for other ends."""
    try:
        rounds.step(session, round_id, to, today=today, signature=signature)
    except StepRefused:
        round_ = rounds.round_of(session, round_id)
        session.refresh(round_)
        if round_.status != to:
            raise


@dataclass(frozen=True, slots=True)
class DepartingTrip:
    """A trip of a round as its page lists it: the party that leaves with it, and what keeps it home."""

    party: Party
    obstacles: Sequence[Blocker]


def trips(session: Session, round_id: int, today: date) -> list[DepartingTrip]:
    """The parties of a locked or departed round by day of leaving; nothing before there is a lock."""
    round_ = rounds.round_of(session, round_id)
    if round_.status not in ("locked", "departed") and not departures.any_left(session, round_id):
        return []
    return [
        DepartingTrip(one, departures.obstacles(session, round_id, one, today) if not one.has_left else ())
        for one in parties(session, round_id)
    ]


def batch_of(session: Session, round_id: int, said: str) -> int | None:
    """The batch of a round by its number (R1-02), None for ``own``: those on their own; raises NotFound."""
    if said == "own":
        return None
    for one in parties(session, round_id):
        if one.number and one.number == said.strip().upper():
            return one.batch_id
    raise NotFound(f"第 {round_id} 轮没有批次 {said} / round {round_id} has no batch {said}")


def depart(session: Session, round_id: int, batch_id: int | None, *, today: date, signature: Signature) -> None:
    """One trip has left; pressed twice it is written once. Raises StepRefused with every obstacle, or AskTwice."""
    party = departures.party_of(session, round_id, batch_id)
    if not party.has_left:
        departures.depart(session, round_id, [party], today=today, signature=signature)


def record_answers(session: Session, round_id: int, form: Mapping[str, str], *, by: str, today: date) -> int:
    """Answers typed as ``reply-WORKER-POSTING`` = 1, 2 or 3; empty ones are left as they are.

    ``terms-WORKER-POSTING`` is the start of the terms the page showed: an answer to terms that changed meanwhile is
    not written down, and how many those were is returned. Raises BadInput, and then nothing should be kept.
    """
    channel = form.get("channel") or "phone"
    if channel not in CHANNELS:
        raise BadInput(f"不认识的联系方式“{channel}” / unknown way of asking: {channel}")
    typed = {_pair(name): value.strip() for name, value in form.items() if name.startswith("reply-") and value.strip()}
    if not typed.keys() <= offers.standing(session, round_id).keys():
        raise BadInput("有人已不在本轮的安排里,请刷新页面 / somebody is not in this round's plan: reload the page")
    stale = 0
    for (worker, posting), value in typed.items():
        if value not in KEYS:
            raise BadInput(f"答复请填 1、2 或 3,不是“{value}” / an answer is 1, 2 or 3, not {value}")
        shown = form.get(f"terms-{worker}-{posting}", "")
        if not session.get_one(Posting, posting).terms_hash.startswith(shown):
            stale += 1
            continue
        offers.record(session, worker, posting, answer=Reply(KEYS[value], today, channel, by), round_id=round_id)
    return stale


def _pair(name: str) -> tuple[int, int]:
    found = REPLY_FIELD.fullmatch(name)
    if found is None:
        raise BadInput("表单的栏目不对,请刷新页面 / a field of the form is malformed: reload the page")
    return int(found[1]), int(found[2])


def change_roster(session: Session, round_id: int, kind: str, workers: str, *, signature: Signature) -> int:
    """Drop-outs or late joiners by register number, several divided by spaces or commas; returns how many."""
    numbers = numbers_in(workers)
    act = manual_changes.drop_out if kind == "dropped_out" else manual_changes.join
    for number in numbers:
        act(session, round_id, number, signature=signature)
    return len(numbers)


def _when(day: date, language: Language) -> str:
    text = say("message.day", language, month=day.month, day=day.day)
    return f"{text}（{lunar(day)}）" if language == "zh" else text
