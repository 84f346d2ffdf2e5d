"""What the scorer suggests, on paper: three postings for each worker, people to ask for each posting."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.exports.jobs import Job, jobs
from data.exports.office import office
from data.exports.people import unsealed
from data.exports.sheets import Cell, Fact, PaperColumn, PaperSheet
from data.exports.words import RegionNames, narrow_day, short_day
from data.privacy import Reader
from data.tables import Worker
from labor.words import Bilingual

POSTINGS_A_WORKER: Final = 3
HOW_SCORED: Final = Bilingual(
    "匹配分是“到岗满30天”的估计可能性，只看技能、意愿、距离、工资、证件等；不看性别、年龄、民族、户籍、婚育。"
    "不想按个人情况排序的，可以要求按距离排。",
    "A score is the estimated chance of being at work after 30 days, from skills, wishes, distance, pay and papers; "
    "never from sex, age, ethnicity, hukou or marriage. Anyone may ask for a list by distance instead.",
)

BY_OWN_DATA: Final = Bilingual(
    "系统按您登记的情况推荐；只想按远近排，说一声就行。",
    "Suggested by what you registered; say so if you want them by distance alone.",
)
BY_ROAD: Final = Bilingual("按您的要求，只按远近推荐。", "Suggested by distance alone, as you asked.")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One worker beside one posting; ``rank`` counts from 1 on the list it stands in."""

    worker_id: int
    posting_id: int
    rank: int
    score: float  # NaN where ``road_km`` stands in its place
    reasons: tuple[Bilingual, ...] = ()
    road_km: float | None = None  # set where the worker wants no personal ranking; NaN: not known how far


@dataclass(frozen=True, slots=True)
class Someone:
    """A worker as lists of the office name them."""

    name: str
    phone: str
    home: str


def three_postings(session: Session, suggestions: Sequence[Suggestion], *, reader: Reader) -> PaperSheet:
    """Up to three postings a worker, best first, each with its reasons; phones masked, for the broker knows them."""
    chosen = sorted((s for s in suggestions if s.rank <= POSTINGS_A_WORKER), key=lambda s: (s.worker_id, s.rank))
    work = jobs(session, {s.posting_id for s in chosen})
    people = someone(session, {s.worker_id for s in chosen}, reader, fields=("name",))
    rows = [
        (*_who(people, s, first=s.rank == 1), *_what(s, work[s.posting_id]), _reasons(s), "")
        for s in chosen
        if s.posting_id in work and s.worker_id in people
    ]
    columns = (
        PaperColumn(Bilingual("姓名", "Name"), 10),
        PaperColumn(Bilingual("电话", "Phone"), 13, "center"),
        PaperColumn(Bilingual("乡镇/村", "Township, village"), 17),
        PaperColumn(Bilingual("第几个", "Rank"), 6, "center"),
        *_JOB_COLUMNS,
        PaperColumn(Bilingual("为什么推荐", "Why"), 38),
        PaperColumn(Bilingual("去/不去/再想想", "Yes/no/later"), 11, "center"),
    )
    return _sheet(session, Bilingual("岗位推荐", "Three postings"), columns, rows)


def invitations(session: Session, posting_id: int, suggestions: Sequence[Suggestion], *, reader: Reader) -> PaperSheet:
    """Whom to ask for one posting, best first, with a message to copy; for the office's own telephones."""
    ranked = sorted((s for s in suggestions if s.posting_id == posting_id), key=lambda s: s.rank)
    work = jobs(session, [posting_id])
    people = someone(session, {s.worker_id for s in ranked}, reader, fields=("name", "phone"))
    rows = [
        (s.rank, *_card(people[s.worker_id]), _score(s), _reasons(s), _message(people[s.worker_id], s, job), "")
        for s in ranked
        for job in [work[posting_id]]
        if s.worker_id in people
    ]
    columns = (
        PaperColumn(Bilingual("次序", "Rank"), 6, "center"),
        PaperColumn(Bilingual("姓名", "Name"), 10),
        PaperColumn(Bilingual("电话", "Phone"), 13, "center"),
        PaperColumn(Bilingual("乡镇/村", "Township, village"), 17),
        PaperColumn(Bilingual("匹配分", "Score"), 8, "center"),
        PaperColumn(Bilingual("理由", "Why"), 34),
        PaperColumn(Bilingual("短信/微信", "Message"), 44),
        PaperColumn(Bilingual("答复", "Reply"), 10, "center"),
    )
    job = work[posting_id]
    facts = (
        Fact(Bilingual("岗位", "Posting"), f"{job.title}（{job.employer}）"),
        Fact(Bilingual("地点", "Place"), job.address),
        Fact(Bilingual("还招", "Openings"), job.openings),
    )
    title = Bilingual(f"邀约名单 {job.title}", f"People to ask: {job.title}")
    return _sheet(session, title, columns, rows, facts)


