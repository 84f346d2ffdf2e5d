"""Registers begun with an earlier version keep what they hold when their tables are changed."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from sqlalchemy import text

from data import database
from data.migrations import configuration


def test_plans_keep_their_runs_while_the_table_of_runs_is_copied(tmp_path: Path) -> None:
    engine = database.connect(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0001")
        at = "'2026-02-10 00:00:00'"
        connection.execute(
            text(
                "INSERT INTO rounds (id, name, first_day, last_day, status, created, note) "
                f"VALUES (1, '一', '2026-02-20', '2026-02-26', 'draft', {at}, '')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO runs (id, kind, round_id, workflow, status, params, phase, stop_asked, message, asked, "
                f"asked_by) VALUES (7, 'plan', 1, '', 'done', '{{}}', '', 0, '', {at}, 'x')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO plans (id, round_id, run_id, created, as_of, objective_kind, objective, bound, gap, "
                "status, stopped, travel_cost_fen, placed_people, unplaced_people, params, weights, audit) "
                f"VALUES (1, 1, 7, {at}, '2026-02-10', 'value', 0, 0, 0, 'optimal', 'done', 0, 0, 0, '{{}}', '{{}}', "
                "'passed')"
            )
        )

    database.migrate(engine)

    with engine.begin() as connection:
        assert connection.execute(text("SELECT run_id FROM plans")).scalar() == 7
        connection.execute(text("UPDATE runs SET kind = 'explain'"))
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    engine.dispose()
