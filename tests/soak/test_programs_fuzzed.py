"""Ten thousand requests drawn from the description, half on each database, and walks along what answers lead to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from sqlalchemy import Engine

from api.settings import Settings
from tests.api.conftest import Office, fill, settings_for
from tests.api.web.programs import fuzzing

EXAMPLES = 40  # good ones, and as many bad ones, of each operation
WALKS = 60


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    """The small office, on SQLite and on PostgreSQL."""
    own = replace(Settings(), folder=tmp_path / "office", operator="老陈", more_hosts=frozenset({"testserver"}))
    return fill(engine, settings_for(engine, own))


def test_ten_thousand_requests_are_answered_as_described(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    found = fuzzing.fuzz(fuzzing.described(office, monkeypatch), EXAMPLES, seed=20261127)

    assert found.faults == []
    assert found.cases >= 5000


def test_walks_along_the_answers_meet_no_fault(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = fuzzing.walking(fuzzing.described(office, monkeypatch))

    machine.run(
        settings=settings(
            max_examples=WALKS, stateful_step_count=12, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        )
    )  # fmt: skip
