"""Ticks at the coach door and answers of the calls afterwards, as forms send them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.rounds import Signature, placements
from data.rounds.placements import Arrival
from data.tables import Batch, Placement, TripRow
from labor.days import CHINA
from labor.errors import AskTwice, BadInput, NotFound, StepRefused

TICKS: Final = ("boarded", "arrived", "home")


@dataclass(frozen=True, slots=True)
class OfficeMoment:
    """When it happened, on the office's calendar: ``day`` as typed, ``now`` the clock's time of day; and who says so.

    ``sure`` is a second word: it is meant although the trip's own day is later.
    """

    day: date
    today: date
    now: datetime
    by: str
    sure: bool = False

    @property
    def at(self) -> datetime:
        """The typed day with the time of now, in China; raises BadInput for a day to come."""
        if self.day > self.today:
            raise BadInput(f"日期 {self.day} 还没到 / {self.day} is yet to come")
        return datetime.combine(self.day, self.now.astimezone(CHINA).timetz())

    @property
    def signature(self) -> Signature:
        """Who writes it down, now."""
        return Signature(self.by, self.now)


def tick(session: Session, batch_id: int, form: Mapping[str, str], when: OfficeMoment) -> int:
    """Write a batch's ticks down; returns how many people changed.

    ``seen-WORKER`` says how they stood on the page that was sent, so that a page gone stale takes back nobody's
    newer tick; ``all`` = boarded or arrived ticks everybody not marked as having stayed home.
    """
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFound(f"没有 {batch_id} 号批次 / there is no batch {batch_id}")
    here = set(session.scalars(select(Placement.worker_id).where(Placement.batch_id == batch_id)))
    if not here:
        raise StepRefused("这一批还没有出发,不能点名 / this batch has not departed: nobody to tick off yet")
    asked = [_number(name) for name in form if name.startswith("seen-")]
    if not set(asked) <= here:
        raise BadInput("表单里有不在这一批的人,请刷新后再点 / somebody of the form is not in this batch: reload")
    wishes = {worker: _wish(form, worker) for worker in asked}
    changed = {worker: wish for worker, wish in wishes.items() if wish != form[f"seen-{worker}"]}
    _ask_before_its_day(session, batch, set(changed.values()), when)
    for worker, wish in changed.items():
        _write(session, batch.round_id, worker, wish, when)
    return len(changed)


def _ask_before_its_day(session: Session, batch: Batch, wishes: set[str], when: OfficeMoment) -> None:
    """Raise AskTwice for boarding before the trip's day of leaving or arriving before its day of arrival."""
    trip = session.get(TripRow, batch.trip_id) if batch.trip_id else None
    if trip is None or when.sure:
        return
    arrives = trip.arrives or trip.leaves
    if "arrived" in wishes and arrives and when.day < arrives:
        raise AskTwice(
            f"{batch.number} 批次要 {arrives} 才到,记的是 {when.day}。真的已经到了吗？ / "
            f"batch {batch.number} is to arrive on {arrives}, and the day given is {when.day}. Has it really arrived?"
        )
    if wishes & {"boarded", "home"} and trip.leaves and when.day < trip.leaves:
        raise AskTwice(
            f"{batch.number} 批次定在 {trip.leaves} 出发,记的是 {when.day}。真的已经点过名了吗？ / "
            f"batch {batch.number} is to leave on {trip.leaves}, and you say {when.day}. Was the roll really called?"
        )


def take_back_arrivals(session: Session, batch_id: int, workers: str, *, signature: Signature) -> int:
    """Arrivals of a batch said by mistake: those of these register numbers, or of everybody; how many they were."""
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFound(f"没有 {batch_id} 号批次 / there is no batch {batch_id}")
    arrived = set(
        session.scalars(
            select(Placement.worker_id).where(Placement.batch_id == batch_id, Placement.arrived.is_not(None))
        )
    )
    named = numbers_in(workers) if workers.strip() else sorted(arrived)
    if not named or not set(named) <= arrived:
        raise BadInput("这些人没有都记为到达 / not all of these are on record as arrived")
    for worker in named:
        placements.take_back_arrival(session, batch.round_id, worker, signature=signature)
    return len(named)


def numbers_in(text: str) -> list[int]:
    """Register numbers divided by spaces or commas, each once; raises BadInput."""
    words = text.replace("，", " ").replace(",", " ").replace("、", " ").split()
    if not words or not all(word.isascii() and word.isdecimal() and len(word) < 16 for word in words):
        raise BadInput("请填登记册里的编号,用空格或逗号隔开 / give register numbers, divided by spaces or commas")
    return list(dict.fromkeys(map(int, words)))


def _wish(form: Mapping[str, str], worker: int) -> str:
    """The furthest a person got by the form: "", boarded, arrived or home."""
    ticked = [name for name in TICKS if f"{name}-{worker}" in form]
    if form[f"seen-{worker}"] == "arrived":
        ticked.append("arrived")
    if "home" in ticked:
        if len(ticked) > 1:
            raise BadInput(f"{worker} 号不能既来了又没来 / worker {worker} cannot have come and stayed home")
        return "home"
    if form.get("all") in ("boarded", "arrived"):
        ticked.append(form["all"])
    return "arrived" if "arrived" in ticked else "boarded" if ticked else ""


def _write(session: Session, round_id: int, worker: int, wish: str, when: OfficeMoment) -> None:
    if wish == "arrived":
        if placements.of(session, round_id, worker).boarded is None:
            placements.boarded(session, round_id, worker, at=when.at)
        placements.arrived(session, round_id, worker, arrival=Arrival(when.at), signature=when.signature)
        return
    placements.unticked(session, round_id, worker)
    if wish == "boarded":
        placements.boarded(session, round_id, worker, at=when.at)
    elif wish == "home":
        placements.stayed_home(session, round_id, worker)


def answer(session: Session, round_id: int, worker: int, said: str, when: OfficeMoment) -> None:
    """What a call brought: arrived, home, promised, otherwise, there_30, there_90, or left on the typed day."""
    placement, day = placements.of(session, round_id, worker), when.at.date()
    if said == "arrived":
        placements.arrived(session, round_id, worker, arrival=Arrival(when.at), signature=when.signature)
        return
    if said == "home":
        placements.unticked(session, round_id, worker)
        placements.stayed_home(session, round_id, worker)
        return
    if placement.started is None or day < placement.started:
        raise BadInput(f"{worker} 号那天还没有上班 / worker {worker} had not begun by that day")
    if said == "left":
        placements.left(session, round_id, worker, on=day)
    elif said in ("promised", "otherwise"):
        placements.told_after_a_day(session, round_id, worker, as_promised=said == "promised")
    else:
        stage = int(said.removeprefix("there_"))
        if (when.today - placement.started).days < stage:
            raise BadInput(f"上班还不到 {stage} 天 / not {stage} days at work yet")
        placements.asked_after(session, round_id, worker, stage_days=stage, still_there=True)


def _number(name: str) -> int:
    number = name.partition("-")[2]
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise BadInput("表单的栏目不对,请刷新页面 / a field of the form is malformed: reload the page")
    return int(number)
