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
from data.rounds import Signature, batch_steps, departures, manual_changes, offers
from data.rounds.blockers import Blocker
from data.rounds.offers import Reply
from data.rounds.parties import Party, parties, party_of
from data.tables import Batch, Posting
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
class BatchStanding:
    """A batch of a round as its page lists it: its next step, what keeps it from that, what only a reason replaces."""

    party: Party
    to: str  # the step that comes next, "" where it needs no press
    obstacles: Sequence[Blocker]
    gaps: Sequence[Blocker]
    back: Sequence[str]  # other steps it may take now

    @property
    def ready(self) -> bool:
        """Whether the next step may be taken without a signed reason."""
        return bool(self.to) and not self.obstacles and not self.gaps


NEXT: Final = {"planned": "offered", "offered": "confirmed", "confirmed": "locked", "locked": "departed"}


def batches(session: Session, round_id: int, today: date, *, only: int | None = None) -> list[BatchStanding]:
    """The batches of a round's standing plan by day of leaving (or one alone), each with its own next step."""
    everybody = [one for one in parties(session, round_id) if only in (None, one.batch_id)]
    of_step: dict[str, list[Party]] = {}
    for one in everybody:
        if not one.has_left and one.stage in NEXT:
            of_step.setdefault(NEXT[one.stage], []).append(one)
    obstacles: dict[str, list[Blocker]] = {}
    gaps: dict[str, list[Blocker]] = {}
    for to, whom in of_step.items():
        obstacles |= batch_steps.obstacles(session, round_id, whom, to, today=today)
        gaps |= batch_steps.warnings(session, round_id, whom, to, today=today)
    return [
        BatchStanding(
            one,
            "" if one.has_left else NEXT.get(one.stage, ""),
            obstacles.get(one.key, ()),
            gaps.get(one.key, ()),
            [to for to in batch_steps.may_become(one) if to != NEXT.get(one.stage)],
        )
        for one in everybody
    ]


def told(session: Session, round_id: int, batch_id: int, today: date) -> BatchStanding:
    """One batch with its next step; raises NotFound."""
    found = batches(session, round_id, today, only=batch_id)
    if found:
        return found[0]
    raise NotFound(f"没有 {batch_id} 号批次 / there is no batch {batch_id}")


def trips(session: Session, round_id: int, today: date) -> list[BatchStanding]:
    """Of these the batches that are locked, departed or further; nothing before one is."""
    return [one for one in batches(session, round_id, today) if one.party.has_left or one.party.stage == "locked"]


def batch_of(session: Session, round_id: int, said: str) -> int | None:
    """The batch of a round by its number (R1-02), None for ``own``: those on their own; raises NotFound."""
    if said == "own":
        return None
    for one in parties(session, round_id):
        if one.number and one.number == said.strip().upper():
            return one.batch_id
    raise NotFound(f"第 {round_id} 轮没有批次 {said} / round {round_id} has no batch {said}")


def depart(session: Session, round_id: int, batch_id: int | None, *, today: date, signature: Signature) -> None:
    """One batch has left; pressed twice it is written once. Raises StepRefused with every obstacle, or AskTwice."""
    still_here = [one for one in departures.named(session, round_id, batch_id) if not one.has_left]
    if still_here:
        departures.depart(session, round_id, still_here, today=today, signature=signature)


def step_batches(
    session: Session, round_id: int, chosen: Sequence[int], to: str, *, today: date, signature: Signature
) -> None:
    """Batches take a step; those that stand there already (pressed twice) are left as they are."""
    there = {one.batch_id for one in parties(session, round_id) if one.stage == to}
    wanted = [number for number in chosen if number not in there]
    if wanted and to == "departed":
        whom = [one for one in parties(session, round_id) if one.batch_id in wanted]
        departures.depart(session, round_id, whom, today=today, signature=signature)
    elif wanted:
        asked = batch_steps.StepAsked(wanted, to)
        batch_steps.step(session, round_id, asked, today=today, signature=signature)


def hand_over(session: Session, batch_id: int, to_whom: str, *, signature: Signature) -> None:
    """Who received a batch that has arrived; without a name the hand-over is taken back, for the reason signed."""
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFound(f"没有 {batch_id} 号批次 / there is no batch {batch_id}")
    party = party_of(session, batch.round_id, batch_id)
    if to_whom.strip():
        batch_steps.hand_over(session, batch.round_id, party, to_whom, signature=signature)
    else:
        batch_steps.take_hand_over_back(session, batch.round_id, party, signature=signature)


def record_answers(session: Session, round_id: int, form: Mapping[str, str], *, by: str, today: date) -> int:
    """Answers typed as ``reply-WORKER-POSTING`` = 1, 2 or 3; empty ones are left as they are.

    ``terms-WORKER-POSTING`` is the start of the terms the page showed: an answer to terms that changed meanwhile is
    not written down, and how many those were is returned. Raises BadInput, and then nothing should be kept.
    """
    channel = form.get("channel") or "phone"
    if channel not in CHANNELS:
        raise BadInput(f"不认识的联系方式“{channel}” / unknown way of asking: {channel}")
    rounds.round_of(session, round_id)
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
