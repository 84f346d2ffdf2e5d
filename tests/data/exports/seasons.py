"""A small season on the road: one coach, two employers, a couple, a ticket traveler, someone left at home."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from data.plans import trip_stops
from data.plans.trip_stops import KeptStop
from data.privacy import Reader
from data.tables import (
    AssignmentRow,
    Batch,
    Certificate,
    Consent,
    PlanRow,
    PostingCertificate,
    PostingHazard,
    ReserveRow,
    Setting,
    TripRow,
    UnplacedRow,
    WorkerGroup,
)
from tests.builders import (
    NOW,
    TODAY,
    a_coach,
    a_hub,
    a_plan,
    a_posting,
    a_round,
    a_worker,
    an_employer,
    an_offer,
    kept,
)

READER = Reader("local operator", "test", NOW)
NAMES = ("张三", "李四", "王五", "欧阳小明")
IDENTITIES = ("510802199001011239", "510802199202022346", "51080219750303345X", "510802198804044562")


def a_season(session: Session, **batch_fields: Any) -> PlanRow:
    """Three on the coach (two of them a couple), one by ticket, one unplaced with a place in the reserve."""
    session.add(Setting(name="synthetic", value=True, changed=NOW))
    first, second = a_hub(session, "利州汽车站"), a_hub(session, "昭化服务站", longitude=105.96, latitude=32.32)
    first.longitude, first.latitude = 105.85, 32.43
    there = a_hub(session, "西湖厂区", county=330106)
    electronics = an_employer(session, contact="陈主管", phone="0571-88881234", address="文三路1号")
    welding = an_employer(session, "嘉兴焊接厂", county=330402, contact="周经理", phone="13911112222")
    line = a_posting(session, electronics, title="=普工", wage_low_fen=550_000, wage_high_fen=650_000, lodging=True)
    torch = a_posting(session, welding, title="焊工", county=330402, wage_low_fen=700_000, hours_a_day=9.0)
    session.add_all(
        [
            PostingCertificate(posting_id=torch.id, kind="em_welding_fusion"),
            PostingHazard(posting_id=torch.id, hazard="welding_fume"),
        ]
    )
    coach = a_coach(session, [first, second], [there], leaves=date(2026, 2, 21), leaves_minute=390, plate="川H12345")
    couple = kept(session, WorkerGroup(kind="couple", wants_couple_room=True))
    people = [
        a_worker(
            session,
            name,
            phone=f"1380000000{at}",
            identity=number,
            sex=2 if at == 1 else 1,
            township="荣山镇",
            village=f"{'高新' if at < 2 else '中口'}村",
            group_id=couple.id if at < 2 else None,
            emergency_contact="家属 13700000000",
        )
        for at, (name, number) in enumerate(zip(NAMES, IDENTITIES, strict=True))
    ]
    stays = a_worker(session, "赵六", phone="13800000009", identity="510802199909093214", township="荣山镇")
    plan = a_plan(session, a_round(session), placed_people=4, unplaced_people=1, weights={"rate_fen": 300_000})
    trip = kept(session, trip_of(plan, coach.id))
    kept(session, Batch(round_id=plan.round_id, number="R1-01", trip_id=trip.id, **batch_fields))
    calls = (
        KeptStop(first.id, 2, 0, 375, 389, 390, stated=True),
        KeptStop(second.id, 1, 0, 410, 425, 426, stated=False),
        KeptStop(there.id, 0, 3, 1440 + 300, 1440 + 300, 1440 + 302, stated=False),
    )
    trip_stops.keep(session, [trip.id], [calls])
    for worker, posting in zip(people[:3], (line, line, torch), strict=True):
        hub = first.id if worker is not people[2] else second.id
        session.add(placed(plan, worker.id, posting.id, trip_id=trip.id, travel="trip", pickup_hub_id=hub))
        an_offer(session, worker, posting, reply="yes", replied=TODAY)
    session.add(placed(plan, people[3].id, line.id, travel="own"))
    session.add(UnplacedRow(plan_id=plan.id, worker_id=stays.id, reason="postings_full", detail="两个岗位都满了"))
    session.add(ReserveRow(plan_id=plan.id, posting_id=line.id, worker_id=stays.id, rank=1, score=0.41))
    until = date(2030, 1, 1)
    session.add(Certificate(worker_id=people[2].id, kind="em_welding_fusion", valid_to=until, verified=True))
    session.flush()
    return plan


def trip_of(plan: PlanRow, vehicle_id: int) -> TripRow:
    days = {"leaves": date(2026, 2, 21), "arrives": date(2026, 2, 22)}
    return TripRow(plan_id=plan.id, number=1, vehicle_id=vehicle_id, people=3, seats=49, cost_fen=1_200_000, **days)


def placed(plan: PlanRow, worker_id: int, posting_id: int, **fields: Any) -> AssignmentRow:
    return AssignmentRow(plan_id=plan.id, worker_id=worker_id, posting_id=posting_id, score=0.5, **fields)


def agrees(session: Session, worker_id: int, employer_id: int, **fields: Any) -> Consent:
    given = {"purpose": "employer", "given": TODAY, "channel": "phone", "recorded_by": "x", "recorded": NOW} | fields
    consent: Consent = kept(session, Consent(worker_id=worker_id, employer_id=employer_id, **given))
    return consent
