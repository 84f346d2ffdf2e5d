"""The gate before a batch leaves: who is in charge, the insurance, the papers seen and handed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from data.rounds import checks
from data.rounds.blockers import Blocker
from data.rounds.going import goes
from data.rounds.parties import Party, members, of_assignment
from data.rounds.stages import round_of
from data.tables import AssignmentRow, Batch, PaperInHand, PostingCertificate, Round, TripRow, Worker
from data.tables.papers import IN_HAND
from labor.errors import BadInput, NotFound
from labor.words import Bilingual
from policy.departure_gate import BY_RULE, ITEMS, GateItem

IN_CHARGE: Final = ("leader", "deputy", "escorts", "receiver")
OF_AGE: Final = 18
PHONE: Final = re.compile(r"\d(?:[ -]?\d){6,}")
NAME: Final = re.compile(r"[\u4e00-\u9fff·]{2,5}(?=[ ,，:：]*\d|$)")
LONGEST: Final = 200
FIELDS: Final = (*IN_CHARGE, "insurer", "insurance_number")


@dataclass(frozen=True, slots=True)
class InCharge:
    """What is entered of a batch before it leaves; None or "" leaves what stands."""

    leader: str = ""
    deputy: str = ""
    escorts: str = ""
    receiver: str = ""
    insurer: str = ""
    insurance_number: str = ""

    def __post_init__(self) -> None:
        for name in FIELDS:
            if len(getattr(self, name)) > LONGEST:
                raise BadInput(f"写得太长,最多 {LONGEST} 个字 / too long: {LONGEST} characters at most")
        for name in IN_CHARGE:
            said = getattr(self, name).strip()
            if said and not said.isdecimal() and not PHONE.search(said):
                raise BadInput(
                    f"“{said}”没有电话:写姓名和电话,或车上的人的编号 / "
                    f"{said} has no telephone: write name and telephone, or the number of somebody on board"
                )


def enter(session: Session, round_id: int, batches: Iterable[int], told: InCharge) -> int:
    """Write this down for one batch or several at once; how many.

    Raises NotFound where there is no such round, BadInput for a batch of another one.

    A whole number is somebody on board: of the batch they ride on it is the leader, of the others it is refused.
    """
    round_of(session, round_id)
    wanted = set(batches)
    rows = session.scalars(select(Batch).where(Batch.round_id == round_id, Batch.id.in_(wanted))).all()
    if not rows or len(rows) != len(wanted):
        raise BadInput("有批次不在本轮 / a batch is not of this round")
    for batch in rows:
        masked = dict(batch.in_charge_masked)
        for role in IN_CHARGE:
            said = getattr(told, role).strip()
            if said:
                masked[role] = _put_in_charge(session, batch, role, said)
        batch.in_charge_masked = masked
        batch.insurer = told.insurer.strip() or batch.insurer
        batch.insurance_number = told.insurance_number.strip() or batch.insurance_number
    session.flush()
    return len(rows)


def _put_in_charge(session: Session, batch: Batch, role: str, said: str) -> str:
    """Write who it is; what pages show of them."""
    if not said.isdecimal():
        setattr(batch, role, said)
        if role in ("leader", "deputy"):
            setattr(batch, f"{role}_worker_id", None)
        return masked_words(said)
    rides = select(Worker.name_masked, Worker.phone_masked).join(AssignmentRow, AssignmentRow.worker_id == Worker.id)
    found = session.execute(
        rides.where(Worker.id == int(said), AssignmentRow.trip_id == batch.trip_id).limit(1)
    ).first()
    if found is None or role not in ("leader", "deputy"):
        raise BadInput(
            f"{said} 号不在 {batch.number} 批次的车上;写姓名和电话 / "
            f"{said} does not ride with batch {batch.number}: write name and telephone"
        )
    setattr(batch, role, None)
    setattr(batch, f"{role}_worker_id", int(said))
    return f"{found.name_masked} {found.phone_masked or ''}".strip()


def masked_words(said: str) -> str:
    """王丽 13812345678 → 王* 138****5678: as a list may show it."""
    names = NAME.sub(lambda name: name[0][:1] + "*" * (len(name[0]) - 1), said)
    return PHONE.sub(lambda phone: re.sub(r"(?<=\d{3})\d(?=\d{4})", "*", re.sub(r"\D", "", phone[0])), names)


@dataclass(frozen=True, slots=True)
class PaperTold:
    """Which paper (certificate or agreement) was in hand on which day, and who says so."""

    kind: str
    on: date
    by: str


def take_in_hand(session: Session, batch_id: int, told: PaperTold, workers: Iterable[int]) -> int:
    """Tick papers of some people of a batch as seen or handed over, and untick the others; how many stand ticked."""
    kind = told.kind
    if kind not in IN_HAND:
        raise BadInput(f"只有 {'、'.join(IN_HAND)} / one of {', '.join(IN_HAND)}")
    batch = _batch(session, batch_id)
    here = dict(iter(session.execute(_seats(session, batch))))
    wanted = set(workers)
    if not wanted <= here.keys():
        raise BadInput("有人不在这一批,请刷新页面 / somebody is not in this batch: reload the page")
    kept = session.scalars(select(PaperInHand).where(PaperInHand.kind == kind, PaperInHand.worker_id.in_(here)))
    held = {row.worker_id: row for row in kept if here[row.worker_id] == row.posting_id}
    for worker in wanted - held.keys():
        session.add(PaperInHand(worker_id=worker, posting_id=here[worker], kind=kind, seen=told.on, seen_by=told.by))
    for worker in held.keys() - wanted:
        session.delete(held[worker])
    session.flush()
    return len(wanted)


def _batch(session: Session, batch_id: int) -> Batch:
    found = session.get(Batch, batch_id)
    if found is None:
        raise NotFound(f"没有 {batch_id} 号批次 / there is no batch {batch_id}")
    return found


def _seats(session: Session, batch: Batch) -> Select[int, int]:
    round_ = round_of(session, batch.round_id)
    return (
        select(AssignmentRow.worker_id, AssignmentRow.posting_id)
        .join(Batch, of_assignment(batch.round_id))
        .where(AssignmentRow.plan_id == round_.plan_id, Batch.id == batch.id)
    )


def in_hand(session: Session, batch_id: int) -> Mapping[str, set[int]]:
    """Whose certificates were seen and whose agreement was handed over, and who needs a certificate at all."""
    batch = _batch(session, batch_id)
    seats = dict(iter(session.execute(_seats(session, batch))))
    found: dict[str, set[int]] = {kind: set() for kind in (*IN_HAND, "needs_certificate", "people")}
    for row in session.scalars(select(PaperInHand).where(PaperInHand.worker_id.in_(seats))):
        if seats[row.worker_id] == row.posting_id:
            found[row.kind].add(row.worker_id)
    asks = set(session.scalars(select(PostingCertificate.posting_id)))
    found["people"] = set(seats)
    found["needs_certificate"] = {worker for worker, posting in seats.items() if posting in asks}
    return found


def gaps(session: Session, round_id: int, whom: Sequence[Party], to: str, *, today: date) -> list[Blocker]:
    """What is missing of these batches that a signed reason may replace, batch by batch."""
    batches = [one for one in whom if one.batch_id is not None]
    asked = [item for item in ITEMS if item.may_pass and (item.at_lock or to == "departed")]
    missing = {item.rule: _missing(session, round_id, item, batches, today) for item in asked}
    return [
        _told(one, item, missing[item.rule][one.batch_id])
        for one in batches
        for item in asked
        if missing[item.rule].get(one.batch_id) and (item.own_way_too or one.trip_id is not None)
    ]


def bars(session: Session, round_id: int, whom: Sequence[Party]) -> list[Blocker]:
    """Minors who would travel overnight without an escort or without a guardian's telephone."""
    item, found = BY_RULE["minor_alone"], []
    for one in whom:
        if one.batch_id is None or one.trip_id is None:
            continue
        trip, batch = session.get_one(TripRow, one.trip_id), session.get_one(Batch, one.batch_id)
        overnight = bool(trip.nights) or (one.arrives is not None and one.arrives > one.day)
        minors = _people(round_id, [one]).where(Worker.birth > _years_before(one.day)) if overnight else None
        if minors is None:
            continue
        alone = minors if not batch.escorts else minors.where(Worker.emergency_contact.is_(None))
        if count := len(session.execute(alone).all()):
            found.append(_told(one, item, count))
    return found


