"""A certificate in time, or a changed wish: what would have opened a place to somebody, verified in the plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from api.planning.kept_plans import KeptPlan
from api.planning.preparing import renamed
from data.plans.questions import FoundChange
from labor.candidates import Candidates, Pairs
from labor.market import NO_GROUP
from labor.words import Bilingual
from matching import Raise, StageScorer, what_would_raise
from optimizer import Inquiry, PlanParams, formulate, what_would_place
from policy.certificates import name_of as certificate_name
from policy.rulebook import rule_on

RAISES_TRIED: Final = 6
TEXTS: Final = {
    "certificate": Bilingual(
        "{day}前取得有效的{what}，可去岗位{posting}", "a valid {what} by {day} opens posting {posting}"
    ),
    "wish": Bilingual("放宽意愿“{what}”，可去岗位{posting}", "giving way on “{what}” opens posting {posting}"),
}


def openings_by_papers(standing: KeptPlan, row: int, scorer: StageScorer, limits: PlanParams) -> Iterator[FoundChange]:
    """One answer for each paper or wish that opens a place with room; the person must travel alone.

    Somebody in a group is left out: the paper of one does not open a posting to the others.
    """
    market, today = standing.market, standing.order.today
    if market.workers.group[row] != NO_GROUP:
        return
    for one in what_would_raise(market, row, today=today)[:RAISES_TRIED]:
        found = _verified(standing, row, one, scorer, limits)
        if found is not None:
            yield found


def _verified(
    standing: KeptPlan, row: int, opened: Raise, scorer: StageScorer, limits: PlanParams
) -> FoundChange | None:
    """The best place that stands open once the pair is allowed; None where something else is missing too."""
    market, listed = standing.market, standing.candidates
    new = Pairs(np.full(len(opened.postings), row, dtype=np.int64), np.array(opened.postings, dtype=np.int64))
    candidates = Candidates(
        np.concatenate([listed.worker, new.worker]),
        np.concatenate([listed.posting, new.posting]),
        np.concatenate([listed.score, scorer.score(market, new)]),
    )
    order = standing.order
    changed = formulate(market, candidates, order.terms, order.today, standing.hands)
    problem = renamed(changed, standing.problem.names)
    inquiry = Inquiry(row, postings=tuple(opened.postings), most=len(opened.postings))
    free = [one for one in what_would_place(problem, standing.plan, inquiry, limits) if one.kind == "none"]
    if not free:
        return None
    best = max(free, key=lambda one: (one.gain, -one.posting))
    name = problem.names.postings[best.posting]
    text = _words(standing, opened, best.posting, name)
    ids = int(market.workers.id[row]), int(market.postings.id[best.posting])
    return FoundChange(opened.kind, 1.0, text, best.gain, 1, best.everyone_anew, *ids)


def _words(standing: KeptPlan, opened: Raise, posting: int, name: str) -> Bilingual:
    text, start = TEXTS[opened.kind], standing.market.postings.start_by[posting]
    day = str(standing.market.window.last if np.isnat(start) else start)
    if opened.kind == "certificate":
        what = certificate_name(opened.code)
    else:
        rule = rule_on(opened.code, standing.order.today)
        what = rule.title if rule else Bilingual(opened.code, opened.code)
    zh = text.text("zh", day=day, what=what.zh, posting=name)
    return Bilingual(zh, text.text("en", day=day, what=what.en, posting=name))
