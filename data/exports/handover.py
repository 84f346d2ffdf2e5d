"""Handover lists: everybody one employer receives under a plan, however they travel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.exports.jobs import Job, jobs
from data.exports.office import office
from data.exports.paper_checks import NOT_NEEDED, in_hand, paper_checks
from data.exports.people import Seat, UnsealedWorker, seats, unsealed
from data.exports.sheets import Cell, Fact, PaperColumn, PaperSheet
from data.exports.standing import agreed_to_employer
from data.exports.trips import journey
from data.exports.words import narrow_day, short_day
from data.privacy import Reader
from data.tables import AssignmentRow, Batch, Employer, Posting
from labor.errors import NotFound
from labor.words import Bilingual

TRAVEL: Final = {
    "trip": Bilingual("专车", "trip"),
    "own": Bilingual("自行购票", "own ticket"),
    "free": Bilingual("就近", "near by"),
}
COLUMNS: Final = (
    PaperColumn(Bilingual("序号", "No."), 5, "center"),
    PaperColumn(Bilingual("姓名", "Name"), 10),
    PaperColumn(Bilingual("性别", "Sex"), 5, "center"),
    PaperColumn(Bilingual("身份证后四位", "ID ends"), 8, "center"),
    PaperColumn(Bilingual("电话", "Phone"), 13, "center"),
    PaperColumn(Bilingual("岗位", "Posting"), 16),
    PaperColumn(Bilingual("到岗日", "Starts"), 15, "center"),
    PaperColumn(Bilingual("怎么来", "Travels"), 10, "center"),
    PaperColumn(Bilingual("批次", "Batch"), 9, "center"),
    PaperColumn(Bilingual("到达日", "Arrives"), 10, "center"),
    PaperColumn(Bilingual("同行组", "Group"), 6, "center"),
    PaperColumn(Bilingual("证件", "Papers"), 8, "center"),
    PaperColumn(Bilingual("已到 □", "Arrived □"), 8, "center"),
    PaperColumn(Bilingual("合同 □", "Contract □"), 8, "center"),
    PaperColumn(Bilingual("备注", "Remarks"), 12),
)
NOT_AGREED: Final = Bilingual("本人未同意提供姓名和电话", "did not agree to pass on name and phone")
PROMISES: Final = (
    Bilingual(
        "接收单位承诺：岗位、地点、工资与招工信息一致；一个月内签订书面劳动合同（超过法定退休年龄的签书面用工协议，参加工伤保险）；不收押金，不扣身份证。",
        "The receiver promises: same job, place and pay as offered; a written contract within a month (past retirement "
        "age a written work agreement, with injury insurance); no deposit, no identity card held.",
    ),
    Bilingual("本单只供接收本单位人员使用，不得转给第三方。", "For receiving these people only; not to be passed on."),
)


def employers_of(session: Session, plan_id: int) -> list[tuple[int, str]]:
    """Ids and names of the employers a plan sends people to, by name."""
    query = (
        select(Employer.id, Employer.name)
        .join(Posting, Posting.employer_id == Employer.id)
        .join(AssignmentRow, AssignmentRow.posting_id == Posting.id)
        .where(AssignmentRow.plan_id == plan_id)
        .distinct()
        .order_by(Employer.name)
    )
    return [(row.id, row.name) for row in session.execute(query)]


def sheet(session: Session, plan_id: int, employer_id: int, *, reader: Reader) -> PaperSheet:
    """One employer's list: its own people alone, names and phones only of those who agreed. Raises NotFound."""
    own = select(Posting.id).where(Posting.employer_id == employer_id)
    placed = seats(session, plan_id, AssignmentRow.posting_id.in_(own))
    if not placed:
        raise NotFound(f"plan {plan_id} sends nobody to employer {employer_id}")
    work = jobs(session, {seat.posting_id for seat in placed})
    agreed = agreed_to_employer(session, {seat.worker_id for seat in placed}, employer_id, reader.now.date())
    people = unsealed(session, agreed, reader, ("name", "identity", "phone"))
    papers = paper_checks(session, placed, work)
    given = in_hand(session, placed, "agreement")
    groups = {group: at for at, group in enumerate(dict.fromkeys(s.group_id for s in placed if s.group_id), start=1)}
    rows: list[tuple[Cell, ...]] = [
        (
            *_row(serial, seat, work[seat.posting_id], people.get(seat.worker_id)),
            str(groups.get(seat.group_id or 0, "")),
            papers.get((seat.worker_id, seat.posting_id), NOT_NEEDED),
            *("", "✔" if (seat.worker_id, seat.posting_id) in given else ""),
            None if seat.worker_id in people else NOT_AGREED,
        )
        for serial, seat in enumerate(placed, start=1)
    ]
    sender, first = office(session), work[placed[0].posting_id]
    return PaperSheet(
        name=Bilingual("交接单", "Handover"),
        title=Bilingual(f"{first.employer} 人员交接单", f"Handover list: {first.employer}"),
        columns=COLUMNS,
        rows=tuple(rows),
        facts=(
            Fact(Bilingual("用人单位", "Employer"), first.employer),
            Fact(Bilingual("地址", "Address"), first.address),
            Fact(Bilingual("人数", "People"), len(placed)),
            Fact(Bilingual("输出单位", "Sender"), sender.name or "＿＿＿＿"),
            Fact(Bilingual("输出地热线", "Home hotline"), sender.hotline),
            Fact(Bilingual("输入地热线", "Hotline there"), sender.receiving_hotline),
        ),
        notes=(*_in_charge(session, placed, reader), *PROMISES),
        signatures=(
            Bilingual("交（输出单位）", "Handed over by"),
            Bilingual("接（用人单位）", "Received by"),
            Bilingual("日期", "Date"),
        ),
        synthetic=sender.synthetic,
    )


def _in_charge(session: Session, placed: Sequence[Seat], reader: Reader) -> list[Bilingual]:
    """Who leads each vehicle these people come on, who receives it, and its insurance."""
    trips = {seat.trip_id for seat in placed if seat.trip_id is not None}
    batches = session.scalars(select(Batch.id).where(Batch.trip_id.in_(trips)).order_by(Batch.id)).all()
    told = []
    for trip in (journey(session, number, reader) for number in batches):
        said = (trip.leader, trip.deputy, trip.escorts, trip.receiver, trip.insurance)
        zh = zip(("领队", "副领队", "护送", "接收人", "保险"), said, strict=True)
        en = zip(("leader", "deputy", "escorts", "receiver", "insurance"), said, strict=True)
        if any(said):
            told.append(
                Bilingual(
                    f"{trip.batch_number}：" + "；".join(f"{name} {value}" for name, value in zh if value),
                    f"{trip.batch_number}: " + "; ".join(f"{name} {value}" for name, value in en if value),
                )
            )
    return told


def _row(serial: int, seat: Seat, job: Job, personal: UnsealedWorker | None) -> tuple[Cell, ...]:
    start = "–".join(dict.fromkeys(day for day in (short_day(job.start_from), short_day(job.start_by)) if day))
    return (
        serial,
        personal.name if personal else seat.name_masked,
        seat.sex,
        personal.identity[-4:] if personal else "",
        personal.phone if personal else "",
        job.title,
        start,
        TRAVEL[seat.travel],
        seat.batch_number,
        narrow_day(seat.arrives),
    )
