"""A fair planned: who suits which booth, who is invited, who talks where and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from api.planning import runs as processes
from api.settings import Settings
from data import markets
from data.database import opened
from data.plans import runs
from data.plans.runs import RunOrder
from data.registers.fairs import timetables, visitors
from data.registers.fairs.events import hours_of, open_one
from data.registers.fairs.timetables import AimRow, FairRows, TalkRow
from data.registers.fairs.visitors import Guest
from data.tables import FairBooth, FairPosting, Worker
from data.tables.plans import OPEN_RUN_STATUSES
from labor.arrays import BoolArray
from labor.candidates import Candidates, Tidings, Watcher, nobody_watches
from labor.errors import NothingToPlan
from labor.market import DateWindow, Market
from matching import StageScorer, shortlisted
from optimizer import PlanParams
from optimizer.fairs import (
    NO_LIMIT,
    Booths,
    Clockwork,
    Fair,
    FairPairs,
    FairPlan,
    People,
    Talks,
    by_score,
    figure,
    first_come,
    plan_fair,
)

WINDOW_DAYS: Final = 30  # after the fair: who may begin work by then is asked
POSTINGS_A_PERSON: Final = 60
BOOTHS_A_PERSON: Final = 12
SOLVER_S: Final = 120.0
WAYS: Final = {"first_come": lambda fair: first_come(fair, np.random.default_rng(1)), "by_score": by_score}


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to invite: so many of a county (0: any), of these villages (none: all), arriving in waves."""

    count: int
    county: int = 0
    villages: Sequence[str] = ()
    waves: int = 1
    minutes_apart: int = 30


@dataclass(frozen=True, slots=True)
class CameOfInviting:
    """What came of inviting: how many are asked to come, and how many were looked at without a fitting booth."""

    asked: int
    unsuited: int


def suited(
    session: Session, fair_id: int, people: Select[int], scorer: StageScorer, today: date
) -> tuple[Market, Candidates]:
    """These people beside the fair's postings: the lawful pairs with their chance of being at work after 30 days."""
    day = open_one(session, fair_id).day
    window = DateWindow(day, day + timedelta(days=WINDOW_DAYS))
    market = markets.of_people(session, window, people=people, orders=visitors.postings_of(fair_id), today=today)
    return market, shortlisted(market, scorer, postings_per_worker=POSTINGS_A_PERSON, today=today)


def invite(session: Session, fair_id: int, asked: Invitation, scorer: StageScorer, today: date) -> CameOfInviting:
    """Invite those whom some booth suits, the best suited first; villages come in waves. Raises NothingToPlan."""
    people = visitors.who_may_be_invited(fair_id, county=asked.county, villages=asked.villages)
    market, found = suited(session, fair_id, people, scorer, today)
    if not len(market.postings):
        raise NothingToPlan("展位上还没有在招岗位，先添加参会单位 / no booth has an open posting: add employers first")
    best = np.full(len(market.workers), -1.0)
    np.maximum.at(best, found.worker, found.score)
    order = np.argsort(-best, kind="stable")
    chosen = [at for at in order.tolist() if best[at] >= 0][: asked.count]
    ids = market.workers.id[np.array(chosen, dtype=np.int64)].tolist()
    villages = _villages(session, ids)
    begins = hours_of(open_one(session, fair_id)).opens
    wave = in_waves(Counter(villages.values()), asked.waves)
    guests = [Guest(number, villages[number], begins + wave[villages[number]] * asked.minutes_apart) for number in ids]
    visitors.add_guests(session, fair_id, guests)
    return CameOfInviting(len(guests), int((best < 0).sum()))


def in_waves(villages: Mapping[str, int], waves: int) -> dict[str, int]:
    """The wave each village comes with: whole villages, the waves as even as can be, the largest put first."""
    load = [0] * max(1, waves)
    found = {}
    for village in sorted(villages, key=lambda one: (-villages[one], one)):
        found[village] = load.index(min(load))
        load[found[village]] += villages[village]
    return found


def _villages(session: Session, ids: Sequence[int]) -> dict[int, str]:
    named: dict[int, str] = {}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        for number, township, village in session.execute(
            select(Worker.id, Worker.township, Worker.village).where(Worker.id.in_(part))
        ):
            named[number] = f"{township}{village}"
    return named


def match(session: Session, fair_id: int, people: Select[int], scorer: StageScorer, today: date) -> None:
    """Keep each visitor's best booths, each with its best posting."""
    market, found = suited(session, fair_id, people, scorer, today)
    booth_of: dict[int, int] = dict(
        session.execute(
            select(FairPosting.posting_id, FairPosting.booth_id)
            .join(FairBooth, FairBooth.id == FairPosting.booth_id)
            .where(FairBooth.fair_id == fair_id)
        ).all()
    )
    visitor_of = visitors.by_worker(session, fair_id)
    held: Counter[int] = Counter()
    taken: set[tuple[int, int]] = set()
    rows = []
    order = np.lexsort((found.posting, -found.score, found.worker))
    for at in order.tolist():
        visitor = visitor_of.get(int(market.workers.id[found.worker[at]]))
        posting = int(market.postings.id[found.posting[at]])
        booth = booth_of[posting]
        if visitor is None or (visitor, booth) in taken or held[visitor] >= BOOTHS_A_PERSON:
            continue
        taken.add((visitor, booth))
        held[visitor] += 1
        rows.append((visitor, booth, posting, round(float(found.score[at]), 4)))
    visitors.keep_pairs(session, rows)


