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
from labor.reason_sentences import REASON_WORDS
from labor.words import Bilingual


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
            words.on_paper if words else Bilingual(row.reason, row.reason),
            (hints or {}).get(row.worker_id) or _detail(row),
            words.next_step if words else None,
        )
        for serial, row in enumerate(kept, start=1)
        for who, words in [(people[row.worker_id], REASON_WORDS.get(row.reason))]
    ]
    counted = Counter(row.reason for row in kept)
    facts = tuple(Fact(REASON_WORDS[reason].on_paper, counted[reason]) for reason in REASON_WORDS if reason in counted)
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
