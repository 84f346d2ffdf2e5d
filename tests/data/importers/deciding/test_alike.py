"""One answer for many alike rows, cells mended in place, and nothing lost between two answers."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.importers import Sending, bring_in
from data.importers.deciding.alike import Answer, Question, QuestionKey, answer, questions
from data.importers.deciding.deciding import decide, mend
from data.importers.deciding.settling import Hand
from data.importers.deciding.waiting import waiting_rows
from data.tables import ImportRow, Posting, Worker
from labor.errors import BadInput, NotFound
from tests.data.importers.workbooks import TODAY, village, workbook

HAND = Hand(TODAY, "李")
HEADER = ["姓名", "电话", "年龄", "县区", "备注"]
ORDERS = ["企业名称", "岗位", "人数", "工资", "工作地点"]


def bring(session: Session, *rows: list[Any], name: str = "名单.xlsx", title: str = "务工名单") -> int:
    report = bring_in(session, Sending(workbook([[title], *rows]), name, "李"), today=TODAY)
    return report.tallies[0].import_id


def people(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Worker)) or 0


def asked(session: Session, rule: str) -> Question:
    return next(one for one in questions(session) if one.asked.rule == rule)


def test_one_answer_serves_all_rows_alike_of_every_file(session: Session) -> None:
    for file in range(2):
        rows = [[f"张{name}", f"1540000{file}{at:03d}", 17, "利州区", ""] for at, name in enumerate("伟芳娜敏")]
        bring(session, HEADER, *rows, name=f"{file}.xlsx")
    question = asked(session, "age_near_minor")

    settled = answer(session, question.asked, Answer("keep"), HAND)

    assert (len(question.rows), len(settled.kept), people(session)) == (8, 8, 8)
    assert questions(session) == []


def test_an_answer_given_for_one_file_leaves_the_others_asked(session: Session) -> None:
    first = bring(session, HEADER, ["张伟", "15400000001", 17, "利州区", ""], name="一.xlsx")
    bring(session, HEADER, ["张芳", "15400000002", 17, "利州区", ""], name="二.xlsx")

    answer(session, asked(session, "age_near_minor").asked, Answer("keep", import_id=first), HAND)

    assert people(session) == 1
    assert len(asked(session, "age_near_minor").rows) == 1


def test_a_row_with_two_questions_waits_for_both_answers(session: Session) -> None:
    bring(session, HEADER, ["张伟", "1540000001", 17, "利州区", ""])

    first = answer(session, asked(session, "age_near_minor").asked, Answer("keep"), HAND)

    assert (first.kept, first.waiting, people(session)) == ((), 1, 0)
    assert [one.asked.rule for one in questions(session)] == ["phone_wrong"]
    answer(session, asked(session, "phone_wrong").asked, Answer("keep"), HAND)
    assert people(session) == 1


def test_the_county_is_answered_once_for_every_file_that_waits(session: Session) -> None:
    header = ["姓名", "电话", "出生年月"]
    bring(session, header, ["张伟", "15400000001", "1990年5月"], name="一.xlsx")
    bring(session, header, ["张芳", "15400000002", "1991年5月"], name="二.xlsx")

    answer(session, asked(session, "county_missing").asked, Answer("county", "威宁县"), HAND)

    assert set(session.scalars(select(Worker.county))) == {520526}
    assert people(session) == 2


def test_a_couple_that_waits_together_stays_a_couple(session: Session) -> None:
    header = ["姓名", "电话", "出生年月", "备注"]
    bring(
        session, header,
        ["张伟", "15400000001", "1990年5月", "和李芳一起"], ["李芳", "15400000002", "1991年5月", "和张伟一起"],
    )  # fmt: skip

    answer(session, asked(session, "county_missing").asked, Answer("county", "威宁县"), HAND)

    groups = set(session.scalars(select(Worker.group_id)))
    assert len(groups) == 1 and None not in groups


def test_companions_decided_one_after_the_other_still_come_together(session: Session) -> None:
    header = ["姓名", "电话", "年龄", "县区", "备注"]
    bring(
        session, header,
        ["张伟", "15400000001", 17, "利州区", "和李芳一起"], ["李芳", "1540000000", 30, "利州区", ""],
    )  # fmt: skip

    for row in waiting_rows(session):
        decide(session, row.carrier.id, "keep", today=TODAY)

    groups = set(session.scalars(select(Worker.group_id)))
    assert people(session) == 2 and len(groups) == 1 and None not in groups


def test_one_value_is_put_into_every_cell_that_says_the_same(session: Session) -> None:
    bring(
        session, ORDERS,
        ["某某电子有限公司", "普工", "若干", "5000-6000", "浙江宁波"],
        ["某某电子有限公司", "质检", "若干", "5000-6000", "浙江宁波"],
        ["某某电子有限公司", "搬运", "若干名", "5000-6000", "浙江宁波"],
        title="用工需求",
    )  # fmt: skip
    question = next(one for one in questions(session) if one.asked.value == "若干")

    settled = answer(session, question.asked, Answer("value", "12"), HAND)

    assert len(settled.kept) == 2
    assert set(session.scalars(select(Posting.openings))) == {12}


def test_a_vague_number_of_people_is_asked_and_never_kept_as_it_stands(session: Session) -> None:
    bring(session, ORDERS, ["某某电子有限公司", "普工", "若干", "5000-6000", "浙江宁波"], title="用工需求")
    question = asked(session, "openings_missing")

    with pytest.raises(BadInput, match="keep is no answer here"):
        answer(session, question.asked, Answer("keep"), HAND)

    assert "keep" not in question.choices.buttons


@pytest.mark.parametrize("choice", ["merge", "value", "county", "nonsense"])
def test_an_answer_a_question_does_not_take_is_refused_and_changes_nothing(session: Session, choice: str) -> None:
    bring(session, HEADER, ["张伟", "15400000001", 17, "利州区", ""])

    with pytest.raises(BadInput):
        answer(session, asked(session, "age_near_minor").asked, Answer(choice, "1"), HAND)

    assert len(questions(session)) == 1


def test_a_question_is_answered_once(session: Session) -> None:
    bring(session, HEADER, ["张伟", "15400000001", 17, "利州区", ""])
    question = asked(session, "age_near_minor")
    answer(session, question.asked, Answer("drop"), HAND)

    with pytest.raises(NotFound):
        answer(session, question.asked, Answer("keep"), HAND)
    with pytest.raises(NotFound):
        answer(session, QuestionKey("never", "", "workers"), Answer("keep"), HAND)
    assert people(session) == 0


def test_a_cell_mended_in_place_keeps_the_row(session: Session) -> None:
    bring(session, HEADER, ["张伟", "1540000001", 30, "利州区", ""])
    (row,) = waiting_rows(session)

    settled = mend(session, row.carrier.id, {1: "15400000009"}, today=TODAY, by="李")

    assert len(settled.kept) == 1
    assert session.scalars(select(Worker.phone)).all() == ["15400000009"]
    assert {remark.decision for remark in row.remarks} == {"mended"}


def test_a_row_refused_is_mended_in_place_too(session: Session) -> None:
    rows = village(1)
    rows[2][1] = "510802198503120000"
    bring_in(session, Sending(workbook(rows), "村.xlsx", "李"), today=TODAY)
    (row,) = waiting_rows(session)

    decided = mend(session, row.carrier.id, {1: ""}, today=TODAY)

    assert len(decided.kept) == 1 and people(session) == 1


def test_a_row_mended_badly_says_what_is_wrong_now(session: Session) -> None:
    bring(session, HEADER, ["张伟", "1540000001", 30, "利州区", ""])
    (row,) = waiting_rows(session)

    settled = mend(session, row.carrier.id, {2: "17", 3: "朝阳区"}, today=TODAY)

    assert (settled.kept, settled.waiting) == ((), 1)
    rules = {one.asked.rule for one in questions(session)}
    assert rules >= {"phone_wrong", "age_near_minor"}
    (again,) = waiting_rows(session)
    assert again.cells[3] == "朝阳区"


def test_a_row_mended_into_somebody_registered_asks_whether_it_is_them(session: Session) -> None:
    bring(session, HEADER, ["张伟", "15400000001", 30, "利州区", ""], name="一.xlsx")
    bring(session, HEADER, ["张伟", "1540000001", 30, "利州区", ""], name="二.xlsx")
    (row,) = waiting_rows(session)

    settled = mend(session, row.carrier.id, {1: "15400000001"}, today=TODAY)

    assert (settled.kept, people(session)) == ((), 1)
    assert asked(session, "duplicate_name_phone").choices.buttons.keys() == {"merge", "keep", "drop"}


def test_a_double_within_one_file_can_be_merged(session: Session) -> None:
    bring(session, HEADER, ["张伟", "15400000001", 30, "利州区", ""], ["张伟", "15400000001", 30, "利州区", "会开叉车"])

    settled = answer(session, asked(session, "duplicate_name_phone").asked, Answer("merge"), HAND)

    assert len(settled.kept) == 1 and people(session) == 1


def test_one_number_is_never_offered_to_be_kept_as_two_people(session: Session) -> None:
    rows = village(1)
    rows.append([*rows[2][:2], "15499999999", *rows[2][3:]])
    bring_in(session, Sending(workbook(rows), "村.xlsx", "李"), today=TODAY)

    assert asked(session, "duplicate_identity").choices.buttons.keys() == {"merge", "drop"}


def test_twenty_six_rows_with_an_age_only_are_kept_without_a_question_and_told_of(session: Session) -> None:
    rows = [[f"张{chr(0x4E00 + at)}", f"154000000{at:02d}", 25 + at, "利州区", ""] for at in range(26)]
    import_id = bring(session, HEADER, *rows)

    told = session.scalar(select(func.count()).where(ImportRow.import_id == import_id, ImportRow.rule == "age_only"))

    assert (people(session), questions(session), told) == (26, [], 26)
    assert session.scalars(select(Worker.birth_is_exact)).all() == [False] * 26
