"""The plan's summary and the bundle of all its papers."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.exports import bundle, summary
from data.exports.expected import Expected
from data.exports.sheets import shown
from data.exports.suggestions import Suggestion
from data.tables import PlanRow, ReadLogEntry, TripCall
from labor.errors import NotFound
from tests.data.exports.seasons import READER, a_season


def facts(session: Session, plan: PlanRow) -> dict[str, str]:
    return {fact.label.zh: shown(fact.value) for fact in summary.key_facts(session, plan)}


def test_the_figures_a_plan_is_printed_with(session: Session) -> None:
    plan = a_season(session)
    plan.travel_cost_fen, plan.objective, plan.bound, plan.gap = 1_280_000.0, 5_000_000.0, 5_100_000.0, 0.0196

    told = facts(session, plan)

    assert (told["安排人数"], told["未安排"], told["乘专车/座位"]) == ("4", "1", "3/49")
    assert (told["交通费（元）"], told["人均（元）"]) == ("12,800", "3,200")
    assert (told["净值（元）"], told["上界（元）"], told["与上界差距"]) == ("50,000.00", "51,000.00", "1.960%")


def test_tiers_count_everybody_once(session: Session) -> None:
    plan = a_season(session)
    tiers = summary.sheets(session, plan.id)[1]

    assert [row[1] for row in tiers.rows[:4]] == [0, 0, 0, 4]
    assert shown(tiers.rows[4][0]) == "四川省广元市利州区 → 浙江省杭州市西湖区"


def test_a_place_may_use_its_own_words(session: Session) -> None:
    plan = a_season(session)

    tiers = summary.sheets(session, plan.id, place="inner_mongolia")[1]

    assert shown(tiers.rows[1][0]) == "盟市内跨旗县区"


def test_trips_show_fill_and_cost_a_head(session: Session) -> None:
    plan = a_season(session)
    (trip,) = summary.sheets(session, plan.id)[0].rows

    assert [shown(cell) for cell in trip] == [
        *("1", "R1-01", "川H12345", "利州汽车站 → 昭化服务站 → 西湖厂区", "2月21日", "2月22日"),
        *("3", "49", "6%", "12000", "4000", "", "", "", ""),
    ]


def test_a_trip_is_told_by_the_stops_it_makes_in_the_order_it_drives_them(session: Session) -> None:
    plan = a_season(session)
    driven = session.scalars(select(TripCall).order_by(TripCall.position)).all()
    driven[0].hub_id, driven[1].hub_id = driven[1].hub_id, driven[0].hub_id

    (trip,) = summary.sheets(session, plan.id)[0].rows

    assert shown(trip[3]) == "昭化服务站 → 利州汽车站 → 西湖厂区"
    assert [shown(cell, "en") for cell in trip[4:6]] == ["21 Feb", "22 Feb"]


def test_trips_show_what_to_expect_at_the_door(session: Session) -> None:
    plan = a_season(session)
    likely = Expected(3, 48, 2.64, 0.31, 1, 2.9, 0.04, 0.6)

    (trip,) = summary.sheets(session, plan.id, dict.fromkeys(range(9), likely))[0].rows

    assert [shown(cell) for cell in trip[-4:]] == ["2.6", "31%", "1", "60%"]


def test_weights_are_printed_with_their_meaning(session: Session) -> None:
    plan = a_season(session)
    rows = [[shown(cell) for cell in row] for row in summary.sheets(session, plan.id)[4].rows]

    assert ["每预期留岗满30天一人值（元）", "3,000"] in rows


def test_the_summary_breaks_no_seal(session: Session) -> None:
    plan = a_season(session)

    summary.sheets(session, plan.id)

    assert session.scalars(select(ReadLogEntry)).all() == []


def test_a_summary_of_nothing_is_refused(session: Session) -> None:
    with pytest.raises(NotFound):
        summary.sheets(session, 5)


def test_all_papers_of_a_plan_are_written_and_zipped(session: Session, tmp_path: Path) -> None:
    plan = a_season(session)
    extras = bundle.Extras([Suggestion(1, 1, 1, 0.5)], [Suggestion(5, 1, 1, 0.5)])

    paths = bundle.Papers(session, plan.id, tmp_path / "out", READER).write(extras)

    out = tmp_path / "out"
    written = sorted(path.relative_to(out).as_posix() for path in paths[:-1])
    assert written == sorted(
        [
            *("方案摘要.xlsx", "候补名单.xlsx", "未安排及原因.xlsx", "岗位推荐.xlsx", "邀约名单.xlsx", "出发须知.xlsx"),
            *("批次/R1-01-护送人员联.xlsx", "批次/R1-01-公示联.xlsx", "批次/R1-01-出发须知.xlsx"),
            *("用人单位/交接单-西湖电子厂.xlsx", "用人单位/交接单-嘉兴焊接厂.xlsx"),
        ]
    )
    assert sorted(zipfile.ZipFile(paths[-1]).namelist()) == written
    assert {path for path in out.rglob("*") if path.is_file()} == set(paths)


def test_exported_papers_are_for_their_owner_alone(session: Session, tmp_path: Path) -> None:
    plan = a_season(session)

    paths = bundle.Papers(session, plan.id, tmp_path / "out", READER).write()

    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_an_employers_file_holds_its_handover_list_and_its_copy_of_each_batch(session: Session, tmp_path: Path) -> None:
    plan = a_season(session)
    paths = bundle.Papers(session, plan.id, tmp_path, READER).write()

    book = openpyxl.load_workbook(next(path for path in paths if path.name == "交接单-嘉兴焊接厂.xlsx"))
    words = " ".join(str(cell.value) for tab in book.worksheets for row in tab.iter_rows() for cell in row)
    assert book.sheetnames == ["交接单", "R1-01"]
    assert "王*" in words and "张" not in words


def test_every_file_opens_and_says_it_is_a_sample(session: Session, tmp_path: Path) -> None:
    plan = a_season(session)

    for path in bundle.Papers(session, plan.id, tmp_path, READER).write()[:-1]:
        for tab in openpyxl.load_workbook(path).worksheets:
            assert "合成示例" in " ".join(str(cell.value) for row in tab.iter_rows() for cell in row), (path, tab)


def test_writing_twice_replaces_the_files(session: Session, tmp_path: Path) -> None:
    plan = a_season(session)

    first = bundle.Papers(session, plan.id, tmp_path, READER).write()

    assert bundle.Papers(session, plan.id, tmp_path, READER).write() == first
