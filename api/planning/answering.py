"""What would have placed this person, filled this posting, run this vehicle: each answer verified, then kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import numpy as np
from sqlalchemy import Engine

from api.planning.alternatives import other_aims
from api.planning.certificate_what_if import openings_by_papers
from api.planning.kept_plans import KeptPlan, stand
from api.planning.relieved_vehicles import reliefs_of
from data.database import opened
from data.plans import questions
from data.plans.questions import About, FoundChange
from labor.candidates import Tidings, Watcher
from labor.errors import StepRefused
from matching import StageScorer
from optimizer import Inquiry, WhatIf, units_of, what_would_place

EACH_LIMIT_S: Final = 10.0  # one planning anew, where the problem is small enough for that
PEOPLE_TRIED: Final = 4  # who are asked about for a posting or a vehicle
ANSWERS: Final = 8


class Attentive:
    """Passes news on, keeps in mind a wish to stop, and says which part of the whole is on."""

    def __init__(self, watch: Watcher) -> None:
        self.watch, self.part, self.parts = watch, 0, 1
        self.stopped = False

    def __call__(self, tidings: Tidings) -> bool:
        """The same news, its share counted over all parts."""
        share = 0.0 if np.isnan(tidings.done) else tidings.done
        self.stopped |= self.watch(replace(tidings, done=(self.part + share) / self.parts))
        return self.stopped


def explain(engine: Engine, question_id: int, scorer: StageScorer, watch: Watcher) -> int:
    """Look for the answers to one question and keep them; how many there are.

    Stopped on the way, it keeps what was found by then. Raises NotFound, StepRefused.
    """
    with opened(engine) as session:
        about = questions.about(session, question_id)
    attentive = Attentive(watch)
    standing = stand(engine, about.plan_id, scorer, attentive)
    found = list(_answers(standing, about, scorer, attentive))
    if about.subject != "plan":
        found.sort(key=lambda one: (one.gain_fen < 0, -one.gain_fen if one.gain_fen < 0 else 0.0))
    with opened(engine) as session:
        now = datetime.now(tz=UTC)
        questions.answer(session, question_id, found[:ANSWERS], complete=not attentive.stopped, now=now)
    return min(len(found), ANSWERS)


def _answers(standing: KeptPlan, about: About, scorer: StageScorer, watch: Attentive) -> Iterator[FoundChange]:
    if about.subject == "plan":
        yield from other_aims(standing, watch)
        return
    limits = replace(standing.order.params, time_limit_s=EACH_LIMIT_S, gap=0.0)
    if about.subject == "vehicle":
        vehicle = _position(standing.market.vehicles.id, about.subject_id, "车次", "vehicle")
        if _offered(standing, vehicle) is None:
            yield from reliefs_of(standing, vehicle, limits, watch)
            return
    inquiries = _inquiries(standing, about)
    watch.parts = max(1, len(inquiries))
    for part, inquiry in enumerate(inquiries):
        watch.part = part
        if watch(Tidings("asking")):
            return
        for one in what_would_place(standing.problem, standing.plan, inquiry, limits, watch):
            yield _kept(standing, inquiry, one)
        if about.subject == "worker" and not watch.stopped:
            yield from openings_by_papers(standing, inquiry.row, scorer, limits)


def _inquiries(standing: KeptPlan, about: About) -> list[Inquiry]:
    """Whom to try: the person asked about, or the best of those left at home for the posting or the vehicle."""
    if about.subject == "worker":
        return [Inquiry(_left_out(standing, about.subject_id), most=ANSWERS)]
    if about.subject == "posting":
        posting = _position(standing.market.postings.id, about.subject_id, "岗位", "posting")
        rows = _best_left_out(standing, standing.problem.pairs.posting == posting)
        return [Inquiry(row, postings=(posting,), most=2) for row in rows]
    vehicle = _offered(standing, _position(standing.market.vehicles.id, about.subject_id, "车次", "vehicle"))
    assert vehicle is not None
    problem = standing.problem
    served = np.isin(problem.rows.origin[problem.pairs.row], problem.fleet.origins.row(vehicle))
    served &= np.isin(problem.places.destination[problem.pairs.posting], problem.fleet.destinations.row(vehicle))
    return [Inquiry(row, vehicle=vehicle, most=2) for row in _best_left_out(standing, served)]


def _left_out(standing: KeptPlan, worker_id: int) -> int:
    row = _position(standing.market.workers.id, worker_id, "工人", "worker")
    if row in standing.plan.assignments.row:
        raise StepRefused(f"{worker_id} 号已经排上了 / worker {worker_id} is placed already")
    return row


def _best_left_out(standing: KeptPlan, wanted: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[int]:
    """Rows left at home among these pairs, most valuable first, one a group."""
    problem = standing.problem
    placed = np.zeros(len(problem.rows), dtype=np.bool_)
    placed[standing.plan.assignments.row] = True
    pair = np.flatnonzero(wanted & ~placed[problem.pairs.row])
    pair = pair[np.lexsort((pair, -problem.pairs.value[pair]))]
    unit_of = units_of(problem).of_row
    chosen: dict[int, int] = {}
    for row in problem.pairs.row[pair].tolist():
        chosen.setdefault(int(unit_of[row]), row)
        if len(chosen) == PEOPLE_TRIED:
            break
    return list(chosen.values())


def _offered(standing: KeptPlan, vehicle: int) -> int | None:
    """Where a vehicle of the market stands in the plan's fleet; None where it cannot run in its days."""
    found = np.flatnonzero(standing.problem.offered == vehicle)
    return int(found[0]) if len(found) else None


def _position(ids: np.ndarray[tuple[int], np.dtype[np.int64]], wanted: int, zh: str, en: str) -> int:
    at = int(np.searchsorted(ids, wanted))
    if at >= len(ids) or ids[at] != wanted:
        raise StepRefused(f"{zh} {wanted} 不在这份计划的范围里 / {en} {wanted} is not in this plan's market")
    return at


def _kept(standing: KeptPlan, inquiry: Inquiry, one: WhatIf) -> FoundChange:
    market, problem = standing.market, standing.problem
    people = int(units_of(problem).people[units_of(problem).of_row[inquiry.row]])
    return FoundChange(
        one.kind, one.amount, one.text, one.gain, people, one.everyone_anew,
        int(market.workers.id[inquiry.row]), int(market.postings.id[one.posting]),
    )  # fmt: skip
