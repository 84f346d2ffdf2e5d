"""Judging one row of a village file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from math import isnan
from typing import Final

from data.importers.cells import answers, births, dates
from data.importers.cells.companions import ALONE, Companions, companions
from data.importers.cells.identity import Identity, identity_number
from data.importers.cells.names import may_be_a_name, name
from data.importers.cells.phones import phones
from data.importers.cells.reading import Cell, Reading, plain
from data.importers.cells.trades import TradesSaid, trades
from data.importers.cells.travel_days import TravelDays, travel_days
from data.importers.cells.wages import pay
from data.importers.judging.homes import address, home, wish
from data.importers.judging.households import Household
from data.importers.judging.judged_rows import JudgedRow
from data.importers.judging.rows import Row, RowContext
from data.importers.judging.said_elsewhere import days_said, own_phones, phone_said
from data.importers.judging.shared_rows import told_apart
from data.importers.judging.standings import flags, held_certificates, status, willing
from data.registers.records import WorkerRecord
from labor.market import SEX_UNKNOWN
from policy.rulebook import parameter

# Telephone and identity numbers must not travel on inside free text.
_NUMBERS: Final = re.compile(r"\d{17}[\dXx]|(?<!\d)1[3-9]\d(?:[\s-]?\d){8}(?!\d)")


def judge_worker(row: Row, setting: RowContext) -> JudgedRow:
    """The worker a row describes, or the several who share it, with every fault found on the way."""
    names = row.read("name", name)
    identity = row.read("identity_number", lambda cell: identity_number(cell, setting.today))
    if identity and names and may_be_a_name(names[0]):
        row.faults = [fault for fault in row.faults if fault.code != "name_unclear"]
    numbers = row.read("phone", phones)
    numbers, others = own_phones(row, numbers)
    found, another = phone_said(row) if not numbers else ((), "")
    another = another or others
    if found and not row.has("phone"):
        numbers = found
        row.fault("phone_elsewhere", "phone", value=found[0])
    together = _companions(row)
    record = replace(
        _person(row, setting, identity),
        name=names[0] if names else "",
        phone=numbers[0] if numbers else "",
        backup_phone=numbers[1] if len(numbers) > 1 else _spare(row),
        wants_couple_room=bool(row.read("couple_room", answers.yes_no)) or "夫妻房" in together.words,
        companions=together.words,
    )
    if another and not record.emergency_contact:
        record = replace(record, emergency_contact=another[:200])
    _check(row, record, setting)
    several = len(names) > 1
    records = told_apart(row, record, numbers, names, setting) if several else (record,) if names else ()
    return JudgedRow(
        row.sheet, row.row, "workers", row.cells, row.layout.headers, records, row.faults,
        ALONE if several and not together.names else together, plain(row.cell("serial")), plain(row.cell("group")),
        household=Household(plain(row.cell("household")), plain(row.cell("relation")), plain(row.cell("spouse"))),
    )  # fmt: skip


def _person(row: Row, setting: RowContext, identity: Identity | None) -> WorkerRecord:
    born, exact = _birth(row, setting.today, identity)
    county, township, village = home(row, setting)
    known = _known_trades(row)
    wished = wish(row, setting, county)
    earliest, latest = _travel(row, setting)
    home_by = row.read("home_by", lambda cell: _last_day_away(cell, setting.today))
    return WorkerRecord(
        name="",
        identity_number=identity.number if identity else "",
        sex=_sex(row, identity),
        birth=born,
        birth_is_approximate=not exact,
        county=county,
        township=township,
        village=village,
        address=address(row, village),
        trades=known.codes,
        trade_years=_years(row, known),
        text=_own_words(row),
        wage_wanted_fen=row.read("wage_wanted", lambda cell: pay(cell, row.layout.header("wage_wanted"))).low_fen,
        wish_regions=wished.regions,
        refused_regions=wished.refused,
        near_only=(wished.near and not wished.regions) or bool(row.read("near_only", answers.yes_no)),
        max_distance_km=row.read("max_distance", answers.decimal_number),
        lodging_needed=bool(row.read("lodging_needed", answers.yes_no)),
        night_shift_ok=row.read("night_shift_ok", answers.yes_no),
        can_lift_kg=row.read("can_lift", answers.decimal_number),
        height_ok=row.read("height_ok", answers.yes_no),
        earliest=earliest,
        latest=latest,
        home_by=home_by,
        registered=row.read("registered", lambda cell: dates.day(cell, setting.today)),
        flags=flags(row),
        flag_source=row.layout.header("flags") or row.layout.header("poverty_exit"),
        willing=willing(row),
        status=status(row),
        schooling=row.text("schooling", 32),
        certificates=held_certificates(row, setting.today),
        emergency_contact=row.text("emergency_contact"),
        pickup=row.text("pickup"),
        broker=row.text("broker"),
        consent=row.read("consent", answers.yes_no),
        remarks=_NUMBERS.sub("", row.prose("remarks")),
    )


def _birth(row: Row, today: date, identity: Identity | None) -> tuple[date | None, bool]:
    stated = row.read("birth", lambda cell: births.birth(cell, today), severity="note" if identity else "")
    if identity:
        # 85.3 and 1985年3月 agree with the number when year and month do.
        agrees = stated is None or (
            stated.day == identity.birth if stated.exact else abs((stated.day - identity.birth).days) < 400
        )
        if not agrees:
            row.fault("birth_contradicts", "birth", hint=identity.birth.isoformat())
        row.faults = [fault for fault in row.faults if fault.code not in ("birth_in_part", "month_unclear")]
        return identity.birth, True
    if stated is None:
        stated = row.read("age", lambda cell: births.age(cell, today))
    return (stated.day, stated.exact) if stated else (None, True)


def _known_trades(row: Row) -> TradesSaid:
    """The trades of their own column, else those that a wish (广东电子厂) or a paper (电工证) names."""
    known = row.read("trades", trades)
    for field in ("wish_regions", "certificates", "willing"):
        if not known.codes and row.has(field):
            known = trades(row.text(field)).value
    return known


def _last_day_away(cell: Cell, today: date) -> Reading[date | None]:
    """The day somebody must be home; 过年前 and 元旦前 name it by its feast."""
    found = dates.day(cell, today)
    spoken = travel_days(cell, today) if found.fault == "date_unclear" else None
    if not spoken or not spoken.latest:
        return found
    by_moon = "年前" in plain(cell)
    return Reading(spoken.latest, "lunar_read" if by_moon else "", spoken.latest.isoformat() if by_moon else "")


def _travel(row: Row, setting: RowContext) -> tuple[date | None, date | None]:
    """The first and the last day somebody can leave, from their columns, else from what the remarks say of leaving."""
    first, last = (_days(row, field, setting.today) for field in ("earliest", "latest"))
    earliest = first.earliest or last.earliest if last.latest else first.earliest
    latest = last.latest or first.latest
    if last.earliest and not last.latest:
        latest = last.earliest  # a bare day in the column of last days
    if not earliest and not latest:
        said = days_said(row, setting)
        earliest, latest = said.earliest, said.latest
    if earliest and latest and latest < earliest:
        row.fault("dates_reversed", "latest", hint=earliest.isoformat())
        latest = None
    return earliest, latest


def _days(row: Row, field: str, today: date) -> TravelDays:
    found = travel_days(row.cell(field), today)
    if found.fault:
        row.fault(found.fault, field, hint=found.hint)
    return found


def _sex(row: Row, identity: Identity | None) -> int:
    stated = row.read("sex", answers.sex)
    if identity and stated not in (SEX_UNKNOWN, identity.sex):
        row.fault("sex_contradicts", "sex")
    return identity.sex if identity else stated


def _years(row: Row, known: TradesSaid) -> tuple[float, ...]:
    """Years said with the trades, else those of their own column: one for all, or one each in order."""
    if not known.codes or not any(map(isnan, known.years)) or not row.has("trade_years"):
        return known.years
    parts = [answers.decimal_number(part).value for part in re.split(r"[、,,;/]", row.text("trade_years"))]
    if len(parts) not in (1, len(known.codes)):
        return known.years
    return tuple(parts) if len(parts) > 1 else (parts[0], *known.years[1:])


def _own_words(row: Row) -> str:
    said = [row.prose(field) for field in ("trades", "text", "remarks")]
    return _NUMBERS.sub("", "；".join(dict.fromkeys(text for text in said if text)))[:1000]


def _companions(row: Row) -> Companions:
    if row.has("companions"):
        return companions(row.cell("companions"))
    said = (row.text("remarks"), row.text("text"), *re.findall(r"[(（]([^()（）]+)[)）]", row.text("name")))
    return next((found for text in said if (found := companions(text, free_text=True)) is not ALONE), ALONE)


def _spare(row: Row) -> str:
    spare = row.read("backup_phone", phones, severity="note")
    return spare[0] if spare else ""


def _check(row: Row, record: WorkerRecord, setting: RowContext) -> None:
    """What only the whole row can show."""
    if not record.name:
        row.fault("name_missing", "name")
    if not record.identity_number and not record.phone and not row.has("identity_number") and not row.has("phone"):
        row.fault("no_way_to_tell", "phone")
    if record.birth and not record.birth_is_approximate:
        youngest = parameter("is_sixteen", "age", setting.today)
        of_age = record.birth.replace(year=record.birth.year + youngest, day=min(record.birth.day, 28))
        if of_age > setting.today:
            row.fault(
                "too_young", "identity_number" if record.identity_number else "birth", hint=record.birth.isoformat()
            )
