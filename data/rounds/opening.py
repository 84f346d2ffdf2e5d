"""A new round: its name and its window; and a locked one opened again by its new plan."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.rounds import batch_steps, offers
from data.rounds.going import goes
from data.rounds.parties import members, parties
from data.rounds.stages import Signature
from data.tables import AssignmentRow, BackgroundRun, Batch, Round, RoundStep
from data.tables.plans import OPEN_RUN_STATUSES
from labor.errors import BadInput
from labor.market import DateWindow


def refuse_a_taken_name(session: Session, name: str, *, run_id: int | None = None) -> None:
    """Say before any planning that a round, or a run still going (but ``run_id``), has this name; raises BadInput."""
    key = _key(name)
    if not key:
        return
    taken = {_key(one): one for one in session.scalars(select(Round.name))}
    planned = select(BackgroundRun.params).where(
        BackgroundRun.kind == "plan", BackgroundRun.status.in_(OPEN_RUN_STATUSES), BackgroundRun.id != (run_id or 0)
    )
    taken |= {_key(named): named for params in session.scalars(planned) if (named := str(params.get("name") or ""))}
    if key in taken:
        other = _free_name(session, name.strip())
        raise BadInput(
            f"已有名为“{taken[key]}”的一轮,请换一个名称,例如“{other}”;若要改那一轮,请到它的页面按“重排” / "
            f"a round named {taken[key]} exists: choose another name, e.g. {other}, or mend that round on its own page"
        )


def open_round(session: Session, window: DateWindow, *, name: str, now: datetime) -> int:
    """Begin a round as a draft, called by its first day where it has no name.

    A name that somebody else took since ``refuse_a_taken_name`` gets a number: the plan is made and is not lost.
    """
    wanted = name.strip() or window.first.isoformat()
    chosen = _free_name(session, wanted)
    made = Round(name=chosen, first_day=window.first, last_day=window.last, status="draft", created=now)
    session.add(made)
    session.flush()
    return made.id


def reopen_for_newcomers(session: Session, round_: Round, *, now: datetime) -> None:
    """Put locked batches back to "confirmed" whose new plan holds anybody without a present yes, and so their round."""
    unasked = {worker for (worker, _), answer in offers.standing(session, round_.id).items() if answer != "yes"}
    if not unasked:
        return
    by = Signature(f"plan {round_.plan_id}", now, "")
    seats = select(AssignmentRow.worker_id).where(AssignmentRow.plan_id == round_.plan_id)
    for party in parties(session, round_.id):
        if party.stage == "locked" and (
            count := len(unasked & set(session.scalars(seats.where(members([party]), goes(round_.id)))))
        ):
            note = f"新计划里有 {count} 人还没有答应 / {count} people of the new plan have not said yes"
            locked = update(Batch).where(Batch.id == party.batch_id, Batch.status == "locked")
            session.execute(locked.values(status="confirmed"))
            batch_steps.write(session, party, "confirmed", replace(by, note=note))
    if round_.status != "locked":
        return
    unlocked = update(Round).where(Round.id == round_.id, Round.status == "locked").values(status="confirmed")
    if session.execute(unlocked.returning(Round.id)).first() is None:
        return
    note = f"新计划里有 {len(unasked)} 人还没有答应 / {len(unasked)} people of the new plan have not said yes"
    session.add(
        RoundStep(
            round_id=round_.id, was="locked", became="confirmed", taken=now,
            taken_by=f"plan {round_.plan_id}", note=note,
        )
    )  # fmt: skip
    session.flush()


def _free_name(session: Session, wanted: str) -> str:
    """2026-03-01, then 2026-03-01 (2), and so on."""
    taken = {_key(name) for name in session.scalars(select(Round.name))}
    number = 1
    while _key(name := wanted if number == 1 else f"{wanted} ({number})") in taken:
        number += 1
    return name


def _key(name: str) -> str:
    """Names that look alike are alike: full and half width, capitals, spaces."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
