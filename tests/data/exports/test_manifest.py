"""What each copy of a manifest shows, and what it hides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from data.exports import manifest
from data.exports.manifest_sheets import as_sheets
from data.tables import Batch, Employer, ReadLogEntry, TripCall
from labor.errors import BadInput, NotFound
from tests.builders import TODAY
from tests.data.exports.seasons import IDENTITIES, READER, a_season, agrees


def batch_id(session: Session) -> int:
    number: int | None = session.scalar(select(Batch.id))
    assert number is not None
    return number


def employer_id(session: Session, name: str = "西湖电子厂") -> int:
    number: int | None = session.scalar(select(Employer.id).where(Employer.name == name))
    assert number is not None
    return number


def test_the_escort_sees_whole_names_and_phones(session: Session) -> None:
    a_season(session)

    made = manifest.sheet(session, batch_id(session), "escort", reader=READER)

    assert [line.name for line in made.passengers] == ["张三", "李四", "王五"]
    assert [line.phone for line in made.passengers] == ["13800000000", "13800000001", "13800000002"]
    assert {line.identity for line in made.passengers} == {"*" * 14 + number[-4:] for number in IDENTITIES[:3]}


def test_a_receiver_gets_its_own_people_and_the_data_they_agreed_to(session: Session) -> None:
    a_season(session)
    agrees(session, 1, employer_id(session))

    made = manifest.sheet(session, batch_id(session), "receiver", reader=READER, employer_id=employer_id(session))

    assert [(line.name, line.phone) for line in made.passengers] == [("张三", "13800000000"), ("李*", "")]
    assert {line.employer for line in made.passengers} == {"西湖电子厂"}


def test_a_consent_to_another_employer_or_withdrawn_opens_nothing(session: Session) -> None:
    a_season(session)
    agrees(session, 1, employer_id(session, "嘉兴焊接厂"))
    agrees(session, 2, employer_id(session), withdrawn=TODAY - timedelta(days=1), given=TODAY - timedelta(days=9))

    made = manifest.sheet(session, batch_id(session), "receiver", reader=READER, employer_id=employer_id(session))

    assert [line.name for line in made.passengers] == ["张*", "李*"]


def test_the_notice_board_hides_a_character_and_every_number(session: Session) -> None:
    a_season(session, escorts="周领队 13512345678")

    made = manifest.sheet(session, batch_id(session), "notice", reader=READER)
    words = str(as_sheets(made))

    assert [line.name for line in made.passengers] == ["张*", "李*", "王*"]
    for secret in ("张三", "13800000000", IDENTITIES[0][-4:], "13512345678", "13700000000", "陈主管"):
        assert secret not in words


def test_the_notice_board_breaks_no_seal(session: Session) -> None:
    a_season(session)

    manifest.sheet(session, batch_id(session), "notice", reader=READER)

    assert session.scalars(select(ReadLogEntry)).all() == []


def test_each_person_read_stands_in_the_log(session: Session) -> None:
    a_season(session)

    manifest.sheet(session, batch_id(session), "escort", reader=READER)

    read = session.scalars(select(ReadLogEntry).where(ReadLogEntry.subject == "workers")).all()
    assert sorted(row.subject_id or 0 for row in read) == [1, 2, 3]
    assert {(row.reader, row.purpose) for row in read} == {("local operator", "test")}


def test_a_receivers_copy_without_a_receiver_is_refused(session: Session) -> None:
    a_season(session)

    with pytest.raises(BadInput, match="say which employer"):
        manifest.sheet(session, batch_id(session), "receiver", reader=READER)


def test_an_unknown_batch_is_refused(session: Session) -> None:
    with pytest.raises(NotFound):
        manifest.sheet(session, 7, "escort", reader=READER)


def test_everyones_stop_has_its_day_in_both_calendars_and_estimates_say_so(session: Session) -> None:
    a_season(session)

    made = manifest.sheet(session, batch_id(session), "escort", reader=READER)

    assert [line.pickup_when.zh for line in made.passengers] == [
        *("2月21日（正月初五）06:15前到，06:30开车",) * 2,
        "2月21日（正月初五）约06:50前到，约07:05开车",
    ]
    assert made.passengers[2].pickup_when.en.endswith("be there by about 06:50, leaves about 07:05")
    assert made.journey.destinations[0].when.zh == "2月22日（正月初六）约05:00到达"


def test_a_trip_without_a_worked_out_round_shows_the_stated_hour_at_its_first_stop_alone(session: Session) -> None:
    a_season(session)
    session.execute(delete(TripCall))

    made = manifest.sheet(session, batch_id(session), "escort", reader=READER)

    assert [line.pickup_when.zh for line in made.passengers][1:] == [
        "2月21日（正月初五）06:30开车",
        "2月21日（正月初五）时间听通知",
    ]


def test_papers_replies_and_companions_stand_on_the_line(session: Session) -> None:
    a_season(session)

    made = manifest.sheet(session, batch_id(session), "escort", reader=READER)

    assert [line.papers.zh for line in made.passengers] == ["—", "—", "✔"]
    assert [line.agreed.zh for line in made.passengers] == ["✔同意"] * 3
    assert [line.group for line in made.passengers] == ["1", "1", ""]


def test_every_column_of_the_requirements_is_there(session: Session) -> None:
    a_season(session)
    whole = as_sheets(manifest.sheet(session, batch_id(session), "escort", reader=READER))[1]

    titles = {column.title.zh for column in whole.columns}
    assert titles == {
        *("批次号", "车次", "车辆", "座位号", "序号", "姓名", "性别", "身份证号", "电话", "乡镇/村", "上车点"),
        *("上车日期", "农历", "到点时间", "开车时间"),
        *("用人单位", "用人单位地址", "岗位", "用人单位联系人", "同行组", "紧急联系人"),
        *("保险公司", "保险单号", "证件核验"),
        *("合同/意向", "上车", "到达", "交接人", "备注"),
    }
