"""The manifest (花名册) of a batch in its three maskings: escort, receiver, notice board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from sqlalchemy.orm import Session

from data.exports.expected import Expected
from data.exports.jobs import Contact, Job, contacts, jobs
from data.exports.office import SendingOffice, office
from data.exports.paper_checks import NOT_NEEDED, paper_checks
from data.exports.people import Seat, UnsealedWorker, seats, unsealed
from data.exports.standing import PlacementRecord, agreed_to_employer, standings
from data.exports.stops import NOT_KNOWN, PaperStop
from data.exports.trips import BatchTrip, journey
from data.exports.words import lunar_day, moment_words
from data.plans import boarding_order
from data.privacy import Reader
from data.tables import AssignmentRow
from labor.errors import BadInput
from labor.words import Bilingual

Masking = Literal["escort", "receiver", "notice"]
MASKINGS: Final[tuple[Masking, ...]] = ("escort", "receiver", "notice")
MASKING_WORDS: Final = {
    "escort": Bilingual("护送人员联", "escort's copy"),
    "receiver": Bilingual("接收单位联", "receiver's copy"),
    "notice": Bilingual("公示联", "notice-board copy"),
}
EMPTY_BOX: Final = "□"
REPLY_WORDS: Final = {
    "yes": Bilingual("✔同意", "✔ yes"),
    "no": Bilingual("谢绝", "no"),
    "not_asked": Bilingual("未答复", "not asked"),
}


@dataclass(frozen=True, slots=True)
class Passenger:
    """One line of a manifest as this masking shows it; what it hides is empty."""

    serial: int
    worker_id: int
    name: str
    sex: Bilingual
    identity: str
    phone: str
    home: str
    pickup: str
    pickup_when: Bilingual  # day in both calendars and times
    pickup_day: str
    pickup_lunar: str
    be_there: str
    leaves_at: str
    employer: str
    address: str
    post: str
    employer_contact: str
    group: str
    emergency_contact: str
    papers: Bilingual
    agreed: Bilingual
    boarded: str
    arrived: str
    handed_to: str
    remarks: str


@dataclass(frozen=True, slots=True)
class ManifestSheet:
    """A batch's manifest, masked: what the printed page and the spreadsheet both show."""

    masking: Masking
    journey: BatchTrip
    office: SendingOffice
    passengers: tuple[Passenger, ...]
    employers: tuple[tuple[str, str, str, int], ...]  # name, address, contact, people
    printed: date
    expected: Expected | None = None  # the escort's copy alone

    @property
    def title(self) -> Bilingual:
        """点对点集中输送花名册（护送人员联）."""
        copy = MASKING_WORDS[self.masking]
        return Bilingual(f"点对点集中输送花名册（{copy.zh}）", f"Point-to-point dispatch manifest ({copy.en})")


def sheet(
    session: Session, batch_id: int, masking: Masking, *, reader: Reader, employer_id: int | None = None
) -> ManifestSheet:
    """The manifest of a batch; a receiver's copy names its ``employer_id`` and holds that employer's people alone.

    Escorts see full names and phones. A receiver sees those of people who agreed to it, the others masked. The
    notice board shows names with one character hidden and breaks no seal. Identity numbers never show more than
    their last four characters. Raises NotFound, and BadInput for a receiver's copy without its employer.
    """
    if masking not in MASKINGS:
        raise BadInput(f"a manifest is masked for {', '.join(MASKINGS)}, not for {masking}")
    if masking == "receiver" and employer_id is None:
        raise BadInput("a receiver's copy holds one employer's people: say which employer")
    trip = journey(session, batch_id, reader)
    placed = seats(session, trip.plan_id, AssignmentRow.trip_id == trip.trip_id)
    serial = boarding_order.serials(session, trip.trip_id)
    placed.sort(key=lambda seat: serial[seat.worker_id])
    work = jobs(session, {seat.posting_id for seat in placed})
    if employer_id is not None:
        placed = [seat for seat in placed if work[seat.posting_id].employer_id == employer_id]
    today = reader.now.date()
    people = _personal(session, placed, masking, reader=reader, employer_id=employer_id)
    reach = {} if masking == "notice" else contacts(session, {seat.posting_id for seat in placed}, reader)
    lines = _lines(session, placed, work, trip, people)
    lines = [replace(line, employer_contact=_reach(reach, seat)) for line, seat in zip(lines, placed, strict=True)]
    if masking == "notice":
        lines = [_for_notice(line) for line in lines]
        trip = replace(trip, leader="", deputy="", drivers="", escorts="", receiver="", carrier_contact="")
    return ManifestSheet(masking, trip, office(session), tuple(lines), _employers(lines), today)


