"""Judging one row of a vehicle offer, a list of hubs or a table of fares."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time
from typing import Final

from data.importers.cells import answers, dates
from data.importers.cells.phones import phones
from data.importers.cells.reading import Cell, Reading, plain
from data.importers.cells.wages import NO_PAY
from data.importers.judging.crews import drivers_of
from data.importers.judging.judged_rows import JudgedRow
from data.importers.judging.quotations import by_the_kilometer, check_end, of_the_distance
from data.importers.judging.rows import Row, RowContext
from data.registers.places import in_the_country
from data.registers.records import FareRecord, HubRecord, VehicleRecord
from labor.vehicle_kinds import KIND_OF_MODE, USUAL_MODE, VEHICLE_KINDS

_PRICES: Final = ("fixed_cost", "cost_per_person")
_MOST_IN_A_VAN: Final = 19  # 中型客车 from 10, 大型客车 from 20 seats: GA 802-2019
_STOPS: Final = re.compile(r"\s*(?:→|->|—>|-->|>|、|,|,|;|;|\||/|\n|途经|经)\s*")
_HUB_KINDS: Final = (
    ("rail_station", r"火车|高铁|铁路|东站|西站|南站|北站"),
    ("airport", r"机场"),
    ("coach_station", r"汽车站|客运"),
    ("site", r"企业|厂|园区|工地|公司"),
)
_HOURS: Final = re.compile(
    r"(?:(\d+)\s*(?:天|日|d))?\s*(?:(?:约)?(\d+(?:\.\d+)?)\s*(?:个)?(?:小时|钟头|h|时|:))?\s*"
    r"(?:(\d{1,2})\s*(?:分钟?|m|$))?",
    re.IGNORECASE,
)
_SAME_DAY_HOURS: Final = 12.0  # who leaves in the morning is there the same day
_CLOCK: Final = re.compile(
    r"(上午|下午|早上?|早晨|清晨|凌晨|晚上?|夜里|中午|傍晚)?\s*(\d{1,2})\s*(?:[::点时])\s*(\d{1,2}|半)?\s*(?:分)?(?::\d{2})?"
)


def judge_vehicle(row: Row, setting: RowContext) -> JudgedRow:
    """The vehicle a row offers."""
    seats = answers.whole_number(row.cell("seats")).value
    mode = _mode(row, seats)
    if seats <= 0:
        row.fault("seats_missing", "seats")
    elif mode and seats > KIND_OF_MODE[mode].most_seats:
        row.fault("seats_impossible", "seats", hint=KIND_OF_MODE[mode].to_write)
    origins, destinations = _stops(row.text("origins")), _stops(row.text("destinations"))
    if not origins and setting.home:
        origins = (setting.places.name(setting.home),)  # an offer made to the office starts where the office is
        row.fault("origin_assumed", "origins", value=origins[0])
    if not origins or not destinations:
        row.fault("stops_missing", "destinations" if origins else "origins")
    leaves, minute = _departure(row, setting)
    fixed, each = (-1 if by_the_kilometer(row, field) else row.read(field, money) for field in _PRICES)
    if fixed < 0 and each < 0 and by_the_kilometer(row, "fixed_cost"):
        fixed = of_the_distance(row, "fixed_cost")
    check_end(row, setting)
    if fixed < 0 and each < 0:
        row.fault("cost_missing", "fixed_cost")
    numbers = row.read("phone", phones, severity="note")
    plate = row.text("plate", 32)
    record = VehicleRecord(
        name=row.text("name", 100) or _number_of(plate, leaves, minute, (*origins[:1], *destinations[-1:]), seats),
        mode=mode or USUAL_MODE,
        origins=origins,
        destinations=destinations,
        seats=max(seats, 0),
        escorts=max(0, row.read("escorts", answers.whole_number)),
        drivers=drivers_of(row),
        min_load=max(0, row.read("min_load", answers.whole_number)),
        fixed_cost_fen=max(0, fixed),
        cost_per_person_fen=max(0, each),
        available=_available(row),
        leaves=leaves,
        leaves_minute=minute,
        numbered=bool(row.text("name") or plate),
        plate=plate,
        operator=row.text("operator"),
        contact=row.text("contact"),
        phone=numbers[0] if numbers else "",
        remarks=row.text("remarks"),
    )
    if seats > 0 and record.min_load + record.escorts > seats:
        row.fault("load_exceeds_seats", "min_load", value=str(record.min_load + record.escorts))
    return JudgedRow(row.sheet, row.row, "vehicles", row.cells, row.layout.headers, (record,), row.faults)


def judge_hub(row: Row, setting: RowContext) -> JudgedRow:
    """The place a row describes."""
    longitude, latitude = (row.read(field, answers.decimal_number) for field in ("longitude", "latitude"))
    if longitude == longitude and not in_the_country(longitude, latitude):  # noqa: PLR0124
        row.fault("point_impossible", "longitude", value=f"{longitude:g}, {latitude:g}")
        longitude = latitude = float("nan")
    county = 0
    for field in ("county", "address", "name"):
        found = setting.places.one(row.cell(field), home=setting.home)
        if not county and found.value and not found.fault:
            county = found.value
    county = county or setting.home
    if not county:
        row.fault("place_missing", "address" if row.has("address") else "county")
    said = f"{plain(row.cell('kind'))} {plain(row.cell('name'))}"
    record = HubRecord(
        name=row.text("name"),
        county=county,
        address=row.text("address"),
        longitude=longitude,
        latitude=latitude,
        kind=next((kind for kind, pattern in _HUB_KINDS if re.search(pattern, said)), "pickup"),
        safe_before_six=row.read("safe_before_six", answers.yes_no),
        of_region=setting.places.is_region(row.text("name")),
        remarks=row.text("remarks"),
    )
    if not record.name:
        row.fault("stops_missing", "name")
    return JudgedRow(row.sheet, row.row, "hubs", row.cells, row.layout.headers, (record,), row.faults)


def judge_fare(row: Row, setting: RowContext) -> JudgedRow:  # noqa: ARG001
    """The fare a row states."""
    fare = money(row.cell("fare"))
    if fare.value < 0:
        row.fault("fare_missing", "fare")
    record = FareRecord(
        origin=row.text("origin"),
        destination=row.text("destination"),
        fare_fen=max(0, fare.value),
        days=max(0, _days_of(row)),
        remarks=row.text("remarks"),
    )
    if not record.origin or not record.destination:
        row.fault("stops_missing", "destination" if record.origin else "origin")
    return JudgedRow(row.sheet, row.row, "fares", row.cells, row.layout.headers, (record,), row.faults)


def _days_of(row: Row) -> int:
    """Days on the way, from their own column or from the hours a journey takes; -1 where neither is said."""
    if (days := row.read("days", answers.whole_number)) >= 0:
        return days
    text = plain(row.cell("hours"))
    match = _HOURS.search(text)
    if match and any(match.groups()):
        hours = float(match[1] or 0) * 24 + float(match[2] or 0) + float(match[3] or 0) / 60
        return math.ceil(hours / 24) if hours > _SAME_DAY_HOURS else 0
    if text:
        row.fault("time_unclear", "hours")
    return -1


def money(cell: Cell) -> Reading[int]:
    """Yuan as whole fen, -1 where nothing is said: 12000元/趟, 1.2万, 180元/人."""
    text = plain(cell).replace(",", "")
    if not text or text in ("-", "/", "无"):
        return Reading(-1)
    match = re.fullmatch(
        r"[¥¥约]?\s*(\d+(?:\.\d+)?)\s*(万|千)?\s*(?:元|块)?(?:整)?(?:/\S{1,3}|每\S{1,2}|一趟)?(?:左右)?", text
    )
    if not match:
        return Reading(NO_PAY.low_fen, "number_unclear")
    return Reading(round(float(match[1]) * {"万": 10_000, "千": 1000}.get(match[2] or "", 1) * 100))


def _number_of(plate: str, leaves: date | None, minute: int, ends: tuple[str, ...], seats: int) -> str:
    """A number for an offer that has none: what tells it from the others of its list."""
    hour = f"{minute // 60:02d}:{minute % 60:02d}" if minute >= 0 else ""
    day = leaves.isoformat() if leaves else ""
    return " ".join(filter(None, (plate, day, hour, "-".join(ends), f"{seats}座" if seats > 0 else "")))[:180]


_SEATS_ALONE: Final = re.compile(r"\d{1,2}\s*(?:\+\s*[12]\s*)?(?:人?座|个座位)(?:车|位)?")


def _mode(row: Row, seats: int) -> str:
    said = _SEATS_ALONE.sub("", plain(row.cell("mode")))
    known = next((kind.mode for kind in VEHICLE_KINDS if re.search(kind.as_written, said, re.IGNORECASE)), "")
    if said and not known:
        row.fault("mode_unclear", "mode", hint="、".join(kind.to_write for kind in VEHICLE_KINDS))
    mode = known if said else _mode_of_name(row)
    if mode in ("coach", "van") and seats > 0:
        # 中巴 is said of 19 and of 33 seats: the seats tell which it is.
        return "van" if seats <= _MOST_IN_A_VAN else "coach"
    return mode


def _mode_of_name(row: Row) -> str:
    return "train" if re.match(r"[GDKTZC]\d{1,4}\b", plain(row.cell("name"))) else "coach"


def _stops(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stop for stop in _STOPS.split(text) if stop))


def _available(row: Row) -> int:
    text = plain(row.cell("available"))
    if re.search(r"不限|若干|任意|\*|充足", text):
        return -1
    count = row.read("available", answers.whole_number)
    return 1 if count < 0 else count


def _departure(row: Row, setting: RowContext) -> tuple[date | None, int]:
    """Day and minute after midnight; a clock time may stand with the day."""
    cell = row.cell("leaves")
    minute = cell.hour * 60 + cell.minute if isinstance(cell, datetime) and (cell.hour or cell.minute) else -1
    text = plain(cell)
    clock = _CLOCK.search(text) if isinstance(cell, str) else None
    if clock and not isinstance(cell, datetime):
        minute = _minute(clock)
        cell = (text[: clock.start()] + text[clock.end() :]).strip() or None
    leaves = row.take("leaves", dates.day(cell, setting.today)) if cell is not None else None
    stated = row.cell("leaves_time")
    if isinstance(stated, time):
        minute = stated.hour * 60 + stated.minute
    elif isinstance(stated, float) and 0 < stated < 1:
        minute = round(stated * 1440)  # a spreadsheet's time of day is a share of the day
    elif plain(stated):
        match = _CLOCK.search(plain(stated))
        minute = _minute(match) if match else -1
        if minute < 0:
            row.fault("time_unclear", "leaves_time")
    return leaves, minute


def _minute(match: re.Match[str]) -> int:
    hour, minute = int(match[2]), 30 if match[3] == "半" else int(match[3] or 0)
    if match[1] in ("下午", "晚", "晚上", "夜里", "傍晚") and hour < 12:
        hour += 12
    return hour * 60 + minute if hour < 24 and minute < 60 else -1
