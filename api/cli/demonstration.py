"""The main job on the synthetic season: messy files in, manifests out."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console

from api.advice.training import train_and_keep
from api.cli import offices, reports
from api.cli.offices import Office
from api.cli.serving import DEMO_FOLDER
from api.office import importing
from api.planning.auditing import audit_again
from api.planning.dispatching import dispatch
from api.planning.orders import PlanOrder
from api.planning.plan_papers import export_plan
from api.texts import say
from data.database import opened
from data.importers.report import Report
from data.sample.history_import import import_history, import_past_orders, import_replies
from data.sample.season import Season, SeasonFile
from data.sample.season_files import write_season
from data.views.overview import mark_as_sample
from data.views.plans import fingerprint
from labor.errors import BadInput
from labor.market import DateWindow
from labor.words import Language
from optimizer import PlanParams

SUMMARY = "summary.json"  # written last: it says that a demo stands complete
WINDOW_DAYS = 14
SEED = 20260221
# A work limit instead of a clock: the second run gives the same plan whatever the machine's load.
PARAMS = PlanParams(time_limit_s=None, iterations=40, gap=0.001, seed=SEED, threads=2)
LEDGERS = {"past_postings", "history", "replies"}


@dataclass(slots=True)
class Walk:
    """One walk through the whole job, and what it left behind."""

    office: Office
    season: Season
    progress: reports.Progress
    language: Language
    brought: list[Report] = field(default_factory=list)
    plan_id: int = 0
    wrote: list[Path] = field(default_factory=list)

    def say(self, key: str, **values: object) -> None:
        """Tell which step is on."""
        self.progress.step(say(f"cli.{key}", self.language, **values))


def run(home: Path | None, *, workers: int = 3000, language: Language) -> None:
    """Make the season's files, import them, train, plan, audit, export; print the sums and the paths."""
    folder = home or DEMO_FOLDER
    started = time.monotonic()
    _clear(folder)
    with reports.Progress(language) as progress:
        progress.step(say("cli.step_files", language))
        season = write_season(folder / "files", workers=workers)
        walk = Walk(offices.make(folder), season, progress, language)
        for step in (_import_files, _train, _plan, _audit, _export):
            step(walk)
    lines = _lines(walk, time.monotonic() - started)
    (folder / SUMMARY).write_text(json.dumps(dict(lines), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    console = Console()
    reports.imports(walk.brought, language)
    console.print(reports.summary_table(lines, say("cli.sum_title", language)))
    console.print(say("cli.wrote", language))
    for place, count in Counter([folder / "files"] * len(season.files) + [path.parent for path in walk.wrote]).items():
        console.print(f"  {place}  ({count})", soft_wrap=True, highlight=False)
    console.print(say("cli.see", language))


def _clear(folder: Path) -> None:
    """Remove an earlier demo, and nothing but a demo: a folder with other registers is refused."""
    database = folder / "gongqiao.db"
    if database.exists() and not (folder / "files").is_dir():
        raise BadInput(
            f"{folder} 里有别的登记册,演示不会动它;请换一个 --home / "
            f"{folder} holds other registers, which a demo leaves alone: choose another --home"
        )
    for name in ("gongqiao.db", "gongqiao.db-wal", "gongqiao.db-shm", SUMMARY):
        (folder / name).unlink(missing_ok=True)


def _import_files(walk: Walk) -> None:
    office, season = walk.office, walk.season
    with opened(office.engine) as session:
        mark_as_sample(session, season.today, now=_now())
    for file in season.files:
        walk.say("step_import", name=file.path.name)
        if file.kind in LEDGERS:
            _import_ledger(office, file)
        else:
            brought = importing.bring_in_file(
                office.engine, file.path, kind=file.kind, as_of=season.today, by=office.operator
            )
            walk.brought.append(brought)


def _import_ledger(office: Office, file: SeasonFile) -> None:
    """The office's own books of earlier years: what was offered, and what came of it."""
    with opened(office.engine) as session:
        if file.kind == "past_postings":
            import_past_orders(session, file.path, now=_now())
        elif file.kind == "history":
            import_history(session, file.path)
        else:
            import_replies(session, file.path)


def _train(walk: Walk) -> None:
    walk.say("step_train")
    train_and_keep(walk.office.engine, walk.office.settings, until=walk.season.today, seed=SEED, even_if_worse=True)


def _plan(walk: Walk) -> None:
    from api.advice.training import scorer_of  # noqa: PLC0415

    walk.say("step_plan")
    today = walk.season.today
    window = DateWindow(today + timedelta(days=1), today + timedelta(days=WINDOW_DAYS))
    order = PlanOrder(window, today, params=PARAMS, name=say("cli.demo_round", walk.language))
    scorer = scorer_of(walk.office.engine, walk.office.settings)
    walk.plan_id = dispatch(walk.office.engine, order, scorer, walk.progress.watch)


def _audit(walk: Walk) -> None:
    walk.say("step_audit")
    audit_again(walk.office.engine, walk.plan_id)


def _export(walk: Walk) -> None:
    walk.say("step_export")
    office = walk.office
    folder = office.settings.exports / "demo"
    walk.wrote = export_plan(office.engine, walk.plan_id, folder, office.reader, settings=office.settings)


def _lines(walk: Walk, seconds: float) -> list[tuple[str, str]]:
    sums = [sum(getattr(one, name) for one in walk.brought) for name in ("kept", "to_decide", "refused")]
    with opened(walk.office.engine) as session:
        mark = fingerprint(session, walk.plan_id)
    return [
        (say("cli.sum_rows", walk.language), " / ".join(f"{count:,}" for count in sums)),
        *reports.plan_lines(walk.office.engine, walk.plan_id, walk.language),
        (say("cli.sum_plan", walk.language), mark),
        (say("cli.sum_time", walk.language), f"{seconds:.0f}"),
    ]


def _now() -> datetime:
    return datetime.now(tz=UTC)
