"""Small registers any test may fill: each builder adds one row with plain defaults and answers it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from data.privacy import blind_index, masked_name, masked_phone, second_index
from data.tables import Employer, Fare, Hub, Offer, PlanRow, Posting, Round, Spell, Vehicle, VehicleStop, Worker
from labor.market import DateWindow

TODAY = date(2026, 2, 10)
NOW = datetime(2026, 2, 10, 8, 0, tzinfo=UTC)
WINDOW = DateWindow(date(2026, 2, 20), date(2026, 2, 26))
LIZHOU, HAIYUAN, XIHU, BAOTOU_GUYANG = 510802, 640522, 330106, 150222


def kept(session: Session, row: Any) -> Any:
    """The row, with its id."""
    session.add(row)
    session.flush()
    return row


def a_worker(session: Session, name: str = "张三", **fields: Any) -> Worker:
    phone = fields.pop("phone", None)
    identity = fields.pop("identity", None)
    given = {"county": LIZHOU, "willing": "yes", "registered": TODAY, "changed": NOW} | fields
    row: Worker = kept(
        session,
        Worker(
            name=name,
            name_index=blind_index("name", name),
            name_masked=masked_name(name),
            name_second_index=second_index(name),
            phone=phone,
            phone_index=blind_index("phone", phone) if phone else None,
            phone_masked=masked_phone(phone) if phone else None,
            identity=identity,
            identity_index=blind_index("identity", identity) if identity else None,
            **given,
        ),
    )
    return row


def an_employer(session: Session, name: str = "西湖电子厂", **fields: Any) -> Employer:
    row: Employer = kept(session, Employer(name=name, **({"county": XIHU, "changed": NOW} | fields)))
    return row


def a_posting(session: Session, employer: Employer | None = None, **fields: Any) -> Posting:
    owner = employer or an_employer(session)
    number = fields.pop("order_number", f"order {session.query(Posting).count() + 1}")
    given = {
        "title": "普工",
        "county": XIHU,
        "openings": 10,
        "start_from": date(2026, 2, 21),
        "start_by": date(2026, 2, 28),
        "published": TODAY,
        "terms_hash": "a" * 64,
        "changed": NOW,
    } | fields
    row: Posting = kept(session, Posting(employer_id=owner.id, order_number=number, **given))
    return row


def a_hub(session: Session, name: str = "利州汽车站", **fields: Any) -> Hub:
    row: Hub = kept(session, Hub(name=name, **({"county": LIZHOU} | fields)))
    return row


def a_coach(session: Session, origins: list[Hub], destinations: list[Hub], **fields: Any) -> Vehicle:
    number = fields.pop("number", f"coach {session.query(Vehicle).count() + 1}")
    given = {"mode": "coach", "rated_seats": 49, "fixed_cost_fen": 1_200_000, "available": 1} | fields
    row: Vehicle = kept(session, Vehicle(number=number, **given))
    for role, hubs in (("origin", origins), ("destination", destinations)):
        for position, hub in enumerate(hubs):
            session.add(VehicleStop(vehicle_id=row.id, role=role, position=position, hub_id=hub.id))
    session.flush()
    return row


def a_fare(session: Session, origin: Hub, destination: Hub, fare_fen: int = 40_000) -> Fare:
    row: Fare = kept(session, Fare(origin_hub_id=origin.id, destination_hub_id=destination.id, fare_fen=fare_fen))
    return row


def a_round(session: Session, name: str = "正月第一批", **fields: Any) -> Round:
    given = {"first_day": WINDOW.first, "last_day": WINDOW.last, "created": NOW} | fields
    row: Round = kept(session, Round(name=name, **given))
    return row


def an_offer(session: Session, worker: Worker, posting: Posting, **fields: Any) -> Offer:
    given = {"offered": TODAY, "terms_version": posting.terms_version, "terms_hash": posting.terms_hash} | fields
    row: Offer = kept(session, Offer(worker_id=worker.id, posting_id=posting.id, **given))
    return row


def a_plan(session: Session, round_: Round, **fields: Any) -> PlanRow:
    """A plan of the round, and the one that holds."""
    given = {
        "created": NOW, "as_of": TODAY, "objective_kind": "value", "objective": 1.0, "bound": 1.0, "gap": 0.0,
        "status": "optimal", "stopped": "done", "travel_cost_fen": 0.0, "placed_people": 0, "unplaced_people": 0,
        "params": {}, "weights": {}, "audit": "passed",
    } | fields  # fmt: skip
    row: PlanRow = kept(session, PlanRow(round_id=round_.id, **given))
    round_.plan_id = row.id
    session.flush()
    return row


def a_spell(session: Session, worker_id: int, employer_id: int, **fields: Any) -> Spell:
    given = {"started": date(2025, 3, 1), "ended": date(2025, 11, 1), "went": "organized"} | fields
    row: Spell = kept(session, Spell(worker_id=worker_id, employer_id=employer_id, **given))
    return row
