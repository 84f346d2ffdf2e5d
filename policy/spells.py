"""Stretches of work away from home, and how many months they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class WorkSpell:
    """One stretch of work away, both days included; ``end`` None = still there."""

    work_county: int
    start: date
    end: date | None
    organizer: str = ""


def months_between(start: date, end: date) -> tuple[int, int]:
    """Full calendar months and days left over, both days included: 1 March to 31 May is (3, 0)."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    if _plus_months(start, months) > after:
        months -= 1
    return months, (after - _plus_months(start, months)).days


def worked(spells: Sequence[WorkSpell], *, continuous: bool) -> tuple[int, int]:
    """Months and days over all spells, or in the longest one; days left over from several make a month by thirty."""
    each = [months_between(s.start, s.end or s.start) for s in _disjoint(spells)]
    if continuous or len(each) == 1:
        return max(each)
    months, days = sum(m for m, _ in each), sum(d for _, d in each)
    return months + days // 30, days % 30


def _disjoint(spells: Sequence[WorkSpell]) -> list[WorkSpell]:
    """Overlapping and touching spells joined, so that no day counts twice and no month is cut at a change of jobs."""
    joined: list[WorkSpell] = []
    for spell in sorted(spells, key=lambda s: s.start):
        last = joined[-1] if joined else None
        if last is not None and last.end is not None and spell.start <= last.end + timedelta(days=1):
            end = max(last.end, spell.end or last.end)
            joined[-1] = WorkSpell(last.work_county, last.start, end, last.organizer)
        else:
            joined.append(spell)
    return joined


def within(spell: WorkSpell, first: date, last: date) -> WorkSpell | None:
    """The part of a spell between two days, None where there is none."""
    start, end = max(spell.start, first), min(spell.end or last, last)
    return WorkSpell(spell.work_county, start, end, spell.organizer) if start <= end else None


def _plus_months(day: date, months: int) -> date:
    """The same day of a later month, the month's last day where there is none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
