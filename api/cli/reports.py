"""What commands print: progress while they work, tables when they are done."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from datetime import date
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table
from sqlalchemy import Engine

from api.planning import vehicle_verdicts
from api.texts import say, word
from api.texts.figures import number, percent, yuan
from data.database import opened
from data.importers.report import Report
from data.views import plans as views
from labor.candidates import Tidings
from labor.plan import cost_a_head
from labor.words import Language


class Progress:
    """A line on stderr that moves while long work goes on; silent where nobody looks (no terminal)."""

    def __init__(self, language: Language) -> None:
        self.language = language
        console = Console(stderr=True)
        self.bar = Bar(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), TimeElapsedColumn(),
            console=console, transient=True, disable=not console.is_terminal,
        )  # fmt: skip
        self.task: TaskID | None = None

    def __enter__(self) -> Progress:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()

    def step(self, text: str, done: float | None = None) -> None:
        """Say what is going on; ``done`` is a share, None where it is not known."""
        if self.task is None:
            self.task = self.bar.add_task(text, total=None)
        self.bar.update(self.task, description=text, total=None if done is None else 1.0, completed=done or 0.0)

    def watch(self, tidings: Tidings) -> bool:
        """A Watcher that never asks to stop: Ctrl+C does."""
        figures = "" if math.isnan(tidings.best) else f" {yuan(tidings.best)} / {yuan(tidings.bound)}"
        gap = "" if not math.isfinite(tidings.gap) else f" {percent(tidings.gap, 2)}"
        known = None if math.isnan(tidings.done) else tidings.done
        self.step(word("words.phase", tidings.phase, self.language) + figures + gap, known)
        return False


def imports(brought: Sequence[Report], language: Language) -> None:
    """One line a file: rows in, kept, to decide, refused; no table where nothing was read."""
    if not brought:
        return
    table = Table()
    for key in ("col_file", "col_kind"):
        table.add_column(say(f"cli.{key}", language), overflow="fold")
    for key in ("col_in", "col_kept", "col_decide", "col_refused"):
        table.add_column(say(f"cli.{key}", language), justify="right")
    for one in brought:
        kinds = "、".join(word("words.import", tally.kind, language) for tally in one.tallies)
        rows = (one.rows_in, one.kept, one.to_decide, one.refused)
        table.add_row(one.file, kinds, *(number(count) for count in rows))
    Console().print(table)


def verdicts(engine: Engine, after: int, today: date, language: Language) -> None:
    """May each vehicle run that the imports above ``after`` brought? One a line."""
    with opened(engine) as session:
        for one in vehicle_verdicts.of_imports(session, after, today):
            kind = say(f"vehicles.verdict_short_{one.verdict.kind}", language)
            sys.stdout.write(f"{one.name} · {kind} · {one.verdict.text.text(language)}\n")


def not_read(brought: Sequence[Report], unread: Sequence[Exception], language: Language) -> bool:
    """Files, sheets, columns and rows that no record was made of, one a line; whether records may be among them."""
    lines = [str(error) for error in unread]
    for one in brought:
        parts = {part.sheet for part in one.unread}
        only_notes = [sheet for sheet in one.passed_over if sheet not in parts]
        lines += [say("cli.sheet_not_read", language, file=one.file, sheet=sheet) for sheet in only_notes]
        lines += [say("cli.rows_not_read", language, file=one.file, **part._asdict()) for part in one.unread]
        for sheet, mapping in one.mappings:
            if mapping.unread:
                columns = "、".join(mapping.unread)
                lines.append(say("cli.columns_not_read", language, file=one.file, sheet=sheet, columns=columns))
        for sheet, row in one.skipped:
            if row.what not in ("title", "header", "form", "unread"):
                lines.append(
                    say("cli.row_not_read", language, file=one.file, sheet=sheet, row=row.row, text=row.text[:40])
                )
    rows = sum(one.rows_unread for one in brought)
    if rows or unread:
        sheets = len({(one.file, part.sheet) for one in brought for part in one.unread})
        lines.append(say("cli.left_unread", language, files=len(unread), sheets=sheets, rows=rows))
    for line in lines:
        sys.stderr.write(line + "\n")
    return bool(rows or unread)


def plan(engine: Engine, plan_id: int, language: Language) -> None:
    """The sums of a kept plan, and that nothing is known of travel where that is so."""
    Console().print(summary_table(plan_lines(engine, plan_id, language), say("plans.one", language, number=plan_id)))
    with opened(engine) as session:
        if not views.one(session, plan_id).costs_known:
            sys.stdout.write(say("plan.costs_unknown", language) + "\n")


def summary_table(lines: Sequence[tuple[str, str]], title: str) -> Table:
    """Names left, figures right."""
    table = Table(title=title, show_header=False, title_justify="left")
    table.add_column(overflow="fold")
    table.add_column(justify="right", overflow="fold")
    for name, figure in lines:
        table.add_row(name, figure)
    return table


def plan_lines(engine: Engine, plan_id: int, language: Language) -> list[tuple[str, str]]:
    """People, reasons, trips and fill, cost, rate, bound and gap, audit."""
    with opened(engine) as session:
        view = views.one(session, plan_id)
    row, weights = view.plan, view.plan.weights
    reasons = [(f"  {word('words.reason', reason, language)}", number(count)) for reason, count in view.reasons]
    fill = percent(view.people_on_trips / view.seats, 0) if view.seats else "–"
    head = cost_a_head(row.travel_cost_fen, row.placed_people)
    audited = word("words.audit", row.audit, language) if row.placed_people else say("plan.audit_nothing", language)
    return [
        (say("cli.sum_placed", language), number(row.placed_people)),
        (say("cli.sum_unplaced", language), number(row.unplaced_people)),
        *reasons,
        (say("cli.sum_trips", language), f"{len(view.batches)} / {fill}"),
        (say("cli.sum_cost", language), yuan(head, 2)),
        (say("cli.sum_rate", language), yuan(weights.get("rate_fen"))),
        (say("cli.sum_bound", language), f"{yuan(row.objective)} / {yuan(row.bound)}"),
        (say("cli.sum_gap", language), percent(row.gap, 3)),
        (say("cli.sum_scorer", language), str(weights.get("scorer", "–"))),
        (say("cli.sum_audit", language), audited),
    ]
