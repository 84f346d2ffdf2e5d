"""From what an organizer types or uploads to a fair and its booths."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from pydantic import BaseModel, Field
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from data.database import opened, opened_in_portions
from data.importers.bringing import Sending, bring_in
from data.importers.cells.places import known_places
from data.importers.cells.reading import plain
from data.importers.columns.tables import Table
from data.importers.files.reading import tables_of
from data.registers.employers import EmployerBook
from data.registers.fairs.booths import BoothWords, add_booth
from data.registers.fairs.events import FairWords, open_fair
from data.tables import Employer
from labor.errors import BadInput
from labor.words import Bilingual
from policy.fairs import USUAL_FILING_DAYS, FairHours

CLOCK: Final = re.compile(r"\s*(\d{1,2})\s*[:：.点时]\s*(\d{1,2})?\s*分?\s*")
# What offices call the columns of a list of booths; the first that stands in a header counts.
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("展位", "摊位", "展台", "booth", "stand"),
    "code": ("信用代码", "credit", "uscc"),
    "interviewers": ("面试官", "面试人数", "参会人数", "招聘人员", "interviewer"),
    "poster": ("海报", "招聘简章", "poster"),
    "power": ("用电", "电源", "power"),
    "name": ("单位名称", "企业名称", "公司名称", "单位", "企业", "公司", "employer", "company"),
}
NO: Final = frozenset(("", "否", "不", "不需要", "无", "没有", "no", "n", "-", "/", "0", "×"))


class FairForm(BaseModel):
    """The form of a new fair, as typed."""

    name: str = Field(default="", max_length=60)
    kind: str = Field(default="hall", pattern="^(hall|online)$")
    day: date
    county: str = Field(default="", max_length=60)
    venue: str = Field(default="", max_length=120)
    opens: str = "09:00"
    closes: str = "15:00"
    break_from: str = ""
    break_to: str = ""
    slot_minutes: int = 15
    most_talks: int = 4
    filing_days: int = Field(default=USUAL_FILING_DAYS, ge=0, le=365)


class BoothForm(BaseModel):
    """The form of one booth, as typed."""

    employer: str = Field(max_length=200)
    number: str = Field(default="", max_length=32)
    interviewers: int = 1
    power: bool = False
    opens: str = Field(default="", max_length=12)
    closes: str = Field(default="", max_length=12)
    poster: str = Field(default="", max_length=4000)


@dataclass(frozen=True, slots=True)
class ListedRow:
    """What became of one row of a list of booths: a booth, or why not."""

    row: int
    employer: str
    booth: str
    problem: str = ""


@dataclass(slots=True)
class BoothList:
    """What became of a whole list."""

    rows: list[ListedRow] = field(default_factory=list)
    orders: str = ""  # what the importer of orders made of the same file

    @property
    def kept(self) -> list[ListedRow]:
        """Rows that became booths."""
        return [row for row in self.rows if not row.problem]

    @property
    def refused(self) -> list[ListedRow]:
        """Rows that did not, with the reason."""
        return [row for row in self.rows if row.problem]


def minute_of(said: str, what: Bilingual) -> int:
    """09:30, 9：30, 9点30 or 9点 as minutes since midnight; raises BadInput."""
    found = CLOCK.fullmatch(said)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour > 24 or minute > 59 or hour * 60 + minute > 24 * 60:
        raise BadInput(f"{what.zh}“{said}”请写成 09:30 / {what.en} “{said}”: write it as 09:30")
    return hour * 60 + minute


def set_up(session: Session, form: FairForm, *, today: date, now: datetime, by: str) -> int:
    """Write a fair down as its form says; its number."""
    opens = minute_of(form.opens, Bilingual("开始时间", "beginning"))
    closes = minute_of(form.closes, Bilingual("结束时间", "end"))
    pause = [
        minute_of(one, Bilingual("休息时间", "break")) if one.strip() else None
        for one in (form.break_from, form.break_to)
    ]
    hours = FairHours(form.day, opens, closes, form.slot_minutes, form.most_talks, pause[0], pause[1])
    county = known_places().county(form.county) if form.county.strip() else 0
    said = FairWords(form.name, form.kind, county, form.venue, hours, form.filing_days)
    return open_fair(session, said, today=today, now=now, by=by)


def booths_from_list(engine: Engine, fair_id: int, content: bytes, name: str, desk: tuple[date, str]) -> BoothList:
    """Booths from a list of employers; orders it holds are brought into the registers first.

    Each row is kept whole or refused with its reason. Raises UnreadableFile, and BadInput for a list without names.
    """
    tables = [(table, found) for table in tables_of(content, name=name) if "name" in (found := _columns(table))]
    if not tables:
        raise BadInput(
            "找不到单位名称一列，请加上“单位名称” / there is no column of employers' names: add one headed 单位名称"
        )
    made = BoothList(orders=_orders(engine, content, name, desk))
    with opened(engine) as session:
        book = EmployerBook(session)
        for table, columns in tables:
            for row in table.rows:
                _row(session, book, fair_id, (row.row, row.cells, columns), made)
    return made


def _orders(engine: Engine, content: bytes, name: str, desk: tuple[date, str]) -> str:
    """Bring the orders of the file in as any file of orders is; what its report says, or why it holds none."""
    try:
        with opened_in_portions(engine) as session:
            report = bring_in(session, Sending(content, name, desk[1]), "postings", today=desk[0])
    except BadInput as none:
        return str(none)
    kept = sum(tally.kept for tally in report.tallies)
    rest = sum(tally.to_decide + tally.refused for tally in report.tallies)
    return f"登记 {kept} 行，另有 {rest} 行待处理 / {kept} rows registered, {rest} to be seen to"


def _columns(table: Table) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, header in enumerate(table.headers):
        said = plain(header).lower().replace(" ", "")
        what = next((what for what, words in HEADERS.items() if any(word in said for word in words)), "")
        if what:
            found.setdefault(what, at)
    return found


def _row(
    session: Session,
    book: EmployerBook,
    fair_id: int,
    row: tuple[int, Sequence[object], Mapping[str, int]],
    made: BoothList,
) -> None:
    number, cells, columns = row
    said = {
        what: plain(cells[at]) if at < len(cells) else ""  # type: ignore[arg-type]
        for what, at in columns.items()
    }
    if not said["name"]:
        made.rows.append(ListedRow(number, "", "", "没有单位名称，请补上 / no employer's name: fill it in"))
        return
    employer = book.find(said.get("code", ""), said["name"])
    try:
        if employer is None:
            raise BadInput(
                "登记册里没有这家单位；把它的岗位一起写在表里，或先导入用工需求 / not in the register: "
                "write its postings into the list, or import its order first"
            )
        with session.begin_nested():
            booth = add_booth(session, fair_id, _booth(employer, said))
    except BadInput as refused:
        made.rows.append(ListedRow(number, said["name"], said.get("number", ""), str(refused)))
        return
    made.rows.append(ListedRow(number, said["name"], str(booth)))


def _booth(employer: int, said: Mapping[str, str]) -> BoothWords:
    people = said.get("interviewers", "")
    digits = re.search(r"\d+", people)
    if people and not digits:
        raise BadInput(f"面试官人数“{people}”请写数字 / interviewers “{people}”: write a number")
    return BoothWords(
        employer, said.get("number", "")[:32], int(digits[0]) if digits else 1,
        power=said.get("power", "").lower() not in NO, poster=said.get("poster", ""),
    )  # fmt: skip


def booth_said(session: Session, form: BoothForm) -> BoothWords:
    """A booth as its form says it."""
    begin, end = (
        minute_of(one, Bilingual("展位时间", "the booth's hours")) if one.strip() else None
        for one in (form.opens, form.closes)
    )
    employer = employer_named(session, form.employer)
    return BoothWords(
        employer, form.number, form.interviewers, power=form.power, opens=begin, closes=end, poster=form.poster
    )


def employer_named(session: Session, said: str) -> int:
    """An employer by number, or by its whole name; raises BadInput."""
    text = said.strip()
    if text.isdecimal() and len(text) < 10:
        return int(text)
    found = EmployerBook(session).find("", text)
    if found is None:
        alike = session.scalars(
            select(Employer.name).where(Employer.name.contains(text, autoescape=True)).limit(3)
        ).all()
        hint = f"；是不是 {'、'.join(alike)} / did you mean {', '.join(alike)}?" if text and alike else ""
        raise BadInput(f"登记册里没有“{text}”，请写全名 / no employer called “{text}”: write the whole name{hint}")
    return found
