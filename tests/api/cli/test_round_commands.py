"""`gongqiao round`: pins, bans and their taking back from the command line, with the rule where one forbids it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from api.cli.commands import app
from data.database import connect, opened
from data.rounds.parties import Party
from data.tables import AssignmentRow, Batch, Pin, Placement, Posting, Round, TripRow, Worker
from labor.errors import StepRefused
from tests import builders


@pytest.fixture
def home(tmp_path: Path, sqlite_template: Path) -> Path:
    """An office of one worker, one posting and one round."""
    (tmp_path / "gongqiao.db").write_bytes(sqlite_template.read_bytes())
    return tmp_path


@pytest.fixture
def engine(home: Path) -> Iterator[Engine]:
    """Its database."""
    made = connect(f"sqlite:///{home / 'gongqiao.db'}")
    with opened(made) as session:
        builders.a_worker(session)
        builders.a_posting(session)
        builders.a_round(session)
    yield made
    made.dispose()


def run(home: Path, *words: str) -> str:
    ended = CliRunner().invoke(app, ["round", *words, "--home", str(home)], catch_exceptions=False)
    return ended.output


def kinds(engine: Engine) -> list[str]:
    with opened(engine) as session:
        return list(session.scalars(select(Pin.kind)))


def test_a_pin_is_set_banned_and_taken_back(home: Path, engine: Engine) -> None:
    day = ["--as-of", builders.TODAY.isoformat()]
    found = []
    for words in (["pin", "1", "1", "1", *day], ["ban", "1", "1"], ["release", "1", "1"]):
        run(home, *words)
        found.append(kinds(engine))

    assert found == [["pin"], ["ban"], []]


def test_a_pin_that_cannot_be_is_refused_with_the_reason(home: Path, engine: Engine) -> None:
    with opened(engine) as session:
        session.get_one(Posting, 1).valid_until = date(2026, 2, 1)

    with pytest.raises(StepRefused) as refused:
        run(home, "pin", "1", "1", "1", "--as-of", builders.TODAY.isoformat())

    assert "订单只到2月1日有效" in refused.value.details[0]
    assert kinds(engine) == []


def test_a_batch_departs_from_the_command_line_and_is_asked_twice_before_its_day(
    home: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(_s: Session, _round: int, whom: Sequence[Party], _to: str, **_day: date) -> dict[str, list[Any]]:
        return {one.key: [] for one in whom}

    monkeypatch.setattr("data.rounds.batch_steps.obstacles", nothing)
    with opened(engine) as session:
        round_ = session.get_one(Round, 1)
        round_.status = "locked"
        plan = builders.a_plan(session, round_)
        coach = builders.a_coach(session, [builders.a_hub(session)], [builders.a_hub(session, "西湖厂区")])
        day = builders.WINDOW.first
        trip = TripRow(plan_id=plan.id, number=1, vehicle_id=coach.id, people=1, seats=49, cost_fen=1.0, leaves=day)
        builders.kept(session, trip)
        session.add(Batch(round_id=1, number="R1-01", trip_id=trip.id, status="locked"))
        seat = {"worker_id": 1, "posting_id": 1, "trip_id": trip.id, "travel": "trip"}
        session.add(AssignmentRow(plan_id=plan.id, **seat))
        builders.an_offer(session, session.get_one(Worker, 1), session.get_one(Posting, 1), reply="yes", round_id=1)
    early = ["depart", "1", "r1-01", "--note", "保单在路上", "--as-of", builders.TODAY.isoformat()]

    with pytest.raises(StepRefused) as refused:
        run(home, *early)
    run(home, *early, "--yes")
    listed = run(home, "trips", "1", "--as-of", builders.TODAY.isoformat())
    run(home, "depart-back", "1", "R1-01", "--note", "车没来")

    assert "--yes" in refused.value.details[-1]
    assert "R1-01" in listed and ("已出发" in listed or "departed" in listed)
    with opened(engine) as session:
        assert session.get_one(Round, 1).status == "locked"
        assert session.scalars(select(Placement)).all() == []
