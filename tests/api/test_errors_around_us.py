"""A full disk, a busy, damaged, old or new database: a sentence for pages and commands, and nothing lost."""

from __future__ import annotations

import errno
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from api.cli import main
from api.errors import AWAY, BUSY, DAMAGED, FULL, READ_ONLY, trouble_of
from api.office import uploads
from api.web.app import make_app
from data import database
from data.database import connect, opened
from data.tables import Worker
from labor.errors import BadInput
from tests import builders
from tests.api.conftest import ORIGIN, Office

OTHERS = ("audit", "explain", "export", "import", "plan", "serve", "train")
ARGUMENTS = {
    "audit": ["1"], "explain": ["1"], "export": ["1"], "import": ["a.csv"], "plan": ["2026-02-20", "2026-02-26"],
    "serve": [], "train": [],
}  # fmt: skip


MainHere = Callable[..., tuple[int, str]]


@contextmanager
def no_larger_than(size: int) -> Iterator[None]:
    """Files of this process may not grow beyond: what a full disk looks like from inside."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def gongqiao(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *arguments, "--home", str(home)],
        capture_output=True, text=True, timeout=120, check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip


@pytest.fixture
def old_office(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder whose database the test may age."""
    (tmp_path / "gongqiao.db").write_bytes(sqlite_template.read_bytes())
    return tmp_path


@pytest.fixture
def main_here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> MainHere:
    """The console script within this process: its exit code and what it said on standard error."""

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["gongqiao", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return run


def stand_at(home: Path, version: str) -> None:
    with sqlite3.connect(home / "gongqiao.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.close()


@pytest.mark.parametrize(
    ("version", "sentence"), [("0004", "older program's (0004)"), ("9999", "newer program's (9999)")]
)
@pytest.mark.parametrize("command", OTHERS)
def test_every_command_refuses_tables_of_another_version_in_a_sentence(
    old_office: Path, main_here: MainHere, command: str, version: str, sentence: str
) -> None:
    stand_at(old_office, version)

    code, said = main_here(command, *ARGUMENTS[command], "--home", str(old_office))

    assert code == 2
    assert sentence in said


def test_init_leaves_a_newer_database_alone(old_office: Path) -> None:
    stand_at(old_office, "9999")

    with pytest.raises(BadInput, match=r"newer program's \(9999\)"):
        database.migrate(connect(f"sqlite:///{old_office / 'gongqiao.db'}"))


def test_tables_of_today_are_taken_and_none_are_asked_for(engine: Engine, tmp_path: Path) -> None:
    database.check_tables(engine)

    empty = connect(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(BadInput, match="gongqiao init"):
        database.check_tables(empty)
    empty.dispose()


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough for a page of one" * 100, b"SQLite format 3\x00" * 300]
)
def test_a_file_that_is_no_database_is_called_damaged_and_left_alone(old_office: Path, content: bytes) -> None:
    (old_office / "gongqiao.db").write_bytes(content)

    ended = gongqiao(old_office, "audit", "1")

    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False)
    assert "damaged or is no database" in ended.stderr
    assert (old_office / "gongqiao.db").read_bytes() == content


def test_a_full_disk_while_rows_are_written_loses_nothing_and_is_said(office: Office) -> None:
    if office.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's files are its server's")
    path = Path(office.engine.url.database or "")
    with (
        pytest.raises(OperationalError) as full,
        no_larger_than(path.stat().st_size + 200_000),
        opened(office.engine) as session,
    ):
        for _ in range(3000):
            builders.a_worker(session, "满", text="字" * 300)

    assert trouble_of(full.value) == FULL
    with opened(office.engine) as session:
        assert session.scalar(select(func.count()).select_from(Worker)) == len(office.workers)
        builders.a_worker(session, "又能写了")
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def test_an_upload_to_a_full_disk_is_a_page_with_a_sentence_and_leaves_no_half_file(office: Office) -> None:
    client = TestClient(make_app(office.settings, office.engine), headers=ORIGIN)
    content = os.urandom(600_000)
    with no_larger_than(100_000):
        answer = client.post("/imports", files={"file": ("名单.csv", content)})

    assert answer.status_code == 507
    assert "磁盘满了" in answer.text
    assert "the disk is full" in answer.text
    assert [path for path in office.settings.uploads.iterdir() if path.is_file()] == []


def test_a_file_half_written_is_taken_back(tmp_path: Path) -> None:
    with pytest.raises(OSError), no_larger_than(1000):
        uploads.put_aside(tmp_path, "a.csv", os.urandom(50_000))

    assert list(tmp_path.iterdir()) == []


def test_a_busy_database_is_a_page_with_a_sentence(office: Office) -> None:
    if office.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL locks rows, not files")
    quick = connect(office.engine.url.render_as_string(hide_password=False))
    with quick.connect() as connection:
        connection.execute(text("SELECT 1"))
    client = TestClient(make_app(office.settings, quick), headers=ORIGIN)
    holder = sqlite3.connect(str(office.engine.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with quick.connect() as connection:
        connection.execute(text("PRAGMA busy_timeout=50"))
    answer = client.post(f"/workers/{office.workers[0]}", data={"purpose": "核对电话"})
    holder.execute("ROLLBACK")
    holder.close()
    quick.dispose()

    assert answer.status_code == 503
    assert "数据库正忙" in answer.text


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OSError(errno.ENOSPC, "x"), FULL),
        (OSError(errno.EDQUOT, "x"), FULL),
        (PermissionError(errno.EACCES, "x"), READ_ONLY),
        (OSError(errno.EROFS, "x"), READ_ONLY),
        (FileNotFoundError(errno.ENOENT, "x"), None),
        (ValueError("x"), None),
    ],
)
def test_a_system_error_is_told_by_its_number(error: Exception, trouble: object) -> None:
    assert trouble_of(error) == trouble


class _Told(Exception):
    """An error as a driver raises it."""

    def __init__(self, sqlite_errorname: str = "", sqlstate: str = "") -> None:
        super().__init__("x")
        self.sqlite_errorname, self.sqlstate = sqlite_errorname, sqlstate


@pytest.mark.parametrize(
    ("told", "trouble"),
    [
        (_Told("SQLITE_FULL"), FULL),
        (_Told("SQLITE_IOERR_WRITE"), FULL),
        (_Told("SQLITE_BUSY_SNAPSHOT"), BUSY),
        (_Told("SQLITE_CORRUPT_INDEX"), DAMAGED),
        (_Told("SQLITE_READONLY_DBMOVED"), READ_ONLY),
        (_Told("SQLITE_ERROR"), None),
        (_Told(sqlstate="53100"), FULL),
        (_Told(sqlstate="53300"), BUSY),
        (_Told(sqlstate="40P01"), BUSY),
        (_Told(sqlstate="57P01"), AWAY),
        (_Told(sqlstate="28P01"), AWAY),
        (_Told(sqlstate="42703"), None),
        (_Told(), AWAY),
    ],
)
def test_a_database_error_is_told_by_its_code(told: Exception, trouble: object) -> None:
    assert trouble_of(OperationalError("SELECT 1", {}, told)) == trouble
