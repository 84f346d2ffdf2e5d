"""``gongqiao explain``: a question from the command line, with what goes wrong said plainly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from api.cli import explaining
from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder
from api.settings import Settings
from data.database import connect, opened
from data.tables import Posting, UnplacedRow
from labor.errors import BadInput, NotFound
from labor.market import DateWindow
from matching import WeightedScorer
from optimizer.model.problem import PlanParams
from tests import builders
from tests.api.cli.test_commands import gongqiao
from tests.api.conftest import fill


@pytest.fixture
def home(tmp_path: Path, settings: Settings, sqlite_template: Path) -> Path:
    """An office's folder with one plan that leaves somebody at home."""
    path = tmp_path / "gongqiao.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = connect(f"sqlite:///{path}")
    fill(engine, replace(settings, folder=tmp_path))
    with opened(engine) as session:
        session.execute(update(Posting).values(openings=2))
    window = DateWindow(date(2026, 2, 20), date(2026, 2, 26))
    dispatch(engine, PlanOrder(window, builders.TODAY, params=PlanParams(time_limit_s=10.0)), WeightedScorer())
    engine.dispose()
    return tmp_path


def left_out(home: Path) -> int:
    engine = connect(f"sqlite:///{home / 'gongqiao.db'}")
    with opened(engine) as session:
        number = session.scalars(select(UnplacedRow.worker_id)).all()[0]
    engine.dispose()
    return number


def test_the_changes_and_their_price_are_printed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explaining.run(home, 1, {"worker": left_out(home)}, "zh")

    told = "".join(capsys.readouterr().out.split())
    assert "合适的岗位都招满了" in told and "加名额" in told and "多" in told


def test_two_subjects_at_once_and_a_plan_that_is_not_there_are_refused(home: Path) -> None:
    with pytest.raises(BadInput, match="一次只能用一个"):
        explaining.run(home, 1, {"worker": 1, "posting": 1}, "zh")
    with pytest.raises(NotFound, match="没有 9 号计划"):
        explaining.run(home, 9, {}, "zh")


def test_a_quota_written_wrongly_is_refused_by_name(tmp_path: Path) -> None:
    assert gongqiao("init", home=tmp_path).returncode == 0

    refused = gongqiao("plan", "2026-02-20", "2026-02-26", "--quota", "moon", home=tmp_path)

    assert refused.returncode == 2 and "TIER=N" in refused.stderr
