"""What a plan says of each vehicle of its offer: kept with it, read back for its page and its questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from data.columns import Line
from data.tables import Vehicle, VehicleVerdict
from data.tables.base import columns_of
from labor.words import Bilingual


@dataclass(frozen=True, slots=True)
class KeptVerdict:
    """One vehicle by register number; ``use`` is empty where the law keeps it out."""

    vehicle_id: int
    law: str
    law_text: Bilingual
    use: str = ""
    use_text: Bilingual | None = None


def keep(session: Session, plan_id: int, verdicts: Sequence[KeptVerdict]) -> None:
    """Write them down with a new plan."""
    rows = [
        {
            "plan_id": plan_id, "vehicle_id": one.vehicle_id, "law": one.law, "law_zh": one.law_text.zh,
            "law_en": one.law_text.en, "use": one.use, "use_zh": one.use_text.zh if one.use_text else "",
            "use_en": one.use_text.en if one.use_text else "",
        }
        for one in verdicts
    ]  # fmt: skip
    if rows:
        session.execute(insert(VehicleVerdict), rows)


def of_plan(session: Session, plan_id: int) -> Sequence[Line]:
    """Those that do not run first, then by day and number; with ``number``, ``label``, ``mode`` and ``leaves``."""
    query = (
        select(*columns_of(VehicleVerdict), Vehicle.number, Vehicle.label, Vehicle.mode, Vehicle.leaves)
        .join(Vehicle, Vehicle.id == VehicleVerdict.vehicle_id)
        .where(VehicleVerdict.plan_id == plan_id)
    )
    runs = VehicleVerdict.use.in_(("runs", "full"))
    return session.execute(query.order_by(runs, Vehicle.leaves, Vehicle.number)).all()


def of_vehicle(session: Session, plan_id: int, vehicle_id: int) -> Line | None:
    """The same of one vehicle."""
    return next((line for line in of_plan(session, plan_id) if line.vehicle_id == vehicle_id), None)
