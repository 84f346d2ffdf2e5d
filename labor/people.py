"""Workers as columns. No name, phone or identity number ever enters: privacy by shape."""

from __future__ import annotations

from dataclasses import dataclass

from labor.arrays import BoolArray, DayArray, FloatArray, IntArray, Ragged, StrArray, same_length

SEX_UNKNOWN, MALE, FEMALE = 0, 1, 2
NO_GROUP = -1

# A worker's answer to one offer. Changed terms turn YES into NOT_ASKED.
NOT_ASKED, YES, NO = 0, 1, 2


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
