"""Who is asked next, and who stays at home and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.exports.jobs import jobs
from data.exports.office import office
from data.exports.sheets import Cell, Fact, PaperColumn, PaperSheet
from data.exports.suggestions import someone
from data.privacy import Reader
from data.tables import ReserveRow, UnplacedRow
from labor.plan import SEVERAL
from labor.words import Bilingual

# The reasons of docs/formats.md as a clerk says them to a person.
REASON_WORDS: Final[Mapping[str, Bilingual]] = {
    "banned": Bilingual("经办人把能去的岗位都排除了", "every posting was ruled out by hand"),
    "no_pair": Bilingual("没有合规又合适的岗位", "no lawful and fitting posting"),
    "dates": Bilingual("能走的日子和车次、到岗日对不上", "their days do not meet departure and arrival"),
    "no_travel": Bilingual("没有车也没有车票能到", "neither trip nor ticket leads there"),
    "group": Bilingual("结伴的人不能一起安排", "their group cannot go together"),
    "no_bed": Bilingual("床位不够", "no bed is left"),
    "postings_full": Bilingual("合适的岗位招满了", "every fitting posting is full"),
    "team_too_small": Bilingual("岗位凑不齐最少人数", "the posting's least team is not reached"),
    "seats_full": Bilingual("合适的车坐满了", "every fitting vehicle is full"),
    "trip_too_empty": Bilingual("凑不齐发车人数", "too few people for the trip to run"),
    "budget": Bilingual("交通费预算不够", "the travel budget is spent"),
    "worth_less_than_travel": Bilingual("路费高于按可能性算的价值", "the way costs more than the chance is worth"),
    "not_found_in_time": Bilingual("限时内没排上，多算一会儿可能排得上", "not found in time: a longer run may"),
    SEVERAL: Bilingual("不止一条原因，要一起放宽", "several rules together"),
}
# What a clerk can do next, where there is something.
NEXT_STEP: Final[Mapping[str, Bilingual]] = {
    "no_pair": Bilingual("问意愿、看证件；推荐本地岗位", "ask about wishes and papers; offer local postings"),
    "dates": Bilingual("问能否早走或晚走", "ask whether other days suit"),
    "no_travel": Bilingual("换上车点，或加一班车", "another pick-up point, or one more trip"),
    "group": Bilingual("问愿不愿分开走", "ask whether they would travel apart"),
    "no_bed": Bilingual("同用人单位商量住宿", "talk to the employer about beds"),
    "postings_full": Bilingual("进候补；下一批优先问", "onto the reserve; first to be asked next time"),
    "team_too_small": Bilingual("多邀几个人凑成组", "ask more people to make the team"),
    "seats_full": Bilingual("加车或换大车", "one more vehicle or a larger one"),
    "trip_too_empty": Bilingual("并车或改期", "merge trips or move the day"),
    "budget": Bilingual("申请追加预算", "ask for a larger budget"),
    "worth_less_than_travel": Bilingual("推荐更近的岗位", "offer nearer postings"),
    "not_found_in_time": Bilingual("加长计算时间再排", "plan again with more time"),
    SEVERAL: Bilingual("在计划页上追问“怎样才能排上”", "ask on the plan's page what would place them"),
}


def reserve(session: Session, plan_id: int, *, reader: Reader) -> PaperSheet:
    """The ranked reserve of a plan, posting by posting, with phones: for the night before departure."""
    query = select(ReserveRow).where(ReserveRow.plan_id == plan_id).order_by(ReserveRow.posting_id, ReserveRow.rank)
    ranked = session.scalars(query).all()
    work = jobs(session, {row.posting_id for row in ranked})
    people = someone(session, {row.worker_id for row in ranked}, reader, fields=("name", "phone"))
    rows: list[tuple[Cell, ...]] = [
        (job.title, job.employer, row.rank, who.name, who.phone, who.home, f"{row.score:.0%}", "")
        for row in ranked
        for job, who in [(work[row.posting_id], people[row.worker_id])]
    ]
    columns = (
        PaperColumn(Bilingual("岗位", "Posting"), 18),
        PaperColumn(Bilingual("用人单位", "Employer"), 28),
        PaperColumn(Bilingual("次序", "Rank"), 6, "center"),
        PaperColumn(Bilingual("姓名", "Name"), 10),
        PaperColumn(Bilingual("电话", "Phone"), 13, "center"),
        PaperColumn(Bilingual("乡镇/村", "Township, village"), 20),
        PaperColumn(Bilingual("匹配分", "Score"), 8, "center"),
        PaperColumn(Bilingual("答复", "Reply"), 12, "center"),
    )
    return PaperSheet(
        name=Bilingual("候补", "Reserve"),
        title=Bilingual("候补名单", "Reserve list"),
        columns=columns,
        rows=tuple(rows),
        notes=(
            Bilingual("有人退出时，按岗位从次序1问起。", "When somebody drops out, ask from rank 1 of that posting."),
        ),
        synthetic=office(session).synthetic,
    )


def unplaced(
    session: Session, plan_id: int, *, reader: Reader, hints: Mapping[int, Bilingual] | None = None
) -> PaperSheet:
    """Everybody a plan leaves at home, by reason; ``hints`` adds for a worker what stands in the way.

    Phones are masked. A worker's own no is no failure and is not counted here by name.
    """
    query = select(UnplacedRow).where(UnplacedRow.plan_id == plan_id)
    kept = session.scalars(query).all()
    order = {reason: at for at, reason in enumerate(REASON_WORDS)}
    kept = sorted(kept, key=lambda row: (order.get(row.reason, len(order)), row.worker_id))
    people = someone(session, {row.worker_id for row in kept}, reader, fields=("name",))
    rows: list[tuple[Cell, ...]] = [
        (
            *(serial, who.name, who.phone, who.home),
            REASON_WORDS.get(row.reason, Bilingual(row.reason, row.reason)),
            (hints or {}).get(row.worker_id) or _detail(row),
            NEXT_STEP.get(row.reason),
        )
        for serial, row in enumerate(kept, start=1)
        for who in [people[row.worker_id]]
    ]
    counted = Counter(row.reason for row in kept)
    facts = tuple(Fact(REASON_WORDS[reason], counted[reason]) for reason in REASON_WORDS if reason in counted)
    return PaperSheet(
        name=Bilingual("未安排", "Unplaced"),
        title=Bilingual("未安排人员及原因", "People not placed, and why"),
        columns=_UNPLACED_COLUMNS,
        rows=tuple(rows),
        facts=(Fact(Bilingual("合计", "In all"), len(kept)), *facts),
        synthetic=office(session).synthetic,
    )


def _detail(row: UnplacedRow) -> Bilingual | None:
    """What binds with its figures; nothing for a row with no posting at all, which its hints explain."""
    if not row.detail or row.reason == "no_pair":
        return None
    return Bilingual(row.detail_zh or row.detail, row.detail)


_UNPLACED_COLUMNS: Final = (
    PaperColumn(Bilingual("序号", "No."), 6, "center"),
    PaperColumn(Bilingual("姓名", "Name"), 10),
    PaperColumn(Bilingual("电话", "Phone"), 13, "center"),
    PaperColumn(Bilingual("乡镇/村", "Township, village"), 20),
    PaperColumn(Bilingual("原因", "Reason"), 30),
    PaperColumn(Bilingual("具体是什么挡住了", "What stands in the way"), 40),
    PaperColumn(Bilingual("下一步", "Next"), 26),
)
