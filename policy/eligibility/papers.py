"""Certificates that hold on the day they are needed, and health checks."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from labor.arrays import BoolArray, IntArray
from labor.candidates import Pairs
from labor.market import Market
from policy.certificates import Kind, kinds
from policy.eligibility.day_numbers import ENDLESS, FAR_FUTURE, FAR_PAST, DayNumbers, day_numbers, day_of_age
from policy.eligibility.facts import facts, per_market
from policy.eligibility.masks import names_any, where_worker
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
