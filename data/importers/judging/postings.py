"""Judging one row of an order file."""

from __future__ import annotations

import re

from data.importers.cells import answers, dates
from data.importers.cells.identity import credit_code
from data.importers.cells.phones import phones
from data.importers.cells.wages import Pay, pay
from data.importers.judging.demands import cleaned
from data.importers.judging.judged_rows import JudgedRow
from data.importers.judging.posting_checks import check_posting
from data.importers.judging.posting_needs import (
    employment_form,
    fare_payer,
    hazards,
    needed_certificates,
    occupation,
    openings,
)
from data.importers.judging.posting_terms import beds, couple_rooms, hours, lodging, night_work, start_days, stated_pay
from data.importers.judging.rows import Row, RowContext
from data.registers.records import PostingRecord


def judge_posting(row: Row, setting: RowContext) -> JudgedRow:
    """The posting a row describes; unlawful demands are taken out and reported, a fee keeps the row out."""
    money = stated_pay(row)
    record = cleaned(row, _described(row, setting, money))
    check_posting(row, record, money, setting)
    complete = bool(record.employer and record.title)
    return JudgedRow(
        row.sheet, row.row, "postings", row.cells, row.layout.headers, (record,) if complete else (), row.faults
    )


def _described(row: Row, setting: RowContext, money: Pay) -> PostingRecord:
    start_from, start_by = start_days(row, setting.today)
    return PostingRecord(
        employer=_employer(row),
        title=row.text("title"),
        openings=openings(row),
        order_number=row.text("order_number"),
        credit_code=row.read("credit_code", credit_code, severity="note"),
        employer_phone=_phone(row),
        county=_county(row, setting),
        address=row.text("address"),
        destination=row.text("destination"),
        occupation=occupation(row),
        min_team=max(0, row.read("min_team", answers.whole_number)),
        beds=beds(row, "beds"),
        beds_m=beds(row, "beds_m"),
        beds_f=beds(row, "beds_f"),
        couple_rooms=couple_rooms(row),
        start_from=start_from,
        start_by=start_by,
        wage_low_fen=money.low_fen,
        wage_high_fen=money.high_fen,
        base_fen=row.read("base", lambda cell: pay(cell, row.layout.header("base")), severity="note").low_fen,
        wage_words=";".join(dict.fromkeys(filter(None, (row.text("wage"), row.text("wage_words", 500))))),
        shifts=row.text("shifts"),
        social_insurance=row.text("social_insurance"),
        fare_paid_by=fare_payer(row),
        lodging_words=row.text("lodging"),
        canteen=row.text("canteen"),
        hours_a_day=hours(row),
        lodging=lodging(row),
        night_shift=night_work(row),
        lift_kg=row.read("lift", answers.decimal_number),
        work_at_height=row.read("work_at_height", answers.yes_no),
        hazards=hazards(row),
        certificates=needed_certificates(row, setting.today),
        guaranteed=row.read("guaranteed", answers.yes_no),
        employment_form=employment_form(row),
        agency_chain=row.text("agency_chain"),
        valid_until=row.read("valid_until", lambda cell: dates.day(cell, setting.today)),
        confirmed=row.read("confirmed", lambda cell: dates.day(cell, setting.today)),
        contact=row.text("contact"),
    )


def _county(row: Row, setting: RowContext) -> int:
    for field in ("county", "address"):
        if row.has(field):
            found = setting.places.one(row.cell(field))
            if found.fault == "region_ambiguous" and setting.home:
                own = setting.places.one(row.cell(field), home=setting.home)
                found = own if own.value == setting.home else found
            if found.value and not found.fault:
                return found.value
            if found.fault in ("region_ambiguous", "region_several") and field == "address":
                row.take(field, found)
                return 0
    if row.has("county") or row.has("address"):
        return 0
    seat, code = setting.places.opening(row.prose("employer", 200))
    if code:
        row.fault("place_of_firm", "employer", value=seat)
    return code


def _employer(row: Row) -> str:
    """The firm, "" where only strokes stand: —— or // name nobody."""
    said = row.prose("employer", 200)
    return said if re.search(r"\w", said.replace("_", "")) else ""


def _phone(row: Row) -> str:
    found = row.read("phone", phones, severity="note")
    return found[0] if found else ""
