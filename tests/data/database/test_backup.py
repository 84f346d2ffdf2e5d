"""What was backed up comes back row by row, into either kind of database, or not at all."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, LargeBinary, MetaData, Table, Text, cast, inspect, select, text
from sqlalchemy.types import JSON

from data import database, privacy
from data.database import backup, restoring, sealed_files
from data.database.tenants.register import of_tenant
from data.privacy import Keyring, NoKey
from data.tables import Base
from data.tables.tenants import EVERY
from labor.errors import BadInput
from tests import every_table
from tests.builders import NOW, a_worker
from tests.conftest import OWNER, _named, _run
from tests.data.migrations.test_words_sealed import turned_back

Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(engine: Engine) -> Rows:
    """Every row of every table, sealed columns as they lie there."""
    found: Rows = {}
    with engine.execution_options(tenant=EVERY).connect() as connection:
        for name in inspect(connection).get_table_names():
            table = Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
            chosen = [cast(column, Text) if isinstance(column.type, JSON) else column for column in table.columns]
            rows = connection.execute(select(*chosen).order_by(*table.columns[:1])).all()
            found[name] = sorted((tuple(_plain(cell) for cell in row) for row in rows), key=repr)
    return found


def _plain(cell: Any) -> Any:
    if isinstance(cell, memoryview):
        return bytes(cell)
    return cell.replace(tzinfo=None) if hasattr(cell, "tzinfo") else cell


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database with no tables yet, of each kind."""
    if request.param == "sqlite":
        made = database.connect(f"sqlite:///{tmp_path / 'other.db'}")
        yield made
        made.dispose()
        return
    url, name = request.getfixturevalue("postgres_url"), f"other_{uuid.uuid4().hex[:12]}"
    _run(url, f"CREATE DATABASE {name} OWNER {OWNER}")
    made = database.connect(_named(url, name))
    yield made
    made.dispose()
    _run(url, f"DROP DATABASE {name}")


def written(engine: Engine, folder: Path, *files: tuple[str, bytes]) -> Path:
    path = folder / "one.backup"
    backup.write(engine, path, files, now=NOW)
    return path


def test_every_row_of_every_table_comes_back_as_it_was(owner: Engine, other: Engine, tmp_path: Path) -> None:
    counted = every_table.fill(owner)
    assert {name for name, rows in counted.items() if rows == 0} == set()
    before = rows_of(owner)

    restored = restoring.read(other, written(owner, tmp_path, ("scorer.skops", b"\x00model")))

    assert set(Base.metadata.tables) <= set(before)
    assert rows_of(other) == before
    assert restored.files == {"scorer.skops": b"\x00model"}
    assert restored.rows == sum(len(rows) for name, rows in before.items() if name != "alembic_version")
    with database.opened(of_tenant(other, 1)) as session:
        assert a_worker(session, "新来的").id == every_table.ROWS + 1


def test_a_backup_shows_one_moment_while_others_write(owner: Engine, tmp_path: Path) -> None:
    with database.opened(owner) as session:
        a_worker(session, "先来的")

    def meanwhile() -> Iterator[tuple[str, bytes]]:
        with database.opened(owner) as session:
            a_worker(session, "后来的")
        yield "note", b""

    path = tmp_path / "one.backup"
    backup.write(owner, path, meanwhile(), now=NOW)
    with owner.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM workers")) == 2

    restoring.read(owner, path, replace=True)

    with owner.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM workers")) == 1


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(owner: Engine, tmp_path: Path) -> None:
    turned_back(owner, "0009")
    path = written(owner, tmp_path)

    restoring.read(owner, path)

    database.check_tables(owner)


def test_a_database_that_holds_data_needs_a_word_of_consent(owner: Engine, tmp_path: Path) -> None:
    path = written(owner, tmp_path)
    with database.opened(owner) as session:
        a_worker(session, "王小明")
    before = rows_of(owner)

    with pytest.raises(BadInput, match="--replace"):
        restoring.read(owner, path)
    assert rows_of(owner) == before

    restoring.read(owner, path, replace=True)
    assert rows_of(owner)["workers"] == []


def cut(content: bytes) -> bytes:
    return content[:-40]


def cut_at_a_frame(content: bytes) -> bytes:
    return content[: content.index(b"\n") + 1]


def one_bit(content: bytes) -> bytes:
    at = len(content) - 100
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def longer(content: bytes) -> bytes:
    return content + b"\x00"


