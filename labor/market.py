"""One window's workers, postings and means of travel: the one read of a round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from labor.arrays import BoolArray, DayArray, FloatArray, IntArray, Ragged, StrArray, same_length
from labor.errors import BadInput
from labor.people import Certificates, HealthChecks, Protection, Replies, Spells, Workers
from labor.postings import Employers, Postings
from labor.regions import Regions

ANY_NUMBER = -1
# A place without a hub of its own county uses those within this reach of its seat: a feeder ride of
# an hour on county roads. Our own choice, not a rule of law.
FEEDER_REACH_KM = 60.0


@dataclass(frozen=True, slots=True)
class DateWindow:
    """The days one round plans for, both ends included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadInput(f"the window ends ({self.last}) before it begins ({self.first})")


@dataclass(frozen=True, slots=True, eq=False)
class Hubs:
    """Places where trips pick people up or set them down."""

    id: IntArray
    name: tuple[str, ...]
    county: IntArray
    longitude: FloatArray
    latitude: FloatArray
    safe_before_six: BoolArray  # sheltered and lit: may be used as a stop before 06:00

    def __post_init__(self) -> None:
        same_length(self, *(name for name in self.__dataclass_fields__))

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True, slots=True, eq=False)
class Vehicles:
    """Vehicles on offer: one row a vehicle kind on a corridor and a day."""

    id: IntArray
    mode: StrArray  # "coach", "train", "van"
    origins: Ragged  # hub indices, several pick-ups
    destinations: Ragged  # hub indices in order of stops
    seats: IntArray  # rated seats x load factor, rounded down
    escorts: IntArray  # of those seats, kept for leader and deputy
    drivers: IntArray  # 0 or less = the offer does not say: as many as the law asks for
    nights: IntArray  # its drivers sleep this often on the way
    min_load: IntArray
    fixed_cost_fen: IntArray
    cost_per_person_fen: IntArray
    available: IntArray  # runs, ANY_NUMBER = any number
    leaves: DayArray  # NaT = any day
    leaves_minute: IntArray  # minutes after midnight, -1 not set

    def __post_init__(self) -> None:
        same_length(self, *(name for name in self.__dataclass_fields__))

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True, slots=True, eq=False)
class Fares:
    """Own tickets: what one person pays from hub to hub, and how many days it takes."""

    origin: IntArray
    destination: IntArray
    fare_fen: IntArray
    days: IntArray

    def __post_init__(self) -> None:
        same_length(self, "origin", "destination", "fare_fen", "days")


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Everything one round's scoring and planning may read. Frozen; an index is a position in these blocks."""

    window: DateWindow
    regions: Regions
    hubs: Hubs
    workers: Workers
    protection: Protection  # as long as workers; for policy and beds, never for a score
    certificates: Certificates
    spells: Spells
    replies: Replies
    health: HealthChecks
    employers: Employers
    postings: Postings
    vehicles: Vehicles
    fares: Fares

    def __post_init__(self) -> None:
        if len(self.protection.sex) != len(self.workers):
            raise ValueError("Market: protection and workers differ in length")