def posed(rows: FairRows) -> Fair:
    """The fair as the planner's arrays; booths that are gone or full have no hours."""
    hours = rows.hours
    clock = Clockwork(hours.opens, hours.closes, hours.slot)
    booth_at = {row.id: at for at, row in enumerate(rows.booths)}
    visitor_at = {row.id: at for at, row in enumerate(rows.visitors)}
    return Fair(
        clock,
        People(_there(clock, rows.visitors, "arrives", "leaves"), np.full(len(rows.visitors), hours.most_talks)),
        _booths(clock, rows),
        FairPairs(
            np.array([visitor_at[row.visitor_id] for row in rows.pairs], dtype=np.int64),
            np.array([booth_at[row.booth_id] for row in rows.pairs], dtype=np.int64),
            np.array([row.value for row in rows.pairs], dtype=np.float64),
            np.zeros(len(rows.pairs), dtype=np.bool_),
        ),
    )


def _there(clock: Clockwork, rows: Sequence[Any], first: str, last: str) -> BoolArray:
    begins = [clock.start if getattr(row, first) is None else getattr(row, first) for row in rows]
    ends = [clock.end if getattr(row, last) is None else getattr(row, last) for row in rows]
    return clock.within(np.array(begins, dtype=np.int64), np.array(ends, dtype=np.int64))


def _booths(clock: Clockwork, rows: FairRows) -> Booths:
    open_ = _there(clock, rows.booths, "opens", "closes")
    open_ &= ~np.array([rows.hours.in_break(int(begin)) for begin in clock.begins()], dtype=np.bool_)
    open_ &= np.array([row.state not in ("gone", "full") for row in rows.booths], dtype=np.bool_)[:, None]
    return Booths(
        open_,
        np.array([row.interviewers for row in rows.booths], dtype=np.int64),
        np.full(len(rows.booths), NO_LIMIT),
        np.array([np.nan if row.x is None else row.x for row in rows.booths], dtype=np.float64),
        np.array([np.nan if row.y is None else row.y for row in rows.booths], dtype=np.float64),
    )


def ask(engine: Engine, settings: Settings, fair_id: int, *, by: str, today: date) -> int:
    """Plan in the background, or join who plans already; the run's number."""
    params = {"fair_id": fair_id, "today": today.isoformat()}
    with opened(engine) as session:
        open_one(session, fair_id)
        visitors.refuse_once_begun(session, fair_id)
        newest = runs.newest_of_fair(session, fair_id)
    if newest is not None and newest.status in OPEN_RUN_STATUSES:
        return int(newest.id)
    return processes.start(engine, settings, RunOrder("fair", params), by=by)


def plan(engine: Engine, order: RunOrder, scorer: StageScorer, watch: Watcher = nobody_watches) -> str:
    """Match, plan, compare and keep; what the run's page says at the end. Raises NothingToPlan, AuditFailed."""
    fair_id, today = int(order.params["fair_id"]), date.fromisoformat(order.params["today"])
    watch(Tidings("scoring"))
    with opened(engine) as session:
        match(session, fair_id, visitors.workers_of(fair_id), scorer, today)
    with opened(engine) as session:
        rows = timetables.rows_of(session, fair_id)
        fair = posed(rows)
    if not len(fair.people) or not len(fair.booths):
        raise NothingToPlan("还没有邀请人或没有展位 / nobody is invited, or there is no booth yet")
    found = plan_fair(fair, PlanParams(time_limit_s=SOLVER_S), watch)
    watch(Tidings("keeping"))
    with opened(engine) as session:
        reasons = {row.id: why for row, why in zip(rows.visitors, found.reason, strict=True) if why}
        timetables.keep(
            session,
            fair_id,
            talk_rows(rows, found.talks, found.interviewer.tolist()),
            aims=_aims(fair, found),
            reasons=reasons,
        )
    talks = len(found.talks)
    return f"排好 {talks} 次面谈，已复核 / {talks} talks planned, and audited"


def talk_rows(rows: FairRows, talks: Talks, interviewers: Sequence[int]) -> list[TalkRow]:
    """The talks as they are kept."""
    hours = rows.hours
    found = zip(talks.pair.tolist(), talks.slot.tolist(), interviewers, strict=True)
    return [
        TalkRow(
            rows.pairs[pair].visitor_id, rows.pairs[pair].booth_id, rows.pairs[pair].posting_id,
            hours.opens + slot * hours.slot, number,
        )
        for pair, slot, number in found
    ]  # fmt: skip


def _aims(fair: Fair, found: FairPlan) -> list[AimRow]:
    """Ours with its bounds, and beside it what first come first served and greedy by score reach."""
    told = [AimRow("plan", one.aim, one.value, one.bound) for one in found.outcomes]
    told.append(AimRow("plan", "talks", figure(fair, found.talks, "talks")))
    for way, made in WAYS.items():
        talks = made(fair)
        told += [AimRow(way, aim, figure(fair, talks, aim)) for aim in ("talks", *fair.aims)]
    return told
