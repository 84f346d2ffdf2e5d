"""Stretches of work away from home, and how many months they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from policy.months import months_between


@dataclass(frozen=True, slots=True)
class WorkSpell:
    """One stretch of work away, both days included; ``end`` None = still there."""

    work_county: int
    start: date
    end: date | None
    organizer: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a spell that lies between two days, both included."""

    work_county: int
    start: date
    end: date
    organizer: str = ""


def worked(stretches: Sequence[Stretch], *, continuous: bool = False) -> tuple[int, int]:
    """Months and days over all of them, or in the longest one; days left over from several make a month by thirty."""
    each = [months_between(start, end) for start, end in _disjoint(stretches)]
    if continuous or len(each) == 1:
        return max(each)
    months, days = sum(m for m, _ in each), sum(d for _, d in each)
    return months + days // 30, days % 30


def _disjoint(stretches: Sequence[Stretch]) -> list[tuple[date, date]]:
    """Overlapping and touching ones joined, so that no day counts twice and no month is cut at a change of jobs."""
    joined: list[tuple[date, date]] = []
    for one in sorted(stretches, key=lambda s: s.start):
        if joined and one.start <= joined[-1][1] + timedelta(days=1):
            joined[-1] = joined[-1][0], max(joined[-1][1], one.end)
        else:
            joined.append((one.start, one.end))
    return joined


def within(spell: WorkSpell, first: date, last: date) -> Stretch | None:
    """The part of a spell between two days, None where there is none."""
    start, end = max(spell.start, first), min(spell.end or last, last)
    return Stretch(spell.work_county, start, end, spell.organizer) if start <= end else None
