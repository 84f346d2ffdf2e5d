"""For people no posting fits: which rules keep them from how many open postings."""

from __future__ import annotations

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from data import markets
from data.tables import PlanRow, Round, UnplacedRow
from labor.errors import NotFound
from labor.market import DateWindow
from labor.words import Bilingual
from policy import Obstacle, obstacles

MOST_SAID = 3  # more than three obstacles on one line are not read


def for_unplaced(session: Session, plan_id: int) -> dict[int, Bilingual]:
    """By worker of a plan with the reason "no_pair": the rules in the way, the ones that alone shut most first.

    Judged again on the registers as they are now, by the law of the plan's own day. Raises NotFound.
    """
    plan = session.get(PlanRow, plan_id)
    if plan is None:
        raise NotFound(f"there is no plan {plan_id}")
    query = select(UnplacedRow.worker_id).where(UnplacedRow.plan_id == plan_id, UnplacedRow.reason == "no_pair")
    wanted = set(session.scalars(query))
    if not wanted:
        return {}
    round_ = session.get(Round, plan.round_id)
    assert round_ is not None  # the foreign key holds
    window = DateWindow(round_.first_day, round_.last_day)
    market = markets.load(session, window, today=plan.as_of, round_id=plan.round_id, plan_id=plan.id)
    at = np.flatnonzero(np.isin(market.workers.id, sorted(wanted)))
    return {int(market.workers.id[w]): in_words(obstacles(market, int(w), plan.as_of)) for w in at}


def in_words(found: tuple[Obstacle, ...]) -> Bilingual:
    """超出本人可接受距离（40个岗位，其中只差这一条的12个）…"""
    if not found:
        return Bilingual("条件都符合，但没进入候选，请人工看一看", "every rule is met, yet on no shortlist: look again")
    zh, en = [], []
    for obstacle in found[:MOST_SAID]:
        alone = (
            (f"，其中只差这一条的{obstacle.alone}个", f", {obstacle.alone} by this alone")
            if obstacle.alone
            else ("", "")
        )
        zh.append(f"{obstacle.title.zh}（{obstacle.postings}个岗位{alone[0]}）")
        en.append(f"{obstacle.title.en} ({obstacle.postings} postings{alone[1]})")
    return Bilingual("；".join(zh), "; ".join(en))