def _missing(
    session: Session, round_id: int, item: GateItem, whom: Sequence[Party], today: date
) -> Mapping[int | None, int]:
    """By batch: how many people an item is missing of, 1 where it is about the batch itself."""
    if item.rule == "gate_health":
        pending = {(one.worker, one.posting) for one in checks.health_checks(session, round_id, today)}
        return _by_batch(session, round_id, whom, pending)
    if item.rule in ("gate_certificates", "gate_agreements"):
        kind = "certificate" if item.rule == "gate_certificates" else "agreement"
        return _by_batch(session, round_id, whom, set(iter(session.execute(_unseen(round_id, whom, kind)))))
    rows = session.execute(
        select(
            Batch.id, Batch.leader_worker_id, Batch.deputy_worker_id, Batch.in_charge_masked, Batch.insurer,
            Batch.insurance_number, Batch.escorts.is_(None).label("no_escorts"),
            Batch.receiver.is_(None).label("no_receiver"), Batch.leader.is_(None).label("no_leader"),
            Batch.deputy.is_(None).label("no_deputy"),
        ).where(Batch.id.in_([one.batch_id for one in whom]))
    )  # fmt: skip
    found: dict[int | None, int] = {}
    for row in rows:
        lacking = {
            "gate_leader": row.no_leader and row.leader_worker_id is None,
            "gate_deputy": row.no_deputy and row.deputy_worker_id is None,
            "gate_insurance": not (row.insurer and row.insurance_number),
            "gate_escorts": row.no_escorts,
            "gate_receiver": row.no_receiver,
        }
        found[row.id] = int(lacking[item.rule])
    return found


