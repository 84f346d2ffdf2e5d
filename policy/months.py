"""Months of the calendar: so many later, and how many lie between two days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def plus_months(day: date, months: int) -> date:
    """The same day of a later month (an earlier one below 0), the month's last day where there is none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> tuple[int, int]:
    """Full calendar months and days left over, both days included: 1 March to 31 May is (3, 0)."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    if plus_months(start, months) > after:
        months -= 1
    return months, (after - plus_months(start, months)).days
