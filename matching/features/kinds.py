"""What each feature reads of a worker and of a posting: who is alike to it, so that large markets are read by kinds.

Only which facts are read is written down here, what is made of them stays in the look; a look that reads something
else is found out by its test. Fellow villagers and former employers are read as for somebody who never worked
anywhere: ``own_work`` lists the pairs for which that is not so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from labor.arrays import IntArray
from labor.candidates import Pairs
from matching.features.sight import Scene

Columns: TypeAlias = tuple[NDArray[np.generic], ...]
Read: TypeAlias = Callable[[Scene], Columns]


@dataclass(frozen=True, slots=True)
class Reads:
    """The columns a feature reads of a worker and of a posting."""

    of_worker: Read
    of_posting: Read


def _nothing(_: Scene) -> Columns:
    return ()


def _trade(s: Scene) -> Columns:
    return (s.trades.worker_at,)


def _occupation(s: Scene) -> Columns:
    return (s.trades.posting_at,)


def _hours(s: Scene) -> Columns:
    return (np.nan_to_num(s.market.postings.hours_a_day, nan=-1.0),)


def _wage(s: Scene) -> Columns:
    return (s.market.workers.wage_wanted_fen,)


def _pay(s: Scene) -> Columns:
    return (np.nan_to_num(s.pay_fen, nan=-1.0),)


def _home(s: Scene) -> Columns:
    return (s.road_km[0],)


def _site(s: Scene) -> Columns:
    return (s.road_km[1],)


def _employer(s: Scene) -> Columns:
    return (s.market.postings.employer,)


def _pickup(s: Scene) -> Columns:
    return (s.market.workers.pickup,)


READS: Final[Mapping[str, Reads]] = {
    "trade_match": Reads(_trade, _occupation),
    "trade_experience": Reads(_trade, _occupation),
    "trade_kin": Reads(_trade, _occupation),
    "settled_trade": Reads(_trade, _occupation),
    "text_likeness": Reads(lambda s: (s.texts.worker_at,), lambda s: (s.texts.posting_at,)),
    "wage_gain": Reads(_wage, _pay),
    "wage_against_usual": Reads(_nothing, lambda s: (*_pay(s), np.nan_to_num(s.usual_pay_fen, nan=-1.0))),
    "low_pay_far": Reads(lambda s: (*_wage(s), *_home(s)), lambda s: (*_pay(s), *_site(s))),
    "distance_km": Reads(_home, _site),
    "region_wished": Reads(lambda s: (s.wishes[0],), lambda s: (s.wishes[1],)),
    "couple_room": Reads(
        lambda s: (s.market.workers.wants_couple_room,), lambda s: (s.market.postings.couple_rooms > 0,)
    ),
    "lodging": Reads(lambda s: (s.market.workers.lodging_needed,), lambda s: (s.market.postings.lodging,)),
    "night_shift": Reads(lambda s: (s.market.workers.night_shift_ok,), lambda s: (s.market.postings.night_shift,)),
    "long_hours": Reads(_nothing, _hours),
    "long_hours_new_trade": Reads(_trade, lambda s: (*_occupation(s), *_hours(s))),
    "lift_margin_kg": Reads(
        lambda s: (np.nan_to_num(s.market.workers.can_lift_kg, nan=-1.0),),
        lambda s: (np.nan_to_num(s.market.postings.lift_kg, nan=-1.0),),
    ),
    "days_apart": Reads(
        lambda s: (_numbers(s.market.workers.earliest),),
        lambda s: (_numbers(s.market.postings.start_from), _numbers(s.market.postings.start_by)),
    ),
    "worked_there": Reads(_nothing, _employer),
    "back_to_good_employer": Reads(_nothing, _employer),
    "fellow_villagers": Reads(_pickup, _employer),
    "alone_far": Reads(lambda s: (*_pickup(s), *_home(s)), lambda s: (*_employer(s), *_site(s))),
    "employer_stays": Reads(_nothing, _employer),
    "own_stays": Reads(lambda s: (np.arange(len(s.market.workers)),), _nothing),
    "employer_credit": Reads(_nothing, _employer),
}
OF_OWN_WORK: Final = frozenset({"worked_there", "back_to_good_employer", "fellow_villagers", "alone_far"})


def own_work(scene: Scene, postings: IntArray) -> Pairs:
    """Each worker beside those of ``postings`` (by their place in it) whose employer they have a spell with."""
    market = scene.market
    employers = len(market.employers) + 1
    been = np.unique(market.spells.worker.astype(np.int64) * employers + market.spells.employer)
    worker, employer = been // employers, been % employers
    order = np.argsort(market.postings.employer[postings], kind="stable")
    bounds = np.searchsorted(market.postings.employer[postings][order], np.arange(employers + 1))
    counts = (bounds[1:] - bounds[:-1])[employer]
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return Pairs(np.repeat(worker, counts), order[np.repeat(bounds[employer], counts) + within])


def _numbers(days: NDArray[np.datetime64]) -> IntArray:
    return days.astype("datetime64[D]").astype(np.int64)