def twice(content: bytes) -> bytes:
    return content + content[content.index(b"\n") + 1 :]


def header_changed(content: bytes) -> bytes:
    return content.replace(b'"database": "', b'"database": "x', 1)


def salt_changed(content: bytes) -> bytes:
    return content.replace(b'"salt": "', b'"salt": "00', 1)


DAMAGES = [cut, cut_at_a_frame, one_bit, longer, twice, header_changed, salt_changed]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: one.__name__)
def test_a_damaged_backup_is_refused_and_leaves_what_stood(
    sqlite_template: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    (tmp_path / "a.db").write_bytes(sqlite_template.read_bytes())
    engine = database.connect(f"sqlite:///{tmp_path / 'a.db'}")
    path = written(engine, tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    with database.opened(engine) as session:
        a_worker(session, "王小明")
    before = rows_of(engine)

    with pytest.raises(BadInput, match="damaged"):
        restoring.read(engine, path, replace=True)

    assert rows_of(engine) == before
    engine.dispose()


def test_a_fault_in_the_middle_leaves_the_database_as_it_was(owner: Engine, tmp_path: Path) -> None:
    every_table.fill(owner)
    whole = written(owner, tmp_path)
    lines = list(sealed_files.lines_of(whole))
    header = sealed_files.header_of(whole)
    sealed_files.write(tmp_path / "less.backup", header, [line for line in lines if not line.startswith(b"[3,")])
    before = rows_of(owner)

    with pytest.raises(BadInput, match="damaged"):
        restoring.read(owner, tmp_path / "less.backup", replace=True)

    assert rows_of(owner) == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip", b"SQLite format 3\x00", b"gongqiao", b"\n"])
def test_a_file_of_another_kind_is_no_backup(owner: Engine, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)

    with pytest.raises(BadInput, match="no backup of Gongqiao"):
        restoring.read(owner, path)


def test_another_key_is_refused_before_anything_is_touched(owner: Engine, tmp_path: Path) -> None:
    path = written(owner, tmp_path)
    before = rows_of(owner)
    privacy.use(Keyring.of(bytes(32)))

    with pytest.raises(NoKey, match="another key"):
        restoring.read(owner, path)

    assert rows_of(owner) == before


@pytest.mark.parametrize("newer", [{"tables": "9999"}, {"format": 2}, {"format": None}])
def test_a_newer_programs_backup_is_refused(owner: Engine, tmp_path: Path, newer: dict[str, Any]) -> None:
    path = tmp_path / "newer.backup"
    header = {"format": backup.FORMAT, "tables": "0011", "key": privacy.held().fingerprint(), "made": NOW.isoformat()}
    sealed_files.write(path, header | newer, [])

    with pytest.raises(BadInput, match="newer program"):
        restoring.read(owner, path)


def test_a_backup_never_overwrites_another(owner: Engine, tmp_path: Path) -> None:
    path = written(owner, tmp_path)

    with pytest.raises(BadInput, match="left alone"):
        written(owner, tmp_path)

    assert [one.name for one in tmp_path.iterdir() if "backup" in one.name] == [path.name]


def test_without_the_key_a_backup_tells_nothing_but_its_first_line(owner: Engine, tmp_path: Path) -> None:
    every_table.fill(owner)
    content = written(owner, tmp_path).read_bytes()
    first, _, rest = content.partition(b"\n")

    assert {"format", "tables", "key", "made", "database", "salt", "sealed_with"} == set(
        json.loads(first[first.index(b"{") :])
    )
    assert not [word for word in ("workers", "employer_id", "甲'\"", "密workers") if word.encode() in rest]


def test_long_streams_come_back_frame_by_frame(tmp_path: Path) -> None:
    lines = [privacy.os.urandom(900).hex().encode() for _ in range(3_000)]
    sealed_files.write(tmp_path / "long", {}, lines)

    assert list(sealed_files.lines_of(tmp_path / "long")) == lines
    assert (tmp_path / "long").stat().st_size > 2 * sealed_files.FRAME_BYTES


def test_reflected_columns_are_bytes_where_they_are_sealed(owner: Engine) -> None:
    with owner.connect() as connection:
        (table,) = [one for one in restoring.portable_rows.tables_of(connection) if one.name == "workers"]

    assert isinstance(table.columns["name"].type, LargeBinary)