def _unseen(round_id: int, whom: Sequence[Party], kind: str) -> Select[int, int]:
    """(worker, posting) whose paper nobody has ticked yet."""
    ticked = exists().where(
        PaperInHand.worker_id == AssignmentRow.worker_id,
        PaperInHand.posting_id == AssignmentRow.posting_id,
        PaperInHand.kind == kind,
    )
    query = _people(round_id, whom).where(~ticked)
    if kind == "agreement":
        return query
    return query.where(exists().where(PostingCertificate.posting_id == AssignmentRow.posting_id))


def _people(round_id: int, whom: Sequence[Party]) -> Select[int, int]:
    return (
        select(AssignmentRow.worker_id, AssignmentRow.posting_id)
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .join(Worker, Worker.id == AssignmentRow.worker_id)
        .where(Round.id == round_id, members(whom), goes(round_id))
    )


def _by_batch(
    session: Session, round_id: int, whom: Sequence[Party], pairs: set[tuple[int | None, int | None]]
) -> Mapping[int | None, int]:
    of_trip = {(one.trip_id, one.travel): one.batch_id for one in whom}
    seats = _people(round_id, whom).add_columns(AssignmentRow.trip_id, AssignmentRow.travel)
    found: dict[int | None, int] = {}
    for worker, posting, trip, travel in session.execute(seats):
        if (worker, posting) in pairs:
            batch = of_trip[trip, travel]
            found[batch] = found.get(batch, 0) + 1
    return found


def _told(party: Party, item: GateItem, count: int) -> Blocker:
    zh, en = item.missing.text("zh", count=count), item.missing.text("en", count=count)
    return Blocker(item.rule, Bilingual(f"{party.name.zh}：{zh}", f"{party.name.en}: {en}"), batch=party.batch_id)


def _years_before(day: date) -> date:
    try:
        return day.replace(year=day.year - OF_AGE)
    except ValueError:  # 29 February
        return day.replace(year=day.year - OF_AGE, day=28)
