"""What a worker takes along."""

from __future__ import annotations

import io

import numpy as np
import openpyxl
import pytest
import segno
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.exports import slip_book, slips
from data.exports.slips import Slip, verification_code
from data.tables import ReadLogEntry, Setting
from labor.errors import NotFound
from tests.builders import NOW
from tests.data.exports.seasons import READER, a_season


def made(session: Session) -> dict[str, Slip]:
    plan = a_season(session, escorts="赵队 13512345678")
    return {slip.name: slip for slip in slips.slips(session, plan.id, reader=READER)}


def text(slip: Slip, label: str) -> str:
    return next(words.zh for name, words in slip.lines if name.zh == label)


def test_everybody_placed_gets_one(session: Session) -> None:
    assert sorted(made(session)) == sorted(["张三", "李四", "王五", "欧阳小明"])


def test_the_slip_says_when_where_and_how(session: Session) -> None:
    slip = made(session)["张三"]

    assert text(slip, "哪天走") == "2026年2月21日（星期六，农历正月初五）"
    assert text(slip, "几点、在哪上车") == "06:15前到，06:30开车，利州汽车站"
    assert "川H12345" in text(slip, "坐什么车")
    assert text(slip, "谁带队") == "赵队 13512345678"
    assert text(slip, "多少钱") == "税前5,500–6,500元/月"
    assert text(slip, "去哪里") == "浙江省杭州市西湖区文三路1号"


def test_a_reckoned_time_is_told_as_such(session: Session) -> None:
    where = text(made(session)["王五"], "几点、在哪上车")

    assert where.startswith("约06:50前到，约07:05开车，昭化服务站") and "以领队通知为准" in where


def test_hazards_and_certificates_are_told(session: Session) -> None:
    slip = made(session)["王五"]

    assert "电焊烟尘" in text(slip, "有什么危害")
    assert "熔化焊接与热切割作业" in text(slip, "带什么")


def test_a_ticket_traveler_hears_of_the_ticket(session: Session) -> None:
    slip = made(session)["欧阳小明"]

    assert "自己买票" in text(slip, "怎么去")
    assert text(slip, "哪天前到").startswith("2026年2月28日")


def test_every_slip_says_no_deposit_no_card_and_free_to_refuse(session: Session) -> None:
    for slip in made(session).values():
        promises = "".join(promise.zh for promise in slip.promises)
        assert "不收押金、不扣身份证" in promises and "可以不去" in promises
        assert "12333" in text(slip, "有事打电话")


def test_the_code_tells_no_name_and_no_phone(session: Session) -> None:
    slip = made(session)["张三"]

    assert slip.code_says == f"R1-01 {slip.code} TEL 12333"
    assert slip.code == verification_code("R1-01", slip.worker_id) != verification_code("R1-02", slip.worker_id)


def test_the_code_is_an_address_where_the_office_has_one(session: Session) -> None:
    session.add(Setting(name="public_url", value="https://example.org/", changed=NOW))

    assert made(session)["张三"].code_says.startswith("https://example.org/check/R1-01/")


def test_the_agency_is_named_as_such(session: Session) -> None:
    from data.tables import Posting

    plan = a_season(session)
    session.scalars(select(Posting)).first().employment_form = "agency"  # type: ignore[union-attr]
    session.flush()

    (slip, *_) = slips.slips(session, plan.id, reader=READER)
    assert "劳务派遣" in text(slip, "谁雇您")


def test_reading_the_names_is_logged(session: Session) -> None:
    made(session)

    logged = session.scalars(
        select(ReadLogEntry).where(ReadLogEntry.subject == "workers", ReadLogEntry.fields == "name")
    ).all()
    assert len(logged) == 4


def test_a_plan_nobody_made_is_refused(session: Session) -> None:
    with pytest.raises(NotFound):
        slips.slips(session, 9, reader=READER)


def test_the_printed_book_holds_a_picture_a_slip_and_two_a_page(session: Session) -> None:
    everybody = list(made(session).values())
    tab = openpyxl.load_workbook(io.BytesIO(slip_book.written(everybody)))["出发须知"]

    assert len(tab._images) == 4
    assert len(tab.row_breaks.brk) == 2
    assert slip_book.picture("x").startswith(b"\x89PNG")


def test_the_picture_shows_the_code_dot_by_dot() -> None:
    code = segno.make_qr("R1-01 0A1B2C3D TEL 12333", error="m", mask=3, boost_error=False)
    shown = np.asarray(Image.open(io.BytesIO(slip_book.picture("R1-01 0A1B2C3D TEL 12333"))).convert("1"))

    middle = slip_book.DOTS_A_MODULE // 2
    modules = ~shown[middle :: slip_book.DOTS_A_MODULE, middle :: slip_book.DOTS_A_MODULE]
    quiet = slip_book.QUIET_MODULES
    assert np.array_equal(modules[quiet:-quiet, quiet:-quiet], np.array(code.matrix, dtype=bool))
    assert not modules[:quiet].any() and not modules[:, -quiet:].any()
