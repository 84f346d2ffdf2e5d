"""The life of one batch: what keeps it from its next step, the step, and what the round is called by all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.rounds import batch_numbers, checks, departure_gate, news, offers, unconfirmed_postings
from data.rounds.blockers import Blocker
from data.rounds.parties import Party, members, parties
from data.rounds.stages import (
    BATCH_STEPS,
    WORDS,
    Signature,
    changed_elsewhere,
    exchange,
    hold,
    round_of,
    status_by,
)
from data.tables import AssignmentRow, Batch, Placement, Round, RoundStep, TripStep
from labor.errors import BadInput, StepRefused


def obstacles(
    session: Session, round_id: int, whom: Sequence[Party], to: str, *, today: date
) -> Mapping[str, list[Blocker]]:
    """What keeps each of these batches from this step, by the batch's key.

    Confirmed: everybody in it said yes to the present terms. Locked, and again on the day of leaving: besides, every
    hard rule holds (beds, rooms, least teams and seats counted anew), everybody agreed that their employer may have
    their data, and no minor travels overnight unaccompanied. An employer on the arrears list holds its own people.
    """
    found: dict[str, list[Blocker]] = {one.key: [] for one in whom}
    if to in ("planned", "cancelled", "offered") or not whom:
        return found
    empty = [one for one in whom if not one.people]
    for one in empty:
        found[one.key].append(checks.NOBODY_PLANNED)
    judged = [one for one in whom if one.people]
    if to == "departed":
        for day in sorted({one.as_of(today) for one in judged}):
            leaving = [one for one in judged if one.as_of(today) == day]
            _share(session, round_id, leaving, _of_lock(session, round_id, leaving, day, leaving=True), found)
    elif judged:
        reasons = (
            _of_lock(session, round_id, judged, today, leaving=False)
            if to == "locked"
            else checks.answers(session, round_id, judged)
        )
        _share(session, round_id, judged, reasons, found)
    return found


def warnings(
    session: Session, round_id: int, whom: Sequence[Party], to: str, *, today: date
) -> Mapping[str, list[Blocker]]:
    """What a batch is locked or let go in spite of only with a signed reason: calls not made, gaps at the gate."""
    found: dict[str, list[Blocker]] = {one.key: [] for one in whom}
    if to not in ("locked", "departed"):
        return found
    judged = [one for one in whom if one.people]
    if to == "locked":
        _share(session, round_id, judged, unconfirmed_postings.unconfirmed(session, round_id, today), found)
    _share(session, round_id, judged, departure_gate.gaps(session, round_id, judged, to, today=today), found)
    return found


def _of_lock(session: Session, round_id: int, whom: Sequence[Party], day: date, *, leaving: bool) -> list[Blocker]:
    found = checks.answers(session, round_id, whom)
    found += checks.rules(session, round_id, day, whom, leaving=leaving)
    found += checks.consents(session, round_id, whom)
    return found + departure_gate.bars(session, round_id, whom)


def _share(
    session: Session, round_id: int, whom: Sequence[Party], reasons: Sequence[Blocker], found: dict[str, list[Blocker]]
) -> None:
    """Give each reason to the batch of its person, of its vehicle, or to all that go to its posting."""
    if not reasons:
        return
    round_ = round_of(session, round_id)
    seats = select(AssignmentRow.worker_id, AssignmentRow.posting_id, AssignmentRow.trip_id, AssignmentRow.travel)
    of_trip = {(one.trip_id, one.travel): one.key for one in whom}
    of_worker: dict[int, str] = {}
    of_posting: dict[int, set[str]] = defaultdict(set)
    for worker, posting, trip, travel in session.execute(
        seats.where(AssignmentRow.plan_id == round_.plan_id, members(whom))
    ):
        key = of_trip[trip, travel]
        of_worker[worker] = key
        of_posting[posting].add(key)
    for reason in reasons:
        if reason.batch is not None:
            keys = {str(reason.batch)}
        elif reason.worker is not None:
            keys = {of_worker[reason.worker]} if reason.worker in of_worker else set()
        elif reason.vehicle is not None:
            keys = {one.key for one in whom if one.vehicle_id == reason.vehicle}
        else:
            keys = set(found) if reason.posting is None else of_posting.get(reason.posting, set())
        for key in keys & found.keys():
            found[key].append(reason)


def may_become(party: Party) -> list[str]:
    """The steps a batch may take by a button; departures and what follows them have their own."""
    return [] if party.has_left else [to for to in BATCH_STEPS[party.stage] if to != "departed"]


@dataclass(frozen=True, slots=True)
class StepAsked:
    """Batches, and the stage they are to take."""

    batches: Sequence[int]
    to: str


def step(session: Session, round_id: int, asked: StepAsked, *, today: date, signature: Signature) -> None:
    """Take these batches one step further or back, all or none; raises StepRefused with every reason.

    A reason signed in the note takes on what may be taken on, and stands in the books beside what was missing.
    """
    round_, to = round_of(session, round_id), asked.to
    batch_numbers.complete(session, round_)
    hold(session, round_)
    whom = [one for one in parties(session, round_id) if one.batch_id in asked.batches]
    if len(whom) != len(set(asked.batches)) or not whom:
        raise BadInput("有批次不在本轮现行计划里,请刷新页面 / a batch is not in the standing plan: reload the page")
    for one in whom:
        if one.has_left or to not in BATCH_STEPS[one.stage] or to not in WORDS:
            was = WORDS[one.stage]
            raise StepRefused(
                f"{one.name.zh}{was.zh},不能变为{WORDS[to].zh if to in WORDS else to} / "
                f"{one.name.en} is {was.en} and cannot become {to}"
            )
    refuse(obstacles(session, round_id, whom, to, today=today), to)
    waived = warnings(session, round_id, whom, to, today=today)
    if not signature.note.strip():
        refuse(waived, to)
    if to == "offered":
        offers.offer_plan(session, round_id, today=today, by=signature.by, whom=members(whom))
    for one in whom:
        move(session, one, to, signature, waived=waived[one.key])
    name_round(session, round_, signature)
    session.flush()


def refuse(found: Mapping[str, Sequence[Blocker]], to: str) -> None:
    """Raise StepRefused where anything was found."""
    reasons = [reason.told for of_batch in found.values() for reason in of_batch]
    if reasons:
        words = WORDS[to]
        once = list(dict.fromkeys(reasons))
        raise StepRefused(
            f"还不能{words.zh}：{len(once)} 处不符 / not {words.en} yet: {len(once)} obstacles",
            once,
        )


def move(session: Session, party: Party, to: str, signature: Signature, *, waived: Sequence[Blocker] = ()) -> None:
    """Set a batch's stage where it is still what was checked, and write the step down."""
    if party.batch_id is None:
        return
    as_checked = (
        Batch.id == party.batch_id,
        Batch.status == party.stage,
        Batch.trip_id.is_not_distinct_from(party.trip_id),
    )
    moved = update(Batch).where(*as_checked).values(status=to).returning(Batch.id)
    if session.execute(moved).first() is None:
        raise changed_elsewhere(party.name)
    write(session, party, to, signature, waived=waived)


