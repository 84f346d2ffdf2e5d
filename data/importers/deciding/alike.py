"""Questions about many rows alike, asked once: what is asked, of how many rows, and one answer for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from data.importers.cells.places import known_places
from data.importers.deciding.choices import Choices, choices_of
from data.importers.deciding.decided_rows import KEEP, MERGE
from data.importers.deciding.deciding import DROP, accept, drop, with_cells
from data.importers.deciding.settling import Hand, Settled, settle
from data.importers.deciding.waiting import WaitingRow, claim, waiting_rows
from data.importers.judging.faults import Fault
from data.office_settings import keep_county
from data.tables import ImportRow
from labor.errors import BadInput, NotFound

VALUE: Final = "value"
COUNTY: Final = "county"
EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class QuestionKey:
    """What makes two questions one: the fault, its column, the kind of file, and the cell where one value answers."""

    rule: str
    column: str
    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answers: KEEP, MERGE and DROP do what the button says, VALUE puts ``value`` into the cell asked
    about, COUNTY writes down the office's own. ``import_id`` None: for the rows of every file.
    """

    choice: str
    value: str = ""
    import_id: int | None = None


@dataclass(slots=True)
class Question:
    """One question, of all rows it is asked of."""

    asked: QuestionKey
    weight: str
    rows: list[WaitingRow] = field(default_factory=list)
    fault: Fault | None = None  # of the first row

    @property
    def choices(self) -> Choices:
        """What may be answered."""
        return choices_of(self.asked.rule, self.weight)

    @property
    def examples(self) -> Sequence[WaitingRow]:
        """The first rows."""
        return self.rows[:EXAMPLES]


def questions(session: Session, *where: ColumnElement[bool]) -> list[Question]:
    """Everything asked, the question about most rows first; ``where`` narrows down the rows."""
    found: dict[QuestionKey, Question] = {}
    for row in waiting_rows(session, *where):
        answered = row.accepted
        for fault in row.stored.faults:
            if fault.weight != "note" and (fault.code, fault.column) not in answered:
                asked = asked_of(row, fault)
                question = found.setdefault(asked, Question(asked, fault.weight, fault=fault))
                if not question.rows or question.rows[-1] is not row:
                    question.rows.append(row)
    return sorted(found.values(), key=lambda question: (question.weight == "refuse", -len(question.rows)))


def asked_of(row: WaitingRow, fault: Fault) -> QuestionKey:
    """The question a fault asks; rows share it where one answer serves them."""
    by_value = choices_of(fault.code, fault.weight).value is not None
    return QuestionKey(fault.code, fault.column, row.stored.kind, fault.value if by_value else "")


def answer(session: Session, asked: QuestionKey, given: Answer, hand: Hand) -> Settled:
    """One answer for all rows alike; the caller commits.

    Raises BadInput for an answer this question does not take, NotFound where nothing is asked so.
    """
    where = () if given.import_id is None else (ImportRow.import_id == given.import_id,)
    claim(session, *where)
    question = next((one for one in questions(session, *where) if one.asked == asked), None)
    if question is None:
        raise NotFound("这个问题已经答过了 / this question is answered already")
    _check(question, given.choice, given.value)
    if given.choice == DROP:
        drop(session, question.rows, hand)
        return Settled()
    _ANSWERS[given.choice](session, question, given.value, hand)
    return settle(session, question.rows, hand)


def settle_again(session: Session, rules: Sequence[str], hand: Hand) -> Settled:
    """Rows that wait for what may have come meanwhile (a county, a station, an employer): judged and kept if it has."""
    asked = [row for row in waiting_rows(session) if {fault.code for fault in row.stored.faults} & set(rules)]
    return settle(session, asked, hand)


def _check(question: Question, choice: str, value: str) -> None:
    choices = question.choices
    fits = choice in choices.buttons or (choice == VALUE and choices.value) or (choice == COUNTY and choices.county)
    if not fits:
        allowed = [*choices.buttons, *([VALUE] if choices.value else []), *([COUNTY] if choices.county else [])]
        raise BadInput(
            f"这里不能答 {choice}，只能答 {'、'.join(allowed)} / {choice} is no answer here: {', '.join(allowed)}"
        )
    if choice == VALUE and not value.strip():
        raise BadInput("请写上要填的内容 / write what is to stand there")


def _accepted(choice: str) -> Callable[[Session, Question, str, Hand], None]:
    def accepted(session: Session, question: Question, value: str, hand: Hand) -> None:  # noqa: ARG001
        for row in question.rows:
            accept(row, (question.asked.rule, question.asked.column), choice)

    return accepted


def _put(session: Session, question: Question, value: str, hand: Hand) -> None:  # noqa: ARG001
    for row in question.rows:
        headers = row.stored.headers
        if question.asked.column in headers:
            row.cells = with_cells(row.cells, {headers.index(question.asked.column): value})


def _own_county(session: Session, question: Question, value: str, hand: Hand) -> None:  # noqa: ARG001
    county = known_places().county(value)
    if not county:
        raise BadInput("请写县名，例如 威宁县 / write the county's name, e.g. 威宁县")
    keep_county(session, county, now=hand.now)


_ANSWERS: Final[dict[str, Callable[[Session, Question, str, Hand], None]]] = {
    KEEP: _accepted(KEEP),
    MERGE: _accepted(MERGE),
    VALUE: _put,
    COUNTY: _own_county,
}
