"""Slips (乘车须知单): what one worker takes along, in plain words, with a code that proves the batch is real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.exports.jobs import Contact, Job, contacts, jobs
from data.exports.office import Office, office
from data.exports.people import Seat, seats, unsealed
from data.exports.trips import Journey, journey
from data.exports.words import day_words
from data.privacy import Reader, blind_index
from data.tables import AssignmentRow, Batch, PlanRow
from labor.errors import NotFound
from labor.words import Bilingual
from policy import certificates

NO_FEES = Bilingual(
    "不收押金、不扣身份证。谁收钱、扣证，请打热线。",
    "No deposit, no identity card held. If anybody asks for money or keeps your card, call the hotline.",
)
FREE_TO_REFUSE = Bilingual(
    "地点、工作、工资变了，您可以不去；什么时候说不去都可以，不用说理由。",
    "If place, work or pay change you need not go. You may say no at any time, without a reason.",
)
FARE_PAYERS = {
    "employer": Bilingual("单位出", "the employer pays"),
    "office": Bilingual("政府组织，不要钱", "organized by the office, free"),
    "worker": Bilingual("自己出", "you pay"),
    "shared": Bilingual("一起分担，请问清楚", "shared: ask how much"),
    "unknown": Bilingual("请问清楚再走", "ask before you leave"),
}


@dataclass(frozen=True, slots=True)
class Slip:
    """One worker's slip: labeled lines from top to bottom, and what the printed code says."""

    worker_id: int
    name: str
    batch_number: str
    lines: tuple[tuple[Bilingual, Bilingual], ...]
    promises: tuple[Bilingual, ...]
    code: str
    code_says: str
    office: Office


def slips(session: Session, plan_id: int, *, reader: Reader, worker_ids: Sequence[int] | None = None) -> list[Slip]:
    """The slips of everybody placed by a plan, or of some of them, batch by batch; raises NotFound."""
    if session.scalar(select(PlanRow.id).where(PlanRow.id == plan_id)) is None:
        raise NotFound(f"there is no plan {plan_id}")
    narrowed = [] if worker_ids is None else [AssignmentRow.worker_id.in_(worker_ids)]
    placed = seats(session, plan_id, *narrowed)
    work = jobs(session, {seat.posting_id for seat in placed})
    reach = contacts(session, {seat.posting_id for seat in placed}, reader)
    rides = _rides(session, {seat.trip_id for seat in placed if seat.trip_id is not None}, reader)
    people = unsealed(session, {seat.worker_id for seat in placed}, reader, ("name",))
    sender = office(session)
    return [
        _slip(
            _Going(people[seat.worker_id].name, seat, rides.get(seat.trip_id)),
            work[seat.posting_id],
            reach[seat.posting_id],
            sender,
        )
        for seat in placed
    ]


def _rides(session: Session, trip_ids: set[int], reader: Reader) -> dict[int | None, Journey]:
    batches = session.scalars(select(Batch.id).where(Batch.trip_id.in_(trip_ids)).order_by(Batch.id)).all()
    return {ride.trip_id: ride for ride in (journey(session, batch_id, reader) for batch_id in batches)}


def verification_code(batch_number: str, worker_id: int) -> str:
    """Eight characters that only this installation's key can make: read out to the hotline to prove a slip."""
    return blind_index("slip", f"{batch_number}/{worker_id}")[:8].upper()


@dataclass(frozen=True, slots=True)
class _Going:
    """Who goes, and on which trip; None with an own ticket."""

    name: str
    seat: Seat
    trip: Journey | None


def _slip(going: _Going, job: Job, contact: Contact, sender: Office) -> Slip:
    seat, trip = going.seat, going.trip
    number = trip.batch_number if trip else f"P{seat.posting_id}"
    code = verification_code(number, seat.worker_id)
    says = (
        f"{sender.public_url}/check/{number}/{code}"
        if sender.public_url
        else f"{number} {code} TEL {sender.hotline}".upper()
    )
    journey_lines = _by_trip(seat, trip) if trip else _by_ticket(job)
    return Slip(
        worker_id=seat.worker_id,
        name=going.name,
        batch_number=number,
        lines=(*journey_lines, *_job_lines(job, contact), _to_bring(job), _hotline(sender)),
        promises=(NO_FEES, FREE_TO_REFUSE),
        code=code,
        code_says=says,
        office=sender,
    )


