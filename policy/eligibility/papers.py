"""Certificates that hold on the day they are needed, and health checks."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from labor.arrays import BoolArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from labor.words import Bilingual
from policy.certificates import Kind, kinds, name_of
from policy.eligibility.facts import (
    ENDLESS,
    FAR_FUTURE,
    FAR_PAST,
    DayNumbers,
    day_numbers,
    day_of_age,
    facts,
    names_any,
    per_market,
    where_worker,
    within_starts,
)
from policy.eligibility.hard_rule import Columns, HardRule, Words, day_written
from policy.hazards import hazards


class CertificateSets:
    """Until which day each worker meets each distinct set of required certificates."""

    def __init__(self, market: Market) -> None:
        required = [frozenset(market.postings.certificates.row(at).tolist()) for at in range(len(market.postings))]
        sets = {wanted: at for at, wanted in enumerate(dict.fromkeys([frozenset(), *required]))}
        self.required_set: IntArray = np.array([sets[wanted] for wanted in required], dtype=np.int64)
        by_kind = {kind: held_until(market, kind) for wanted in sets for kind in wanted}
        until = np.full((len(market.workers), len(sets)), FAR_FUTURE, dtype=np.int32)
        for wanted, at in sets.items():
            for kind in wanted:
                until[:, at] = np.minimum(until[:, at], by_kind[kind])
        self.until: NDArray[np.int32] = until


@per_market
def papers(market: Market) -> CertificateSets:
    """The certificate look-up of a market."""
    return CertificateSets(market)


@lru_cache(maxsize=64)
def held_until(market: Market, kind: str) -> DayNumbers:
    """Last day each worker may start work that needs this kind; FAR_PAST where they hold none.

    A certificate must outlast the start by the kind's margin and not be past its review; a review nobody recorded
    counts as done only up to the day the first one falls due. Where the kind runs out and no end is recorded it
    proves nothing; a kind the packs do not know counts by its dates alone.
    """
    certificates = market.certificates
    end = day_numbers(certificates.valid_to, FAR_FUTURE)
    until = np.full(len(market.workers), FAR_PAST, dtype=np.int32)
    for held in np.unique(certificates.kind).tolist():
        known = kinds().get(held)
        if held != kind and (known is None or kind not in known.covers):
            continue
        rows = certificates.kind == held
        if known is not None and known.years:
            rows &= ~np.isnat(certificates.valid_to)
            if not known.endless:
                rows &= certificates.valid_to < ENDLESS
        review = _reviewed_until(market, known)
        margin = np.int32(known.margin_days if known else 0)
        np.maximum.at(until, certificates.worker[rows], np.minimum(end - margin, review)[rows])
    return until


def _reviewed_until(market: Market, kind: Kind | None) -> DayNumbers:
    """Until which day each certificate is reviewed, were it of this kind."""
    certificates = market.certificates
    if kind is None or not kind.review_years:
        return day_numbers(certificates.review_by, FAR_FUTURE)
    first_due = day_of_age(certificates.valid_to, kind.review_years - kind.years, FAR_PAST)
    return np.where(np.isnat(certificates.review_by), first_due, day_numbers(certificates.review_by, FAR_PAST))


def holds_the_certificates(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """Every licence the posting needs, of the right kind and issuer, still valid when work may begin at the latest."""
    look_up = papers(market)
    if look_up.until.shape[1] == 1:  # no posting needs anything
        return np.ones(len(pairs), dtype=np.bool_)
    last_start = facts(market, today).last_start
    held: BoolArray = last_start[pairs.posting] <= look_up.until[pairs.worker, look_up.required_set[pairs.posting]]
    return held


def is_not_found_unfit(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """A health check that says no holds for this posting only; a check still open does not block planning."""
    unfit = facts(market, today).unfit
    return where_worker(unfit.worker_mask, pairs, lambda worker, posting: ~unfit.holds(worker, posting))


@per_market
def needs_health_check(market: Market) -> BoolArray:
    """Postings whose hazards make a health check compulsory before the first day."""
    return names_any(market.postings.hazards, {code for code, hazard in hazards().items() if hazard.check})


def health_check_pending(market: Market, pairs: Pairs, today: date) -> BoolArray:
    """Pairs that may be planned but not locked until the employer's health check has an answer."""
    due = needs_health_check(market)[pairs.posting]
    pending: BoolArray = due & ~facts(market, today).checked.holds(pairs.worker, pairs.posting)
    return pending


def missing_certificates(market: Market, worker: int, posting: int, today: date) -> tuple[str, ...]:
    """Required kinds this worker does not hold, or not long enough."""
    needed = market.postings.certificates.row(posting).tolist()
    start = facts(market, today).last_start[posting]
    return tuple(kind for kind in needed if held_until(market, kind)[worker] < start)


def _certificates(market: Market, worker: int, posting: int, today: date) -> Words:
    start = day_written(facts(market, today).last_start[posting])
    words = []
    for kind in missing_certificates(market, worker, posting, today):
        name = name_of(kind)
        until = held_until(market, kind)[worker]
        if until == FAR_PAST:
            words.append(Bilingual(f"缺{name.zh}", f"{name.en}: none held"))
            continue
        last = day_written(until)
        asked = _UNREVIEWED if is_unreviewed(market, worker, kind) else None
        zh = f"{name.zh}只能用到{last}（含有效期余量和复审），最晚到岗日{start}"
        en = f"{name.en} counts only until {last} (margin and review included), last day of arrival {start}"
        words.append(Bilingual(zh + asked.zh, en + asked.en) if asked else Bilingual(zh, en))
    return {"certificates": Bilingual("；".join(w.zh for w in words), "; ".join(w.en for w in words))}


_UNREVIEWED: Final = Bilingual(
    "；复审日期没有登记，请看证件原件补上", "; no review on record: look at the card and add it"
)


def is_unreviewed(market: Market, worker: int, kind: str) -> bool:
    """Whether a card of this kind, which is to be reviewed, has an end but no review on record."""
    held = market.certificates
    mine = (held.worker == worker) & (held.kind == kind) & ~np.isnat(held.valid_to) & np.isnat(held.review_by)
    known = kinds().get(kind)
    return known is not None and known.review_years > 0 and bool(mine.any())


def _until(market: Market, today: date) -> Columns:
    until = papers(market).until
    return tuple(within_starts(until[:, at], market, today) for at in range(until.shape[1]))


RULES: Final = (
    HardRule(
        holds_the_certificates,
        of_worker=_until,
        of_posting=lambda m, t: (papers(m).required_set, facts(m, t).last_start),
        fills=_certificates,
    ),
    HardRule(is_not_found_unfit, of_single_pairs=True),
)
