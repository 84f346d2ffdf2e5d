"""The same file by other columns, columns remembered for the next one, and mended rows that come back."""

from __future__ import annotations

import io
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.importers import Report, Sending, bring_in, open_rows, read_file, write_bad_rows
from data.importers.deciding.waiting import waiting_rows
from data.tables import Posting, Worker
from tests.data.importers.workbooks import TODAY, workbook

HEADER = ["姓名", "电话", "出生年月", "县区", "代号甲", "备注"]
PEOPLE = [
    ["张伟", "15400000001", "1990年5月", "利州区", "浙江", "会开叉车"],
    ["李芳", "15400000002", "1991年5月", "利州区", "广东", ""],
]
ORDERS = ["企业名称", "岗位", "人数", "工资", "工作地点", "岗位说明"]


def send(
    session: Session, rows: list[list[Any]], changes: dict[str, str] | None = None, name: str = "一.xlsx"
) -> Report:
    content = workbook([["务工人员名单" if "姓名" in rows[0] else "用工需求"], *rows])
    mapping = None
    if changes:
        ((_, mapping),) = read_file(content, None, name=name).tables
        for header, field in changes.items():
            mapping = mapping.changed(header, field)
    return bring_in(session, Sending(content, name, "李", mapping=mapping), today=TODAY)


def workers(session: Session) -> list[Worker]:
    session.expire_all()
    return list(session.scalars(select(Worker).order_by(Worker.id)))


def test_the_same_file_by_a_corrected_column_puts_the_same_people_right(session: Session) -> None:
    send(session, [HEADER, *PEOPLE])
    before = [worker.id for worker in workers(session)]

    again = send(session, [HEADER, *PEOPLE], {"代号甲": "remarks", "备注": "text"})

    assert not again.already and (again.kept, again.to_decide) == (2, 0)
    assert [worker.id for worker in workers(session)] == before
    assert workers(session)[0].remarks == "浙江"


def test_what_a_wrong_column_said_is_taken_back(session: Session) -> None:
    send(session, [HEADER, *PEOPLE], {"代号甲": "village"})
    assert workers(session)[0].village == "浙江"

    send(session, [HEADER, *PEOPLE], {"代号甲": "remarks"})

    assert [worker.village for worker in workers(session)] == ["", ""]
    assert [worker.phone for worker in workers(session)] == ["15400000001", "15400000002"]


def test_rows_that_waited_under_the_wrong_columns_wait_no_longer(session: Session) -> None:
    header = ["姓名", "电话", "代号乙", "县区"]
    people = [["张伟", "15400000001", "30", "利州区"]]
    send(session, [header, *people], {"代号乙": "birth"})
    waited = len(waiting_rows(session))

    send(session, [header, *people], {"代号乙": "age"})

    assert waited <= 1 and waiting_rows(session) == []
    assert len(workers(session)) == 1


def test_a_posting_that_only_the_wrong_columns_made_is_out_of_use(session: Session) -> None:
    rows = [ORDERS, ["某某电子有限公司", "普工", 12, "5000-6000", "浙江宁波", "装配工"]]
    send(session, rows)

    send(session, rows, {"岗位": "remarks", "岗位说明": "title"})

    found = {posting.title: posting.status for posting in session.scalars(select(Posting))}
    assert found == {"普工": "withdrawn", "装配工": "open"}


def test_columns_named_by_hand_hold_for_the_next_file_with_the_same_header(session: Session) -> None:
    send(session, [HEADER, *PEOPLE], {"代号甲": "village"})
    other = ["王敏", "15400000003", "1992年5月", "利州区", "前进村", ""]

    send(session, [HEADER, other], name="下月.xlsx")

    assert workers(session)[-1].village == "前进村"


def test_columns_told_by_the_program_are_told_anew_each_time(session: Session) -> None:
    report = send(session, [HEADER, *PEOPLE])

    again = send(session, [HEADER, *PEOPLE])

    assert again.already and again.kept == report.kept


def test_mended_rows_keep_the_columns_somebody_named(session: Session) -> None:
    header = ["姓名", "电话", "代号丙", "县区", "出生年月"]
    report = send(session, [header, ["张伟", "1540000001", "前进村", "利州区", "1990年5月"]], {"代号丙": "village"})
    target = io.BytesIO()
    write_bad_rows(open_rows(session, report.tallies[0].import_id), target)
    content = _changed(target.getvalue(), "1540000001", "15400000009")

    bring_in(session, Sending(content, "改好.xlsx", "王"), today=TODAY)

    (worker,) = workers(session)
    assert (worker.village, worker.phone) == ("前进村", "15400000009")
    assert waiting_rows(session) == []


def _changed(content: bytes, old: str, new: str) -> bytes:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.value == old:
                cell.value = new
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
