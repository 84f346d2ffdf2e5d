"""An export that breaks off leaves no paper behind, and what was read is in the log all the same."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from data.database import opened
from data.exports.bundle import UNFINISHED, Papers
from data.privacy import Reader
from data.tables import ReadLogEntry
from tests.builders import NOW
from tests.data.exports.seasons import a_season

READER = Reader("老陈", "gongqiao export", NOW)


@pytest.fixture
def plan_id(engine: Engine) -> int:
    with opened(engine) as session:
        return a_season(session).id


class _Killed(Exception):
    """Stands for the power that went."""


def test_an_export_broken_off_leaves_no_paper_and_its_readings_in_the_log(
    engine: Engine, plan_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rights: set[int] = set()

    def killed(made: Papers) -> None:
        assert made.paths, "papers were made before"
        rights.add(stat.S_IMODE(made.folder.stat().st_mode))
        raise _Killed

    monkeypatch.setattr(Papers, "zip", killed)
    with Session(engine) as session, pytest.raises(_Killed):
        Papers(session, plan_id, tmp_path / "out", READER).write()

    assert list((tmp_path / "out").iterdir()) == []
    assert rights == {0o700}
    with opened(engine) as session:
        assert session.scalar(select(func.count()).select_from(ReadLogEntry))


def test_what_a_killed_process_left_goes_with_the_next_export(engine: Engine, plan_id: int, tmp_path: Path) -> None:
    left = tmp_path / UNFINISHED
    left.mkdir()
    (left / "交接单.xlsx").write_bytes(b"half")

    with opened(engine) as session:
        paths = Papers(session, plan_id, tmp_path, READER).write()

    assert not left.exists()
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert {path.parent.parent for path in paths} <= {tmp_path, tmp_path.parent}
