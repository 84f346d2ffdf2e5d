"""A fair as it goes: each piece of news is written down and the timetable mended in the same breath."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.planning.fairs import match, posed
from data.registers.fairs import booths, day, timetables, visitors
from data.registers.fairs.events import hours_of, one
from data.registers.fairs.timetables import FairRows, TalkRow
from data.registers.fairs.visitors import Guest
from data.registers.records import WorkerRecord
from data.tables import Worker
from labor.arrays import IntArray
from matching import StageScorer
from optimizer.fairs import DayStanding, Fair, Requeued, Talks, requeue


@dataclass(frozen=True, slots=True)
class Clocked:
    """Who presses, and which minute of which day it is."""

    minute: int
    now: datetime
    today: date
    by: str


@dataclass(frozen=True, slots=True)
class Mended:
    """Whom a change concerns: visitors who lost a talk, got another in its place, or one they did not have."""

    lost: int
    moved: int
    added: int
    empty: int
    told: tuple[int, ...]  # visitors, by number


def mend(
    session: Session,
    fair_id: int,
    minute: int,
    *,
    freed: Sequence[tuple[int, int]] = (),
    only: int | None = None,
    late_comer: int | None = None,
) -> Mended:
    """Let the timetable follow what has been written down; ``freed`` are (booth, minute) to be filled again.

    ``only`` keeps the seats for one visitor. Talks whose slot has begun stand as they are, for the booth to say what
    became of them; those of a ``late_comer`` are given anew.
    """
    rows = timetables.rows_of(session, fair_id)
    fair = _from_now(rows, posed(rows), minute)
    standing = _standing(rows, fair, minute, (only, late_comer))
    booth_at = {row.id: at for at, row in enumerate(rows.booths)}
    seats = [(booth_at[booth], _slot(rows, begins)) for booth, begins in freed]
    found = requeue(fair, standing, freed=[seat for seat in seats if 0 <= seat[1] < fair.slots])
    _write(session, rows, found)
    told = sorted(rows.visitors[at].id for at in found.changed(fair).tolist())
    return Mended(len(found.lost), len(found.moved), len(found.added), found.empty, tuple(told))


def _from_now(rows: FairRows, fair: Fair, minute: int) -> Fair:
    """Only slots that have not begun, and only people who can still come."""
    ahead = fair.clock.begins() >= minute
    gone = np.array([row.left is not None for row in rows.visitors], dtype=np.bool_)
    away = _away(rows)
    free = fair.people.free & ahead & ~(gone | away)[:, None]
    return replace(fair, people=replace(fair.people, free=free))


def _away(rows: FairRows) -> np.ndarray:
    """Visitors called absent somewhere who never came in."""
    missed = {talk.visitor_id for talk in rows.talks if talk.state == "absent"}
    return np.array([row.checked_in is None and row.id in missed for row in rows.visitors], dtype=np.bool_)


def _standing(rows: FairRows, fair: Fair, minute: int, whose: tuple[int | None, int | None]) -> DayStanding:
    only, late_comer = whose
    here = np.array(
        [row.checked_in is not None and row.left is None and only in (None, row.id) for row in rows.visitors],
        dtype=np.bool_,
    )
    late: IntArray = np.zeros((len(fair.booths), fair.slots), dtype=np.int64)
    for at, row in enumerate(rows.booths):
        if row.late_until is not None:
            late[at] += fair.clock.begins() < row.late_until
    ahead = {talk.id for talk in rows.talks if talk.begins >= minute or talk.visitor_id == late_comer}
    planned = [talk for talk in rows.talks if talk.state == "planned" and talk.id in ahead]
    held = [talk for talk in rows.talks if talk.state != "planned" or talk.id not in ahead]
    return DayStanding(_as_talks(rows, held), _as_talks(rows, planned), here, late)


def _as_talks(rows: FairRows, talks: Sequence[object]) -> Talks:
    place = {(row.visitor_id, row.booth_id): at for at, row in enumerate(rows.pairs)}
    found = [
        (place[talk.visitor_id, talk.booth_id], _slot(rows, talk.begins))  # type: ignore[attr-defined]
        for talk in talks
    ]
    both: IntArray = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    return Talks(both[:, 0].copy(), both[:, 1].copy())


def _slot(rows: FairRows, begins: int) -> int:
    return (begins - rows.hours.opens) // rows.hours.slot


def _write(session: Session, rows: FairRows, found: Requeued) -> None:
    hours = rows.hours
    number = {(talk.visitor_id, talk.booth_id, talk.begins): talk.id for talk in rows.talks}

    def at(pair: int, slot: int) -> tuple[int, int, int]:
        row = rows.pairs[pair]
        return row.visitor_id, row.booth_id, hours.opens + slot * hours.slot

    gone = [number[at(*one)] for one in zip(found.lost.pair.tolist(), found.lost.slot.tolist(), strict=True)]
    taken: Counter[tuple[int, int, int]] = Counter()
    for talk in rows.talks:
        if talk.id not in set(gone):
            taken[talk.booth_id, talk.begins, talk.interviewer] += 1
    put = []
    for part in (found.moved, found.added):
        for pair, slot in zip(part.pair.tolist(), part.slot.tolist(), strict=True):
            visitor, booth, begins = at(pair, slot)
            who = next(one for one in range(1, len(rows.talks) + 3) if not taken[booth, begins, one])
            taken[booth, begins, who] += 1
            put.append(TalkRow(visitor, booth, rows.pairs[pair].posting_id, begins, who))
    timetables.change(session, gone, put)


def check_in(session: Session, fair_id: int, visitor_id: int, pressed: Clocked) -> Mended | None:
    """Somebody is at the door: talks that have passed are given anew; None where nothing has to change."""
    came = day.came_in(session, fair_id, visitor_id, now=pressed.now)
    missed = any(begins < pressed.minute for _, begins in timetables.planned_of(session, visitor_id))
    return mend(session, fair_id, pressed.minute, late_comer=visitor_id) if came and missed else None


def walk_in(
    session: Session, fair_id: int, person: tuple[WorkerRecord, str], scorer: StageScorer, pressed: Clocked
) -> int:
    """Somebody without an invitation: registered, matched, and given the seats that are free; the visitor's number."""
    record, channel = person
    worker = day.register(session, record, today=pressed.today, now=pressed.now, by=pressed.by)
    visitor = visitors.add_guests(session, fair_id, [Guest(worker, channel, None, "walk_in")])[0]
    match(session, fair_id, select(Worker.id).where(Worker.id == worker), scorer, pressed.today)
    day.came_in(session, fair_id, visitor, now=pressed.now)
    hours = hours_of(one(session, fair_id))
    ahead = [begins for begins in range(hours.opens, hours.closes, hours.slot) if begins >= pressed.minute]
    freed = [(booth, begins) for booth in visitors.booths_for(session, visitor) for begins in ahead]
    mend(session, fair_id, pressed.minute, freed=freed, only=visitor)
    return visitor


