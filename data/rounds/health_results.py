"""Results of health checks before the first day: fit for this posting, not fit, or still open; nothing more is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.rounds.checks import names_of, standing_plan
from data.tables import HealthCheck, Posting
from data.tables.papers import FITNESS
from labor.errors import BadInput
from policy.eligibility import needs_health_check


@dataclass(frozen=True, slots=True)
class Due:
    """One person of a round whose posting asks for a check, and its result so far ("pending" until there is one)."""

    worker_id: int
    posting_id: int
    name: str  # masked
    title: str
    fit: str


def due(session: Session, round_id: int, today: date) -> list[Due]:
    """Everybody in the standing plan whose posting's hazards make a check compulsory, those still open first."""
    plan = standing_plan(session, round_id, today)
    at = np.flatnonzero(needs_health_check(plan.market)[plan.pairs.posting])
    workers = plan.market.workers.id[plan.pairs.worker[at]].tolist()
    postings = plan.market.postings.id[plan.pairs.posting[at]].tolist()
    names = names_of(session, workers)
    named = select(Posting.id, Posting.title).where(Posting.id.in_(set(postings)))
    titles = {row.id: row.title for row in session.execute(named)}
    results = {place: row.fit for place, row in _checks(session, set(workers)).items()}
    found = [
        Due(worker, posting, names[worker], titles[posting], results.get((worker, posting), "pending"))
        for worker, posting in zip(workers, postings, strict=True)
    ]
    return sorted(found, key=lambda one: (one.fit != "pending", one.title, one.worker_id))


def _checks(session: Session, workers: set[int]) -> dict[tuple[int, int], HealthCheck]:
    """The checks on record of some people, by worker and posting."""
    return {
        (row.worker_id, row.posting_id): row
        for part in in_parts(sorted(workers))
        for row in session.scalars(select(HealthCheck).where(HealthCheck.worker_id.in_(part)))
    }


@dataclass(frozen=True, slots=True)
class Result:
    """What the employer's check found, and on which day; raises BadInput for another word or a day to come."""

    fit: str
    on: date
    today: date

    def __post_init__(self) -> None:
        if self.fit not in FITNESS:
            raise BadInput(f"体检结果只能是 {'、'.join(FITNESS)} / a result is one of {', '.join(FITNESS)}")
        if self.on > self.today:
            raise BadInput(f"日期 {self.on} 还没到 / {self.on} is yet to come")


def record(session: Session, round_id: int, pairs: Iterable[tuple[int, int]], result: Result) -> None:
    """Write down one result for (worker, posting) pairs of a round; all of them or none; raises BadInput.

    A result "no" keeps the person from this posting and from no other.
    """
    wanted = set(pairs)
    if not wanted:
        raise BadInput("没有选中任何人 / nobody was chosen")
    if not wanted <= {(one.worker_id, one.posting_id) for one in due(session, round_id, result.today)}:
        raise BadInput(
            "选中的人里有人不在本轮计划里，或其岗位不需要体检，请刷新页面 / "
            "somebody chosen is not in this round's plan or needs no check there: reload the page"
        )
    workers = {worker for worker, _ in wanted}
    held = _checks(session, workers)
    for worker, posting in sorted(wanted):
        row = held.get((worker, posting))
        if row is None:
            session.add(HealthCheck(worker_id=worker, posting_id=posting, fit=result.fit, checked=result.on))
        else:
            row.fit, row.checked = result.fit, result.on
    session.flush()
