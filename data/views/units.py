"""The tree of offices with what came of their people: each person once at every level, however many brought them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from data.tables import Attribution, Offer, Organization, Placement, Worker

Parents: TypeAlias = Mapping[int, int | None]
STAGES: Final = ("registered", "willing", "offered", "yes", "boarded", "arrived", "stayed_30", "stayed_90")


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit, how deep it stands below the first shown, and its people by stage, those below it counted in."""

    id: int
    depth: int
    kind: str
    name: str
    people: Mapping[str, int]


def tree(session: Session, *, top: int | None = None) -> list[UnitLine]:
    """Every unit under its parent, by name; ``top`` is the unit of whoever looks, None for the whole office."""
    rows = session.execute(
        select(Organization.id, Organization.parent_id, Organization.kind, Organization.name).order_by(
            Organization.name, Organization.id
        )
    ).all()
    parents = {row.id: row.parent_id for row in rows}
    sums = {stage: _rolled_up(_brought(session, stage), parents) for stage in STAGES}
    below: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)
    lines: list[UnitLine] = []
    waiting = [(0, row) for row in reversed([one for one in rows if one.id == top] if top else below[None])]
    while waiting:
        depth, row = waiting.pop()
        people = {stage: sums[stage].get(row.id, 0) for stage in STAGES}
        lines.append(UnitLine(row.id, depth, row.kind, row.name, people))
        waiting += [(depth + 1, one) for one in reversed(below[row.id])]
    return lines


def _brought(session: Session, stage: str) -> list[tuple[int, int]]:
    """(person, unit) for everybody at a stage: the unit of their home, and each whose claim to them stands."""
    reached = _reached(stage)
    home = select(Worker.id, Worker.organization_id).where(Worker.organization_id.is_not(None), *reached)
    found_out = select(Attribution.worker_id).where(Attribution.confirmed.is_not(None))
    claims = (
        select(Attribution.worker_id, Attribution.organization_id)
        .join(Worker, Worker.id == Attribution.worker_id)
        .where(Attribution.counts | Attribution.worker_id.not_in(found_out), *reached)
    )
    return [(worker, unit) for query in (home, claims) for worker, unit in session.execute(query) if unit is not None]


def _reached(stage: str) -> list[ColumnElement[bool]]:
    placed = {
        "boarded": Placement.boarded.is_not(None),
        "arrived": Placement.arrived.is_not(None),
        "stayed_30": Placement.stayed_30.is_(True),
        "stayed_90": Placement.stayed_90.is_(True),
    }
    if stage == "registered":
        return []
    if stage == "willing":
        return [Worker.willing == "yes"]
    if stage in placed:
        return [Worker.id.in_(select(Placement.worker_id).where(placed[stage]))]
    offers = select(Offer.worker_id)
    return [Worker.id.in_(offers.where(Offer.reply == "yes") if stage == "yes" else offers)]


def _rolled_up(brought: Iterable[tuple[int, int]], parents: Parents) -> dict[int, int]:
    """How many people stand at or below each unit: a set of units a person, so that nobody counts twice in one."""
    units_of: dict[int, set[int]] = defaultdict(set)
    for worker, unit in brought:
        units_of[worker].update(_upwards(unit, parents))
    found: dict[int, int] = defaultdict(int)
    for units in units_of.values():
        for unit in units:
            found[unit] += 1
    return found


def _upwards(unit: int, parents: Parents) -> list[int]:
    """A unit and those above it; a circle, which no command makes, ends where it began."""
    path: list[int] = []
    step: int | None = unit
    while step is not None and step not in path:
        path.append(step)
        step = parents.get(step)
    return path
