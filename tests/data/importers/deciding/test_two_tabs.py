"""One row decided in two tabs: the first word stands, the second is answered with it or told so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select

from data.database import opened
from data.importers import Sending, bring_in, decide
from data.importers.deciding.alike import Answer, answer, questions
from data.importers.deciding.deciding import mend
from data.importers.deciding.settling import Hand
from data.tables import ImportRow, Worker
from labor.errors import LaborError, NotFound, StepRefused
from tests.data.importers.workbooks import TODAY, person, village, workbook


@pytest.fixture
def row_id(engine: Engine) -> int:
    """A row that waits: the name and phone of somebody registered, with another trade."""
    for rows in ([*village(0), person(0, identity="")], [*village(0), person(0, identity="", trade="电工")]):
        with opened(engine) as session:
            bring_in(session, Sending(workbook(rows), "大石镇.xlsx", "李"), today=TODAY)
    with opened(engine) as session:
        open_rows = select(ImportRow.id).where(ImportRow.outcome == "to_decide", ImportRow.cells.is_not(None))
        return session.scalars(open_rows).one()


def people(engine: Engine) -> int:
    with opened(engine) as session:
        return session.scalar(select(func.count()).select_from(Worker)) or 0


def say(engine: Engine, row_id: int, choice: str) -> str:
    try:
        with opened(engine) as session:
            decide(session, row_id, choice, today=TODAY)
    except LaborError as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize("choice", ["keep", "merge", "drop"])
def test_the_same_word_twice_is_answered_with_the_first_ones_result(engine: Engine, row_id: int, choice: str) -> None:
    first = say(engine, row_id, choice), people(engine)

    assert (say(engine, row_id, choice), people(engine)) == first


@pytest.mark.parametrize(("first", "word"), [("drop", "不要"), ("merge", "合并")])
def test_another_word_is_told_what_stands(engine: Engine, row_id: int, first: str, word: str) -> None:
    say(engine, row_id, first)
    before = people(engine)

    told = say(engine, row_id, "keep")

    assert f"已经决定过了（{word}）" in told and "decided already" in told
    assert people(engine) == before


def test_two_tabs_at_the_same_moment_register_one_person(engine: Engine, row_id: int) -> None:
    together = Barrier(2)

    def tab(choice: str) -> str:
        together.wait()
        return say(engine, row_id, choice)

    with ThreadPoolExecutor(2) as both:
        said = list(both.map(tab, ["keep", "keep"]))

    assert said == ["", ""]
    assert people(engine) == 2


def test_a_row_left_out_is_mended_no_more(engine: Engine, row_id: int) -> None:
    say(engine, row_id, "drop")

    with pytest.raises(StepRefused, match="decided already"), opened(engine) as session:
        mend(session, row_id, {1: "13800000000"}, today=TODAY)


def test_one_answer_for_many_rows_is_given_once(engine: Engine, row_id: int) -> None:
    with opened(engine) as session:
        asked = questions(session)[0].asked
    together = Barrier(2)

    def tab(_: int) -> str:
        together.wait()
        try:
            with opened(engine) as session:
                answer(session, asked, Answer("keep"), Hand(TODAY))
        except NotFound as told:
            return str(told)
        return ""

    with ThreadPoolExecutor(2) as both:
        said = sorted(both.map(tab, range(2)))

    assert said[0] == "" and "answered already" in said[1]
    assert people(engine) == 2
