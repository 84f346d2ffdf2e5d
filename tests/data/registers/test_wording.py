"""Free text without people in it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.registers import Source, keep_workers
from data.registers.records import KeptRow, WorkerRecord
from data.registers.wording import without_people
from data.tables import Worker
from tests.builders import LIZHOU, NOW, TODAY


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("冯巧菊 电子厂流水线 想去福建", "某 电子厂流水线 想去福建"),
        ("焊工,电话138 8123 4567", "焊工,电话"),
        ("焊工13881234567想去浙江", "焊工想去浙江"),
        ("焊工１３８８１２３４５６７想去浙江", "焊工想去浙江"),
        ("身份证51080219850312123X", "身份证"),
        ("家里0839-3221234", "家里"),
        ("和李四一起去", "和某一起去"),
        ("和老婆张小花一起", "和老婆一起"),
        ("跟欧阳建国干过", "跟某干过"),
    ],
)
def test_names_and_numbers_are_taken_out(said: str, kept: str) -> None:
    assert without_people(said, {"冯巧菊"}, {"欧阳建国"}) == kept


@pytest.mark.parametrize(
    "words",
    [
        "工资4000-5000",
        "2018-2022年在厂里",
        "会C1驾照,干了12年",
        "2026-02-21以后能走",
        "啥都能干",
        "和同村一起",
        "每小时26元,10小时",
    ],
)
def test_what_is_nobodys_stays(words: str) -> None:
    assert without_people(words, {"冯巧菊"}, {"欧阳建国"}) == words


def test_the_register_keeps_no_name_of_the_import_in_open_text(session: Session) -> None:
    records = [
        WorkerRecord("李四", phone="13800000001", county=LIZHOU, text="和王五同去,会木工", group_key="1"),
        WorkerRecord("王五", phone="13800000002", county=LIZHOU, text="李四介绍的", group_key="1"),
        WorkerRecord("冯巧菊", phone="13800000003", county=LIZHOU, text="冯巧菊 13800000003 缝纫"),
    ]

    for _ in range(2):
        kept = keep_workers(session, [KeptRow("s", at, r) for at, r in enumerate(records)], Source(TODAY, NOW, "x"))

    texts = session.scalars(select(Worker.text).order_by(Worker.id)).all()
    assert texts == ["和某同去,会木工", "某介绍的", "某 缝纫"] and kept.same == 3
