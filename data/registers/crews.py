"""What the carrier says of a vehicle's crew after the offer: drivers, and nights of rest on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from data.tables import Vehicle
from labor.errors import BadInput, NotFound

MOST_DRIVERS: Final = 6
MOST_NIGHTS: Final = 3


@dataclass(frozen=True, slots=True)
class Crew:
    """How many drivers come, and how often they sleep on the way; refuses nonsense by itself."""

    drivers: int
    nights: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.drivers <= MOST_DRIVERS or not 0 <= self.nights <= MOST_NIGHTS:
            raise BadInput(
                f"驾驶员填 1 到 {MOST_DRIVERS} 名,途中休息填 0 到 {MOST_NIGHTS} 晚 / "
                f"give 1 to {MOST_DRIVERS} drivers and 0 to {MOST_NIGHTS} nights"
            )


def confirm(session: Session, vehicle_id: int, crew: Crew, *, by: str, on: date) -> None:
    """Write down what the carrier said, by whom it was heard and when; raises NotFound."""
    vehicle = session.get(Vehicle, vehicle_id)
    if vehicle is None:
        raise NotFound(f"没有 {vehicle_id} 号车次 / there is no vehicle {vehicle_id}")
    vehicle.drivers, vehicle.nights = crew.drivers, crew.nights
    vehicle.drivers_confirmed, vehicle.drivers_confirmed_by = on, by
    session.flush()
