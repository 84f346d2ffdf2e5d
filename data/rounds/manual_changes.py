"""Decisions by hand on a round: pins and bans, who dropped out, who joined late."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from data.columns import MISSING, columns, positions, whole
from data.rounds.stages import WORDS, Signature, round_of
from data.tables import Pin, Placement, Posting, RosterChange, Vehicle, Worker
from labor.arrays import IntArray
from labor.errors import NotFound, StepRefused
from labor.market import Market

CLOSED = ("departed", "cancelled")


@dataclass(frozen=True, slots=True, eq=False)
class Pins:
    """Pins and bans in the positions of a market; ``vehicle`` is -1 where the way of travel is open.

    ``ban_posting`` is -1 where the worker goes nowhere in this round.
    """

    worker: IntArray
    posting: IntArray
    vehicle: IntArray
    ban_worker: IntArray
    ban_posting: IntArray
    missing: tuple[int, ...]  # pinned workers (ids) the market cannot place as said: gone, or their posting is


@dataclass(frozen=True, slots=True)
class PinnedTo:
    """Where a pin holds somebody; without a vehicle the way of travel stays open."""

    posting_id: int
    vehicle_id: int | None = None


def pin(session: Session, round_id: int, worker_id: int, *, to: PinnedTo, signature: Signature) -> None:
    """Hold a worker to a posting, and to a vehicle if one is named; takes the place of an earlier pin."""
    _open(session, round_id, worker_id)
    _exists(session, Posting, to.posting_id)
    if to.vehicle_id is not None:
        _exists(session, Vehicle, to.vehicle_id)
    session.execute(delete(Pin).where(Pin.round_id == round_id, Pin.worker_id == worker_id, Pin.kind == "pin"))
    _add(
        session,
        Pin(round_id=round_id, worker_id=worker_id, posting_id=to.posting_id, vehicle_id=to.vehicle_id, kind="pin"),
        signature,
    )


def ban(session: Session, round_id: int, worker_id: int, *, posting_id: int | None, signature: Signature) -> None:
    """Keep a worker from a posting, or from every posting (None), and drop a pin that says otherwise."""
    _open(session, round_id, worker_id)
    if posting_id is not None:
        _exists(session, Posting, posting_id)
    same = (Pin.round_id == round_id, Pin.worker_id == worker_id)
    session.execute(delete(Pin).where(*same, Pin.posting_id == posting_id) if posting_id else delete(Pin).where(*same))
    _add(session, Pin(round_id=round_id, worker_id=worker_id, posting_id=posting_id, kind="ban"), signature)


def release(session: Session, round_id: int, worker_id: int) -> int:
    """Take back every pin and ban of a worker in this round; how many there were."""
    _open(session, round_id, worker_id)
    gone = session.execute(
        delete(Pin).where(Pin.round_id == round_id, Pin.worker_id == worker_id).returning(Pin.id)
    ).all()
    return len(gone)


def drop_out(session: Session, round_id: int, worker_id: int, *, signature: Signature) -> None:
    """Somebody does not come after all: out of this round's market until they join again; a pin falls, and is told."""
    _open(session, round_id, worker_id)
    held = delete(Pin).where(Pin.round_id == round_id, Pin.worker_id == worker_id, Pin.kind == "pin")
    for posting_id in session.scalars(held.returning(Pin.posting_id)).all():
        title = session.get_one(Posting, posting_id).title
        fallen = f"原固定去{title}({posting_id})，随退出取消 / was pinned to {title}({posting_id}): taken back"
        signature = replace(signature, note=f"{signature.note} {fallen}".strip())
    _change(session, round_id, worker_id, "dropped_out", signature=signature)


def join(session: Session, round_id: int, worker_id: int, *, signature: Signature) -> None:
    """Somebody comes late, or comes back; who was not willing before is so now."""
    _change(session, round_id, worker_id, "joined", signature=signature)
    worker = session.get_one(Worker, worker_id)
    worker.willing, worker.call_again = "yes", True
    session.flush()


def joined(session: Session, round_id: int) -> list[int]:
    """Whose newest change in this round is that they joined late."""
    newest = select(func.max(RosterChange.id)).where(RosterChange.round_id == round_id).group_by(RosterChange.worker_id)
    late = select(RosterChange.worker_id).where(RosterChange.id.in_(newest), RosterChange.kind == "joined")
    return list(session.scalars(late.order_by(RosterChange.worker_id)))


def pinned(session: Session, round_id: int) -> dict[int, PinnedTo]:
    """Who is held where in this round, by worker."""
    rows = session.execute(
        select(Pin.worker_id, Pin.posting_id, Pin.vehicle_id)
        .where(Pin.round_id == round_id, Pin.kind == "pin")
        .order_by(Pin.worker_id)
    )
    return {worker: PinnedTo(posting, vehicle) for worker, posting, vehicle in rows if posting is not None}


def pins_of(session: Session, round_id: int, market: Market) -> Pins:
    """The round's pins and bans as positions of ``market``, by worker and posting."""
    kind, worker, posting, vehicle = columns(
        session,
        select(Pin.kind, Pin.worker_id, Pin.posting_id, Pin.vehicle_id)
        .where(Pin.round_id == round_id)
        .order_by(Pin.worker_id, Pin.posting_id),
    )
    ids = whole(worker)
    person, place = positions(market.workers.id, ids), positions(market.postings.id, whole(posting))
    ride = positions(market.vehicles.id, whole(vehicle))
    is_pin = np.array([word == "pin" for word in kind], dtype=np.bool_)
    nowhere = whole(posting) == MISSING
    found = is_pin & (person != MISSING) & (place != MISSING)
    banned = ~is_pin & (person != MISSING) & ((place != MISSING) | nowhere)
    return Pins(
        worker=person[found],
        posting=place[found],
        vehicle=ride[found],
        ban_worker=person[banned],
        ban_posting=place[banned],
        missing=tuple(ids[is_pin & ~found].tolist()),
    )


def _change(session: Session, round_id: int, worker_id: int, kind: str, *, signature: Signature) -> None:
    _open(session, round_id, worker_id)
    session.add(
        RosterChange(
            round_id=round_id,
            worker_id=worker_id,
            kind=kind,
            reason=signature.note,
            made=signature.now,
            made_by=signature.by,
        )
    )
    session.flush()


def _add(session: Session, row: Pin, signature: Signature) -> None:
    row.reason, row.made, row.made_by = signature.note, signature.now, signature.by
    session.add(row)
    session.flush()


def _open(session: Session, round_id: int, worker_id: int) -> None:
    """The round still takes changes and the worker is known."""
    round_ = round_of(session, round_id)
    if round_.status in CLOSED:
        words = WORDS[round_.status]
        raise StepRefused(
            f"轮次 {round_.name} {words.zh},不再改动 / round {round_.name} is {words.en} and takes no more changes",
            [f"{words.zh} / {words.en}"],
        )
    _exists(session, Worker, worker_id)
    left = select(Placement.id).where(Placement.round_id == round_id, Placement.worker_id == worker_id)
    if session.scalar(left) is not None:
        raise StepRefused(
            f"{worker_id} 号已随本轮出发,不再改动 / "
            f"worker {worker_id} has left with a trip of this round: no more changes"
        )


def _exists(session: Session, table: type[Worker] | type[Posting] | type[Vehicle], number: int) -> None:
    if session.get(table, number) is None:
        raise NotFound(f"{table.__tablename__} 里没有 {number} 号 / there is no {number} in {table.__tablename__}")
