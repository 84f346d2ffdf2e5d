"""Means of travel: hubs, vehicles on offer, fares, and the corridors of labor cooperation."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.privacy import Encrypted
from data.tables.base import Base, Fen, Id, Line, RegionCode, Word, one_of, owned_by
from data.tables.tenants import Owned
from labor.vehicle_kinds import MODE_WORDS

HUB_KINDS = ("coach_station", "rail_station", "airport", "pickup", "site")
MODES = tuple(sorted(MODE_WORDS))
ROLES = ("origin", "destination")


class Hub(Owned, Base):
    """A place where trips pick people up or set them down."""

    __tablename__ = "hubs"
    __table_args__ = (one_of("kind", HUB_KINDS), UniqueConstraint("tenant_id", "county", "name"))

    id: Mapped[Id]
    name: Mapped[Line]
    kind: Mapped[Word] = mapped_column(default="pickup")
    county: Mapped[RegionCode]
    address: Mapped[Line] = mapped_column(default="")
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    safe_before_six: Mapped[bool] = mapped_column(default=False)  # sheltered and lit
    of_region: Mapped[bool] = mapped_column(default=False)  # called like its county or city: no place in it is named


class HubName(Owned, Base):
    """Another name office files call a station by; ``county`` 0 = wherever it is said."""

    __tablename__ = "hub_names"
    __table_args__ = (PrimaryKeyConstraint("tenant_id", "name", "county"),)

    name: Mapped[Line] = mapped_column()  # in the spelling names are compared in
    county: Mapped[RegionCode] = mapped_column()
    hub_id: Mapped[int] = mapped_column(owned_by("hubs.id"), index=True)

    __mapper_args__ = {"primary_key": [name, county]}  # noqa: RUF012 - a session sees one tenant's rows


def spelled(name: str) -> str:
    """A station's name in the spelling names are compared in."""
    return "".join(name.split()).casefold()


class Vehicle(Owned, Base):
    """One vehicle kind offered on a corridor, on a day (``leaves``) or on any day (NULL)."""

    __tablename__ = "vehicles"
    __table_args__ = (
        one_of("mode", MODES),
        CheckConstraint("rated_seats > 0", name="seats_positive"),
        CheckConstraint("load_factor > 0 AND load_factor <= 1", name="load_factor_share"),
        CheckConstraint("escorts >= 0 AND min_load >= 0", name="counts_not_negative"),
        CheckConstraint("available IS NULL OR available >= 0", name="available_not_negative"),
        UniqueConstraint("tenant_id", "number"),
    )

    id: Mapped[Id]
    number: Mapped[Line]  # the offer's own number
    mode: Mapped[Word]
    label: Mapped[Line] = mapped_column(default="")  # train number, coach size
    plate: Mapped[Line] = mapped_column(default="")
    carrier: Mapped[Line] = mapped_column(default="")
    driver_names: Mapped[str | None] = mapped_column(Encrypted("vehicles.driver_names"))
    rated_seats: Mapped[int]
    load_factor: Mapped[float] = mapped_column(default=1.0)
    escorts: Mapped[int] = mapped_column(default=0)
    drivers: Mapped[int | None]  # NULL = the offer does not say
    drivers_confirmed: Mapped[date | None]  # the day the carrier was asked, where the offer does not say
    drivers_confirmed_by: Mapped[Line] = mapped_column(default="")
    nights: Mapped[int] = mapped_column(default=0)  # the drivers sleep this often on the way
    min_load: Mapped[int] = mapped_column(default=0)
    fixed_cost_fen: Mapped[Fen]
    cost_per_person_fen: Mapped[Fen] = mapped_column(default=0)
    available: Mapped[int | None]  # runs; NULL = any number
    leaves: Mapped[date | None] = mapped_column(index=True)
    leaves_minute: Mapped[int | None]
    contact: Mapped[str | None] = mapped_column(Encrypted("vehicles.contact"))
    phone: Mapped[str | None] = mapped_column(Encrypted("vehicles.phone"))
    remarks: Mapped[str | None] = mapped_column(Encrypted("vehicles.remarks"))
    in_use: Mapped[bool] = mapped_column(default=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)
    source_sheet: Mapped[Line] = mapped_column(default="")
    source_row: Mapped[int | None]


class VehicleStop(Owned, Base):
    """A hub a vehicle serves; ``position`` orders the stops of one role."""

    __tablename__ = "vehicle_stops"
    __table_args__ = (one_of("role", ROLES),)

    vehicle_id: Mapped[int] = mapped_column(owned_by("vehicles.id"), primary_key=True)
    role: Mapped[Word] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"), index=True)


class Fare(Owned, Base):
    """What one person pays for an own ticket from hub to hub, and the days it takes."""

    __tablename__ = "fares"
    __table_args__ = (CheckConstraint("fare_fen >= 0 AND days >= 0", name="not_negative"),)

    origin_hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"), primary_key=True)
    destination_hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"), primary_key=True)
    fare_fen: Mapped[Fen]
    days: Mapped[int] = mapped_column(default=0)


class Corridor(Owned, Base):
    """An agreement of labor cooperation between a sending and a receiving region."""

    __tablename__ = "corridors"
    __table_args__ = (
        CheckConstraint("agreed_to >= agreed_from", name="days_in_order"),
        Index("ix_corridors_ends", "origin", "destination"),
    )

    id: Mapped[Id]
    origin: Mapped[RegionCode]
    destination: Mapped[RegionCode]
    name: Mapped[Line]
    agreed_from: Mapped[date]
    agreed_to: Mapped[date]
    pay_floor_fen: Mapped[Fen | None]
    transport_paid_by: Mapped[Line] = mapped_column(default="")
    contact: Mapped[str | None] = mapped_column(Encrypted("corridors.contact"))
