"""Registers of an earlier version: what clerks typed in the open is sealed, and nothing else is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from data import database, privacy
from data.migrations import configuration
from data.privacy import Reader
from data.tables import Base, Import, ImportRow, Pin, ReadLogEntry, RosterChange, RoundStep
from data.tables.tenants import EVERY
from tests.builders import NOW, TODAY, a_posting, a_round, a_worker

SECRET = "王小明的母亲住院"


def filled(engine: Engine) -> None:
    """One row of each kind that a clerk typed words into."""
    with database.opened(engine) as session:
        round_, worker, posting = a_round(session), a_worker(session), a_posting(session)
        file = Import(
            kind="workers", file_name=SECRET, file_hash="0" * 64, mapping={}, rows_in=1, rows_kept=0,
            rows_to_decide=1, rows_refused=0, as_of=TODAY, imported=NOW, imported_by="x",
        )  # fmt: skip
        session.add(file)
        session.flush()
        session.add_all(
            [
                RosterChange(
                    round_id=round_.id, worker_id=worker.id, kind="dropped_out", reason=SECRET, made=NOW, made_by="x"
                ),
                Pin(
                    round_id=round_.id, worker_id=worker.id, posting_id=posting.id, kind="pin", reason="", made=NOW,
                    made_by="x",
                ),
                RoundStep(round_id=round_.id, was="draft", became="offered", taken=NOW, taken_by="x", note=SECRET),
                ReadLogEntry(**Reader("老陈", SECRET, NOW).entry("workers", ["name"])),
                ImportRow(import_id=file.id, outcome="to_decide", sheet="一", row=2, other_worker_id=worker.id),
            ]
        )  # fmt: skip


def turned_back(engine: Engine, version: str) -> None:
    with (
        engine.execution_options(tenant=EVERY).connect() as connection,
        database._without_foreign_keys(connection),
        connection.begin(),
    ):
        command.downgrade(configuration(connection), version)


def in_the_open(engine: Engine) -> set[object]:
    """The words as the tables themselves hold them."""
    columns = (
        ("roster_changes", "reason"), ("round_steps", "note"), ("read_log", "purpose"), ("imports", "file_name"),
        ("pins", "reason"),
    )  # fmt: skip
    with engine.connect() as connection:
        return {connection.scalar(text(f"SELECT {column} FROM {table}")) for table, column in columns}


def test_words_typed_in_the_open_are_sealed_by_the_next_version_and_read_as_before(
    engine: Engine, owner: Engine
) -> None:
    filled(engine)
    turned_back(owner, "0002")
    assert in_the_open(engine) == {SECRET, ""}

    database.migrate(owner)

    assert not {SECRET, SECRET.encode()} & in_the_open(engine)
    with Session(engine) as session:
        for column in (RosterChange.reason, RoundStep.note, ReadLogEntry.purpose, Import.file_name):
            assert session.scalars(select(column)).all() == [SECRET]
        assert session.scalars(select(Pin.reason)).all() == [None]
        assert len(session.scalars(select(ImportRow)).all()) == 1


def test_the_file_of_the_registers_no_longer_holds_the_words_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    engine = database.connect(f"sqlite:///{path}")
    database.migrate(engine)
    filled(engine)
    turned_back(engine, "0002")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert SECRET.encode() in path.read_bytes()

    database.migrate(engine)

    kept = b"".join(part.read_bytes() for part in tmp_path.iterdir())
    engine.dispose()
    assert SECRET.encode() not in kept


def test_with_another_key_nothing_is_sealed_and_nothing_is_changed(engine: Engine, owner: Engine) -> None:
    filled(engine)
    turned_back(owner, "0002")
    privacy.use(privacy.Keyring.of(bytes(32)))

    with pytest.raises(privacy.NoKey, match="another key"):
        database.migrate(owner)

    assert in_the_open(engine) == {SECRET, ""}


@pytest.mark.parametrize("table", ["rounds", "round_steps", "pins", "roster_changes", "read_log", "imports"])
def test_no_column_of_free_words_is_left_in_the_open(table: str) -> None:
    words = {"note", "reason", "purpose", "file_name", "remarks"} & set(Base.metadata.tables[table].columns.keys())

    assert words
    assert all(isinstance(Base.metadata.tables[table].columns[name].type, privacy.Encrypted) for name in words)
