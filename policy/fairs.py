"""What a job fair asks of its organizer: dates and hours that can be kept, who may have a booth, who counts as absent.

How many days before a fair it is filed differs by place (fifteen in Beijing for a fair that is no regular one), so each
fair states its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from labor.words import Bilingual
from policy.rulebook import parameter

DAY_MINUTES: Final = 24 * 60
MOST_TALK_MINUTES: Final = 120
USUAL_FILING_DAYS: Final = 15
GRACE_MINUTES: Final = 5
CALLS: Final = 2


@dataclass(frozen=True, slots=True)
class FairHours:
    """When a fair is, and how its talks lie: minutes since midnight."""

    day: date
    opens: int
    closes: int
    slot: int
    most_talks: int
    break_from: int | None = None
    break_to: int | None = None

    @property
    def slots(self) -> int:
        """How many talks fit one after the other, the break not counted."""
        begins = range(self.opens, self.closes - self.slot + 1, self.slot) if self.slot > 0 else ()
        return sum(not self.in_break(one) for one in begins)

    def in_break(self, begin: int) -> bool:
        """Whether a talk that begins now runs into the break."""
        if self.break_from is None or self.break_to is None:
            return False
        return begin < self.break_to and begin + self.slot > self.break_from


def faults_of(hours: FairHours, today: date) -> list[Bilingual]:
    """What keeps a fair from being held as said, each with what to do."""
    found = []
    if hours.day < today:
        found.append(
            Bilingual(f"日期 {hours.day} 已经过去，请改成今天或以后", f"{hours.day} is past: choose a later day")
        )
    if not 0 <= hours.opens < hours.closes <= DAY_MINUTES:
        found.append(Bilingual("结束时间要晚于开始时间，请改时间", "the fair must end after it begins: mend the hours"))
        return found
    if not 1 <= hours.slot <= MOST_TALK_MINUTES:
        found.append(
            Bilingual(
                f"每次面谈 {hours.slot} 分钟不行，请填 1 到 {MOST_TALK_MINUTES}",
                f"a talk of {hours.slot} minutes cannot be: say 1 to {MOST_TALK_MINUTES}",
            )
        )
        return found
    if (hours.break_from is None) != (hours.break_to is None) or (
        hours.break_from is not None and hours.break_to is not None and hours.break_from >= hours.break_to
    ):
        found.append(
            Bilingual("休息要写开始和结束两个时间，先早后晚", "a break needs its beginning and its end, in that order")
        )
    elif not hours.slots:
        found.append(Bilingual("开放时间里排不下一次面谈，请改时间", "not one talk fits the hours: mend them"))
    if hours.most_talks < 1 or hours.most_talks > max(1, hours.slots):
        found.append(
            Bilingual(
                f"一天最多 {hours.slots} 次面谈，每人 {hours.most_talks} 次排不下",
                f"the day holds {hours.slots} talks one after another: {hours.most_talks} a person cannot be",
            )
        )
    return found


def filing_deadline(day: date, filing_days: int) -> date:
    """The last day to file a fair with the authority."""
    return day - timedelta(days=filing_days)


def bars_from_booth(
    *, day: date, licence_to: date | None, is_agency: bool, listed: date | None, removed: date | None
) -> list[Bilingual]:
    """Why an employer may have no booth on the day: a licence that has run out, wages owed."""
    found = []
    if licence_to is not None and licence_to < day:
        found.append(
            Bilingual(
                f"许可证 {licence_to} 到期，早于招聘会，换了新证再来",
                f"its licence ended on {licence_to}, before the fair: a new one is needed",
            )
        )
    if is_agency and licence_to is None:
        found.append(
            Bilingual(
                "劳务派遣单位没有登记许可证有效期，请先登记", "an agency without the last day of its licence on record"
            )
        )
    if listed is not None and listed <= day < _off_the_list(listed, removed):
        found.append(
            Bilingual(
                f"{listed} 起在拖欠工资失信名单上，不能设展位",
                f"on the wage-arrears list since {listed}: no booth",
            )
        )
    return found


def _off_the_list(listed: date, removed: date | None) -> date:
    """The first day off the list: by removal, or by law after its term."""
    years: int = parameter("employer_pays_its_wages", "years", listed)
    leap = listed.month == 2 and listed.day == 29
    term = listed.replace(year=listed.year + years, day=28 if leap else listed.day)
    return min(term, removed) if removed is not None else term


def may_be_called_absent(*, now: int, slot_ends: int, calls: int, talks_elsewhere: bool) -> Bilingual | None:
    """What still forbids to call somebody a no-show, None where nothing does; minutes since midnight."""
    if talks_elsewhere:
        return Bilingual("此人正在别的展位面谈，不算缺席", "this person sits in another talk: no no-show")
    if calls < CALLS:
        return Bilingual(
            f"只叫过 {calls} 次，叫满 {CALLS} 次才算缺席", f"called {calls} times: a no-show is one after {CALLS} calls"
        )
    if now < slot_ends + GRACE_MINUTES:
        return Bilingual(
            f"还没到时间：面谈时段结束 {GRACE_MINUTES} 分钟后才算缺席",
            f"too early: a no-show is one {GRACE_MINUTES} minutes after the slot has ended",
        )
    return None
