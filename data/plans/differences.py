"""What a new plan changes against the one before it, person by person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from data.tables import AssignmentRow, Batch, PlanDifference


@dataclass(frozen=True, slots=True)
class PlaceInPlan:
    """Where a plan puts one person; ``batch`` is None for those who travel on their own."""

    posting: int
    batch: str | None


Standing: TypeAlias = dict[int, PlaceInPlan]  # worker id → place


@dataclass(frozen=True, slots=True)
class Difference:
    """One person's change; a side is None where that plan does not place the person."""

    worker: int
    kind: str  # "added", "removed", "posting_changed", "trip_changed"
    before: PlaceInPlan | None
    after: PlaceInPlan | None


def standing(session: Session, plan_id: int) -> Standing:
    """Everybody a plan places, with the batch numbers as they are now."""
    rows = session.execute(
        select(AssignmentRow.worker_id, AssignmentRow.posting_id, Batch.number)
        .outerjoin(Batch, Batch.trip_id == AssignmentRow.trip_id)
        .where(AssignmentRow.plan_id == plan_id)
    )
    return {worker: PlaceInPlan(posting, batch) for worker, posting, batch in rows}


def between(before: Standing, after: Standing) -> list[Difference]:
    """Every person whose place differs, by worker id; nobody else."""
    found = []
    for worker in sorted(before.keys() | after.keys()):
        old, new = before.get(worker), after.get(worker)
        if old != new:
            found.append(Difference(worker, _kind(old, new), old, new))
    return found


def _kind(before: PlaceInPlan | None, after: PlaceInPlan | None) -> str:
    if before is None:
        return "added"
    if after is None:
        return "removed"
    return "posting_changed" if before.posting != after.posting else "trip_changed"


def keep(session: Session, plan_id: int, before: Standing) -> list[Difference]:
    """Write down what the plan changed against ``before``, and answer it."""
    found = between(before, standing(session, plan_id))
    if found:
        session.execute(insert(PlanDifference), [_row(plan_id, difference) for difference in found])
    return found


def _row(plan_id: int, difference: Difference) -> dict[str, object]:
    before, after = difference.before, difference.after
    return {
        "plan_id": plan_id,
        "worker_id": difference.worker,
        "kind": difference.kind,
        "posting_before": before.posting if before else None,
        "posting_after": after.posting if after else None,
        "batch_before": before.batch if before else None,
        "batch_after": after.batch if after else None,
    }
