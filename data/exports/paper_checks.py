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
from data.tables import Certificate
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
    return {
        (seat.worker_id, seat.posting_id): _paper_check(all_jobs[seat.posting_id], held[seat.worker_id])
        for seat in needy
    }


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
