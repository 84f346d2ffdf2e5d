"""Bring the ledgers of earlier years into the registers: past orders, offers with what came of them, answers.

Rows whose worker or order nobody knows (a person whose village row was refused) are counted and left out.
Bringing the same ledger twice changes nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from data.privacy import blind_index
from data.registers.offer_terms import terms_hash
from data.sample.history_files import HISTORY_HEADER, OCCUPATION, REPLY_HEADER
from data.sample.market import CERTIFICATE_KINDS, HAZARD_KINDS
from data.tables import Base, Employer, Hub, Offer, Posting, Worker
from labor.errors import BadInput

Row = dict[str, str]
YES_NO: Final = {"是": True, "否": False, "": None}
TABLES: Final = Base.metadata.tables  # whole tables: sixty thousand rows need no objects
BY: Final = "历年台账(样例)"


@dataclass(frozen=True, slots=True)
class HistoryReport:
    """What became of one ledger: ``rows`` = kept + known already + no such worker or order."""

    rows: int
    kept: int
    known_already: int
    nobody: int


def import_past_orders(session: Session, path: Path, *, now: datetime) -> HistoryReport:
    """Past orders as filled postings of known employers, so that their offers have something to point at."""
    employers = dict(session.execute(select(Employer.uscc, Employer.id)).all())
    counties = dict(session.execute(select(Employer.id, Employer.county)).all())
    hubs = dict(session.execute(select(Hub.name, Hub.id)).all())
    known = {number for (number,) in session.execute(select(Posting.order_number))}
    rows = list(_read(path, ("岗位编号", "统一社会信用代码", "岗位名称", OCCUPATION)))
    owned = [(row, employers.get(row["统一社会信用代码"])) for row in rows]
    fresh = [(row, owner) for row, owner in owned if owner is not None and row["岗位编号"] not in known]
    if fresh:
        made = [_posting(row, owner, county=counties[owner], hubs=hubs, now=now) for row, owner in fresh]
        session.execute(insert(TABLES["postings"]), made)
        _demands(session, [row for row, _ in fresh])
    already = sum(owner is not None and row["岗位编号"] in known for row, owner in owned)
    return HistoryReport(len(rows), len(fresh), already, len(rows) - len(fresh) - already)


def _demands(session: Session, rows: list[Row]) -> None:
    """Certificates and hazards of the new postings, by the words the sample uses."""
    ids = _ids_by_number(session)
    papers = [
        {"posting_id": ids[row["岗位编号"]], "kind": CERTIFICATE_KINDS[row["所需证书"]]}
        for row in rows
        if row["所需证书"]
    ]
    hazards = [
        {"posting_id": ids[row["岗位编号"]], "hazard": HAZARD_KINDS[row["职业危害"]]} for row in rows if row["职业危害"]
    ]
    if papers:
        session.execute(insert(TABLES["posting_certificates"]), papers)
    if hazards:
        session.execute(insert(TABLES["posting_hazards"]), hazards)


def _posting(row: Row, owner: int, *, county: int, hubs: dict[str, int], now: datetime) -> dict[str, Any]:
    made: dict[str, Any] = {
        "employer_id": owner,
        "order_number": row["岗位编号"],
        "title": row["岗位名称"],
        "duties": row["工作内容"],
        "occupation": row[OCCUPATION],
        "employment_form": "agency" if row["用工形式"] == "劳务派遣" else "direct",
        "county": county,
        "address": row["工作地点"],
        "destination_hub_id": hubs.get(row["下车点"]),
        "openings": int(row["招聘人数"]),
        "min_team": int(row["最低成团"] or 0),
        "hours_a_day": float(row["每日工时"]),
        "shifts": row["班次"],
        "night_shift": row["班次"] == "有夜班",
        "lift_kg": float(row["单件重量(公斤)"]) if row["单件重量(公斤)"] else None,
        "work_at_height": row["高处作业"] == "有",
        "wage_low_fen": int(row["最低月薪(元)"]) * 100,
        "wage_high_fen": int(row["最高月薪(元)"]) * 100,
        "lodging": row["住宿"] == "包住",
        "beds": _count(row["床位数"]),
        "beds_m": _count(row["男床位"]),
        "beds_f": _count(row["女床位"]),
        "couple_rooms": int(row["夫妻房(间)"]),
        "start_from": date.fromisoformat(row["最早到岗日期"]),
        "start_by": date.fromisoformat(row["最晚到岗日期"]),
        "valid_until": date.fromisoformat(row["有效期至"]),
        "confirmed": date.fromisoformat(row["最近确认日期"]),
        "published": date.fromisoformat(row["最近确认日期"]),
        "status": "filled",
        "guaranteed": row["重点企业"] == "是",
        "changed": now,
    }
    hazards = [HAZARD_KINDS[row["职业危害"]]] if row["职业危害"] else []
    return made | {"terms_hash": terms_hash(made, hazards)}


def import_history(session: Session, path: Path) -> HistoryReport:
    """Offers, placements and spells of work from the ledger."""
    rows = list(_read(path, HISTORY_HEADER))
    found, report = _offers(session, rows, day="推荐日期")
    if not found:
        return report
    session.execute(insert(TABLES["offers"]), [offer for offer, _ in found])
    made = select(Offer.id, Offer.worker_id, Offer.posting_id, Offer.offered).where(Offer.recorded_by == BY)
    ids = {(worker, posting, day): number for number, worker, posting, day in session.execute(made)}
    owner = dict(session.execute(select(Posting.id, Posting.employer_id)).all())
    accepted = [(offer, row) for offer, row in found if offer["reply"] == "yes"]
    placements = [
        {
            "offer_id": ids[offer["worker_id"], offer["posting_id"], offer["offered"]],
            "worker_id": offer["worker_id"],
            "posting_id": offer["posting_id"],
            "showed_up": YES_NO[row["到岗"]],
            "started": _day(row["到岗日期"]),
            "ended": _day(row["离岗日期"]),
            "stayed_30": YES_NO[row["满30天"]],
            "stayed_90": YES_NO[row["满90天"]],
        }
        for offer, row in accepted
    ]
    if placements:
        session.execute(insert(TABLES["placements"]), placements)
    spells = [_spell(place, owner) for place in placements if place["showed_up"]]
    if spells:
        session.execute(insert(TABLES["spells"]), spells)
    return report


def import_replies(session: Session, path: Path) -> HistoryReport:
    """Answers to postings still open, on the terms that stand now."""
    found, report = _offers(session, list(_read(path, REPLY_HEADER)), day="答复日期")
    if found:
        session.execute(insert(TABLES["offers"]), [offer for offer, _ in found])
    return report


def _offers(session: Session, rows: list[Row], *, day: str) -> tuple[list[tuple[dict[str, Any], Row]], HistoryReport]:
    """The offers nobody has recorded yet, each with its row."""
    workers = dict(
        session.execute(select(Worker.identity_index, Worker.id).where(Worker.identity_index.is_not(None))).all()
    )
    terms = {
        number: (posting, version, mark)
        for posting, number, version, mark in session.execute(
            select(Posting.id, Posting.order_number, Posting.terms_version, Posting.terms_hash)
        )
    }
    seen: set[tuple[int, int, date]] = set(session.execute(select(Offer.worker_id, Offer.posting_id, Offer.offered)))
    found: list[tuple[dict[str, Any], Row]] = []
    nobody = already = 0
    index: dict[str, int | None] = {}
    for row in rows:
        number = row["身份证号码"]
        if number not in index:
            index[number] = workers.get(blind_index("identity", number))
        worker, order = index[number], terms.get(row["订单编号"])
        if worker is None or order is None:
            nobody += 1
            continue
        offered = date.fromisoformat(row[day])
        if (worker, order[0], offered) in seen:
            already += 1
            continue
        seen.add((worker, order[0], offered))
        found.append((_offer(worker, order, offered, yes=row["答复"] == "愿意"), row))
    return found, HistoryReport(len(rows), len(found), already, nobody)


def _offer(worker: int, order: tuple[int, int, str], offered: date, *, yes: bool) -> dict[str, Any]:
    return {
        "worker_id": worker,
        "posting_id": order[0],
        "offered": offered,
        "terms_version": order[1],
        "terms_hash": order[2],
        "reply": "yes" if yes else "no",
        "replied": offered,
        "channel": "phone",
        "recorded_by": BY,
    }


def _spell(place: dict[str, Any], owner: dict[int, int]) -> dict[str, Any]:
    return {
        "worker_id": place["worker_id"],
        "employer_id": owner[place["posting_id"]],
        "started": place["started"],
        "ended": place["ended"],
        "went": "organized",
    }


def _ids_by_number(session: Session) -> dict[str, int]:
    return dict(session.execute(select(Posting.order_number, Posting.id)).all())


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _count(text: str) -> int | None:
    return int(text) if text else None


def _read(path: Path, needed: tuple[str, ...]) -> Iterator[Row]:
    """Rows under the notice line; raises BadInput naming the columns that are missing."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        handle.readline()  # the notice that all of this is synthetic
        reader = csv.DictReader(handle)
        missing = [column for column in needed if column not in (reader.fieldnames or ())]
        if missing:
            raise BadInput(f"{path.name}: 缺少列 {'、'.join(missing)} / columns missing; is this the office's ledger?")
        yield from reader
