"""Why a worker, a posting or a vehicle is not in a round's market today, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from data.markets.loading import dropped_out, holders
from data.rounds.blockers import Blocker
from data.tables import AssignmentRow, Posting, RosterChange, Round, Vehicle, Worker
from labor.words import Bilingual

DROPPED_OUT: Final = Bilingual("已退出本轮", "has dropped out of this round")
UNWILLING: Final = Bilingual("登记为现在不想外出", "is on record as wanting no work now")
NO_CALLS: Final = Bilingual("没有说愿意外出，也不愿再接电话", "did not say they want work and wants no more calls")
TOO_LATE: Final = Bilingual("{day}以后才能走，晚于本轮", "can leave from {day} on only, after this round")
TOO_EARLY: Final = Bilingual("{day}以后不能走，早于本轮", "cannot leave after {day}, before this round")
ELSEWHERE: Final = Bilingual(
    "在另一轮“{round}”里已占“{posting}”的名额", "holds a place at {posting} in another round, {round}"
)
CLOSED: Final = {
    "paused": Bilingual("订单已暂停", "the order is paused"),
    "filled": Bilingual("订单已招满", "the order is filled"),
    "withdrawn": Bilingual("订单已撤回", "the order is withdrawn"),
}
NO_OPENINGS: Final = Bilingual("没有名额", "has no openings")
EXPIRED: Final = Bilingual("订单只到{day}有效", "the order was good until {day} only")
BEGINS_BEFORE: Final = Bilingual("最迟{day}到岗，早于本轮", "work begins by {day}, before this round")
BEGINS_AFTER: Final = Bilingual("{day}以后才到岗，晚于本轮", "work begins on {day} at the earliest, after this round")
NOT_IN_USE: Final = Bilingual("车已停用", "is not in use")
OTHER_DAYS: Final = Bilingual("{day}发车，不在本轮日期里", "leaves on {day}, outside this round's days")


def of_worker(session: Session, worker: Worker, round_: Round) -> list[Blocker]:
    """What keeps a worker out of the round's market; empty where nothing does."""
    said = f"{worker.name_masked}({worker.id})"
    return [Blocker("left", _of(said, words), worker=worker.id) for words in worker_words(session, worker, round_)]


def of_posting(posting: Posting, round_: Round, today: date) -> list[Blocker]:
    """What keeps a posting out of the round's market; empty where nothing does."""
    said = f"{posting.title}({posting.id})"
    return [
        Blocker("posting_closed", _of(said, words), posting=posting.id)
        for words in posting_words(posting, round_, today)
    ]


def of_vehicle(vehicle: Vehicle, round_: Round) -> list[Blocker]:
    """What keeps a vehicle out of the round's days; empty where nothing does."""
    said = " ".join(word for word in (vehicle.number, vehicle.label) if word)
    found = [] if vehicle.in_use else [NOT_IN_USE]
    if vehicle.leaves and not round_.first_day <= vehicle.leaves <= round_.last_day:
        found.append(_on(OTHER_DAYS, vehicle.leaves))
    return [Blocker("vehicle_gone", _of(said, words), vehicle=vehicle.id) for words in found]


def worker_words(session: Session, worker: Worker, round_: Round) -> Iterator[Bilingual]:
    """The same without the name."""
    if session.scalar(dropped_out(round_.id).where(RosterChange.worker_id == worker.id)) is not None:
        yield DROPPED_OUT
    if worker.willing == "no":
        yield UNWILLING
    elif worker.willing in ("unknown", "later") and not worker.call_again:
        yield NO_CALLS
    if worker.earliest and worker.earliest > round_.last_day:
        yield _on(TOO_LATE, worker.earliest)
    elif worker.willing == "later" and worker.earliest is None:
        yield UNWILLING
    if worker.latest and worker.latest < round_.first_day:
        yield _on(TOO_EARLY, worker.latest)
    held = holders(round_.id).with_only_columns(Round.name, Posting.title)
    there = held.join(Posting, Posting.id == AssignmentRow.posting_id).where(AssignmentRow.worker_id == worker.id)
    for name, title in session.execute(there):
        yield _filled(ELSEWHERE, round=name, posting=title)


def posting_words(posting: Posting, round_: Round, today: date) -> Iterator[Bilingual]:
    """The same without the title."""
    if posting.status != "open":
        yield CLOSED[posting.status]
    if posting.openings <= 0:
        yield NO_OPENINGS
    if posting.valid_until and posting.valid_until < today:
        yield _on(EXPIRED, posting.valid_until)
    if posting.start_by and posting.start_by < round_.first_day:
        yield _on(BEGINS_BEFORE, posting.start_by)
    if posting.start_from and posting.start_from > round_.last_day:
        yield _on(BEGINS_AFTER, posting.start_from)


def _on(words: Bilingual, day: date) -> Bilingual:
    return Bilingual(words.text("zh", day=f"{day.month}月{day.day}日"), words.text("en", day=day.isoformat()))


def _filled(words: Bilingual, **said: str) -> Bilingual:
    return Bilingual(words.text("zh", **said), words.text("en", **said))


def _of(said: str, words: Bilingual) -> Bilingual:
    return Bilingual(f"{said}：{words.zh}", f"{said}: {words.en}")
