"""The waiting list of a plan: who is asked next when a place falls free, ranked posting by posting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from data.tables import ReserveRow
from labor.arrays import FloatArray, IntArray
from labor.candidates import Candidates
from labor.market import NO_GROUP, Market
from labor.plan import Plan


def ranked(market: Market, candidates: Candidates, plan: Plan, *, a_posting: int = 10) -> IntArray:
    """Candidate positions of the reserve, best first within each posting that the plan fills.

    Only people the plan leaves at home who travel alone (a freed place is one place). Best score first; at
    equal score the official lists' people, then whoever waits longest, then the lower id (requirements C5).
    """
    placed = np.zeros(len(market.workers), dtype=np.bool_)
    placed[plan.assignments.row] = True
    filled = np.zeros(len(market.postings), dtype=np.bool_)
    filled[plan.assignments.posting] = True
    alone = market.workers.group == NO_GROUP
    pool = np.flatnonzero(~placed[candidates.worker] & alone[candidates.worker] & filled[candidates.posting])
    worker, posting = candidates.worker[pool], candidates.posting[pool]
    waits_since = market.workers.registered.astype("datetime64[D]")[worker]
    order = np.lexsort((worker, waits_since, ~market.protection.priority[worker], -candidates.score[pool], posting))
    pool = pool[order]
    ordered = candidates.posting[pool]
    first = np.searchsorted(ordered, ordered, side="left")
    return pool[np.arange(len(pool)) - first < a_posting]


@dataclass(frozen=True, slots=True, eq=False)
class Reserve:
    """Positions of the chosen candidates, best first within each posting, and the chances of each if known."""

    chosen: IntArray
    accepts: FloatArray | None = None
    shows_up: FloatArray | None = None


def keep(session: Session, plan_id: int, market: Market, *, candidates: Candidates, reserve: Reserve) -> int:
    """Write the reserve of a plan, in place of an earlier one; how many rows it has."""
    chosen = reserve.chosen
    posting = market.postings.id[candidates.posting[chosen]].tolist()
    worker = market.workers.id[candidates.worker[chosen]].tolist()
    rank: dict[int, int] = {}
    rows: list[dict[str, Any]] = []
    chances = (_cells(reserve.accepts, len(chosen)), _cells(reserve.shows_up, len(chosen)))
    columns = zip(posting, worker, candidates.score[chosen].tolist(), *chances, strict=True)
    for place, person, score, accepts, shows_up in columns:
        rank[place] = rank.get(place, 0) + 1
        row = {"posting_id": place, "worker_id": person, "rank": rank[place], "score": score}
        rows.append({"plan_id": plan_id, "accepts": accepts, "shows_up": shows_up} | row)
    session.execute(delete(ReserveRow).where(ReserveRow.plan_id == plan_id))
    if rows:
        session.execute(insert(ReserveRow), rows)
    return len(rows)


def _cells(chance: FloatArray | None, count: int) -> list[float] | list[None]:
    return [None] * count if chance is None else chance.tolist()
