"""How what was registered compares with what a careful clerk would have written, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.tables import Employer, Hub, Import, ImportRow, Posting, Vehicle, VehicleStop, WishRegion, Worker, WorkerTrade
from policy.wording.trades import trades_named
from tests.blind.clerk import File, Office, Order, Person
from tests.blind.clerk import Vehicle as Offer

VERDICTS = ("right", "wrong", "missing", "asked", "lost")


@dataclass(slots=True)
class Compared:
    """Counts of fields by verdict, and a line for everything that is not right."""

    fields: Counter[str] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    def tell(self, verdict: str, what: str, count: int = 1) -> None:
        """Count one verdict; ``what`` tells of it where it is not right."""
        self.fields[verdict] += count
        if verdict != "right":
            self.said.append(f"{verdict}: {what}")


@dataclass(slots=True)
class Registered:
    """The register as it stands, looked up by what a comparison needs."""

    session: Session
    workers: list[Worker]
    asked: str
    wishes: Mapping[int, set[int]]
    trades: Mapping[int, set[str]]

    def worker(self, person: Person) -> Worker | None:
        """Whoever bears the person's name, the same phone or number preferred."""
        named = [one for one in self.workers if one.name == person.name]
        keyed = [one for one in named if person.phone == one.phone or person.identity == one.identity]
        return next(iter(keyed or named), None)


def registered(session: Session) -> Registered:
    """Read the register once for all comparisons."""
    rows = session.scalars(select(ImportRow).where(ImportRow.outcome != "note", ImportRow.decided.is_(None))).all()
    wishes: dict[int, set[int]] = {}
    for wish in session.scalars(select(WishRegion)):
        wishes.setdefault(wish.worker_id, set()).add(wish.region)
    trades: dict[int, set[str]] = {}
    for trade in session.scalars(select(WorkerTrade)):
        trades.setdefault(trade.worker_id, set()).add(trade.occupation)
    asked = "\n".join(f"{row.cells or ''} {row.record or ''}" for row in rows)
    return Registered(session, list(session.scalars(select(Worker))), asked, wishes, trades)


def compared(session: Session, office: Office) -> dict[str, Compared]:
    """The verdicts on every file of an office; persons nobody named stand under ""."""
    book = registered(session)
    verdicts = {file.name: _of_file(book, file) for file in office.files}
    names = {person.name for file in office.files for person in file.people}
    stray = Compared(invented=[one.name for one in book.workers if one.name not in names])
    return {**verdicts, "": stray}


def _of_file(book: Registered, file: File) -> Compared:
    found = Compared()
    for person in file.people:
        _person(book, person, file.tells.split(), found)
    for order in file.orders:
        _order(book, order, found)
    for offer in file.vehicles:
        _vehicle(book, offer, found)
    read = file.name in {one.file_name for one in book.session.scalars(select(Import))}
    if not read and file.fares:
        found.tell("lost", f"{file.fares} fares", file.fares)
    return found


def _person(book: Registered, person: Person, tells: list[str], found: Compared) -> None:
    told = [part for part in ("name", *tells) if part == "name" or _said(person, part)]
    worker = book.worker(person)
    if worker is None:
        fate = "asked" if person.name in book.asked else "right" if not person.going else "lost"
        found.tell(fate, f"{person.name} {' '.join(told)}", len(told))
        return
    if not person.going and worker.willing != "no":
        found.tell("wrong", f"{person.name} is kept as one who goes")
    for part in told:
        verdict, got = _field(book, person, worker, part)
        found.tell(verdict, f"{person.name} {part}: {got}")


def _said(person: Person, part: str) -> bool:
    words = {
        "wish": person.codes or person.bars,
        "trade": person.trades,
        "pay": str(person.yuan or ""),
        "when": person.first + person.last,
    }
    return bool({**words, "partner": person.partner}.get(part, "said"))


def _field(book: Registered, person: Person, worker: Worker, part: str) -> tuple[str, object]:
    if part in ("wish", "trade", "partner"):
        return {"wish": _wish, "trade": _trade, "partner": _partner}[part](book, person, worker)
    return {"pay": _pay, "when": _when, "village": _village, "born": _born}.get(part, _plain(part))(person, worker)


def _wish(book: Registered, person: Person, worker: Worker) -> tuple[str, object]:
    if worker.near_only and person.codes == str(worker.county):
        return "right", "near"
    want = {int(code) for code in person.codes.split() if code != "any"}
    want |= {-int(code) for code in person.bars.split()}
    return _same(book.wishes.get(worker.id, set()), want, absent=set())


def _trade(book: Registered, person: Person, worker: Worker) -> tuple[str, object]:
    kinds = {code for named in trades_named(person.trades) for code in named.codes}
    known = book.trades.get(worker.id, set())
    return ("right" if kinds & known or not kinds else "wrong" if known else "missing"), known


