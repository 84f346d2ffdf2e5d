"""A large file is looked at and brought in by a process of its own, with the same result and the same errors."""

from __future__ import annotations

import threading
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.office import importing, large_files, uploads
from api.office.importing import Desk
from data.database import connect, opened
from data.tables import Import, Worker
from labor.errors import BadInput, UnreadableFile
from tests.data.importers.workbooks import HEADER, person

TODAY = date(2026, 2, 1)
LONG = "做过三年，" * 1_000


@pytest.fixture
def desk(tmp_path: Path, sqlite_template: Path) -> Desk:
    (tmp_path / "gongqiao.db").write_bytes(sqlite_template.read_bytes())
    return Desk(connect(f"sqlite:///{tmp_path / 'gongqiao.db'}"), TODAY, "李")


def put(folder: Path, rows: int) -> uploads.Upload:
    """A register whose remarks make it large."""
    lines = [",".join((*HEADER, "经历")), *(",".join(map(str, (*person(at), LONG))) for at in range(rows))]
    return uploads.put_aside(folder, "四川省广元市利州区.csv", "\n".join(lines).encode())


def test_a_large_file_is_seen_and_kept_as_a_small_one_is(tmp_path: Path, desk: Desk) -> None:
    upload = put(tmp_path / "uploads", 60)
    assert large_files.is_large(upload) and not large_files.is_large(put(tmp_path / "uploads", 3))

    seen = importing.preview(desk.engine, upload, kind=None)
    number = importing.bring_in_once(tmp_path / "uploads", upload.token, {"home": "510802"}, desk)

    assert seen == importing.Preview(seen.tables, (), 0) and seen.tables[0].rows == 60
    with opened(desk.engine) as session:
        assert session.get_one(Import, number).imported_by == "李"
        assert session.scalar(select(func.count()).select_from(Worker)) == 60


def test_what_is_wrong_with_a_large_file_is_said_here(tmp_path: Path, desk: Desk) -> None:
    upload = uploads.put_aside(tmp_path / "uploads", "照片.xlsx", b"\x89PNG" + bytes(600_000))

    with pytest.raises(UnreadableFile, match="PNG"):
        importing.preview(desk.engine, upload, kind=None)


def test_a_server_that_leaves_ends_what_is_under_way(tmp_path: Path, desk: Desk) -> None:
    upload = put(tmp_path / "uploads", 400)
    said: list[str] = []

    def bring_in() -> None:
        try:
            importing.take_in(upload, {"home": "510802"}, desk)
        except BadInput as error:
            said.append(str(error))

    working = threading.Thread(target=bring_in)
    working.start()
    while not large_files._working:
        time.sleep(0.01)
    large_files.end_all()
    working.join(timeout=10)

    assert not working.is_alive() and "重新发送" in said[0]
