"""One posting in plain words, as a person reads it on their own page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.advice.recommending import View
from data.exports.jobs import Job, jobs
from data.exports.slip_lines import SlipLine, posting_lines
from data.importers.cells.wages import pay as as_told
from data.rounds import places
from data.tables import Posting
from labor.candidates import Pairs
from labor.errors import NotFound
from labor.words import Bilingual
from matching import StageScorer, explain, road_km

DOOR_TO_DOOR_KM_H: Final = 60.0  # a coach's 80 with its rests and the night's stop
BY_THE_DAY: Final = ("day", "hour")
SHORT: Final = 16  # of a fingerprint of terms: enough to tell the page's from today's


@dataclass(frozen=True, slots=True)
class Card:
    """One posting in plain words. ``terms`` is the start of the terms these words are of."""

    job: Job
    terms: str
    lines: tuple[SlipLine, ...]
    pay: Bilingual
    by_the_month: Bilingual | None  # of a pay by the day or the hour
    pays_fen: int  # the most a month, 0 not said
    km: int | None
    hours: int | None
    couple_room: bool
    full: bool
    kind: str  # code of the occupation, "" not known
    why: tuple[Bilingual, ...] = ()
    against: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """What a card needs of a posting beyond its job."""

    terms: str
    couple_rooms: int
    pays_fen: int
    full: bool
    occupation: str


def cards(session: Session, seen: tuple[View, StageScorer | None], at: int, numbers: Sequence[int]) -> tuple[Card, ...]:
    """Cards of postings of this market, in the order asked for, with reasons where there is a scorer."""
    view, scorer = seen
    market = view.market
    where = {number: at for at, number in enumerate(market.postings.id.tolist())}
    known = [number for number in numbers if number in where]
    if not known:
        return ()
    pairs = Pairs(np.full(len(known), at, dtype=np.int64), np.array([where[one] for one in known], dtype=np.int64))
    far = road_km(market, pairs).tolist()
    why = explain(market, scorer, pairs, today=view.today) if scorer else [None] * len(known)
    return tuple(
        _card(job, row, km, (told.reasons, told.against) if told else ((), None))
        for (job, row), km, told in zip(_jobs(session, known), far, why, strict=True)
    )


def plain_card(session: Session, posting_id: int) -> Card:
    """A card for who is in no market: no distance and no reasons; raises NotFound."""
    found = _jobs(session, [posting_id])
    if not found:
        raise NotFound(f"没有 {posting_id} 号岗位 / there is no posting {posting_id}")
    return _card(*found[0], math.nan, ((), None))


def _jobs(session: Session, numbers: Iterable[int]) -> list[tuple[Job, _Row]]:
    wanted = list(numbers)
    found, free = jobs(session, wanted), places.free(session, wanted, but=0)
    rows = session.execute(
        select(
            Posting.id, Posting.terms_hash, Posting.couple_rooms, Posting.occupation, Posting.wage_low_fen,
            Posting.wage_high_fen,
        ).where(Posting.id.in_(wanted))
    )  # fmt: skip
    said = {
        row.id: _Row(
            row.terms_hash[:SHORT], row.couple_rooms, row.wage_high_fen or row.wage_low_fen or 0,
            free.get(row.id, 0) <= 0, row.occupation,
        )
        for row in rows
    }  # fmt: skip
    return [(found[one], said[one]) for one in wanted if one in found and one in said]


def _card(job: Job, row: _Row, km: float, why: tuple[tuple[Bilingual, ...], Bilingual | None]) -> Card:
    far = None if math.isnan(km) else round(km)
    by_day = as_told(job.pay_text).value.basis in BY_THE_DAY
    monthly = Bilingual(job.pay.zh.replace("税前", ""), job.pay.en.replace(" before tax", ""))
    pay = Bilingual(job.pay_text, job.pay_text) if by_day else monthly
    return Card(
        job, row.terms, tuple(posting_lines(job)), pay, monthly if by_day else None, row.pays_fen, far,
        None if far is None else max(1, math.ceil(far / DOOR_TO_DOOR_KM_H)), row.couple_rooms > 0, row.full,
        row.occupation, *why,
    )  # fmt: skip
