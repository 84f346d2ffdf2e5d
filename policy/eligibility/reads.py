"""The hard rules for every pair of a large market: workers and postings a rule cannot tell apart are judged once.

Which facts a rule reads is written down here; what it makes of them stays in the rule alone. A rule that reads
something else is found out by its test, and a rule without a line here by `judge` at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from labor.market import Market
from policy.eligibility import days, employers, papers, protected, sites, wishes
from policy.eligibility.day_numbers import FAR_FUTURE, FAR_PAST, DayNumbers, day_numbers
from policy.eligibility.facts import facts

Columns: TypeAlias = tuple[NDArray[np.generic], ...]
Read: TypeAlias = Callable[[Market, date], Columns]

# Rules that speak of single pairs (a no, a health check, a yes to an agency) are left to ``judge``.
OF_SINGLE_PAIRS: Final = frozenset({"worker_did_not_say_no", "is_not_found_unfit", "direct_employment_or_asked_for"})


@dataclass(frozen=True, slots=True)
class Reads:
    """The columns a rule reads of a worker and of a posting; none means that side does not matter."""

    of_worker: Read | None
    of_posting: Read | None


def _within(days_: DayNumbers, low: int, high: int) -> DayNumbers:
    """Days before the first that matters are alike, and so are those after the last."""
    return np.clip(days_, low, high)


def _starts(market: Market, today: date) -> tuple[int, int]:
    look_up = facts(market, today)
    return int(look_up.start.min(initial=0)) - 1, int(look_up.last_start.max(initial=0)) + 1


def _adult(market: Market, today: date) -> Columns:
    return (_within(protected.adult_from(market, today), *_starts(market, today)),)


def _papers(market: Market, today: date) -> Columns:
    until = papers.papers(market).until
    return tuple(_within(until[:, at], *_starts(market, today)) for at in range(until.shape[1]))


def _site_limits(market: Market, today: date) -> Columns:
    return tuple(_within(limit, *_starts(market, today)) for _, limit in sites.site_limits(market, today))


def _site_naming(market: Market, today: date) -> Columns:
    return facts(market, today).start, *(naming for naming, _ in sites.site_limits(market, today))


def _home_by(market: Market, today: date) -> Columns:
    home_by, earliest, home_city, _ = days.days_and_cities(market, today)
    bound = home_by < FAR_FUTURE  # who need not be home by a day are all alike
    _, latest_start = _starts(market, today)
    return home_by, np.where(bound, np.minimum(earliest, latest_start), 0), np.where(bound, home_city, 0)


def _max_distance(market: Market, today: date) -> Columns:
    limit = market.workers.max_distance_km
    free = np.isnan(limit)
    return np.where(free, -1.0, limit), np.where(free, -1, facts(market, today).homes.at)


READS: Final[Mapping[str, Reads]] = {
    "is_sixteen": Reads(lambda m, t: (protected.of_age(m, t),), None),
    "minor_may_do_this_work": Reads(
        _adult, lambda m, t: (protected.prohibited_for_minors(m, t), facts(m, t).start)
    ),
    "woman_may_do_this_work": Reads(
        lambda m, _: (m.protection.sex,), lambda m, t: (protected.prohibited_for_women(m, t),)
    ),
    "holds_the_certificates": Reads(
        _papers, lambda m, t: (papers.papers(m).required_set, facts(m, t).last_start)
    ),
    "employer_pays_its_wages": Reads(None, lambda m, t: (employers.not_listed(m, t),)),
    "employer_licence_is_valid": Reads(None, lambda m, t: (employers.licensed(m, t),)),
    "posting_is_open": Reads(None, lambda m, t: (employers.still_open(m, t),)),
    "pays_the_minimum_wage": Reads(None, lambda m, t: (employers.pays_enough(m, t),)),
    "site_rules_hold": Reads(_site_limits, _site_naming),
    "posting_lies_in_a_wished_region": Reads(
        lambda m, t: (wishes.wished(m, t)[0],), lambda m, t: (facts(m, t).sites.at,)
    ),
    "posting_is_near_enough": Reads(_max_distance, lambda m, t: (facts(m, t).sites.at,)),
    "dates_can_meet": Reads(
        days.able_to_arrive,
        lambda m, _: (day_numbers(m.postings.start_from, FAR_PAST), day_numbers(m.postings.start_by, FAR_FUTURE)),
    ),
    "home_again_in_time": Reads(
        _home_by, lambda m, t: (facts(m, t).start, facts(m, t).sites.codes[facts(m, t).sites.at] // 100)
    ),
    "lodging_where_needed": Reads(
        lambda m, _: (m.workers.lodging_needed,), lambda m, _: (m.postings.lodging == 0,)
    ),
    "no_unwanted_night_shift": Reads(
        lambda m, _: (m.workers.night_shift_ok == 0,), lambda m, _: (m.postings.night_shift == 1,)
    ),
    "can_lift_what_is_asked": Reads(
        lambda m, _: (np.nan_to_num(m.workers.can_lift_kg, nan=1e9),),
        lambda m, _: (np.nan_to_num(m.postings.lift_kg, nan=-1.0),),
    ),
    "can_work_at_height_where_asked": Reads(
        lambda m, _: (m.workers.height_ok == 0,), lambda m, _: (m.postings.work_at_height == 1,)
    ),
}  # fmt: skip
