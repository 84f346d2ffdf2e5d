"""The looks themselves: each reads one fact off pairs, NaN where it is not known."""

from __future__ import annotations

import numpy as np

from labor.arrays import FloatArray
from matching.features.sight import Sight, Stay

NEIGHBORS_WITHIN_DAYS = 730
USUAL_HOURS = 8.0
MOST_GAIN = 0.5  # of the pay wanted; more moves nobody further
EMPLOYER_STAY = Stay(rate=0.7, weight=8.0)
OWN_STAY = Stay(rate=0.7, weight=3.0)
GRADES = {"A": 1.0, "B": 0.5, "C": 0.0}


def trade_match(s: Sight) -> FloatArray:
    """How near the posting's occupation lies to the worker's nearest trade, 0 to 1."""
    return s.scene.trades.of(s.scene.trades.match, s.worker, s.posting)


def trade_experience(s: Sight) -> FloatArray:
    """Years in the posting's own occupation on a log scale, 1 = twenty years."""
    return s.scene.trades.of(s.scene.trades.experience, s.worker, s.posting)


def trade_kin(s: Sight) -> FloatArray:
    """How alike the words for the worker's nearest trade and for the posting's occupation are, 0 to 1."""
    return s.scene.trades.of(s.scene.trades.kin, s.worker, s.posting)


def text_likeness(s: Sight) -> FloatArray:
    """Cosine of what the worker says of work and what the posting says of it."""
    return s.scene.texts.of(s.worker, s.posting)


def wage_gain(s: Sight) -> FloatArray:
    """(Middle of the pay - pay wanted) / pay wanted, within a half either way."""
    wanted = s.market.workers.wage_wanted_fen[s.worker].astype(np.float64)
    wished = np.where(wanted > 0, wanted, np.nan)
    return np.clip((s.scene.pay_fen[s.posting] - wished) / wished, -MOST_GAIN, MOST_GAIN)


def wage_against_usual(s: Sight) -> FloatArray:
    """Log of the posting's pay over what its occupation usually pays in that province."""
    ratio = np.log(s.scene.pay_fen / s.scene.usual_pay_fen)
    return np.clip(ratio, -0.5, 0.5)[s.posting]


def low_pay_far(s: Sight) -> FloatArray:
    """What wage gain lacks of half the pay wanted, times thousands of km, below 0: far away, pay decides more.

    Measured from the top, so that farther is never better whatever the pay.
    """
    return (s.once(wage_gain) - MOST_GAIN) * s.once(distance_km) / 1000


def distance_km(s: Sight) -> FloatArray:
    """Estimated road distance between the counties' seats."""
    home_at, site_at, km = s.scene.road_km
    return np.asarray(km[home_at[s.worker], site_at[s.posting]])


def region_wished(s: Sight) -> FloatArray:
    """1 where the posting lies in a region the worker named, 0 where it lies elsewhere."""
    wish_at, site_at, covers = s.scene.wishes
    return np.asarray(covers[wish_at[s.worker], site_at[s.posting]])


def couple_room(s: Sight) -> FloatArray:
    """1 wants a couple room and there are some, -1 wants one and there is none, 0 does not ask."""
    wants = s.market.workers.wants_couple_room[s.worker]
    has = s.market.postings.couple_rooms[s.posting] > 0
    return np.where(wants, np.where(has, 1.0, -1.0), 0.0)


def lodging(s: Sight) -> FloatArray:
    """1 needs lodging and gets it, -1 needs it and there is none, 0 does not need it."""
    needs = s.market.workers.lodging_needed[s.worker]
    given = s.market.postings.lodging[s.posting]
    return np.where(~needs, 0.0, np.where(given < 0, np.nan, np.where(given == 1, 1.0, -1.0)))


def night_shift(s: Sight) -> FloatArray:
    """Where there are night shifts: 0 willing, -0.3 did not say, -1 unwilling; 0 where there are none."""
    ok = s.market.workers.night_shift_ok[s.worker]
    nights = s.market.postings.night_shift[s.posting]
    minds = np.where(ok == 0, -1.0, np.where(ok < 0, -0.3, 0.0))
    return np.where(nights == 1, minds, np.where(nights == 0, 0.0, np.nan))


