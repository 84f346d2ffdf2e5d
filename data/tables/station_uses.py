"""What can name a station, counted: vehicles, fares, people, postings, plans."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ScalarSelect, func, or_, select

from data.tables.findings import TripCall
from data.tables.plans import AssignmentRow, PlanRow, TripRow
from data.tables.postings import Posting
from data.tables.transport import Fare, Hub, VehicleStop
from data.tables.workers import Worker

USES: Final = {
    "vehicles": "{0} 个车次停这里 / {0} vehicles stop here",
    "fares": "{0} 条票价从这里或到这里 / {0} fares begin or end here",
    "workers": "{0} 名务工人员在这里上车 / {0} workers board here",
    "postings": "{0} 个岗位在这里下车 / {0} postings are reached here",
    "plans": "{0} 份计划里有它 / {0} plans name it",
}


def use_counts(*, with_plans: bool = True) -> dict[str, ScalarSelect[int]]:
    """How many vehicles, fares, workers, postings and plans name the station of an outer query of ``Hub``."""
    counts = {
        "vehicles": select(func.count(VehicleStop.vehicle_id.distinct())).where(VehicleStop.hub_id == Hub.id),
        "fares": select(func.count()).select_from(Fare).where(
            or_(Fare.origin_hub_id == Hub.id, Fare.destination_hub_id == Hub.id)
        ),
        "workers": select(func.count()).select_from(Worker).where(Worker.pickup_hub_id == Hub.id),
        "postings": select(func.count()).select_from(Posting).where(Posting.destination_hub_id == Hub.id),
    }  # fmt: skip
    if with_plans:
        calls = select(TripRow.plan_id).join(TripCall, TripCall.trip_id == TripRow.id).where(TripCall.hub_id == Hub.id)
        seats = select(AssignmentRow.plan_id).where(AssignmentRow.pickup_hub_id == Hub.id)
        named = or_(PlanRow.id.in_(calls.correlate(Hub)), PlanRow.id.in_(seats.correlate(Hub)))
        counts["plans"] = select(func.count()).select_from(PlanRow).where(named)
    return {name: query.correlate(Hub).scalar_subquery() for name, query in counts.items()}
