"""What must hold before a round is confirmed, locked, and sent on its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

import numpy as np
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from data import markets
from data.columns import MISSING, columns, in_parts, positions, whole
from data.rounds import absences, capacity_checks, offers
from data.rounds.blockers import Blocker
from data.rounds.going import goes
from data.rounds.parties import Party, members, parties, remaining
from data.rounds.stages import round_of
from data.tables import (
    AssignmentRow,
    Consent,
    Employer,
    Placement,
    Posting,
    Round,
    RoundStep,
    TripRow,
    TripStep,
    Vehicle,
    Worker,
)
from labor.arrays import IntArray
from labor.candidates import Pairs
from labor.days import CHINA
from labor.market import FEMALE, MALE, DateWindow, Market
from labor.words import Bilingual
from policy import explain, judge
from policy.eligibility import age_unproven, health_check_pending, licence_unseen
from policy.eligibility.facts import facts
from policy.retirement import agreement_by

Whom: TypeAlias = Sequence[Party] | None  # None: everybody of the round who is still to leave

NOBODY_PLANNED: Final = Blocker("no_plan", Bilingual("还没有安排任何人的计划", "there is no plan with anybody in it"))

ANSWERS: Final = {
    "not_asked": Bilingual("还没有答复", "has not answered yet"),
    "terms_changed": Bilingual(
        "答应之后岗位条件变了，要重新征询", "said yes to other terms than today's and must be asked anew"
    ),
    "no": Bilingual("不去", "does not want to go"),
}
LEFT: Final = Bilingual(
    "已退出、已不想去、已在另一轮占了名额，或岗位已关闭、过期或满员",
    "dropped out, wants no work now or holds a place in another round, or the posting is closed, past its day, or full",
)
AGE_UNPROVEN: Final = Bilingual(
    "出生日期没有登记，锁定前须凭身份证核实已满16周岁",
    "has no birth date on record: prove by identity card before the lock that they are sixteen",
)
CHECK_PENDING: Final = Bilingual(
    "上岗前的职业健康检查还没有结果", "the health check before the first day has no answer yet"
)
AGREEMENTS: Final = {
    "over_age": Bilingual(
        "到岗时已超过法定退休年龄：请单位签书面用工协议、参加工伤保险",
        "is past the statutory retirement age on the first day: a written work agreement and work-injury insurance",
    ),
    "either": Bilingual(
        "到岗时是否超过法定退休年龄要看原岗位类别：请单位核实签劳动合同还是用工协议",
        "may be past the statutory retirement age, by her track: the employer checks which agreement to sign",
    ),
}
LICENCE_UNSEEN: Final = Bilingual(
    "劳务派遣许可的有效期没有登记，锁定前须看到许可证",
    "the last day of its agency licence is not on record: see the licence before the lock",
)
CREW_UNKNOWN: Final = Bilingual(
    "车次{vehicle}按{due}名驾驶员安排，承运单位还没有确认",
    "vehicle {vehicle} is planned with {due} drivers, which the carrier has not confirmed",
)
CREW_SHORT: Final = Bilingual(
    "车次{vehicle}按{due}名驾驶员（或途中休息）安排，现在只有{drivers}名",
    "vehicle {vehicle} is planned with {due} drivers (or a rest on the way), and has {drivers}",
)
NO_CONSENT: Final = Bilingual(
    "没有同意把个人信息交给用人单位", "has not agreed that the employer may receive their personal data"
)


def answers(session: Session, round_id: int, whom: Whom = None) -> list[Blocker]:
    """Everybody still to leave (or of these parties) who has not said yes to the present terms."""
    standing = offers.standing(session, round_id)
    asked = set(zip(*(column.tolist() for column in _pairs(session, round_id, whom)), strict=True))
    missing = [(pair, answer) for pair, answer in standing.items() if answer != "yes" and pair in asked]
    name = names_of(session, [worker for (worker, _), _ in missing])
    return [
        _told(f"reply_{answer}", worker, posting, name=name[worker], words=ANSWERS[answer])
        for (worker, posting), answer in missing
    ]


def rules(session: Session, round_id: int, today: date, whom: Whom = None, *, leaving: bool = False) -> list[Blocker]:
    """Every hard rule the standing plan breaks today: certificates, arrears, licence, beds, rooms, teams, seats …

    Of those still to leave, or of these parties alone: what their people and their postings break. ``leaving`` parties
    are judged beside the orders that were good when they were locked.
    """
    plan = standing_plan(session, round_id, today, whom, leaving=leaving)
    market, pairs = plan.market, plan.pairs
    blocked = np.flatnonzero(~judge(market, pairs, today).allowed).tolist()
    name = names_of(session, [worker for worker, _ in plan.gone] + market.workers.id[np.unique(pairs.worker)].tolist())
    left = [
        _told("left", worker, posting, name=name[worker], words=_why_gone(session, round_id, (worker, posting), today))
        for worker, posting in plan.gone
    ]
    broken = [
        found for at in blocked for found in _broken(market, int(pairs.worker[at]), int(pairs.posting[at]), today, name)
    ]
    # A missing birth date bars nobody from a plan, but from the lock it does; so does a missing sex at beds by sex.
    unproven = _of_pairs("age_unproven", plan, np.flatnonzero(age_unproven(market)[pairs.worker]), name, AGE_UNPROVEN)
    unsaid = _of_pairs("sex_unsaid", plan, capacity_checks.unsaid(market, pairs), name, capacity_checks.SEX_UNSAID)
    unseen = _unseen_licences(session, market, pairs)
    there = set(market.postings.id[pairs.posting].tolist())
    short = [one for one in capacity_checks.shortages(session, market, plan.everybody) if one.posting in there]
    full = list(capacity_checks.overfull_vehicles(session, round_id, trips_of(session, round_id, whom)))
    return left + broken + unproven + unsaid + unseen + short + full + crews(session, round_id, whom)


def trips_of(session: Session, round_id: int, whom: Whom) -> set[int]:
    """The trips judged: those still to leave, or those of these parties."""
    return {one.trip_id for one in _judged(session, round_id, whom) if one.trip_id is not None}


def _judged(session: Session, round_id: int, whom: Whom) -> Sequence[Party]:
    return remaining(parties(session, round_id)) if whom is None else whom


def _why_gone(session: Session, round_id: int, pair: tuple[int, int], today: date) -> Bilingual:
    """What took a pair of the plan out of the market; the general sentence where it cannot be told."""
    round_, posting = session.get_one(Round, round_id), session.get_one(Posting, pair[1])
    found = list(absences.worker_words(session, session.get_one(Worker, pair[0]), round_))
    found += [
        Bilingual(f"{posting.title}({posting.id}){words.zh}", f"{posting.title}({posting.id}): {words.en}")
        for words in absences.posting_words(posting, round_, today)
    ]
    return Bilingual("；".join(one.zh for one in found), "; ".join(one.en for one in found)) if found else LEFT


def crews(session: Session, round_id: int, whom: Whom = None) -> list[Blocker]:
    """Trips still to leave whose drivers nobody has named yet, or who are fewer than the plan was reckoned with."""
    asked = (Vehicle.id, Vehicle.number, Vehicle.label, Vehicle.drivers, Vehicle.nights)
    query = (
        select(*asked, TripRow.drivers_due, TripRow.nights)
        .join(TripRow, TripRow.vehicle_id == Vehicle.id)
        .where(TripRow.id.in_(trips_of(session, round_id, whom)), TripRow.drivers_due > 1)
        .distinct()
        .order_by(Vehicle.id)
    )
    found = []
    for number, name, label, drivers, nights, due, planned_nights in session.execute(query):
        told = {"vehicle": " ".join(word for word in (name, label) if word), "due": due, "drivers": drivers}
        if drivers is None:
            found.append(_of_vehicle("drivers_unconfirmed", CREW_UNKNOWN, number, told))
        elif drivers < (due or 0) or nights < (planned_nights or 0):
            found.append(_of_vehicle("drivers_short", CREW_SHORT, number, told))
    return found


def _of_vehicle(rule: str, words: Bilingual, vehicle: int, told: Mapping[str, object]) -> Blocker:
    return Blocker(rule, Bilingual(words.text("zh", **told), words.text("en", **told)), vehicle=vehicle)


def over_age(session: Session, round_id: int, today: date) -> list[Blocker]:
    """Who signs a work agreement instead of a contract by age (or may have to): told before the lock, no obstacle."""
    plan = standing_plan(session, round_id, today)
    birth, sex = plan.market.protection.birth[plan.pairs.worker], plan.market.protection.sex[plan.pairs.worker]
    start = facts(plan.market, today).start[plan.pairs.posting]
    by = [
        agreement_by(born.item(), {MALE: "M", FEMALE: "F"}.get(int(which), ""), np.datetime64(int(first), "D").item())
        if not np.isnat(born)
        else "contract"
        for born, which, first in zip(birth, sex, start, strict=True)
    ]
    told = {kind: np.flatnonzero(np.array(by) == kind) for kind in AGREEMENTS}
    name = names_of(session, plan.market.workers.id[plan.pairs.worker].tolist())
    return [one for kind, at in told.items() for one in _of_pairs(kind, plan, at, name, AGREEMENTS[kind])]


def health_checks(session: Session, round_id: int, today: date) -> list[Blocker]:
    """Whose compulsory health check has no answer yet: told before the lock, and no obstacle to it."""
    plan = standing_plan(session, round_id, today)
    pending = np.flatnonzero(health_check_pending(plan.market, plan.pairs, today))
    name = names_of(session, plan.market.workers.id[plan.pairs.worker[pending]].tolist())
    return _of_pairs("health_check_pending", plan, pending, name, CHECK_PENDING)


@dataclass(frozen=True, slots=True, eq=False)
class StandingPlan:
    """Those of a round's plan who have not left, in the positions of today's market.

    ``pairs`` are those judged, ``gone`` those of them no longer in the market, by register
    number, and ``everybody`` all who are still to leave.
    """

    market: Market
    pairs: Pairs
    gone: list[tuple[int, int]]
    everybody: Pairs


def standing_plan(
    session: Session, round_id: int, today: date, whom: Whom = None, *, leaving: bool = False
) -> StandingPlan:
    """The pairs of a round's standing plan in today's market.

    Parties about to leave are judged beside the orders that were good when they were locked: a posting's last day
    is the last to say yes on, not the last to arrive.
    """
    round_ = round_of(session, round_id)
    window = DateWindow(round_.first_day, round_.last_day)
    if leaving:
        agreed = min(today, _locked_on(session, round_id, whom) or today)
        market = markets.load_about_to_leave(session, window, today=today, agreed=agreed, round_id=round_id)
    else:
        market = markets.load(session, window, today=today, round_id=round_id)
    pairs, gone = _placed(market, _pairs(session, round_id, whom))
    everybody = pairs if whom is None else _placed(market, _pairs(session, round_id))[0]
    return StandingPlan(market, pairs, gone, everybody)


def _placed(market: Market, found: tuple[IntArray, IntArray]) -> tuple[Pairs, list[tuple[int, int]]]:
    worker, posting = found
    at_worker, at_posting = positions(market.workers.id, worker), positions(market.postings.id, posting)
    here = (at_worker != MISSING) & (at_posting != MISSING)
    gone = list(zip(worker[~here].tolist(), posting[~here].tolist(), strict=True))
    return Pairs(at_worker[here], at_posting[here]), gone


def _locked_on(session: Session, round_id: int, whom: Whom) -> date | None:
    """The day of the newest lock, of the round or of these batches."""
    batches = [one.batch_id for one in _judged(session, round_id, whom) if one.batch_id is not None]
    of_round = select(func.max(RoundStep.taken)).where(RoundStep.round_id == round_id, RoundStep.became == "locked")
    of_batch = select(func.max(TripStep.taken)).where(TripStep.batch_id.in_(batches), TripStep.became == "locked")
    locked = [taken for taken in (session.scalar(of_batch), session.scalar(of_round)) if taken is not None]
    return locked[0].astimezone(CHINA).date() if locked else None


def _unseen_licences(session: Session, market: Market, pairs: Pairs) -> list[Blocker]:
    """Agencies somebody goes to whose licence has no last day on record."""
    there = market.postings.id[np.unique(pairs.posting[licence_unseen(market)[pairs.posting]])].tolist()
    agencies = session.execute(
        select(Posting.id, Employer.name).join(Employer).where(Posting.id.in_(there)).order_by(Posting.id)
    )
    return [
        Blocker(
            "licence_unseen", Bilingual(f"{name}：{LICENCE_UNSEEN.zh}", f"{name}: {LICENCE_UNSEEN.en}"), posting=place
        )
        for place, name in agencies
    ]


def _of_pairs(rule: str, plan: StandingPlan, at: IntArray, name: dict[int, str], words: Bilingual) -> list[Blocker]:
    who = plan.market.workers.id[plan.pairs.worker[at]].tolist()
    where = plan.market.postings.id[plan.pairs.posting[at]].tolist()
    return [
        _told(rule, person, place, name=name[person], words=words) for person, place in zip(who, where, strict=True)
    ]


def _broken(market: Market, worker: int, posting: int, today: date, name: dict[int, str]) -> list[Blocker]:
    person, place = int(market.workers.id[worker]), int(market.postings.id[posting])
    return [
        _told(ground.rule_id, person, place, name=name[person], words=ground.text)
        for ground in explain(market, worker, posting, today)
    ]


def consents(session: Session, round_id: int, whom: Whom = None) -> list[Blocker]:
    """Everybody still to leave whose data would go to an employer without their standing consent (PIPL 23)."""
    worker, posting = _pairs(session, round_id, whom)
    owner = dict(zip(*_both(session, select(Posting.id, Posting.employer_id)), strict=True))
    given = {
        (person, employer)
        for person, employer in session.execute(
            select(Consent.worker_id, Consent.employer_id).where(
                Consent.purpose == "employer", Consent.withdrawn.is_(None)
            )
        )
    }
    missing = [
        (person, place)
        for person, place in zip(worker.tolist(), posting.tolist(), strict=True)
        if (person, owner[place]) not in given
    ]
    name = names_of(session, [person for person, _ in missing])
    return [_told("consent", person, place, name=name[person], words=NO_CONSENT) for person, place in missing]


def _both(session: Session, statement: Select[int, Any]) -> tuple[list[int], list[Any]]:
    first, second = columns(session, statement)
    return list(first), list(second)


def _pairs(session: Session, round_id: int, whom: Whom = None) -> tuple[IntArray, IntArray]:
    """Who is still to leave and where to, of these parties or all."""
    left = select(Placement.worker_id).where(Placement.round_id == round_id)
    here = (
        select(AssignmentRow.worker_id, AssignmentRow.posting_id)
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .where(Round.id == round_id, AssignmentRow.worker_id.not_in(left), goes(round_id))
        .where(members(_judged(session, round_id, whom)))
        .order_by(AssignmentRow.worker_id)
    )
    worker, posting = columns(session, here)
    return whole(worker), whole(posting)


def names_of(session: Session, workers: list[int]) -> dict[int, str]:
    """Masked names: a list of obstacles may be read out across a room."""
    wanted = select(Worker.id, Worker.name_masked)
    rows = [
        row for part in in_parts(sorted(set(workers))) for row in session.execute(wanted.where(Worker.id.in_(part)))
    ]
    return {number: f"{name}({number})" for number, name in rows}


def _told(rule: str, worker: int, posting: int, *, name: str, words: Bilingual) -> Blocker:
    return Blocker(rule, Bilingual(f"{name}：{words.zh}", f"{name}: {words.en}"), worker, posting)
