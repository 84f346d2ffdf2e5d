"""`gongqiao import` with a file that cannot be read among others: it is named, and the others are taken in."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.cli.commands import app
from api.settings import Settings
from api.web.app import make_app
from data.database import connect, opened
from data.tables import AssignmentRow, Posting, Vehicle, Worker
from tests.api.conftest import ORIGIN
from tests.data.importers.workbooks import village, workbook

OFFICE = Path(__file__).parents[2] / "office"


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(("content", "told"), [(workbook(village(9))[:-300], "is damaged"), (b"%PDF-1.7", "a PDF")])
def test_one_file_that_cannot_be_read_stops_no_other(
    tmp_path: Path, sqlite_template: Path, place: int, content: bytes, told: str
) -> None:
    (tmp_path / "gongqiao.db").write_bytes(sqlite_template.read_bytes())
    files = [tmp_path / "甲村.xlsx", tmp_path / "乙村.xlsx"]
    for at, path in enumerate(files):
        path.write_bytes(workbook([*village(0), *village(2 + 3 * at)[2 + 2 * at :]]))
    files.insert(place, tmp_path / "坏.xlsx")
    files[place].write_bytes(content)

    ended = CliRunner().invoke(app, ["import", *map(str, files), "--home", str(tmp_path)])

    assert ended.exit_code == 2, ended.output
    assert "坏.xlsx" in ended.output and told in ended.output
    engine = connect(f"sqlite:///{tmp_path / 'gongqiao.db'}")
    with opened(engine) as session:
        assert session.scalar(select(func.count()).select_from(Worker)) == 5
    engine.dispose()


def test_where_nothing_could_be_read_no_empty_table_is_printed(tmp_path: Path, sqlite_template: Path) -> None:
    (tmp_path / "gongqiao.db").write_bytes(sqlite_template.read_bytes())
    (tmp_path / "坏.xlsx").write_bytes(b"%PDF-1.7")

    ended = CliRunner().invoke(app, ["import", str(tmp_path / "坏.xlsx"), "--home", str(tmp_path)])

    assert ended.exit_code == 2 and "坏.xlsx" in ended.output
    assert "┏" not in ended.output


@pytest.mark.parametrize(
    ("second", "code", "told"),
    [
        ([["事项", "情形"], ["楼层", "六"]], 2, "1 张工作表，表里共 2 行没有导入"),
        ([["说明"], ["本表由村里填写"]], 0, "工作表“表2”没有读"),
    ],
)
def test_a_sheet_that_was_not_read_decides_the_exit_code_and_the_last_line(
    tmp_path: Path, sqlite_template: Path, second: list[list[str]], code: int, told: str
) -> None:
    (tmp_path / "gongqiao.db").write_bytes(sqlite_template.read_bytes())
    (tmp_path / "甲村.xlsx").write_bytes(workbook(village(3), second))

    ended = CliRunner().invoke(app, ["import", str(tmp_path / "甲村.xlsx"), "--home", str(tmp_path)])

    assert ended.exit_code == code, ended.output
    assert told in ended.output
    assert (str(3 + code) in ended.output) and "表2" in ended.output


def test_a_quotation_is_answered_with_the_verdict_on_each_vehicle(
    tmp_path: Path, sqlite_template: Path, settings: Settings
) -> None:
    (tmp_path / "gongqiao.db").write_bytes(sqlite_template.read_bytes())
    quotation = str(OFFICE / "客运公司报价.xlsx")

    ended = CliRunner().invoke(app, ["import", quotation, "--as-of", "2026-11-27", "--home", str(tmp_path)])
    again = CliRunner().invoke(app, ["import", quotation, "--as-of", "2026-11-27", "--home", str(tmp_path)])

    told = [line for line in ended.output.splitlines() if " · " in line]
    engine = connect(f"sqlite:///{tmp_path / 'gongqiao.db'}")
    with opened(engine) as session:
        assert len(told) == session.scalar(select(func.count()).select_from(Vehicle)) > 0
    assert any("不能开" in line and "公里" in line and "驾驶员" in line for line in told), told
    assert not [line for line in again.output.splitlines() if " · " in line]
    with TestClient(make_app(settings, engine), headers=ORIGIN) as client:
        for language, word in (("zh", "这些车能不能开"), ("en", "May these vehicles run?")):
            page = client.get(f"/imports/1?lang={language}").text
            assert word in page
            assert all(f'href="/vehicles/{number}"' in page for number in range(1, len(told) + 1))
    engine.dispose()


def test_without_vehicles_and_fares_nobody_is_planned_out_of_the_county_and_the_plan_says_so(tmp_path: Path) -> None:
    run, at = CliRunner(), ("--home", str(tmp_path), "--as-of", "2026-11-27")
    names = ("坪山村台账.xlsx", "鸿泰电子用工.xlsx", "帮扶车间登记表.xlsx")
    run.invoke(app, ["init", "--county", "威宁县", "--home", str(tmp_path)])
    run.invoke(app, ["import", *(str(OFFICE / name) for name in names), *at])

    planned = run.invoke(app, ["plan", "2026-12-01", "2026-12-14", "--threads", "1", *at])

    assert "没有车次，也没有票价" in planned.output
    with opened(connect(f"sqlite:///{tmp_path / 'gongqiao.db'}")) as session:
        went = session.execute(
            select(Posting.county, func.count())
            .join(AssignmentRow, AssignmentRow.posting_id == Posting.id)
            .group_by(Posting.county)
        ).all()
    assert went == [(520526, went[0][1])]
