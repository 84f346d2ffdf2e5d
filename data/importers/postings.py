"""Judging one row of an order file."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from data.importers.cells import answers, dates
from data.importers.cells.certificates import certificates
from data.importers.cells.identity import credit_code
from data.importers.cells.phones import phones
from data.importers.cells.reading import Cell, Reading, plain
from data.importers.cells.trades import trades
from data.importers.cells.wages import NO_PAY, Pay, pay
from data.importers.demands import cleaned
from data.importers.records import PostingRecord
from data.importers.rows import JudgedRow, Row, Setting
from data.importers.vocabulary import words
from policy.minimum_wage import floor_fen

_NO_LIMIT: Final = re.compile(r"不限|充足|足够|无限|any")
_NIGHT: Final = re.compile(r"夜班|两班|三班|倒班|四班|night", re.IGNORECASE)
_DAY_ONLY: Final = re.compile(r"长白班|白班|无夜班|不上夜班|没有夜班|正常班|day shift", re.IGNORECASE)
_LODGED: Final = re.compile(
    r"包吃住|包住|包食宿|提供住宿|提供食宿|有宿舍|免费住|宿舍|住宿免费|吃住全包|管吃住|管住|lodging", re.IGNORECASE
)
_NOT_LODGED: Final = re.compile(r"不包住|不提供住|不包食宿|无宿舍|没有宿舍|住宿自理|食宿自理|自行解决")
_FORMS: Final = (
    ("agency", r"劳务派遣|派遣"),
    ("outsourced", r"外包"),
    ("gig", r"日结|零工|临时|小时工"),
    ("service_agreement", r"劳务协议|劳务关系"),
    ("direct", r"直招|直签|劳动合同|合同工|正式|全日制|direct"),
)
_PAYERS: Final = (
    ("shared", r"各半|共同|分担|部分"),
    ("employer", r"企业|公司|厂|单位|报销|包车接|employer"),
    ("office", r"政府|就业局|人社|补贴|劳务公司|office"),
    ("worker", r"自理|自费|个人|worker"),
)


def judge_posting(row: Row, setting: Setting) -> JudgedRow:
    """The posting a row describes; unlawful demands are taken out and reported, a fee keeps the row out."""
    county = _county(row, setting)
    money = _pay(row)
    start_from, start_by = _start(row, setting.today)
    hazards = _hazards(row)
    record = PostingRecord(
        employer=row.text("employer"),
        title=row.text("title"),
        openings=_openings(row),
        order_number=row.text("order_number"),
        credit_code=row.read("credit_code", credit_code, severity="decide"),
        employer_phone=_phone(row),
        county=county,
        address=row.text("address"),
        destination=row.text("destination"),
        occupation=_occupation(row),
        min_team=max(0, row.read("min_team", answers.whole_number)),
        beds=_beds(row, "beds"),
        beds_m=_beds(row, "beds_m"),
        beds_f=_beds(row, "beds_f"),
        couple_rooms=_couple_rooms(row),
        start_from=start_from,
        start_by=start_by,
        wage_low_fen=money.low_fen,
        wage_high_fen=money.high_fen,
        base_fen=row.read("base", pay, severity="note").low_fen,
        wage_words=";".join(dict.fromkeys(filter(None, (row.text("wage"), row.text("wage_words", 500))))),
        shifts=row.text("shifts"),
        social_insurance=row.text("social_insurance"),
        fare_paid_by=_word_of(_PAYERS, row.text("fare_paid_by"), "unknown"),
        lodging_words=row.text("lodging"),
        canteen=row.text("canteen"),
        hours_a_day=_hours(row),
        lodging=_lodging(row),
        night_shift=_night(row),
        lift_kg=row.read("lift", answers.decimal_number),
        work_at_height=row.read("work_at_height", answers.yes_no),
        hazards=hazards,
        certificates=_certificates(row, setting.today),
        guaranteed=row.read("guaranteed", answers.yes_no),
        employment_form=_form(row),
        agency_chain=row.text("agency_chain"),
        valid_until=row.read("valid_until", lambda cell: dates.day(cell, setting.today)),
        confirmed=row.read("confirmed", lambda cell: dates.day(cell, setting.today)),
        contact=row.text("contact"),
    )
    record = cleaned(row, record)
    _check(row, record, money, setting)
    complete = bool(record.employer and record.title)
    return JudgedRow(
        row.sheet, row.row, "postings", row.cells, row.layout.headers, (record,) if complete else (), row.faults
    )


def _check(row: Row, record: PostingRecord, money: Pay, setting: Setting) -> None:
    if not record.employer:
        row.fault("employer_missing", "employer")
    if not record.title:
        row.fault("title_missing", "title")
    if not record.county:
        row.fault("place_missing", "address" if row.has("address") else "county")
    if record.valid_until and record.valid_until < setting.today:
        row.fault("expired", "valid_until")
    if record.employment_form == "agency":
        row.fault("agency_employment", "employment_form", value=record.employment_form)
    if money == NO_PAY and not any(fault.code.startswith("pay_") for fault in row.faults):
        row.fault("pay_missing", "wage")
    floor = floor_fen(record.county, record.start_from or setting.today) if record.county else None
    best = max(record.wage_low_fen, record.wage_high_fen)
    lowest = record.wage_low_fen if record.wage_low_fen >= 0 else best
    if floor and 0 <= lowest < floor:
        row.fault(
            "pay_below_minimum",
            "wage" if row.has("wage") else "wage_low",
            value=f"{lowest / 100:g}",
            hint=f"{floor / 100:g}",
        )


def _county(row: Row, setting: Setting) -> int:
    for field in ("county", "address"):
        if row.has(field):
            found = setting.places.one(row.cell(field))
            if found.value and not found.fault:
                return found.value
            if found.fault in ("region_ambiguous", "region_several") and field == "address":
                row.take(field, found)
    return 0


def _openings(row: Row) -> int:
    text = plain(row.cell("openings"))
    if re.fullmatch(r"约?\d+\s*(?:-|~|至|到|—)\s*\d+\s*[人名个]?", text):
        row.fault("openings_range", "openings")
        return max(int(number) for number in re.findall(r"\d+", text))
    if mixed := re.fullmatch(r"男(?:工)?\s*(\d+)\D{0,3}女(?:工)?\s*(\d+)\D{0,2}", text):
        return int(mixed[1]) + int(mixed[2])  # the split by sex is a demand, reported by the text checker
    count = answers.whole_number(row.cell("openings"))
    if count.value <= 0:
        row.fault("openings_missing", "openings")
    return max(0, count.value)


def _pay(row: Row) -> Pay:
    if row.has("wage_low") or row.has("wage_high"):
        low, high = (
            row.read(field, pay, severity="note" if field == "wage_high" else "") for field in ("wage_low", "wage_high")
        )
        money = low._replace(high_fen=high.low_fen if high.low_fen >= 0 else low.high_fen)
        if 0 <= money.high_fen < money.low_fen:
            row.fault("pay_unclear", "wage_high")
            return NO_PAY
        return money
    return row.read("wage", pay)


def _start(row: Row, today: date) -> tuple[date | None, date | None]:
    first, last = (row.read(field, lambda cell: dates.day(cell, today)) for field in ("start_from", "start_by"))
    if first and last and last < first:
        row.fault("dates_reversed", "start_by", hint=first.isoformat())
        return first, None
    return first, last


def _beds(row: Row, field: str) -> int:
    return -1 if _NO_LIMIT.search(plain(row.cell(field))) else row.read(field, answers.whole_number)


def _couple_rooms(row: Row) -> int:
    if answers.yes_no(row.cell("couple_rooms")).value is False:
        return 0
    # "Yes" says that there are some, not how many: none are promised.
    return (
        -1
        if plain(row.cell("couple_rooms")) in ("有", "是", "可", "提供")
        else row.read("couple_rooms", answers.whole_number)
    )


def _phone(row: Row) -> str:
    found = row.read("phone", phones, severity="note")
    return found[0] if found else ""


def _occupation(row: Row) -> str:
    code = plain(row.cell("occupation"))
    if re.fullmatch(r"\d-\d{2}-\d{2}-\d{2}", code):
        return code
    for field in ("title", "duties"):
        if found := trades(row.cell(field)).value.codes:
            return found[0]
    if row.has("title"):
        row.take("title", trades(row.cell("title")))
    return ""


def _hours(row: Row) -> float:
    text = plain(row.cell("hours"))
    if match := re.search(r"(\d+(?:\.\d+)?)\s*(?:个)?(?:小时|h|$)", text, re.IGNORECASE):
        return float(match[1])
    return row.read("hours", answers.decimal_number)


def _night(row: Row) -> bool | None:
    """From its own column, else from the words of the shifts; 长白班 is no night work."""
    for field in ("night_shift", "shifts"):
        text = plain(row.cell(field))
        if _DAY_ONLY.search(text):
            return False
        if _NIGHT.search(text) and not re.match(r"无|没", text):
            return True
    return row.read("night_shift", answers.yes_no)


def _lodging(row: Row) -> bool | None:
    text = plain(row.cell("lodging"))
    if _NOT_LODGED.search(text):
        return False
    return True if _LODGED.search(text) else row.read("lodging", answers.yes_no)


def _hazards(row: Row) -> tuple[str, ...]:
    text = row.text("hazards").lower()
    if not text or answers.yes_no(text).value is False:
        return ()
    found = tuple(
        code for code, names in words("hazards").items() if code in text or any(name in text for name in names)
    )
    if not found:
        row.fault("hazard_unknown", "hazards")
    return found


def _certificates(row: Row, today: date) -> tuple[str, ...]:
    # A posting whose certificate nobody could name would stand open to people without it: so it is asked.
    return row.read("certificates", lambda cell: _needed(cell, today), severity="decide")


def _needed(cell: Cell, today: date) -> Reading[tuple[str, ...]]:
    found = certificates(cell, today)
    return Reading(tuple(record.kind for record in found.value if record.kind), found.fault, found.hint)


def _form(row: Row) -> str:
    return _word_of(_FORMS, row.text("employment_form"), "unknown")


def _word_of(table: tuple[tuple[str, str], ...], text: str, default: str) -> str:
    return next((word for word, pattern in table if text and re.search(pattern, text, re.IGNORECASE)), default)