def _personal(
    session: Session, placed: Sequence[Seat], masking: Masking, *, reader: Reader, employer_id: int | None
) -> dict[int, UnsealedWorker]:
    ids = {seat.worker_id for seat in placed}
    if masking == "notice":
        return {}
    if masking == "receiver" and employer_id is not None:
        ids = agreed_to_employer(session, ids, employer_id, reader.now.date())
        return unsealed(session, ids, reader, ("name", "identity", "phone"))
    return unsealed(session, ids, reader)


def _lines(
    session: Session, placed: Sequence[Seat], work: dict[int, Job], trip: BatchTrip, people: dict[int, UnsealedWorker]
) -> list[Passenger]:
    papers, so_far = paper_checks(session, placed, work), standings(session, placed)
    groups = {group: at for at, group in enumerate(dict.fromkeys(s.group_id for s in placed if s.group_id), start=1)}
    lines = []
    serial = boarding_order.serials(session, trip.trip_id)  # a receiver's copy keeps the numbers of the whole coach
    for seat in placed:
        pair = (seat.worker_id, seat.posting_id)
        line = _line(serial[seat.worker_id], seat, work[seat.posting_id], trip, so_far.get(pair, PlacementRecord()))
        line = _with_personal(line, people.get(seat.worker_id))
        group = str(groups[seat.group_id]) if seat.group_id in groups else ""
        lines.append(replace(line, papers=papers.get(pair, NOT_NEEDED), group=group))
    return lines


def _line(serial: int, seat: Seat, job: Job, trip: BatchTrip, so_far: PlacementRecord) -> Passenger:
    stop = trip.pickup(seat.pickup_hub_id)
    return Passenger(
        serial=serial,
        worker_id=seat.worker_id,
        name=seat.name_masked,
        sex=seat.sex,
        identity="",
        phone="",
        home=seat.home,
        pickup=stop.name if stop else "",
        pickup_when=stop.when if stop else NOT_KNOWN,
        pickup_day=stop.day.isoformat() if stop and stop.day else "",
        pickup_lunar=lunar_day(stop.day) if stop and stop.day else "",
        be_there=_about(stop, stop.be_there) if stop else "",
        leaves_at=_about(stop, stop.leaves) if stop else "",
        employer=job.employer,
        address=job.address,
        post=job.title,
        employer_contact="",
        group="",
        emergency_contact="",
        papers=NOT_NEEDED,
        agreed=REPLY_WORDS[so_far.reply],
        boarded=moment_words(so_far.boarded) or EMPTY_BOX,
        arrived=moment_words(so_far.arrived) or EMPTY_BOX,
        handed_to=so_far.handed_to,
        remarks="",
    )


def _about(stop: PaperStop, time: str) -> str:
    return f"约{time}" if time and stop.estimated else time


def _with_personal(line: Passenger, personal: UnsealedWorker | None) -> Passenger:
    if personal is None:
        return line
    return replace(
        line,
        name=personal.name or line.name,
        identity=personal.identity,
        phone=personal.phone,
        emergency_contact=personal.emergency_contact,
        remarks=personal.remarks,
    )


def _for_notice(line: Passenger) -> Passenger:
    return replace(line, handed_to="", sex=Bilingual("—", "–"), papers=NOT_NEEDED)


def _reach(reach: dict[int, Contact], seat: Seat) -> str:
    contact = reach.get(seat.posting_id)
    return f"{contact.name} {contact.phone}".strip() if contact else ""


def _employers(lines: Sequence[Passenger]) -> tuple[tuple[str, str, str, int], ...]:
    firms: dict[tuple[str, str], tuple[str, int]] = {}
    for line in lines:
        contact, people = firms.get((line.employer, line.address), ("", 0))
        firms[line.employer, line.address] = (contact or line.employer_contact, people + 1)
    return tuple((name, address, contact, people) for (name, address), (contact, people) in firms.items())
