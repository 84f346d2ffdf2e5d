"""The log of reads cannot be edited, filled, thinned or cut without being seen."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from data import database
from data.privacy import Reader
from data.tables import log_chain, read_log
from data.tables.log_chain import Break, Head
from tests.builders import NOW, a_worker
from tests.data.migrations.test_words_sealed import turned_back

READER = Reader("老陈", "/workers/1 · 电话核实", NOW)


def some(engine: Engine, lines: int = 6) -> list[Head]:
    """A log of some lines; its heads."""
    with Session(engine) as session:
        for at in range(lines):
            read_log.write(session, [READER.entry("workers", ["name", "phone"], subject_id=at)])
    return heads(engine)


def heads(engine: Engine) -> list[Head]:
    with engine.connect() as connection:
        return log_chain.heads(connection)


def broken(engine: Engine, *known: Head) -> list[Break]:
    with engine.connect() as connection:
        return log_chain.breaks(connection, known)


def do(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_a_log_as_it_was_written_holds(engine: Engine) -> None:
    (head,) = some(engine)

    assert head.position == 6
    assert broken(engine, head) == []


def test_a_head_kept_earlier_still_holds_after_more_was_read(engine: Engine) -> None:
    (early,) = some(engine, 3)
    (late,) = some(engine, 3)

    assert (early.position, late.position) == (3, 6)
    assert broken(engine, early, late) == []


@pytest.mark.parametrize(
    "column", ["reader = 'x'", "subject_id = 99", "people = 2", "fields = 'name'", "subject = 'x'", "purpose = NULL"]
)
def test_a_line_edited_is_found(engine: Engine, column: str) -> None:
    some(engine)
    do(engine, f"UPDATE read_log SET {column} WHERE position = 3")

    assert broken(engine) == [Break("edited", 3)]


def test_a_moment_moved_and_a_purpose_of_another_line_are_found(engine: Engine) -> None:
    some(engine, 3)
    with Session(engine) as session:
        later = replace(READER, purpose="别的用途", now=NOW + timedelta(hours=1))
        read_log.write(session, [later.entry("workers", ["name"])])
    do(
        engine,
        'UPDATE read_log SET "read" = (SELECT max("read") FROM read_log) WHERE position = 1',
        "UPDATE read_log SET purpose = (SELECT purpose FROM read_log WHERE position = 4) WHERE position = 2",
    )

    assert broken(engine) == [Break("edited", 1), Break("edited", 2)]


def test_a_line_taken_out_is_found(engine: Engine) -> None:
    some(engine)
    do(engine, "DELETE FROM read_log WHERE position = 3")

    assert Break("missing", 3) in broken(engine)


def test_a_line_taken_out_and_the_rest_moved_up_is_found(engine: Engine) -> None:
    some(engine)
    moving = [f"UPDATE read_log SET position = {at} WHERE position = {at + 1}" for at in range(3, 6)]
    do(engine, "DELETE FROM read_log WHERE position = 3", *moving, "UPDATE log_heads SET position = 5")

    assert Break("edited", 3) in broken(engine)


@pytest.mark.parametrize("position", ["NULL", "7"])
def test_a_line_put_in_is_found(engine: Engine, position: str) -> None:
    some(engine)
    do(
        engine,
        'INSERT INTO read_log (tenant_id, "read", reader, subject, fields, people, chain, position, link) '
        f"""SELECT tenant_id, "read", reader, subject, fields, people, chain, {position}, link
        FROM read_log WHERE position = 6""",
    )

    assert {one.kind for one in broken(engine)} & {"inserted", "edited"}


def test_a_tail_cut_is_found_and_with_the_head_cut_too_by_the_head_outside(engine: Engine) -> None:
    (head,) = some(engine)
    do(engine, "DELETE FROM read_log WHERE position > 4")
    assert broken(engine) == [Break("cut", 4)]

    do(engine, "UPDATE log_heads SET position = 4, link = (SELECT link FROM read_log WHERE position = 4)")
    assert broken(engine) == []
    assert broken(engine, head) == [Break("cut", 4)]


def test_a_log_begun_anew_is_found_by_the_head_outside(engine: Engine) -> None:
    (head,) = some(engine)
    do(engine, "DELETE FROM read_log", "DELETE FROM log_heads")
    assert broken(engine, head) == [Break("cut", 0)]

    with Session(engine) as session:
        read_log.write(session, [replace(READER, name="x").entry("workers", ["name"]) for _ in range(8)])
    assert broken(engine) == []
    assert broken(engine, head) == [Break("another", 6)]


def test_writers_at_once_keep_one_chain(engine: Engine) -> None:
    def many(name: str) -> None:
        with Session(engine) as session:
            for _ in range(15):
                read_log.write(session, [replace(READER, name=name).entry("workers", ["name"])] * 2)

    threads = [threading.Thread(target=many, args=(str(at),)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (head,) = heads(engine)
    assert head.position == 120
    assert broken(engine, head) == []


def test_a_page_that_writes_as_well_adds_to_the_same_chain_or_to_none(engine: Engine) -> None:
    some(engine, 2)
    with Session(engine) as session:
        a_worker(session, "王小明")
        read_log.write(session, [READER.entry("workers", ["name"])])
        session.rollback()
    some(engine, 1)

    assert broken(engine) == []


def test_lines_of_an_earlier_version_are_linked_by_the_upgrade(engine: Engine, owner: Engine) -> None:
    some(engine, 4)
    before = heads(engine)
    turned_back(owner, "0012")

    database.migrate(owner)

    assert heads(engine) == before
    assert broken(engine, *before) == []
