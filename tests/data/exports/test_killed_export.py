"""An export whose process is killed outright: nobody else can read what is left, and the next export takes it away."""

from __future__ import annotations

import base64
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from data.database import opened
from data.exports.bundle import Papers
from data.privacy import KEY_VARIABLE, Reader
from data.tables import ReadLogEntry
from tests.builders import NOW
from tests.conftest import TEST_KEY
from tests.data.exports.seasons import a_season

DIES_BEFORE_ITS_PAPERS_ARE_PACKED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from data import database
from data.database import opened
from data.exports.bundle import Papers
from data.privacy import Reader

Papers.zip = lambda made: os.kill(os.getpid(), signal.SIGKILL)
with opened(database.connect(sys.argv[1])) as session:
    Papers(session, int(sys.argv[2]), Path(sys.argv[3]), Reader("老陈", "gongqiao export", datetime.now(UTC))).write()
"""


@pytest.fixture
def left(engine: Engine, tmp_path: Path) -> tuple[int, Path]:
    """A plan, and the folder in which its export died."""
    with opened(engine) as session:
        plan_id = a_season(session).id
    folder = tmp_path / "out"
    url = engine.url.render_as_string(hide_password=False)
    died = subprocess.run(
        [sys.executable, "-c", DIES_BEFORE_ITS_PAPERS_ARE_PACKED, url, str(plan_id), str(folder)],
        env=os.environ | {KEY_VARIABLE: base64.b64encode(TEST_KEY).decode(), "PYTHONPATH": str(Path.cwd())},
        capture_output=True, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    return plan_id, folder


def test_what_a_killed_export_leaves_is_nobody_elses_and_goes_with_the_next(
    engine: Engine, left: tuple[int, Path]
) -> None:
    plan_id, folder = left
    paths = [path for path in folder.rglob("*") if path.is_file()]
    closed = {stat.S_IMODE(path.parent.stat().st_mode) for path in paths}
    with opened(engine) as session:
        logged = session.scalar(select(func.count()).select_from(ReadLogEntry)) or 0

    with opened(engine) as session:
        written = Papers(session, plan_id, folder, Reader("老陈", "gongqiao export", NOW)).write()

    assert paths and closed == {0o700}, "half of the papers, in a folder of their owner's alone"
    assert not any(path.exists() for path in paths)
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    assert logged > 0