def _partner(book: Registered, person: Person, worker: Worker) -> tuple[str, object]:
    mates = {one.name for one in book.workers if worker.group_id and one.group_id == worker.group_id}
    return ("right" if person.partner in mates else "wrong" if mates else "missing"), mates


def _pay(person: Person, worker: Worker) -> tuple[str, object]:
    fen, slack = worker.wage_wanted_fen, 1.2 if "天" in person.pay else 1.0  # a month has 20 to 30 working days
    close = fen is not None and person.yuan * 100 / slack <= fen <= person.yuan * 100 * slack
    return ("right" if close else "missing" if fen is None else "wrong"), fen


def _when(person: Person, worker: Worker) -> tuple[str, object]:
    return _same((worker.earliest, worker.latest), (_day(person.first), _day(person.last)), absent=(None, None))


def _village(person: Person, worker: Worker) -> tuple[str, object]:
    got = worker.village
    return ("right" if got and person.village.endswith(got) else "wrong" if got else "missing"), got


def _born(person: Person, worker: Worker) -> tuple[str, object]:
    birth = worker.birth
    return ("missing" if birth is None else "right" if str(birth)[:7] == person.born[:7] else "wrong"), birth


def _plain(part: str) -> Callable[[Person, Worker], tuple[str, object]]:
    if part == "sex":
        return lambda person, worker: _same(worker.sex, 1 if person.sex == "男" else 2, absent=0)
    return lambda person, worker: _same(getattr(worker, part), getattr(person, part), absent=None)


def _same(got: object, want: object, absent: object) -> tuple[str, object]:
    return ("right" if got == want else "missing" if got == absent else "wrong"), got


def _day(words: str) -> date | None:
    return date.fromisoformat(words) if words else None


def _order(book: Registered, order: Order, found: Compared) -> None:
    query = select(Posting, Employer.name).join(Employer).where(Posting.title == order.title)
    rows = [posting for posting, employer in book.session.execute(query).all() if employer == order.employer]
    if not rows:
        asked = order.title in book.asked
        found.tell("asked" if asked else "lost", f"{order.employer} {order.title}", 6)
        return
    got = rows[0]
    found.tell(*_told(order, "place", got.county == int(order.place), got.county))
    found.tell(*_told(order, "openings", got.openings == order.openings, got.openings))
    found.tell(*_told(order, "pay", _pays(order, got), (got.wage_low_fen, got.wage_high_fen)))
    found.tell(*_told(order, "lodging", got.lodging == order.lodging, got.lodging))
    days = (got.start_from if order.start_from else got.start_by, _day(order.start_from or order.start_by))
    found.tell(*_told(order, "days", days[0] == days[1], days[0]))
    found.tell("right", order.title)


def _told(order: Order, part: str, right: bool, got: object) -> tuple[str, str]:
    missing = got is None or got == (None, None)
    return ("right" if right else "missing" if missing else "wrong"), f"{order.title} {part}: {got}"


def _pays(order: Order, got: Posting) -> bool:
    if order.unit == "month":
        return (got.wage_low_fen, got.wage_high_fen) == (order.pay[0] * 100, order.pay[1] * 100)
    # By the hour: whole working months lie between 160 and 300 hours.
    return got.wage_low_fen is not None and order.pay[0] * 16_000 <= got.wage_low_fen <= order.pay[0] * 30_000


def _vehicle(book: Registered, offer: Offer, found: Compared) -> None:
    name = f"{offer.seats} seats to {offer.destination}"
    for vehicle in book.session.scalars(select(Vehicle).where(Vehicle.rated_seats == offer.seats)):
        ends = dict(_ends(book.session, vehicle))
        if ends.get("destination", 0) // 100 != int(offer.destination) // 100:
            continue
        parts = {
            "price": (vehicle.fixed_cost_fen, offer.yuan * 100),
            "drivers": (vehicle.drivers or 0, offer.drivers),
            "leaves": (vehicle.leaves, _day(offer.leaves)),
            "origin": (ends.get("origin"), int(offer.origin)),
        }
        for part, (got, want) in parts.items():
            found.tell("right" if got == want else "wrong" if got else "missing", f"{name} {part}: {got}")
        return
    found.tell("asked" if f"{offer.seats}" in book.asked and f"{offer.yuan}" in book.asked else "lost", name, 4)


def _ends(session: Session, vehicle: Vehicle) -> list[tuple[str, int]]:
    query = select(VehicleStop.role, Hub.county).join(Hub, Hub.id == VehicleStop.hub_id)
    return [(role, county) for role, county in session.execute(query.where(VehicleStop.vehicle_id == vehicle.id))]
