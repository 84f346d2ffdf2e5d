"""`gongqiao import` with a file that cannot be read among others: it is named, and the others are taken in."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from api.cli.commands import app
from data.database import connect, opened
from data.tables import Worker
from tests.data.importers.workbooks import village, workbook


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


@pytest.mark.parametrize(
    ("second", "code", "told"),
    [
        ([["项目", "内容"], ["宿舍", "六人间"]], 2, "1 张工作表，表里共 2 行没有导入"),
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
