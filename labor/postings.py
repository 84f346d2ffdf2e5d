"""Employers and their postings as columns."""

from __future__ import annotations

from dataclasses import dataclass

from labor.arrays import BoolArray, DayArray, FloatArray, IntArray, Ragged, StrArray, same_length

UNLIMITED = -1


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
