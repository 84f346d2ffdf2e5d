"""One season for all tests of the sample: drawn, written and brought in once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from data import database, privacy
from data.importers.report import Report
from data.sample import Season, write_season
from data.sample.history_import import HistoryReport
from tests.data.sample.bringing import bring_in_season

TEST_KEY = bytes(range(32))


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    return write_season(tmp_path_factory.mktemp("season"))


@dataclass(frozen=True)
class BroughtIn:
    """The season in a real database, with what the importers said."""

    engine: Engine
    reports: dict[str, Report | HistoryReport]

    def office(self, file: str) -> Report:
        report = self.reports[file]
        assert isinstance(report, Report)
        return report

    def ledger(self, part: str) -> HistoryReport:
        return next(r for name, r in self.reports.items() if part in name and isinstance(r, HistoryReport))


@pytest.fixture(scope="session")
def brought_in(season: Season, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BroughtIn]:
    privacy.use(privacy.Keyring.of(TEST_KEY))
    path = tmp_path_factory.mktemp("season_db") / "registers.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = database.connect(f"sqlite:///{path}")
    with Session(engine) as session:
        reports = bring_in_season(session, season)
        session.commit()
    yield BroughtIn(engine, reports)
    engine.dispose()
