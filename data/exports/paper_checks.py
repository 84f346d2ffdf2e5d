"""Whether placed workers hold the certificates their postings need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.exports.jobs import Job
from data.exports.people import Seat
from data.tables import Certificate, PaperInHand
from labor.words import Bilingual
from policy import certificates

NOT_NEEDED = Bilingual("—", "–")
IN_ORDER = Bilingual("✔", "✔")
TO_VERIFY = Bilingual("待核验", "verify")
MISSING_PAPER = Bilingual("缺", "missing")


def paper_checks(
    session: Session, placed: Iterable[Seat], all_jobs: dict[int, Job]
) -> dict[tuple[int, int], Bilingual]:
    """For each placed worker: certificates in order, to be verified, missing, or none needed."""
    needy = [seat for seat in placed if all_jobs[seat.posting_id].certificates]
    held: dict[int, list[tuple[str, date | None, bool]]] = defaultdict(list)
    for part in in_parts(sorted({seat.worker_id for seat in needy})):
        query = select(Certificate.worker_id, Certificate.kind, Certificate.valid_to, Certificate.verified)
        for row in session.execute(query.where(Certificate.worker_id.in_(part))):
            held[row.worker_id].append((row.kind, row.valid_to, row.verified))
    seen = in_hand(session, needy, "certificate")
    return {
        (seat.worker_id, seat.posting_id): _with_original(
            _paper_check(all_jobs[seat.posting_id], held[seat.worker_id]), (seat.worker_id, seat.posting_id) in seen
        )
        for seat in needy
    }


def in_hand(session: Session, placed: Iterable[Seat], kind: str) -> set[tuple[int, int]]:
    """(worker, posting) whose certificate was seen in the original, or whose agreement was handed over."""
    found: set[tuple[int, int]] = set()
    for part in in_parts(sorted({seat.worker_id for seat in placed})):
        query = select(PaperInHand.worker_id, PaperInHand.posting_id).where(PaperInHand.kind == kind)
        found.update((row[0], row[1]) for row in session.execute(query.where(PaperInHand.worker_id.in_(part))))
    return found


def _with_original(verdict: Bilingual, seen: bool) -> Bilingual:
    return Bilingual(f"{verdict.zh}原件", f"{verdict.en} seen") if seen else verdict


def _paper_check(job: Job, held: list[tuple[str, date | None, bool]]) -> Bilingual:
    needed_on = job.start_by or job.start_from
    verdict = IN_ORDER
    for kind in job.certificates:
        good = [
            verified
            for have, until, verified in held
            if (have == kind or kind in _covered(have)) and (until is None or needed_on is None or until >= needed_on)
        ]
        if not good:
            return MISSING_PAPER
        if not any(good):
            verdict = TO_VERIFY
    return verdict


def _covered(kind: str) -> tuple[str, ...]:
    known = certificates.kinds().get(kind)
    return known.covers if known else ()
