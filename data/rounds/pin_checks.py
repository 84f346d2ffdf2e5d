"""Pins judged by the rules of planning: why a worker cannot be held to a posting today."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from data import markets
from data.rounds import absences
from data.rounds.blockers import Blocker
from data.rounds.manual_changes import PinnedTo
from data.rounds.stages import round_of
from data.tables import Posting, Round, Vehicle, Worker
from labor.arrays import IntArray
from labor.market import DateWindow, Market
from labor.words import Bilingual
from policy import explain

LEFT: Final = Bilingual("不在本轮计划范围内", "is not in this round's market")
COMPANION: Final = Bilingual("同行的{name}", "their companion {name}")


def market_of(session: Session, round_id: int, today: date) -> Market:
    """The market the round's next plan is made from."""
    round_ = round_of(session, round_id)
    window = DateWindow(round_.first_day, round_.last_day)
    return markets.load(session, window, today=today, round_id=round_id)


def why_not(
    session: Session, round_id: int, worker_id: int, *, to: PinnedTo, seen: tuple[Market, date]
) -> list[Blocker]:
    """What keeps a pin from being obeyed: somebody or something gone, or a hard rule, for any of those who go together.

    ``seen`` is the round's market and the day it is judged as of.
    """
    market, today = seen
    round_, person = session.get_one(Round, round_id), session.get_one(Worker, worker_id)
    posting = session.get_one(Posting, to.posting_id)
    found = list(_gone_vehicle(session, round_, to, market))
    at, place = _at(market.workers.id, worker_id), _at(market.postings.id, posting.id)
    if at is None:
        found += absences.of_worker(session, person, round_) or [_left(f"{person.name_masked}({person.id})")]
    if place is None:
        found += absences.of_posting(posting, round_, today) or [_left(f"{posting.title}({posting.id})")]
    if at is not None and place is not None:
        for one in companions_of(market, at):
            found += _by_rule(session, market, (one, place), today, of=at)
    return found


def companions_of(market: Market, worker: int) -> list[int]:
    """The positions of everybody who goes where this worker goes, themselves first."""
    group = int(market.workers.group[worker])
    if group < 0:
        return [worker]
    others = np.flatnonzero(market.workers.group == group).tolist()
    return [worker, *(one for one in others if one != worker)]


def _by_rule(session: Session, market: Market, pair: tuple[int, int], today: date, *, of: int) -> list[Blocker]:
    person = session.get_one(Worker, int(market.workers.id[pair[0]]))
    name = f"{person.name_masked}({person.id})"
    who = Bilingual(name, name) if pair[0] == of else Bilingual(*(COMPANION.text(it, name=name) for it in ("zh", "en")))
    posting = int(market.postings.id[pair[1]])
    return [
        Blocker(
            ground.rule_id,
            Bilingual(f"{who.zh}：{ground.text.zh}", f"{who.en}: {ground.text.en}"),
            worker=person.id,
            posting=posting,
        )
        for ground in explain(market, *pair, today)
    ]


def _gone_vehicle(session: Session, round_: Round, to: PinnedTo, market: Market) -> list[Blocker]:
    if to.vehicle_id is None or _at(market.vehicles.id, to.vehicle_id) is not None:
        return []
    vehicle = session.get_one(Vehicle, to.vehicle_id)
    return absences.of_vehicle(vehicle, round_) or [_left(vehicle.number)]


def _left(said: str) -> Blocker:
    return Blocker("left", Bilingual(f"{said}：{LEFT.zh}", f"{said}: {LEFT.en}"))


def _at(ids: IntArray, number: int) -> int | None:
    at = int(np.searchsorted(ids, number))
    return at if at < len(ids) and ids[at] == number else None
