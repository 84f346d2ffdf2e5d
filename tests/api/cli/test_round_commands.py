"""`gongqiao round`: pins, bans and their taking back from the command line, with the rule where one forbids it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from typer.testing import CliRunner

from api.cli.commands import app
from data.database import connect, opened
from data.tables import Pin, Posting
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

    assert "订单只到2月1日有效" in refused.value.reasons[0]
    assert kinds(engine) == []
