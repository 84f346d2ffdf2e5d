"""The whole season into the registers, file by file, through the same doors office files take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time

from sqlalchemy.orm import Session

from data.importers import bring_in
from data.importers.report import Report
from data.sample.history_import import HistoryReport, import_history, import_past_orders, import_replies
from data.sample.season import Season, SeasonFile

Told = Callable[[SeasonFile, "Report | HistoryReport"], None]


def _tells_nobody(file: SeasonFile, report: Report | HistoryReport) -> None:
    """Nobody listens."""


def bring_in_season(session: Session, season: Season, tell: Told = _tells_nobody) -> dict[str, Report | HistoryReport]:
    """Import every file of a written season in order; the caller commits. Reports by file name."""
    now = datetime.combine(season.today, time(8), UTC)
    reports: dict[str, Report | HistoryReport] = {}
    for file in season.files:
        report: Report | HistoryReport
        if file.kind == "past_postings":
            report = import_past_orders(session, file.path, now=now)
        elif file.kind == "history":
            report = import_history(session, file.path)
        elif file.kind == "replies":
            report = import_replies(session, file.path)
        else:
            report = bring_in(session, file.path, file.kind, today=season.today)
        reports[file.path.name] = report
        tell(file, report)
    return reports