def absent(session: Session, fair_id: int, talk_id: int, pressed: Clocked) -> Mended:
    """Somebody did not come: what else they had is given to people who are here, unless they are here themselves."""
    hours = hours_of(one(session, fair_id))
    talk = day.absent(session, fair_id, talk_id, minute=pressed.minute, slot=hours.slot)
    away = not day.is_here(session, talk.visitor_id)
    return _given_on(session, fair_id, talk.visitor_id if away else None, pressed.minute)


def leaves(session: Session, fair_id: int, visitor_id: int, pressed: Clocked) -> Mended:
    """Somebody goes home: their seats are given to people who are here."""
    day.went_home(session, fair_id, visitor_id, now=pressed.now)
    return _given_on(session, fair_id, visitor_id, pressed.minute)


def _given_on(session: Session, fair_id: int, visitor_id: int | None, minute: int) -> Mended:
    own = [] if visitor_id is None else timetables.planned_of(session, visitor_id)
    return mend(session, fair_id, minute, freed=[(booth, begins) for booth, begins in own if begins >= minute])


def booth_changes(
    session: Session, booth: tuple[int, int], state: str, pressed: Clocked, *, interviewers: int | None = None,
    late: int = 0,
) -> Mended:  # fmt: skip
    """A booth of (fair, booth) is there, full, gone, has other interviewers, or runs late by so many minutes."""
    row = booths.of_fair(session, *booth)
    until = pressed.minute + late if late else None
    booths.stands(session, row.id, state=state or row.state, interviewers=interviewers, late_until=until)
    return mend(session, booth[0], pressed.minute)
