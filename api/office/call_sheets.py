"""Asking a whole round: one sheet of names and telephones, opened with its purpose; answers from a chat."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.exports.people import UnsealedWorker, unsealed
from data.importers.cells.phones import phones
from data.privacy import Reader, blind_index
from data.rounds import Signature, offers
from data.rounds.offers import Reply
from data.tables import Worker
from data.views import personal, rounds
from data.views.cursors import After
from data.views.rounds import OfferedWorker
from labor.errors import BadInput

MOST: Final = 2000
MOST_LINES: Final = 500
NUMBERED: Final = re.compile(r"^\s*(?:\d{1,3}\s*[.、．,，)）:：\]】]\s*|[\[【(（]\d{1,3}[\]】)）]\s*)")
CJK: Final = re.compile(r"[\u4e00-\u9fff·]+")
SPEAKER: Final = re.compile(r"^\s*([^:：]{1,20})[:：]\s*(.+)$")
# A no is looked for first: 不去 holds 去.
NO: Final = re.compile(
    r"不去|不想去|不来|去不了|来不了|去不成|不参加|没时间|没空|不行|不了|不愿|不方便|算了|取消|退出|(?<![a-z])no(?![a-z])|❌|✖|×|(?<!\d)2(?!\d)",
    re.IGNORECASE,
)
LATER: Final = re.compile(
    r"考虑|再说|再看|看看|没定|不确定|不一定|不清楚|不知道|商量|问问|还没|可能|也许|maybe|[?？]|(?<!\d)3(?!\d)",
    re.IGNORECASE,
)
YES: Final = re.compile(
    r"去|来|参加|可以|同意|愿意|好的?|行|没问题|报名|算我|(?<![a-z])(?:ok|yes)(?![a-z])|✅|✔|√|👌|(?<!\d)1(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One person to ask, with what was unsealed of them."""

    asked: OfferedWorker
    person: UnsealedWorker


def opened_sheet(session: Session, round_id: int, answer: str, purpose: str, reader: Reader) -> list[SheetLine]:
    """Everybody of the standing plan with this answer ("" all), trip by trip; the reading is logged, person by person.

    Raises BadInput without a purpose, or for more people than one sheet holds.
    """
    if len(purpose.strip()) < 2:
        raise BadInput("写明为什么打开，例如“征询去留” / say what it is opened for, e.g. asking who goes")
    found = rounds.asked(session, round_id, answer=answer, number=After(None, MOST + 1)).rows
    if len(found) > MOST:
        raise BadInput(f"一张名单最多 {MOST} 人，请先筛选 / a sheet holds at most {MOST} people: filter first")
    ids = [one.worker_id for one in found]
    people = unsealed(session, ids, personal.with_purpose(reader, purpose), ("name", "phone"))
    return [SheetLine(one, people[one.worker_id]) for one in found]


@dataclass(slots=True)
class AnswersRead:
    """How many answers were written down, and each line that was not, with why, in both languages."""

    kept: int = 0
    said: list[str] = field(default_factory=list)


def from_chat(session: Session, round_id: int, text: str, *, today: date, signature: Signature) -> AnswersRead:
    """Answers as a chat or a chain holds them, one person a line: 3. 张三 去 · 李四：不去 · 王五 13800000000 考虑一下.

    A line whose person or answer is not plain is told and writes nothing; of two lines of one person the last holds.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise BadInput(f"一次最多粘贴 {MOST_LINES} 行 / at most {MOST_LINES} lines at once")
    asked = _asked(session, round_id)
    read, told = dict[tuple[int, int], str](), AnswersRead()
    for line in lines:
        people, rest = _person(asked, line)
        answer = answer_of(rest)
        if len(people) != 1:
            told.said.append(
                f"“{line}”：{'有几个同名的，请写手机号' if people else '本轮没有这个人'} / "
                f"{line}: {'several of that name: write the telephone' if people else 'nobody of this round'}"
            )
        elif answer is None:
            told.said.append(f"“{line}”：没看出去还是不去 / {line}: neither yes nor no was made out")
        else:
            read[people[0]] = answer
    for worker, posting in sorted(offers.on_other_terms(session, read)):
        del read[worker, posting]
        name = session.get_one(Worker, worker).name_masked
        told.said.append(
            f"{name}({worker})：岗位的条件在征询后改了，请按新条件再问，在答复页记 / "
            f"{name}({worker}): the terms changed since they were asked: ask again, and answer on the page of answers"
        )
    for (worker, posting), answer in read.items():
        reply = Reply(answer, today, "wechat", signature.by)
        offers.record(session, worker, posting, answer=reply, round_id=round_id)
    told.kept = len(read)
    return told


def answer_of(words: str) -> str | None:
    """yes, no or not_asked (not decided yet) as people write it; None where it cannot be told."""
    for answer, pattern in (("no", NO), ("not_asked", LATER), ("yes", YES)):
        if pattern.search(words):
            return answer
    return None


@dataclass(frozen=True, slots=True)
class _Asked:
    """The pairs of a round by hash of name and of telephone."""

    by_name: dict[str, list[tuple[int, int]]]
    by_phone: dict[str, list[tuple[int, int]]]


def _asked(session: Session, round_id: int) -> _Asked:
    found = _Asked({}, {})
    pairs = dict(offers.standing(session, round_id).keys())
    for row in session.execute(select(Worker.id, Worker.name_index, Worker.phone_index).where(Worker.id.in_(pairs))):
        pair = (row.id, pairs[row.id])
        found.by_name.setdefault(row.name_index, []).append(pair)
        if row.phone_index:
            found.by_phone.setdefault(row.phone_index, []).append(pair)
    return found


def _person(asked: _Asked, line: str) -> tuple[list[tuple[int, int]], str]:
    """Who a line is of, and what is left of it as their answer."""
    text = NUMBERED.sub("", line)
    numbers = phones(text).value if sum(char.isdigit() for char in text) >= 7 else ()
    called = [pair for one in numbers for pair in asked.by_phone.get(blind_index("phone", one), ())]
    for one in numbers:
        text = re.sub(r"[\s\-.]*".join(one), " ", text)
    for run in CJK.finditer(text):
        for length in range(min(len(run[0]), 5), 1, -1):
            for start in range(len(run[0]) - length + 1):
                name = run[0][start : start + length]
                named = asked.by_name.get(blind_index("name", name))
                if named:
                    rest = text[: run.start() + start] + " " + text[run.start() + start + length :]
                    both = [pair for pair in named if pair in called]
                    return (both or ([] if called else named), rest)
    return called, text
