"""The night before: who is out, who comes in by a pasted line, who of the reserve takes which very seat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from api.planning import asked_runs, pins
from api.settings import Settings
from data.database import opened, opened_in_portions
from data.importers.bringing import Sending, bring_in
from data.importers.cells.phones import phones
from data.markets.loading import dropped_out
from data.plans import runs
from data.privacy import blind_index
from data.rounds import Signature, manual_changes, offers
from data.rounds.going import goes
from data.rounds.manual_changes import PinnedTo
from data.rounds.offers import Reply
from data.rounds.parties import Party, members, party_of
from data.rounds.seats_free import free_seats
from data.tables import AssignmentRow, Batch, Posting, ReserveRow, Round, Worker
from data.views import boarding
from data.views.batches import BatchPage
from data.views.boarding import Expectation
from labor.errors import BadInput, Infeasible, NotFound, StepRefused

KEYS: Final = {"1": "yes", "2": "no", "3": "not_asked"}
ANSWER: Final = re.compile(r"answer-([0-9]{1,15})-([0-9]{1,15})")
NUMBERED: Final = re.compile(r"^\s*\d{1,3}\s*[.、．,，)）:：]\s*")
NAME: Final = re.compile(r"[\u4e00-\u9fff·]{2,6}")
MOST_LINES: Final = 60
MORE_THAN_SEATS: Final = 5
TERMS: Final = 16  # of a posting's terms' hash


@dataclass(slots=True)
class ChangesTold:
    """What a press changed, and each line that was not understood or could not be followed, in both languages."""

    out: int = 0
    joined: int = 0
    seated: int = 0
    said: list[str] = field(default_factory=list)


def change(
    engine: Engine, batch_id: int, out: Sequence[int], lines: str, *, today: date, signature: Signature
) -> ChangesTold:
    """Those ticked are out, those of the pasted lines are in and get a freed seat they may take; pressed twice, once.

    Who is not in the registers yet is registered from the line. Nobody is left out in silence.
    """
    told = ChangesTold()
    wanted = [line.strip() for line in lines.splitlines() if line.strip()]
    if len(wanted) > MOST_LINES:
        raise BadInput(f"一次最多粘贴 {MOST_LINES} 行 / at most {MOST_LINES} lines at once")
    with opened(engine) as session:
        round_id, party = _batch(session, batch_id)
        told.out = _drop(session, round_id, out, signature)
        known = {line: _known(session, line) for line in wanted}
    strangers = [line for line, found in known.items() if not found]
    if strangers:
        _register(engine, strangers, today=today, by=signature.by)
    with opened(engine) as session:
        party = party_of(session, round_id, batch_id)
        for line in wanted:
            found = _known(session, line)
            if len(found) != 1:
                told.said.append(_unclear(line, found))
                continue
            _join(session, round_id, party, found[0], told, today=today, signature=signature)
    return told


def answer(
    session: Session, batch_id: int, form: Mapping[str, str], *, today: date, signature: Signature
) -> ChangesTold:
    """What those of the reserve said, 1, 2 or 3: who said yes takes the very seat asked about.

    ``terms-WORKER-POSTING`` is the start of the terms that were read out: an answer to terms that changed meanwhile is
    told, not written. Raises BadInput for somebody the plan has neither in reserve nor in a seat.
    """
    told = ChangesTold()
    round_id, party = _batch(session, batch_id)
    typed = {
        (int(found[1]), int(found[2])): value.strip()
        for name, value in form.items()
        if (found := ANSWER.fullmatch(name)) and value.strip()
    }
    if not typed.keys() <= _of_plan(session, round_id):
        raise BadInput("有人已不在本轮的候补或安排里,请刷新页面 / somebody is no longer in reserve: reload the page")
    for (worker, posting), said in typed.items():
        if said not in KEYS:
            raise BadInput(f"答复请填 1、2 或 3,不是“{said}” / an answer is 1, 2 or 3, not {said}")
        if session.get_one(Posting, posting).terms_hash[:TERMS] != form.get(f"terms-{worker}-{posting}"):
            told.said.append(_terms_changed(session.get_one(Worker, worker)))
            continue
        reply = Reply(KEYS[said], today, "phone", signature.by)
        offers.record(session, worker, posting, answer=reply, round_id=round_id)
        if said == "1":
            _seat(session, round_id, party, (worker, posting), told, today=today, signature=signature)
    return told


def mend(engine: Engine, settings: Settings, batch_id: int, told: ChangesTold, *, by: str, today: date) -> int | None:
    """Mend the round's plan with those who said yes or joined alone; the run's number.

    What was written down stays so where the plan cannot be mended: the reason is told, and None answered.
    """
    with opened(engine) as session:
        round_id = _batch(session, batch_id)[0]
        before = runs.newest_of_round(session, round_id, "repair")
    try:
        run_id = asked_runs.mend(engine, settings, round_id, by=by, today=today, only_asked=True)
    except (StepRefused, Infeasible) as refused:
        told.said.extend([str(refused), *refused.details])
        return None
    if before is not None and before.id == run_id and told.seated:
        told.said.append(
            "正在重排的是上一次；刚记下的等它完了再按一次“重排” / "
            "the plan is being mended already, without these: press once more when it is done"
        )
    return run_id


def terms_shown(session: Session, reserve: Sequence[Expectation]) -> dict[int, str]:
    """By posting, the start of the terms a page or a program reads out: an answer brings it back."""
    wanted = {one.posting_id for one in reserve}
    found = session.execute(select(Posting.id, Posting.terms_hash).where(Posting.id.in_(wanted)))
    return {posting: terms[:TERMS] for posting, terms in found}


def _of_plan(session: Session, round_id: int) -> set[tuple[int, int]]:
    """Who may be answered for: those in reserve, and those whom an answer has brought into the plan since."""
    query = select(ReserveRow.worker_id, ReserveRow.posting_id).join(Round, Round.plan_id == ReserveRow.plan_id)
    waiting = session.execute(query.where(Round.id == round_id))
    return {(worker, posting) for worker, posting in waiting} | offers.standing(session, round_id).keys()


def _terms_changed(worker: Worker) -> str:
    return (
        f"{worker.name_masked}({worker.id})：岗位的条件刚改了，没有记；请按新条件再问 / "
        f"{worker.name_masked}({worker.id}): the terms have just changed, nothing written: ask again"
    )


def to_call(session: Session, view: BatchPage) -> list[Expectation]:
    """Whom of the reserve to call now, in order: as many as seats are free, and some more, since some say no."""
    trip, round_id = view.party.trip_id, view.round.id
    if trip is None:
        return []
    free = free_seats(session, round_id, view.party)
    here = {line.worker_id for line in view.lines if line.goes} | set(free.promised)
    gone = set(session.scalars(dropped_out(round_id)))
    ranked = [
        one
        for posting in free.postings
        for one in boarding.of_trips(session, [trip], places=[posting])[trip].reserve
        if one.worker_id not in here | gone
    ]
    ranked.sort(key=lambda one: (-(one.score or 0.0), one.worker_id, one.posting_id))
    return _each_a_place(ranked, free.postings, max(free.seats, 0) + MORE_THAN_SEATS)


def _each_a_place(ranked: Sequence[Expectation], places: Counter[int], wanted: int) -> list[Expectation]:
    """Each person once, for the place they suit best that nobody before them was asked for; then once more around."""
    chosen: list[Expectation] = []
    asked: set[int] = set()
    room = Counter[int]()
    while len(chosen) < wanted:
        found = next((one for one in ranked if one.worker_id not in asked and room[one.posting_id] > 0), None)
        if found is None:
            if not any(one.worker_id not in asked for one in ranked) or not +places:
                return chosen
            room = Counter(places)
            continue
        chosen.append(found)
        asked.add(found.worker_id)
        room[found.posting_id] -= 1
    return chosen


def _batch(session: Session, batch_id: int) -> tuple[int, Party]:
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFound(f"没有 {batch_id} 号批次 / there is no batch {batch_id}")
    party = party_of(session, batch.round_id, batch_id)
    if party.has_left or party.stage == "cancelled":
        raise StepRefused(f"{party.name.zh}已出发或取消,不再改动 / {party.name.en} has left or is cancelled")
    return batch.round_id, party


def _drop(session: Session, round_id: int, out: Sequence[int], signature: Signature) -> int:
    gone = set(session.scalars(dropped_out(round_id)))
    new = [worker for worker in dict.fromkeys(out) if worker not in gone]
    for worker in new:
        manual_changes.drop_out(session, round_id, worker, signature=signature)
    return len(new)


def _known(session: Session, line: str) -> list[int]:
    """Who in the registers a line names: by number, telephone with name, telephone, or a name that only one bears."""
    text = NUMBERED.sub("", line)
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return [one for one in (int(text),) if session.get(Worker, one) is not None]
    name = NAME.search(text)
    named = Worker.name_index == blind_index("name", name[0]) if name else None
    numbers = phones(text).value if any(char.isdigit() for char in text) else ()
    if numbers:
        called = select(Worker.id).where(Worker.phone_index.in_([blind_index("phone", one) for one in numbers]))
        found = list(session.scalars(called if named is None else called.where(named)))
        return found or ([] if named is not None else list(session.scalars(called)))
    return [] if named is None else list(session.scalars(select(Worker.id).where(named).order_by(Worker.id)))


def _register(engine: Engine, lines: Sequence[str], *, today: date, by: str) -> None:
    """Lines of people nobody knows, as a chain of their own into the registers; what is unclear there waits there."""
    chain = "\n".join(f"{at}. {NUMBERED.sub('', line)}" for at, line in enumerate(lines, start=1))
    with opened_in_portions(engine) as session, suppress(BadInput):
        bring_in(session, Sending(chain, f"晚上加入 {today}.txt", by), "workers", today=today)


def _unclear(line: str, found: Sequence[int]) -> str:
    if found:
        numbers = "、".join(map(str, found))
        return f"“{line}”可能是 {numbers} 号中的一个:请写编号 / {line}: could be any of {numbers}: write the number"
    return (
        f"“{line}”没有认出是谁:写姓名和手机号,或到“导入”里看 / "
        f"{line}: nobody was made out: write name and telephone, or look under Imports"
    )


def _join(
    session: Session, round_id: int, party: Party, worker: int, told: ChangesTold, *, today: date, signature: Signature
) -> None:  # fmt: skip
    if _placed(session, round_id, worker):
        return
    manual_changes.join(session, round_id, worker, signature=signature)
    told.joined += 1
    if _placed(session, round_id, worker):
        _back(session, round_id, party, worker, told)
        return
    free = free_seats(session, round_id, party)
    if worker in free.promised:
        return
    reasons: list[str] = []
    if free.seats <= 0:
        reasons.append("车上没有空座了 / no seat is free on this vehicle any more")
    for posting in sorted(free.postings if free.seats > 0 else (), key=lambda one: -free.postings[one]):
        if _pinned(session, round_id, party, (worker, posting), today=today, signature=signature, reasons=reasons):
            told.seated += 1
            return
    name = session.get_one(Worker, worker).name_masked
    why = "；".join(dict.fromkeys(reasons)) or "车上没有空出来的座位 / no seat fell free on this vehicle"
    told.said.append(
        f"{name}({worker}) 已加入，但没有直接安排座位，由重排决定：{why} / "
        f"{name}({worker}) has joined without a seat of their own; the re-plan decides"
    )


def _back(session: Session, round_id: int, party: Party, worker: int, told: ChangesTold) -> None:
    """Who had dropped out comes back to the seat they said yes to, on whichever vehicle it is."""
    here = select(AssignmentRow.id).join(Round, Round.plan_id == AssignmentRow.plan_id).where(Round.id == round_id)
    name = session.get_one(Worker, worker).name_masked
    if session.scalar(here.where(AssignmentRow.worker_id == worker, members([party]))) is None:
        told.said.append(
            f"{name}({worker}) 回到原来那一批的座位，不在这一批 / {name}({worker}) is back in the seat of another batch"
        )
    elif free_seats(session, round_id, party).seats < 0:
        told.said.append(
            f"{name}({worker}) 回来了，但座位已经给了候补，由重排决定 / "
            f"{name}({worker}) is back, but the seat was given to the reserve: the re-plan decides"
        )


def _placed(session: Session, round_id: int, worker: int) -> bool:
    standing = select(AssignmentRow.id).join(Round, Round.plan_id == AssignmentRow.plan_id).where(Round.id == round_id)
    here = session.scalar(standing.where(AssignmentRow.worker_id == worker, goes(round_id)).limit(1))
    return here is not None


def _seat(
    session: Session, round_id: int, party: Party, pair: tuple[int, int], told: ChangesTold, *, today: date,
    signature: Signature,
) -> None:  # fmt: skip
    """Hold somebody of the reserve to the seat asked about; where there is none left it is said."""
    free, reasons = free_seats(session, round_id, party), list[str]()
    name = session.get_one(Worker, pair[0]).name_masked
    if pair[0] in free.promised or _placed(session, round_id, pair[0]):
        return
    if free.seats <= 0:
        reasons.append("车上没有空座了 / no seat is free on this vehicle any more")
    elif free.postings[pair[1]] <= 0:
        reasons.append("这个岗位的空位已经给人了 / the places of this posting are taken by now")
    elif _pinned(session, round_id, party, pair, today=today, signature=signature, reasons=reasons):
        told.seated += 1
        return
    told.said.append(f"{name}({pair[0]})：{'；'.join(reasons)}")


def _pinned(
    session: Session, round_id: int, party: Party, pair: tuple[int, int], *, today: date, signature: Signature,
    reasons: list[str],
) -> bool:  # fmt: skip
    """Pin where planning's own rules allow it; the reasons are kept where they do not."""
    to = PinnedTo(pair[1], party.vehicle_id)
    try:
        with session.begin_nested():
            pins.decide(session, round_id, pair[0], kind="pin", to=to, today=today, signature=signature)
    except StepRefused as refused:
        reasons.extend(refused.details or [str(refused)])
        return False
    return True
