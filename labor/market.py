"""One window's workers, employers, postings and means of travel: the one read of a round, as columns.

No name, phone or identity number ever enters: privacy by shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from labor.arrays import BoolArray, DayArray, FloatArray, IntArray, Ragged, StrArray, same_length
from labor.errors import BadInput
from labor.regions import Regions

SEX_UNKNOWN, MALE, FEMALE = 0, 1, 2
NO_GROUP = -1

# A worker's answer to one offer. Changed terms turn YES into NOT_ASKED.
NOT_ASKED, YES, NO = 0, 1, 2

UNLIMITED = -1  # beds not given
ANY_NUMBER = -1  # runs of a vehicle
# A place without a hub of its own county uses those within this reach of its seat: a feeder ride of
# an hour on county roads. Our own choice, not a rule of law.
FEEDER_REACH_KM = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Workers:
    """What a scorer and a planner may know of each worker; an index is the position in the market.

    Money is whole fen a month, -1 where not said. Days are datetime64[D], NaT where not said.
    """

    id: IntArray  # register id, to find the rows behind a figure again
    county: IntArray  # GB/T 2260 code of the home county
    pickup: IntArray  # index into Market.hubs of the place this person boards, -1 unknown
    group: IntArray  # people who stay together share a number >= 0; NO_GROUP travels alone
    wants_couple_room: BoolArray
    trades: Ragged  # occupation codes (str) of the national classification 2022
    trade_years: Ragged  # years in each of those trades, NaN unknown (same offsets)
    text: tuple[str, ...]  # what they say of themselves, in their own words
    wage_wanted_fen: IntArray
    # Region codes (2, 4 or 6 significant digits, zero padded); none = anywhere. With a minus: not to be sent there.
    wish_regions: Ragged
    max_distance_km: FloatArray  # NaN = no limit; "near only" is a limit
    lodging_needed: BoolArray
    night_shift_ok: IntArray  # -1 not said, 0 no, 1 yes
    can_lift_kg: FloatArray  # NaN not said
    height_ok: IntArray  # -1 not said, 0 no, 1 yes
    earliest: DayArray  # first day they can leave
    latest: DayArray  # last day they can leave
    home_by: DayArray  # must be home again (harvest)
    registered: DayArray  # since when they wait

    def __post_init__(self) -> None:
        same_length(self, *(name for name in self.__dataclass_fields__))

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True, slots=True, eq=False)
class Protection:
    """Traits the law protects: read by policy/ (minors, prohibited work) and by beds, never by a score."""

    sex: IntArray
    birth: DayArray
    priority: BoolArray  # poverty-exit, monitored or zero-job relocated household: tie-break at equal fit only

    def __post_init__(self) -> None:
        same_length(self, "sex", "birth", "priority")


@dataclass(frozen=True, slots=True, eq=False)
class Certificates:
    """One row a certificate held; ``kind`` is a code of policy/packs/certificates.toml."""

    worker: IntArray
    kind: StrArray
    valid_to: DayArray
    review_by: DayArray  # NaT where this kind has no review
    verified: BoolArray

    def __post_init__(self) -> None:
        same_length(self, "worker", "kind", "valid_to", "review_by", "verified")


@dataclass(frozen=True, slots=True, eq=False)
class Spells:
    """One row an earlier spell of work: who was where, how long."""

    worker: IntArray
    employer: IntArray
    days: IntArray
    ended: DayArray

    def __post_init__(self) -> None:
        same_length(self, "worker", "employer", "days", "ended")


@dataclass(frozen=True, slots=True, eq=False)
class Replies:
    """Answers to offers on their present terms: NOT_ASKED rows may be left out."""

    worker: IntArray
    posting: IntArray
    reply: IntArray

    def __post_init__(self) -> None:
        same_length(self, "worker", "posting", "reply")


@dataclass(frozen=True, slots=True, eq=False)
class HealthChecks:
    """Fit for this posting or not, and nothing more (requirements 4.4): 1 fit, 0 not fit."""

    worker: IntArray
    posting: IntArray
    fit: IntArray

    def __post_init__(self) -> None:
        same_length(self, "worker", "posting", "fit")


@dataclass(frozen=True, slots=True, eq=False)
class Employers:
    """What policy and score may know of an employer."""

    id: IntArray
    county: IntArray
    arrears_from: DayArray  # on the wage-arrears list since; NaT = not listed
    arrears_to: DayArray  # removed on; NaT = not removed early: the listing ends after its term by law, three years
    licence_to: DayArray  # agencies: licence runs out; NaT = needs none
    credit_grade: StrArray  # "A", "B", "C" or ""

    def __post_init__(self) -> None:
        same_length(self, *(name for name in self.__dataclass_fields__))

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """What a scorer and a planner may know of each posting; an index is the position in the market.

    ``openings`` are those still open for this round. Beds are UNLIMITED where not given.
    """

    id: IntArray
    employer: IntArray  # index into Market.employers
    county: IntArray
    destination: IntArray  # index into Market.hubs where a trip sets people down, -1 unknown
    occupation: StrArray  # national classification 2022, "" unknown
    text: tuple[str, ...]  # title and duties as published
    openings: IntArray
    min_team: IntArray  # 0 = any number
    beds: IntArray
    beds_m: IntArray
    beds_f: IntArray
    couple_rooms: IntArray
    start_from: DayArray  # first and last day of arrival
    start_by: DayArray
    wage_low_fen: IntArray  # a month, -1 unknown
    wage_high_fen: IntArray
    hours_a_day: FloatArray  # NaN unknown
    lodging: IntArray  # -1 unknown, 0 no, 1 yes
    night_shift: IntArray
    lift_kg: FloatArray  # what the work asks; NaN unknown
    work_at_height: IntArray
    hazards: Ragged  # hazard codes (str) of policy/packs/protection.toml
    certificates: Ragged  # certificate kinds (str), all of them needed at start
    site_rules: Ragged  # ids (str) of dated, sourced site rules (policy/packs/site_rules.toml)
    guaranteed: BoolArray  # employer under labor guarantee (重点企业)
    agency_employment: BoolArray  # 劳务派遣: not to be taken for organized dispatch
    valid_until: DayArray
    confirmed: DayArray  # last confirmed with the employer

    def __post_init__(self) -> None:
        same_length(self, *(name for name in self.__dataclass_fields__))

    def __len__(self) -> int:
        return len(self.id)


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
    mode: StrArray  # of labor.vehicle_kinds
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
