"""The lines of a slip, in words a slow reader understands."""

from __future__ import annotations

from typing import TypeAlias

from data.exports.jobs import Contact, Job
from data.exports.office import SendingOffice
from data.exports.people import Seat
from data.exports.stops import PaperStop
from data.exports.trips import BatchTrip
from data.exports.words import day_words
from labor.words import Bilingual
from policy import certificates

SlipLine: TypeAlias = tuple[Bilingual, Bilingual]  # label, words
FARE_PAYERS = {
    "employer": Bilingual("单位出", "the employer pays"),
    "office": Bilingual("政府组织，不要钱", "organized by the office, free"),
    "worker": Bilingual("自己出", "you pay"),
    "shared": Bilingual("一起分担，请问清楚", "shared: ask how much"),
    "unknown": Bilingual("请问清楚再走", "ask before you leave"),
}


def by_trip(seat: Seat, trip: BatchTrip) -> list[SlipLine]:
    """When and where to board, and who leads."""
    stop = trip.pickup(seat.pickup_hub_id)
    leader = trip.leader or trip.escorts
    lines = [
        (Bilingual("哪天走", "Day"), day_words(stop.day if stop and stop.day else trip.leaves)),
        (Bilingual("几点、在哪上车", "Time and place"), _where(stop)),
        (Bilingual("坐什么车", "Vehicle"), trip.vehicle),
        (Bilingual("哪天到", "Arrives"), day_words(trip.arrives)),
    ]
    if leader:
        lines.append((Bilingual("谁带队", "Leader"), Bilingual(leader, leader)))
    if trip.insurance:
        lines.append((Bilingual("路上的保险", "Insurance"), Bilingual(trip.insurance, trip.insurance)))
    return lines


def _where(stop: PaperStop | None) -> Bilingual:
    if stop is None:
        return Bilingual("请问领队", "ask the leader")
    place = f"{stop.name} {stop.address}".strip()
    more = "（约：推算的时间，以领队通知为准）" if stop.estimated else ""
    return Bilingual(f"{stop.times.zh}，{place}{more}", f"{stop.times.en}, {place}")


def by_ticket(job: Job) -> list[SlipLine]:
    """For who buys an own ticket."""
    ways = Bilingual("自己买票去，车票请留好", "on your own ticket: keep it")
    return [
        (Bilingual("怎么去", "How"), ways),
        (Bilingual("哪天前到", "Be there by"), day_words(job.start_by or job.start_from)),
    ]


def job_lines(job: Job, contact: Contact) -> list[SlipLine]:
    """The work, the pay, the room, the hazards, and whom to ask for."""
    reach = f"{contact.name} {contact.phone}".strip()
    ask = Bilingual("厂里找谁", "Ask for"), Bilingual(reach or "到了问门卫", reach or "ask at the gate")
    lines = posting_lines(job)
    return [*lines[:-1], ask, lines[-1]] if job.hazards else [*lines, ask]


def posting_lines(job: Job) -> list[SlipLine]:
    """The same of a posting somebody may yet say no to: nobody to ask for."""
    lines = [
        (Bilingual("去哪里", "Where"), Bilingual(job.address, job.address)),
        (Bilingual("谁雇您", "Employer"), _employer(job)),
        (Bilingual("干什么", "Work"), Bilingual(job.title, job.title)),
        (Bilingual("多少钱", "Pay"), _joined(job.pay, job.pay_text)),
        (Bilingual("一天几小时", "Hours"), _hours(job)),
        (Bilingual("住哪里、吃什么", "Room and board"), _lodging(job)),
        (Bilingual("路费谁出", "Fare"), FARE_PAYERS[job.fare_paid_by]),
    ]
    return [*lines, (Bilingual("有什么危害", "Hazards"), _hazards(job))] if job.hazards else lines


def _employer(job: Job) -> Bilingual:
    if job.employment_form == "agency":
        return Bilingual(f"{job.employer}（劳务派遣：合同同派遣公司签）", f"{job.employer} (agency employment)")
    # The same words for everybody: a slip tells nobody's age (人社部令第56号 asks for a 用工协议 past retirement age).
    zh = f"{job.employer}（劳动合同同它签；过了法定退休年龄的，同它签书面用工协议）"
    return Bilingual(zh, f"{job.employer} (it signs your contract, or the work agreement past retirement age)")


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


def to_bring(job: Job) -> SlipLine:
    """Identity card, certificates, clothes, medicine."""
    papers = [certificates.name_of(kind) for kind in job.certificates]
    zh = "、".join(["身份证", *(p.zh for p in papers), "换洗衣服", "常吃的药", "手机充电器"])
    en = ", ".join(["identity card", *(p.en for p in papers), "clothes", "your medicine", "phone charger"])
    return Bilingual("带什么", "Bring"), Bilingual(zh, en)


def hotline(sender: SendingOffice) -> SlipLine:
    """Whom to call at home and there."""
    zh = f"家里 {sender.hotline}；那边 {sender.receiving_hotline}"
    return Bilingual("有事打电话", "Call"), Bilingual(zh, f"home {sender.hotline}; there {sender.receiving_hotline}")


def _joined(words: Bilingual, *more: str) -> Bilingual:
    extra = [text for text in more if text and text not in words.zh]
    return Bilingual("，".join([words.zh, *extra]), ", ".join([words.en, *extra]))
