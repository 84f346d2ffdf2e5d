"""Handover, reserve, unplaced, recommendations, invitations."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.exports import handover, hints, leftovers, suggestions
from data.exports.sheets import PaperSheet, shown
from data.exports.suggestions import Suggestion
from data.tables import Employer, ReadLogEntry, UnplacedRow, Worker
from labor.errors import NotFound
from labor.plan import REASONS, SEVERAL
from labor.reason_sentences import REASON_WORDS
from labor.words import Bilingual
from tests.data.exports.seasons import READER, a_season, agrees

NEAR, PAID = Bilingual("离家近", "near home"), Bilingual("工资合适", "pays what you want")


def texts(sheet: PaperSheet) -> list[list[str]]:
    return [[shown(cell) for cell in row] for row in sheet.rows]


def electronics(session: Session) -> int:
    return session.scalars(select(Employer.id).where(Employer.name == "西湖电子厂")).one()


def test_an_employer_receives_its_own_people_however_they_travel(session: Session) -> None:
    plan = a_season(session)
    for worker in (1, 2, 4):
        agrees(session, worker, electronics(session))

    sheet = handover.sheet(session, plan.id, electronics(session), reader=READER)

    assert sorted((row[1], row[7]) for row in texts(sheet)) == [
        ("张三", "专车"),
        ("李四", "专车"),
        ("欧阳小明", "自行购票"),
    ]


def test_who_did_not_agree_stands_masked_on_the_handover_list(session: Session) -> None:
    plan = a_season(session)

    sheet = handover.sheet(session, plan.id, electronics(session), reader=READER)

    assert {row[1] for row in texts(sheet)} == {"张*", "李*", "欧*小明"}
    assert "未同意" in texts(sheet)[0][-1]
    assert session.scalars(select(ReadLogEntry).where(ReadLogEntry.subject == "workers")).all() == []


def test_an_employer_who_receives_nobody_has_no_list(session: Session) -> None:
    plan = a_season(session)

    with pytest.raises(NotFound):
        handover.sheet(session, plan.id, 99, reader=READER)


def test_employers_of_a_plan_are_listed_once(session: Session) -> None:
    plan = a_season(session)

    assert [name for _, name in handover.employers_of(session, plan.id)] == sorted(["嘉兴焊接厂", "西湖电子厂"])


def test_the_reserve_is_in_rank_order_with_phones(session: Session) -> None:
    plan = a_season(session)

    (row,) = texts(leftovers.reserve(session, plan.id, reader=READER))

    assert row[2:5] == ["1", "赵六", "13800000009"]
    assert row[6] == "41%"


def test_the_unplaced_hear_a_reason_and_what_stands_in_the_way(session: Session) -> None:
    plan = a_season(session)
    hints = {5: Bilingual("缺焊工证", "no welder card")}

    (row,) = texts(leftovers.unplaced(session, plan.id, reader=READER, hints=hints))

    assert row[1:3] == ["赵六", "138****0009"]
    assert row[4:6] == ["合适的岗位招满了", "缺焊工证"]


def test_every_reason_has_its_words() -> None:
    assert list(REASON_WORDS) == [*REASONS, SEVERAL]


def test_three_postings_a_worker_at_most_best_first(session: Session) -> None:
    a_season(session)
    many = [Suggestion(1, posting, rank, 0.5, (NEAR, PAID)) for rank, posting in ((2, 2), (1, 1), (4, 1), (3, 1))]

    rows = texts(suggestions.three_postings(session, many, reader=READER))

    assert [row[3] for row in rows] == ["1", "2", "3"]
    assert [row[0] for row in rows] == ["张三", "", ""]
    assert rows[0][1] == "138****0000"
    assert rows[0][10] == "离家近；工资合适"


def test_an_invitation_carries_a_message_to_copy(session: Session) -> None:
    a_season(session)

    (row,) = texts(suggestions.invitations(session, 1, [Suggestion(5, 1, 1, 0.62)], reader=READER))

    assert row[:3] == ["1", "赵六", "13800000009"]
    assert row[6].startswith(
        "赵六您好：2月21日到浙江省杭州市西湖区文三路1号，西湖电子厂招=普工，包住，税前5,500–6,500元/月"
    )
    assert "不收任何费用" in row[6]


def test_lists_say_how_the_score_comes_about(session: Session) -> None:
    a_season(session)

    sheet = suggestions.three_postings(session, [Suggestion(1, 1, 1, 0.5)], reader=READER)

    assert "不看性别、年龄" in sheet.notes[0].zh


def test_a_worker_no_posting_fits_hears_which_rules_are_in_the_way(session: Session) -> None:
    plan = a_season(session)
    session.execute(update(UnplacedRow).values(reason="no_pair"))
    session.execute(update(Worker).where(Worker.id == 5).values(max_distance_km=30.0, birth=date(1999, 9, 9)))

    told = hints.for_unplaced(session, plan.id)

    assert told[5].zh == "超出本人可接受距离（2个岗位，其中只差这一条的1个）；缺少有效证件（1个岗位）"


def test_other_reasons_need_no_hint(session: Session) -> None:
    plan = a_season(session)

    assert hints.for_unplaced(session, plan.id) == {}
