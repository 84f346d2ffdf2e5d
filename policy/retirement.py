"""Statutory retirement: from which day work goes by the agreement of over-age workers instead of a labor contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

from policy.months import plus_months
from policy.rulebook import pack

SEXES: Final = ("M", "F")


def retirement_days(birth: date, sex: str) -> tuple[date, date]:
    """The earliest and the latest statutory day; they differ where a woman's track is not known, or a sex not said."""
    days = sorted(
        plus_months(birth, track["age"] * 12 + _added(birth, track))
        for track in pack("retirement")["track"]
        if sex not in SEXES or track["sex"] == sex
    )
    return days[0], days[-1]


def agreement_by(birth: date, sex: str, first_day: date) -> Literal["over_age", "contract", "either"]:
    """ "over_age", "contract", or "either" where it hangs on which track is the woman's."""
    earliest, latest = retirement_days(birth, sex)
    if first_day >= latest:
        return "over_age"
    return "contract" if first_day < earliest else "either"


def _added(birth: date, track: Mapping[str, Any]) -> int:
    """Months added to the old age: one for each part of the steps begun since the first month of birth."""
    first: date = track["first_birth"]
    since = (birth.year - first.year) * 12 + birth.month - first.month
    return max(0, min(int(track["most_months"]), since // int(track["months_of_birth"]) + 1))