def long_hours(s: Sight) -> FloatArray:
    """Hours a day above eight."""
    return np.maximum(s.market.postings.hours_a_day - USUAL_HOURS, 0.0)[s.posting]


def long_hours_new_trade(s: Sight) -> FloatArray:
    """Hours above eight for those whose trade lies far: the same day wears them more."""
    return s.once(long_hours) * (1 - s.once(trade_nearness))


def lift_margin_kg(s: Sight) -> FloatArray:
    """What the worker can lift less what the work asks, within 20 kg either way; no lifting asked is 20."""
    asked = s.market.postings.lift_kg[s.posting]
    margin = s.market.workers.can_lift_kg[s.worker] - asked
    return np.clip(np.where(asked == 0, 20.0, margin), -20, 20)


def days_apart(s: Sight) -> FloatArray:
    """Days the worker would wait for the start, or the posting for the worker; within sixty."""
    first_free = _days(s.market.workers.earliest[s.worker])
    # A day far ahead was said later than the day looked at: what was true then is not known.
    ready = np.where(first_free - s.on > 90, np.nan, np.maximum(first_free, s.on))
    start, until = _days(s.market.postings.start_from)[s.posting], _days(s.market.postings.start_by)[s.posting]
    waiting = np.maximum(start - ready, 0) + np.nan_to_num(np.maximum(ready - until, 0))
    return np.asarray(np.clip(waiting, 0, 60))


def worked_there(s: Sight) -> FloatArray:
    """1 worked at this employer for thirty days or more."""
    key = s.scene.pair_key(s.worker, s.employer)
    return np.asarray(s.scene.together.stayed(key, s.on) > 0, dtype=np.float64)


def back_to_good_employer(s: Sight) -> FloatArray:
    """Worked there, times how well people stay there: back to a good house gladly."""
    return s.once(worked_there) * s.once(employer_stays)


def fellow_villagers(s: Sight) -> FloatArray:
    """People of the same pick-up point at this employer in two years (oneself apart), log scale, 1 = thirty."""
    pickup = s.market.workers.pickup[s.worker]
    key = s.scene.pair_key(pickup, s.employer)
    there = s.scene.of_neighbors.stayed(key, s.on, NEIGHBORS_WITHIN_DAYS)
    own = s.scene.together.stayed(s.scene.pair_key(s.worker, s.employer), s.on, NEIGHBORS_WITHIN_DAYS)
    return np.where(pickup < 0, np.nan, np.minimum(np.log1p(there - own) / np.log(31), 1.0))


def alone_far(s: Sight) -> FloatArray:
    """What fellow villagers lack of thirty, times thousands of km, below 0: company counts for more far from home."""
    return (s.once(fellow_villagers) - 1.0) * s.once(distance_km) / 1000


def employer_stays(s: Sight) -> FloatArray:
    """Share of the employer's earlier spells that lasted a quarter (shorter ones count in part), shrunk."""
    employer = s.market.postings.employer[s.posting]
    records = s.scene.at_employer
    return EMPLOYER_STAY.of(records.quarters(employer, s.on), records.spells(employer, s.on))


def own_stays(s: Sight) -> FloatArray:
    """Share of the worker's earlier spells that lasted a quarter, shrunk; refused offers are never counted."""
    records = s.scene.of_worker
    # No earlier spell is known, not unknown: it stands at the average everybody is shrunk to.
    return OWN_STAY.of(records.quarters(s.worker, s.on), records.spells(s.worker, s.on))


def settled_trade(s: Sight) -> FloatArray:
    """Match times experience: years count where the trade is the same."""
    return s.once(trade_match) * s.once(trade_experience)


def employer_credit(s: Sight) -> FloatArray:
    """Law-abiding grade of the employer: A 1, B 0.5, C 0."""
    grades = np.array([GRADES.get(str(grade), np.nan) for grade in s.market.employers.credit_grade])
    return np.append(grades, np.nan)[s.market.postings.employer[s.posting]]


def trade_nearness(s: Sight) -> FloatArray:
    """The nearer of two measures of the trade: the classification's and that of people's own lists."""
    return np.maximum(s.once(trade_match), s.once(trade_kin))


def _days(column: np.ndarray) -> FloatArray:
    numbers = column.astype("datetime64[D]").astype(np.int64).astype(np.float64)
    return np.where(np.isnat(column), np.nan, numbers)
