"""What one judged row brings: the frozen records that importers hand to the registers.

Unknown is "" for text, 0 for a region code, None for a day or a yes/no, -1 for money and counts. Money is
whole fen. Trades and certificates carry codes where the dictionary knows the word, and always the words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from labor.words import Bilingual

KINDS: Final = ("workers", "postings", "employers", "vehicles", "hubs", "fares")


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """One certificate as stated on paper: nothing here has been verified with its issuer."""

    kind: str  # code of policy/packs/certificates.toml, "" when the words name none
    words: str
    number: str = ""
    issuer: str = ""
    valid_to: date | None = None
    review_by: date | None = None


@dataclass(frozen=True, slots=True)
class WorkerRecord:
    """One person of a village file. ``group_key`` is equal for people of one file who stay together."""

    name: str
    identity_number: str = ""  # 18 characters, check digit right
    phone: str = ""  # 11 digits
    backup_phone: str = ""
    sex: int = 0  # labor.market SEX_UNKNOWN, MALE, FEMALE
    birth: date | None = None
    birth_is_approximate: bool = False  # from an age or a year alone
    county: int = 0  # home county (GB/T 2260), never taken from the identity number
    township: str = ""
    village: str = ""
    address: str = ""
    trades: tuple[str, ...] = ()  # occupational classification 2022 codes
    trade_years: tuple[float, ...] = ()  # as long as trades, NaN unknown
    text: str = ""  # what they say of themselves, in their own words
    wage_wanted_fen: int = -1
    wish_regions: tuple[int, ...] = ()
    refused_regions: tuple[int, ...] = ()  # where they will not go, whatever they wish
    near_only: bool = False
    max_distance_km: float = float("nan")
    lodging_needed: bool = False
    night_shift_ok: bool | None = None
    can_lift_kg: float = float("nan")
    height_ok: bool | None = None
    wants_couple_room: bool = False
    earliest: date | None = None
    latest: date | None = None
    home_by: date | None = None
    registered: date | None = None
    flags: tuple[str, ...] = ()  # data.tables.workers FLAG_KINDS, from an official list named in flag_source
    flag_source: str = ""
    willing: str = "unknown"  # data.tables.workers WILLING
    status: str = "unknown"  # data.tables.workers STATUSES
    schooling: str = ""
    certificates: tuple[CertificateRecord, ...] = ()
    group_key: str = ""
    companions: str = ""  # the words that asked to stay together
    emergency_contact: str = ""
    pickup: str = ""  # name of the hub where they board
    broker: str = ""
    consent: bool | None = None  # agreed to be registered; which employer may have the data is asked by name
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class EmployerRecord:
    """One employer, one line of the wage-arrears list, or both."""

    name: str
    credit_code: str = ""  # 统一社会信用代码, 18 characters, check digit right
    county: int = 0
    address: str = ""
    contact: str = ""
    phone: str = ""
    industry: str = ""
    arrears_from: date | None = None
    arrears_to: date | None = None
    arrears_source: str = ""  # who listed it, with document number
    licence_number: str = ""  # HR service or dispatch licence
    licence_to: date | None = None
    is_agency: bool = False
    credit_grade: str = ""  # "A", "B", "C"
    guaranteed: bool | None = None  # 用工保障重点企业
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class DemandRecord:
    """A demand an employer may not make: taken out of the posting, kept beside it with the reason."""

    kind: str  # data.tables.postings DEMAND_KINDS
    text: str  # the words as they stood
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class PostingRecord:
    """One job order. Unlawful demands have been taken out of ``text`` before it comes here."""

    employer: str
    title: str
    openings: int
    order_number: str = ""  # the employer's own, "" where it gives none
    credit_code: str = ""  # of the employer, where the row says it
    employer_phone: str = ""
    county: int = 0
    address: str = ""
    destination: str = ""  # name of the hub where people get off
    occupation: str = ""
    text: str = ""
    min_team: int = 0
    beds: int = -1
    beds_m: int = -1
    beds_f: int = -1
    couple_rooms: int = -1
    start_from: date | None = None
    start_by: date | None = None
    wage_low_fen: int = -1  # a month
    wage_high_fen: int = -1
    base_fen: int = -1
    wage_words: str = ""  # as written: piece rate, overtime, deductions, pay day
    shifts: str = ""
    social_insurance: str = ""
    fare_paid_by: str = "unknown"  # data.tables.postings FARE_PAYERS
    lodging_words: str = ""
    canteen: str = ""
    hours_a_day: float = float("nan")
    lodging: bool | None = None
    night_shift: bool | None = None
    lift_kg: float = float("nan")
    work_at_height: bool | None = None
    hazards: tuple[str, ...] = ()  # codes of policy/packs/protection.toml
    certificates: tuple[str, ...] = ()  # codes of policy/packs/certificates.toml
    site_rules: tuple[str, ...] = ()
    guaranteed: bool | None = None
    employment_form: str = "unknown"  # data.tables.postings EMPLOYMENT_FORMS
    agency_chain: str = ""
    refused_demands: tuple[DemandRecord, ...] = ()
    valid_until: date | None = None
    confirmed: date | None = None
    contact: str = ""
    remarks: str = ""
    title_mark: str = ""  # tells orders apart that differ only in a demand cut from the title


@dataclass(frozen=True, slots=True)
class VehicleRecord:
    """One vehicle offered on one corridor and day; hubs by name in order of stops."""

    name: str  # the offer's own number, a train number, or made of day, hour, ends and seats
    mode: str  # of labor.vehicle_kinds
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    seats: int
    escorts: int = 0
    drivers: int = -1
    min_load: int = 0
    fixed_cost_fen: int = 0
    cost_per_person_fen: int = 0
    available: int = 1  # -1 = any number
    leaves: date | None = None
    leaves_minute: int = -1
    numbered: bool = True  # the offer gives the number itself
    plate: str = ""
    operator: str = ""
    contact: str = ""
    phone: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class HubRecord:
    """A place where trips pick people up or set them down."""

    name: str
    county: int = 0
    address: str = ""
    longitude: float = float("nan")
    latitude: float = float("nan")
    kind: str = "pickup"  # data.tables.transport HUB_KINDS
    safe_before_six: bool | None = None
    of_region: bool = False  # called like its county or city
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class FareRecord:
    """What one person's own ticket costs from hub to hub."""

    origin: str
    destination: str
    fare_fen: int
    days: int = 0
    remarks: str = ""


Record: TypeAlias = WorkerRecord | PostingRecord | EmployerRecord | VehicleRecord | HubRecord | FareRecord


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A record with the place it came from."""

    sheet: str
    row: int  # 1 = the sheet's first row, as the spreadsheet shows it
    record: Record = field(compare=False)
