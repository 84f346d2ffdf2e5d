"""A trip as its papers show it: vehicle, stops with times, people in charge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.exports.people import unsealed
from data.exports.stops import PaperStop, stops_of
from data.privacy import Reader
from data.tables import Batch, Round, TripRow, Vehicle
from labor.errors import NotFound
from labor.vehicle_kinds import MODE_WORDS
from labor.words import Bilingual


@dataclass(frozen=True, slots=True)
class BatchTrip:
    """One batch's trip. Sealed texts (drivers, escorts, receiver) were unsealed for a named reader."""

    batch_id: int
    batch_number: str
    round_name: str
    plan_id: int
    trip_id: int
    trip_number: int
    mode: Bilingual
    label: str
    plate: str
    carrier: str
    drivers: str
    crew: Bilingual | None  # the condition its drivers must meet
    carrier_contact: str
    leaves: date | None
    arrives: date | None
    seats: int
    people: int
    origins: tuple[PaperStop, ...]
    destinations: tuple[PaperStop, ...]
    leader: str
    deputy: str
    escorts: str
    receiver: str
    insurer: str
    insurance_number: str

    @property
    def insurance(self) -> str:
        """Insurer and policy number."""
        return " ".join(part for part in (self.insurer, self.insurance_number) if part)

    @property
    def vehicle(self) -> Bilingual:
        """客车 川H12345, or 火车 K123."""
        what = " ".join(part for part in (self.label, self.plate) if part)
        return Bilingual(f"{self.mode.zh} {what}".strip(), f"{self.mode.en} {what}".strip())

    @property
    def route(self) -> str:
        """All stops in order."""
        return " → ".join(stop.name for stop in (*self.origins, *self.destinations))

    def pickup(self, hub_id: int | None) -> PaperStop | None:
        """The stop where somebody boards, None where it is not one of this trip's."""
        return next((stop for stop in self.origins if stop.hub_id == hub_id), None)


def journey(session: Session, batch_id: int, reader: Reader) -> BatchTrip:
    """The trip a batch rides on; raises NotFound for an unknown batch or one no plan carries any more."""
    row = session.execute(
        select(Batch, TripRow, Vehicle, Round.name)
        .join(TripRow, TripRow.id == Batch.trip_id)
        .join(Vehicle, Vehicle.id == TripRow.vehicle_id)
        .join(Round, Round.id == Batch.round_id)
        .where(Batch.id == batch_id)
    ).first()
    if row is None:
        raise NotFound(f"no trip carries batch {batch_id}: it is unknown, or its plan was replaced")
    batch, trip, vehicle, round_name = row
    leaves = trip.leaves or vehicle.leaves
    origins, destinations = stops_of(session, vehicle, trip.id, leaves)
    leader, deputy = _in_charge(session, batch, reader)
    return BatchTrip(
        batch_id=batch.id,
        batch_number=batch.number,
        round_name=round_name,
        plan_id=trip.plan_id,
        trip_id=trip.id,
        trip_number=trip.number,
        mode=MODE_WORDS[vehicle.mode],
        label=vehicle.label,
        plate=vehicle.plate,
        carrier=vehicle.carrier,
        drivers=vehicle.driver_names or "",
        crew=crew_words(trip.drivers_due, trip.nights, vehicle.drivers),
        carrier_contact=" ".join(part for part in (vehicle.contact, vehicle.phone) if part),
        leaves=leaves,
        arrives=trip.arrives,
        seats=trip.seats,
        people=trip.people,
        origins=origins,
        destinations=destinations,
        leader=leader,
        deputy=deputy,
        escorts=batch.escorts or "",
        receiver=batch.receiver or "",
        insurer=batch.insurer,
        insurance_number=batch.insurance_number,
    )


def crew_words(due: int | None, nights: int | None, drivers: int | None) -> Bilingual | None:
    """How many drivers the trip was planned with, and whether the carrier has said that they come."""
    if due is None or due < 2:
        return None
    rest_zh, rest_en = (f"，途中休息{nights}晚", f", {nights} night(s) of rest") if nights else ("", "")
    if drivers is None:
        return Bilingual(f"须{due}名{rest_zh}（待承运单位确认）", f"{due} needed{rest_en} (carrier to confirm)")
    return Bilingual(f"须{due}名{rest_zh}，已确认{drivers}名", f"{due} needed{rest_en}, {drivers} confirmed")


def _in_charge(session: Session, batch: Batch, reader: Reader) -> tuple[str, str]:
    chosen = [number for number in (batch.leader_worker_id, batch.deputy_worker_id) if number is not None]
    people = unsealed(session, chosen, reader, ("name", "phone"))

    def words(number: int | None) -> str:
        return f"{people[number].name} {people[number].phone}".strip() if number in people else ""

    return batch.leader or words(batch.leader_worker_id), batch.deputy or words(batch.deputy_worker_id)


def batches_of(session: Session, plan_id: int) -> list[int]:
    """The batches a plan's trips carry, in the order of their trips."""
    query = select(Batch.id).join(TripRow, TripRow.id == Batch.trip_id)
    return list(session.scalars(query.where(TripRow.plan_id == plan_id).order_by(TripRow.number)))
