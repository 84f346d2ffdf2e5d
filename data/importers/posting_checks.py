"""What a posting lacks, or may not be as it stands: no place, no pay, an expired term, pay below the minimum."""

from __future__ import annotations

from data.importers.cells.wages import NO_PAY, Pay
from data.importers.records import PostingRecord
from data.importers.rows import Row, Setting
from policy.minimum_wage import floor_fen


def check_posting(row: Row, record: PostingRecord, money: Pay, setting: Setting) -> None:
    """Note on the row what is missing and what may not be; the record itself is left as it is."""
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
