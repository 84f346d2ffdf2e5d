"""What a posting lacks, or may not be as it stands: no place, no pay, an expired term, pay below the minimum."""

from __future__ import annotations

from data.importers.cells.wages import NO_PAY, Pay
from data.importers.judging.rows import Row, RowContext
from data.registers.records import PostingRecord
from policy.minimum_wage import DAYS_A_MONTH, HOURS_A_MONTH, floor_of
from policy.rulebook import parameter


def check_posting(row: Row, record: PostingRecord, money: Pay, setting: RowContext) -> None:
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
    _check_minimum(row, record, money, setting)


def _check_minimum(row: Row, record: PostingRecord, money: Pay, setting: RowContext) -> None:
    """Pay below the county's minimum wage: by the hour for part-time work, else for a month of normal time."""
    floor = floor_of(record.county, record.start_from or setting.today) if record.county else None
    if floor is None:
        return
    field = "wage" if row.has("wage") else "wage_low"
    full_time = parameter("pays_the_minimum_wage", "full_time_hours", setting.today)
    if record.hours_a_day < full_time:  # NaN, hours unknown, is taken as full time
        if money.basis == "hour" and 0 <= money.stated_fen < floor.hour_fen:
            _below(row, "pay_below_hourly_minimum", field, money.stated_fen, floor.hour_fen)
        return
    normal = {"hour": HOURS_A_MONTH, "day": DAYS_A_MONTH}.get(money.basis)
    lowest = record.wage_low_fen if record.wage_low_fen >= 0 else max(record.wage_low_fen, record.wage_high_fen)
    if normal is not None and money.stated_fen >= 0:
        lowest = round(money.stated_fen * normal)
    if 0 <= lowest < floor.month_fen:
        _below(row, "pay_below_minimum", field, lowest, floor.month_fen)
    elif not floor.tier and 0 <= lowest < floor.highest_fen:
        row.fault(
            "minimum_of_lowest_tier", field, value=f"{floor.month_fen / 100:g}", hint=f"{floor.highest_fen / 100:g}"
        )


def _below(row: Row, fault: str, field: str, paid_fen: int, floor_fen: int) -> None:
    row.fault(fault, field, value=f"{paid_fen / 100:g}", hint=f"{floor_fen / 100:g}")
