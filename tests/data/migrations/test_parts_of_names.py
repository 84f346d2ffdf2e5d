"""Registers of an earlier version: the hidden characters of names are found after the upgrade."""

from __future__ import annotations

from sqlalchemy import Engine

from data import database
from data.views.workers import WorkerSearch, register
from tests.builders import a_worker
from tests.data.migrations.test_words_sealed import turned_back


def test_people_registered_before_are_found_by_part_of_their_name(engine: Engine, owner: Engine) -> None:
    with database.opened(engine) as session:
        a_worker(session, "王小明")
        a_worker(session, "丁")
    turned_back(owner, "0007")

    database.migrate(owner)

    with database.opened(engine) as session:
        assert [line.name for line in register(session, WorkerSearch("小")).rows] == ["王*明"]


def test_every_migration_follows_one_other() -> None:
    from pathlib import Path

    from data import migrations

    folder = Path(migrations.__file__).parent / "versions"
    numbers = [path.name[:4] for path in sorted(folder.glob("0*.py"))]

    assert numbers == [f"{at:04d}" for at in range(1, len(numbers) + 1)]