def write(session: Session, party: Party, became: str, signature: Signature, *, waived: Sequence[Blocker] = ()) -> None:
    """A step in the books, and the news of it."""
    session.add(
        TripStep(
            round_id=party.round_id, batch_id=party.batch_id, was=party.stage, became=became, people=party.people,
            taken=signature.now, taken_by=signature.by, note=signature.note,
            waived=" ".join(dict.fromkeys(one.rule for one in waived)),
        )
    )  # fmt: skip
    facts = {"round_id": party.round_id, "batch_id": party.batch_id, "people": party.people}
    event = f"batch.{became}" if became in ("departed", "departure_taken_back") else "batch.stepped"
    news.tell(session, event, facts | ({"became": became} if event == "batch.stepped" else {}), now=signature.now)


def name_round(session: Session, round_: Round, signature: Signature) -> None:
    """Call the round by its batches as they stand now, and write that down where it changed."""
    stages = [one.stage for one in parties(session, round_.id) if one.people or one.stage == "cancelled"]
    was, became = round_.status, status_by(stages)
    if became is None or became == was:
        return
    exchange(session, round_, became)
    session.add(
        RoundStep(
            round_id=round_.id, was=was, became=became, taken=signature.now, taken_by=signature.by,
            note=signature.note,
        )
    )  # fmt: skip
    news.tell(session, "round.stepped", {"round_id": round_.id, "was": was, "became": became}, now=signature.now)
    session.flush()
    session.refresh(round_)


def hand_over(session: Session, round_id: int, party: Party, to_whom: str, *, signature: Signature) -> None:
    """Who received the people of a batch that has arrived; raises StepRefused before, BadInput for nobody."""
    if not to_whom.strip():
        raise BadInput("写明交给了谁 / say who received them")
    if party.stage != "arrived":
        raise StepRefused(
            f"{party.name.zh}还没有全部到达,不能交接 / {party.name.en} has not arrived yet: nobody to hand over"
        )
    hold(session, round_of(session, round_id))
    arrived = select(Placement).where(Placement.batch_id == party.batch_id, Placement.arrived.is_not(None))
    for placement in session.scalars(arrived):
        if not placement.handed_to:
            placement.handed_to = to_whom.strip()
    signed = Signature(signature.by, signature.now, to_whom.strip())
    move(session, party, "handed_over", signed)
    session.flush()


def take_hand_over_back(session: Session, round_id: int, party: Party, *, signature: Signature) -> None:
    """A hand-over said by mistake; raises StepRefused without a reason."""
    if not signature.note.strip():
        raise StepRefused("收回要写明原因 / say why it is taken back")
    if party.stage != "handed_over":
        raise StepRefused(f"{party.name.zh}还没有交接 / {party.name.en} is not handed over")
    hold(session, round_of(session, round_id))
    said = session.scalar(
        select(TripStep.note)
        .where(TripStep.batch_id == party.batch_id, TripStep.became == "handed_over")
        .order_by(TripStep.id.desc())
        .limit(1)
    )
    for placement in session.scalars(select(Placement).where(Placement.batch_id == party.batch_id)):
        if placement.handed_to == said:
            placement.handed_to = None
    move(session, party, "arrived", signature)
    session.flush()
