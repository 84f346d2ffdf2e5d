"""A large file is written in portions: nobody waits for it; one that breaks off is completed by sending it again."""

from __future__ import annotations

import time
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.orm import Session

from data import database
from data.database import opened, opened_in_portions
from data.importers import Sending, bring_in
from data.privacy import Reader
from data.tables import Import, ImportRow, ReadLogEntry, SeenRow, Worker, WorkerGroup, read_log
from tests.builders import NOW, a_worker
from tests.data.importers.workbooks import HEADER, TODAY, person

LIZHOU = 510802


def people(count: int) -> bytes:
    """A roster as CSV: every tenth stays with the next, every fiftieth number is wrong."""
    lines = [",".join([*HEADER, "同行人"])]
    rows = [person(serial) for serial in range(count)]
    for at, row in enumerate(rows):
        if at % 50 == 7:
            row[1] = row[1][:-1] + ("0" if row[1][-1] != "0" else "1")
        lines.append(",".join([*row, rows[at + 1][0] if at % 10 == 0 and at + 1 < count else ""]))
    return "\n".join(lines).encode()


def counts(engine: Engine) -> dict[str, Any]:
    with opened(engine) as session:
        return {
            table.__name__: session.scalar(select(func.count()).select_from(table))
            for table in (Worker, WorkerGroup, ImportRow, SeenRow)
        } | {"together": session.scalar(select(func.count()).where(Worker.group_id.is_not(None)))}


def brought(engine: Engine, content: bytes) -> Any:
    with opened_in_portions(engine) as session:
        return bring_in(session, Sending(content, "花名册.csv", "老陈", LIZHOU), "workers", today=TODAY)


@pytest.mark.slow
def test_no_portion_of_a_large_file_takes_long(engine: Engine) -> None:
    """In processor time of this thread, from the first row written to the commit: what a second writer waits for."""
    begun: list[float] = []
    held: list[float] = []

    def writes(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.split(None, 1)[0] in ("INSERT", "UPDATE", "DELETE") and not begun:
            begun.append(time.thread_time())

    def commits(_: Connection) -> None:
        held.extend(time.thread_time() - at for at in begun)
        begun.clear()

    event.listen(engine, "before_cursor_execute", writes)
    event.listen(engine, "commit", commits)
    report = brought(engine, people(12_000))

    assert report.tallies[0].rows_in == 12_000
    assert len(held) >= 10
    assert max(held) < 1.0, sorted(held)[-5:]


class _Killed(Exception):
    """Stands for the power that went."""


@pytest.mark.parametrize("after", [1, 2, 3, 4])
def test_an_import_broken_off_anywhere_is_completed_by_sending_the_file_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    content, portions, sleep = people(4_000), [0], time.sleep

    def breath(seconds: float) -> None:
        if seconds == database.BREATH_S:
            portions[0] += 1
            if portions[0] == after:
                raise _Killed
        else:
            sleep(seconds)

    monkeypatch.setattr(time, "sleep", breath)
    with pytest.raises(_Killed):
        brought(engine, content)
    with opened(engine) as session:
        assert session.scalars(select(Import.finished)).all() == [None]

    brought(engine, content)
    in_two = counts(engine)

    with opened(engine) as session:
        figures = session.execute(select(Import.rows_in, Import.rows_kept).where(Import.finished.is_not(None))).one()
        clean = session.scalar(select(func.count()).where(Import.rows_in > 0))
    assert (figures.rows_in, clean) == (4_000, 1)
    assert in_two["Worker"] == figures.rows_kept
    assert brought(engine, content).already
    assert counts(engine) == in_two


def test_it_ends_as_one_written_at_once(engine: Engine, tmp_path: Any, sqlite_template: Any) -> None:
    content = people(2_500)
    other_path = tmp_path / "other.db"
    other_path.write_bytes(sqlite_template.read_bytes())
    other = database.connect(f"sqlite:///{other_path}")
    with opened(other) as session:
        bring_in(session, Sending(content, "花名册.csv", "老陈", LIZHOU), "workers", today=TODAY)

    brought(engine, content)

    assert counts(engine) == counts(other)
    other.dispose()


def test_a_line_of_the_read_log_stands_at_once_and_holds_nobody_up(engine: Engine) -> None:
    reader = Reader("老陈", "/batches/1/print", NOW)
    with Session(engine) as reading:
        reading.scalars(select(Worker.id)).all()
        read_log.write(reading, [reader.entry("batch", ["name"], subject_id=1)])
        with opened(engine) as other:
            assert other.scalars(select(ReadLogEntry.reader)).all() == ["老陈"]
            a_worker(other, "同时写入")
        reading.rollback()

    with opened(engine) as session:
        assert session.scalar(select(func.count()).select_from(ReadLogEntry)) == 1


def test_a_session_that_writes_already_writes_its_own_lines(engine: Engine) -> None:
    reader = Reader("老陈", "/workers/1/erase", NOW)
    began = time.monotonic()
    with opened(engine) as session:
        a_worker(session)
        read_log.write(session, [reader.entry("workers", ["erased"], subject_id=1)])

    assert time.monotonic() - began < 10
    with opened(engine) as session:
        assert session.scalar(select(func.count()).select_from(ReadLogEntry)) == 1