def _by_trip(seat: Seat, trip: Journey) -> list[tuple[Bilingual, Bilingual]]:
    stop = trip.pickup(seat.pickup_hub_id)
    where = f"{stop.time or '时间听通知'} {stop.name} {stop.address}".strip() if stop else "请问领队"
    leader = trip.leader or trip.escorts
    lines = [
        (Bilingual("哪天走", "Day"), day_words(trip.leaves)),
        (Bilingual("几点、在哪上车", "Time and place"), Bilingual(where, where if stop else "ask the leader")),
        (Bilingual("坐什么车", "Vehicle"), trip.vehicle),
        (Bilingual("哪天到", "Arrives"), day_words(trip.arrives)),
    ]
    return [*lines, (Bilingual("谁带队", "Leader"), Bilingual(leader, leader))] if leader else lines


def _by_ticket(job: Job) -> list[tuple[Bilingual, Bilingual]]:
    ways = Bilingual("自己买票去，车票请留好", "on your own ticket: keep it")
    return [
        (Bilingual("怎么去", "How"), ways),
        (Bilingual("哪天前到", "Be there by"), day_words(job.start_by or job.start_from)),
    ]


def _job_lines(job: Job, contact: Contact) -> list[tuple[Bilingual, Bilingual]]:
    reach = f"{contact.name} {contact.phone}".strip()
    lines = [
        (Bilingual("去哪里", "Where"), Bilingual(job.address, job.address)),
        (Bilingual("谁雇您", "Employer"), _employer(job)),
        (Bilingual("干什么", "Work"), Bilingual(job.title, job.title)),
        (Bilingual("多少钱", "Pay"), _joined(job.pay, job.pay_text)),
        (Bilingual("一天几小时", "Hours"), _hours(job)),
        (Bilingual("住哪里、吃什么", "Room and board"), _lodging(job)),
        (Bilingual("路费谁出", "Fare"), FARE_PAYERS[job.fare_paid_by]),
        (Bilingual("厂里找谁", "Ask for"), Bilingual(reach or "到了问门卫", reach or "ask at the gate")),
    ]
    return [*lines, (Bilingual("有什么危害", "Hazards"), _hazards(job))] if job.hazards else lines


def _employer(job: Job) -> Bilingual:
    if job.employment_form == "agency":
        return Bilingual(f"{job.employer}（劳务派遣：合同同派遣公司签）", f"{job.employer} (agency employment)")
    return Bilingual(f"{job.employer}（劳动合同同它签）", f"{job.employer} (it signs your contract)")


def _hours(job: Job) -> Bilingual:
    if job.hours_a_day is None:
        return _joined(Bilingual("请问清楚", "ask"), job.shifts)
    return _joined(Bilingual(f"{job.hours_a_day:g}小时", f"{job.hours_a_day:g} hours"), job.shifts)


def _lodging(job: Job) -> Bilingual:
    words = Bilingual("住宿请问清楚", "lodging: ask")
    if job.lodging is not None:
        words = Bilingual("包住", "lodging given") if job.lodging else Bilingual("不包住", "no lodging")
    return _joined(words, job.lodging_text, job.canteen)


def _hazards(job: Job) -> Bilingual:
    zh, en = "、".join(h.zh for h in job.hazards), ", ".join(h.en for h in job.hazards)
    return Bilingual(
        f"{zh}。上岗前单位要出钱给您体检、发防护用品；觉得不合适可以不干。",
        f"{en}. The employer pays a health check and protection first; you may refuse.",
    )


def _to_bring(job: Job) -> tuple[Bilingual, Bilingual]:
    papers = [certificates.name_of(kind) for kind in job.certificates]
    zh = "、".join(["身份证", *(p.zh for p in papers), "换洗衣服", "常吃的药", "手机充电器"])
    en = ", ".join(["identity card", *(p.en for p in papers), "clothes", "your medicine", "phone charger"])
    return Bilingual("带什么", "Bring"), Bilingual(zh, en)


def _hotline(sender: Office) -> tuple[Bilingual, Bilingual]:
    zh = f"家里 {sender.hotline}；那边 {sender.receiving_hotline}"
    return Bilingual("有事打电话", "Call"), Bilingual(zh, f"home {sender.hotline}; there {sender.receiving_hotline}")


def _joined(words: Bilingual, *more: str) -> Bilingual:
    extra = [text for text in more if text and text not in words.zh]
    return Bilingual("，".join([words.zh, *extra]), ", ".join([words.en, *extra]))
