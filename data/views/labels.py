"""Numbers of the registers with the words people know them by, for sentences about a plan."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.tables import Employer, Posting, Vehicle, Worker
from labor.arrays import IntArray
from labor.market import Market


@dataclass(frozen=True, slots=True)
class Labels:
    """One label a worker, posting and vehicle of a market, e.g. ``12 缝纫工·西湖电子厂``; names are masked."""

    workers: tuple[str, ...]
    postings: tuple[str, ...]
    vehicles: tuple[str, ...]


def labels_of(session: Session, market: Market) -> Labels:
    """Labels in the positions of ``market``."""
    return Labels(
        _labeled(session, market.workers.id, "worker"),
        _labeled(session, market.postings.id, "posting"),
        _labeled(session, market.vehicles.id, "vehicle"),
    )


def _labeled(session: Session, ids: IntArray, what: str) -> tuple[str, ...]:
    query = {
        "worker": select(Worker.id, Worker.name_masked),
        "posting": select(Posting.id, Posting.title + "·" + Employer.name).join(Employer),
        "vehicle": select(Vehicle.id, Vehicle.number + " " + Vehicle.label),
    }[what]
    key = {"worker": Worker.id, "posting": Posting.id, "vehicle": Vehicle.id}[what]
    said: dict[int, str] = {}
    for part in in_parts(ids.tolist()):
        said.update((number, words) for number, words in session.execute(query.where(key.in_(part))))
    if what == "vehicle":  # an offer's own number says more than ours
        return tuple(said.get(number, str(number)).strip() for number in ids.tolist())
    return tuple(f"{number} {said.get(number, '')}".strip() for number in ids.tolist())