def message(name: str, job: Job, *, by_road: bool = False) -> Bilingual:
    """A text to copy into a message: place, work, pay, how to answer, and by what it was chosen (PIPL 24)."""
    day, board = short_day(job.start_from), "包住，" if job.lodging else ""
    offer = f"{day}到{job.address}，{job.employer}招{job.title}，{board}{job.pay.zh}"
    zh = f"{name}您好：{offer}。去不去？回1去、2不去、3再想想。"
    en = f"{name}: {job.title} at {job.employer}, {job.address}, from {day}, {job.pay.en}. Reply 1 yes, 2 no, 3 later."
    how = BY_ROAD if by_road else BY_OWN_DATA
    return Bilingual(f"{zh}不收任何费用。{how.zh}", f"{en} No fees. {how.en}")


def someone(session: Session, worker_ids: set[int], reader: Reader, fields: Sequence[str]) -> dict[int, Someone]:
    """Names, phones and homes; a phone is whole only where ``fields`` holds "phone"."""
    sealed = unsealed(session, worker_ids, reader, fields)
    found: dict[int, Someone] = {}
    for part in in_parts(sorted(worker_ids)):
        query = select(Worker.id, Worker.phone_masked, Worker.county, Worker.township, Worker.village)
        rows = session.execute(query.where(Worker.id.in_(part))).all()
        places = RegionNames(session, {row.county for row in rows})
        for row in rows:
            home = row.township + row.village or places.short(row.county)
            phone = sealed[row.id].phone if "phone" in fields else row.phone_masked or ""
            found[row.id] = Someone(sealed[row.id].name, phone, home)
    return found


_JOB_COLUMNS: Final = (
    PaperColumn(Bilingual("岗位", "Posting"), 15),
    PaperColumn(Bilingual("用人单位", "Employer"), 20),
    PaperColumn(Bilingual("地点", "Place"), 22),
    PaperColumn(Bilingual("工资", "Pay"), 18),
    PaperColumn(Bilingual("到岗日", "Starts"), 10, "center"),
    PaperColumn(Bilingual("匹配分", "Score"), 7, "center"),
)


def _what(s: Suggestion, job: Job) -> tuple[Cell, ...]:
    return (job.title, job.employer, job.address, job.pay, narrow_day(job.start_from), _score(s))


def _score(s: Suggestion) -> str:
    return f"{s.score:.0%}" if s.road_km is None else "–"


def _message(person: Someone, s: Suggestion, job: Job) -> Bilingual:
    return message(person.name, job, by_road=s.road_km is not None)


def _who(people: dict[int, Someone], s: Suggestion, *, first: bool) -> tuple[Cell, ...]:
    card = _card(people[s.worker_id]) if first else ("", "", "")
    return (*card, s.rank)


def _card(person: Someone) -> tuple[str, str, str]:
    return person.name, person.phone, person.home


def _reasons(s: Suggestion) -> Bilingual | None:
    if s.road_km is not None:
        far = Bilingual("距离不明", "unknown") if math.isnan(s.road_km) else Bilingual(*[f"{s.road_km:.0f} km"] * 2)
        return Bilingual(f"本人要求只按距离排：{far.zh}", f"by distance alone, as they asked: {far.en}")
    if not s.reasons:
        return None
    return Bilingual("；".join(reason.zh for reason in s.reasons), "; ".join(reason.en for reason in s.reasons))


def _sheet(
    session: Session,
    title: Bilingual,
    columns: tuple[PaperColumn, ...],
    rows: Sequence[tuple[Cell, ...]],
    facts: tuple[Fact, ...] = (),
) -> PaperSheet:
    return PaperSheet(
        name=title,
        title=title,
        columns=columns,
        rows=tuple(rows),
        facts=facts,
        notes=(HOW_SCORED,),
        synthetic=office(session).synthetic,
    )


def by_posting(suggestions: Sequence[Suggestion]) -> dict[int, list[Suggestion]]:
    """Suggestions by posting, for one invite list each."""
    found: dict[int, list[Suggestion]] = defaultdict(list)
    for suggestion in suggestions:
        found[suggestion.posting_id].append(suggestion)
    return dict(found)
