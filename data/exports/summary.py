"""A plan's summary: what it weighs, what it reaches, how far from the bound, trip by trip and tier by tier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.exports.expected import Expected
from data.exports.jobs import Job, jobs
from data.exports.office import SendingOffice, office
from data.exports.people import Seat, seats
from data.exports.sheets import Cell, Fact, PaperColumn, PaperSheet
from data.exports.summary_notes import tiers, weights
from data.exports.words import day_words, moment_words, narrow_day, yuan
from data.plans import trip_stops
from data.plans.trip_stops import NamedCall
from data.tables import AssignmentRow, Batch, Hub, PlanRow, Round, TripRow, UnplacedRow, Vehicle, VehicleStop
from labor.errors import NotFound
from labor.plan import cost_a_head
from labor.reason_sentences import REASON_WORDS
from labor.words import Bilingual

OBJECTIVES: Final = {
    "value": Bilingual("价值最高（人数和路费合算）", "highest value: people and fares in one sum"),
    "placed_then_value": Bilingual("先安排最多人，再看价值", "most people first, then value"),
}
STOPPED: Final = {
    "done": Bilingual("算完", "done"),
    "gap": Bilingual("达到要求的差距", "gap reached"),
    "iterations": Bilingual("达到工作量上限", "work limit"),
    "time": Bilingual("到时间", "time limit"),
    "signal": Bilingual("人工停止", "stopped by hand"),
}


TRIP_COLUMNS: Final = (
    PaperColumn(Bilingual("车次", "Trip"), 6, "center"),
    PaperColumn(Bilingual("批次", "Batch"), 10, "center"),
    PaperColumn(Bilingual("车辆", "Vehicle"), 18),
    PaperColumn(Bilingual("路线", "Route"), 40),
    PaperColumn(Bilingual("出发", "Leaves"), 10, "center"),
    PaperColumn(Bilingual("到达", "Arrives"), 10, "center"),
    PaperColumn(Bilingual("人数", "People"), 7, "right"),
    PaperColumn(Bilingual("座位", "Seats"), 7, "right"),
    PaperColumn(Bilingual("上座率（不算带队）", "Fill, escorts apart"), 8, "center"),
    PaperColumn(Bilingual("费用（元）", "Cost, yuan"), 11, "right"),
    PaperColumn(Bilingual("人均（元）", "A head, yuan"), 11, "right"),
    PaperColumn(Bilingual("预计上车", "Expected"), 9, "right"),
    PaperColumn(Bilingual("有空座的可能", "Risk of an empty seat"), 11, "right"),
    PaperColumn(Bilingual("建议候补", "Reserve advised"), 9, "right"),
    PaperColumn(Bilingual("候补白来的可能", "Risk of one in reserve in vain"), 12, "right"),
)


def sheets(
    session: Session, plan_id: int, expected: Mapping[int, Expected] | None = None, *, place: str = "default"
) -> list[PaperSheet]:
    """The summary's tabs; ``place`` chooses the words of the tiers (policy/packs/tiers.toml). Raises NotFound.

    ``expected`` is what is likely at each trip's door, by trip id.

    It holds counts and sums alone: no seal is broken.
    """
    plan = session.get(PlanRow, plan_id)
    if plan is None:
        raise NotFound(f"there is no plan {plan_id}")
    sender, placed = office(session), seats(session, plan_id)
    work = jobs(session, {seat.posting_id for seat in placed})
    return [
        _trips(session, plan, sender, expected or {}),
        tiers(session, placed, sender, plan, place),
        _postings(placed, work, sender),
        _reasons(session, plan_id, sender),
        weights(plan, sender),
    ]


def key_facts(session: Session, plan: PlanRow) -> tuple[Fact, ...]:
    """The figures every plan is printed with."""
    round_ = session.get(Round, plan.round_id)
    assert round_ is not None  # the foreign key holds
    on_trips = session.scalar(
        select(func.count()).where(AssignmentRow.plan_id == plan.id, AssignmentRow.travel == "trip")
    )
    seats_in_all = session.scalar(select(func.sum(TripRow.seats)).where(TripRow.plan_id == plan.id)) or 0
    a_head = cost_a_head(plan.travel_cost_fen, plan.placed_people)
    pairs: list[tuple[Bilingual, Cell]] = [
        (Bilingual("轮次", "Round"), f"{round_.name}（{round_.first_day} – {round_.last_day}）"),
        (Bilingual("方案号", "Plan"), str(plan.id)),
        (Bilingual("计算时间", "Made"), moment_words(plan.created)),
        (Bilingual("安排人数", "Placed"), plan.placed_people),
        (Bilingual("未安排", "Unplaced"), plan.unplaced_people),
        (Bilingual("乘专车/座位", "On trips/seats"), f"{on_trips}/{seats_in_all}"),
        (Bilingual("交通费（元）", "Travel cost, yuan"), yuan(round(plan.travel_cost_fen))),
        (Bilingual("人均（元）", "A head, yuan"), yuan(round(a_head)) if a_head is not None else ""),
        (Bilingual("目标", "Objective"), OBJECTIVES.get(plan.objective_kind)),
        (Bilingual("净值（元）", "Net value, yuan"), _signed_yuan(plan.objective)),
        (Bilingual("上界（元）", "Bound, yuan"), _signed_yuan(plan.bound)),
        (Bilingual("与上界差距", "Gap"), f"{plan.gap:.3%}"),
        (Bilingual("结束方式", "Stopped"), STOPPED.get(plan.stopped)),
        (Bilingual("独立复核", "Audit"), Bilingual("通过", "passed") if plan.audit == "passed" else plan.audit),
        (Bilingual("随机种子", "Seed"), str(plan.params.get("seed", ""))),
    ]
    return tuple(Fact(label, value) for label, value in pairs)


def _signed_yuan(fen: float) -> str:
    return f"{fen / 100:,.2f}"


def _trips(session: Session, plan: PlanRow, sender: SendingOffice, expected: Mapping[int, Expected]) -> PaperSheet:
    query = (
        select(TripRow, Vehicle, Batch.number)
        .join(Vehicle, Vehicle.id == TripRow.vehicle_id)
        .outerjoin(Batch, Batch.trip_id == TripRow.id)
        .where(TripRow.plan_id == plan.id)
        .order_by(TripRow.number)
    )
    found = session.execute(query).all()
    offered = _offered(session, {vehicle.id for _, vehicle, _ in found})
    driven = trip_stops.of_trips(session, [trip.id for trip, *_ in found])
    rows: list[tuple[Cell, ...]] = [
        (
            *(trip.number, batch or "", f"{vehicle.label} {vehicle.plate}".strip() or vehicle.number),
            *(
                _route(driven.get(trip.id), offered.get(vehicle.id, [])),
                narrow_day(trip.leaves),
                narrow_day(trip.arrives),
            ),
            *(trip.people, trip.seats, f"{trip.people / max(trip.seats - vehicle.escorts, 1):.0%}"),
            *(round(trip.cost_fen / 100), round(trip.cost_fen / 100 / max(trip.people, 1))),
            *_expected_cells(expected.get(trip.id)),
        )
        for trip, vehicle, batch in found
    ]
    title = Bilingual("方案摘要", "Plan summary")
    return PaperSheet(
        name=title,
        title=title,
        columns=TRIP_COLUMNS,
        rows=tuple(rows),
        facts=key_facts(session, plan),
        notes=(Bilingual(f"截至{day_words(plan.as_of).zh}的数据。", f"As of {day_words(plan.as_of).en}."),),
        synthetic=sender.synthetic,
    )


def _expected_cells(expected: Expected | None) -> tuple[Cell, ...]:
    if expected is None:
        return ("", "", "", "")
    risks = f"{expected.empty_risk:.0%}", f"{expected.in_vain:.0%}"
    return (round(expected.people, 1), risks[0], expected.reserve, risks[1])


def _route(calls: list[NamedCall] | None, offered: list[str]) -> str:
    """The stops somebody uses in the order they are driven; as offered where times were never reckoned."""
    return " → ".join(offered if calls is None else dict.fromkeys(call.name for call in calls))


def _offered(session: Session, vehicle_ids: set[int]) -> dict[int, list[str]]:
    stops: dict[int, list[str]] = {}
    for part in in_parts(sorted(vehicle_ids)):
        query = (
            select(VehicleStop.vehicle_id, Hub.name)
            .join(Hub, Hub.id == VehicleStop.hub_id)
            .where(VehicleStop.vehicle_id.in_(part))
            .order_by(VehicleStop.vehicle_id, VehicleStop.role.desc(), VehicleStop.position)  # origin first
        )
        for vehicle_id, name in session.execute(query):
            stops.setdefault(vehicle_id, []).append(name)
    return stops


def _postings(placed: list[Seat], work: Mapping[int, Job], sender: SendingOffice) -> PaperSheet:
    filled = Counter(seat.posting_id for seat in placed)
    rows: list[tuple[Cell, ...]] = [
        (job.title, job.employer, job.address, job.pay, filled[posting_id], job.openings)
        for posting_id, job in sorted(work.items(), key=lambda item: (item[1].employer, item[0]))
    ]
    return PaperSheet(
        name=Bilingual("各岗位", "Postings"),
        title=Bilingual("各岗位安排人数", "People by posting"),
        columns=(
            PaperColumn(Bilingual("岗位", "Posting"), 20),
            PaperColumn(Bilingual("用人单位", "Employer"), 28),
            PaperColumn(Bilingual("地点", "Place"), 36),
            PaperColumn(Bilingual("工资", "Pay"), 22),
            PaperColumn(Bilingual("本方案安排", "Placed"), 10, "right"),
            PaperColumn(Bilingual("订单人数", "Ordered"), 10, "right"),
        ),
        rows=tuple(rows),
        synthetic=sender.synthetic,
    )


def _reasons(session: Session, plan_id: int, sender: SendingOffice) -> PaperSheet:
    query = select(UnplacedRow.reason, func.count().label("people")).where(UnplacedRow.plan_id == plan_id)
    counted = {row.reason: row.people for row in session.execute(query.group_by(UnplacedRow.reason))}
    rows = tuple((REASON_WORDS[reason].on_paper, counted[reason]) for reason in REASON_WORDS if reason in counted)
    return PaperSheet(
        name=Bilingual("未安排原因", "Reasons"),
        title=Bilingual("未安排人数（按原因）", "Unplaced by reason"),
        columns=(PaperColumn(Bilingual("原因", "Reason"), 60), PaperColumn(Bilingual("人数", "People"), 12, "right")),
        rows=rows,
        landscape=False,
        synthetic=sender.synthetic,
    )
