"""What is wrong with an installation is said, each thing with what to do, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from api.office import checkup
from api.settings import Settings
from api.texts import catalog, say
from data import database, privacy
from data.plans import runs
from data.plans.runs import RunOrder
from data.privacy import Keyring
from data.tables import read_log
from tests.api.cli.test_commands import gongqiao
from tests.builders import a_round

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    (tmp_path / "home").mkdir(mode=0o700)
    return replace(Settings(), folder=tmp_path / "home")


@pytest.fixture
def small(sqlite_template: Path, home: Settings) -> Iterator[Engine]:
    """A database in the office's own folder."""
    (home.folder / "gongqiao.db").write_bytes(sqlite_template.read_bytes())
    made = database.connect(home.database_url)
    yield made
    made.dispose()


def found(engine: Engine, settings: Settings, now: datetime = NOW) -> set[str]:
    return {one.name for one in checkup.look(engine, settings, now=now)}


def test_a_healthy_office_hears_of_nothing(engine: Engine, home: Settings) -> None:
    told = found(engine, home)

    assert told == ({"clock_behind"} & told if engine.dialect.name == "postgresql" else set())


def test_a_key_of_another_registers_is_told(small: Engine, home: Settings) -> None:
    privacy.use(Keyring.of(bytes(32)))

    assert found(small, home) == {"another_key"}


@pytest.mark.parametrize("content", ["", "not base64!", "AAAA"])
def test_a_missing_or_wrong_key_is_told(
    small: Engine, home: Settings, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    privacy._held.clear()
    monkeypatch.delenv(privacy.KEY_VARIABLE)
    path = home.folder / "gongqiao.key"
    monkeypatch.setenv(privacy.KEY_FILE_VARIABLE, str(path))
    if content:
        path.touch(mode=0o600)
        path.write_text(content)

    assert found(small, home) == {"key"}


def test_a_key_others_may_read_is_told_and_one_on_this_disk_is_noted(
    small: Engine, home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    privacy._held.clear()
    master = privacy.os.environ[privacy.KEY_VARIABLE]
    monkeypatch.delenv(privacy.KEY_VARIABLE)
    path = home.folder / "gongqiao.key"
    monkeypatch.setenv(privacy.KEY_FILE_VARIABLE, str(path))
    path.write_text(master)
    path.chmod(0o644)
    assert found(small, home) == {"key"}

    path.chmod(0o600)
    assert found(small, home) == {"key_in_file"}
    assert not any(one.fault for one in checkup.look(small, home, now=NOW))


@pytest.mark.parametrize(("statement", "name"), [
    ("UPDATE alembic_version SET version_num = '9999'", "newer"),
    ("UPDATE alembic_version SET version_num = '0003'", "older"),
    ("DROP TABLE alembic_version", "no_tables"),
])  # fmt: skip
def test_tables_of_another_version_are_told(small: Engine, home: Settings, statement: str, name: str) -> None:
    with small.begin() as connection:
        connection.execute(text(statement))

    assert found(small, home) == {name}


def test_a_database_that_is_none_or_damaged_or_away_is_told(small: Engine, home: Settings, tmp_path: Path) -> None:
    (tmp_path / "none.db").write_bytes(b"no database at all" * 999)
    away = database.connect("postgresql://nobody:secret@127.0.0.1:1/none")
    missing = database.connect(f"sqlite:///{tmp_path / 'missing.db'}")

    assert found(database.connect(f"sqlite:///{tmp_path / 'none.db'}"), home) == {"database"}
    assert found(missing, home) == {"no_tables"}
    (told,) = checkup.look(away, home, now=NOW)
    assert told.name == "database" and "secret" not in told.told("en")


def test_damaged_pages_are_told(small: Engine, home: Settings) -> None:
    small.dispose()
    path = home.folder / "gongqiao.db"
    content = bytearray(path.read_bytes())
    content[4096 * 9 : 4096 * 12] = b"\x55" * 4096 * 3
    path.write_bytes(content)

    assert found(small, home) & {"damaged", "database"}


def test_a_folder_others_may_enter_or_that_is_missing_is_told(small: Engine, home: Settings) -> None:
    home.folder.chmod(0o755)
    assert found(small, home) == {"folder_open"}

    assert found(small, replace(home, folder=home.folder / "gone")) == {"no_folder"}


@pytest.mark.parametrize(("now", "name"), [
    (datetime(2019, 1, 1, tzinfo=UTC), "clock_before_program"), (datetime(2029, 1, 1, tzinfo=UTC), "pack"),
])  # fmt: skip
def test_a_wrong_clock_and_old_rules_are_told(small: Engine, home: Settings, now: datetime, name: str) -> None:
    assert found(small, home, now) == {name}


def test_a_clock_behind_what_is_written_down_is_told(small: Engine, home: Settings) -> None:
    with small.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO read_log (tenant_id, read, reader, subject, fields, people, chain) "
                "VALUES (1, '2027-01-01 00:00:00', 'x', 'workers', 'name', 1, 1)"
            )
        )

    assert found(small, home) == {"clock_behind", "log"}


def test_a_run_without_a_sign_of_life_is_told(small: Engine, home: Settings) -> None:
    with database.opened(small) as session:
        runs.ask(session, RunOrder("plan", {}, a_round(session).id), by="x", now=NOW - timedelta(minutes=5))
        runs.ask(session, RunOrder("plan", {}, a_round(session, "二").id), by="x", now=NOW)

    (told,) = checkup.look(small, home, now=NOW)
    assert (told.name, told.values) == ("silent_run", {"run": 1})


def test_every_finding_has_a_sentence_and_what_to_do() -> None:
    source = Path("api/office/checkup.py").read_text(encoding="utf-8") + '"older" "newer" "no_tables"'
    names = set(re.findall(r'Symptom\("(\w+)"', source)) | {"older", "newer", "no_tables"}
    told = {key.removeprefix("keeping.check.") for key in catalog() if key.startswith("keeping.check.")}

    assert names | {f"{name}_do" for name in names} == told - {"fault", "note", "none", "some"}
    assert say("keeping.check.folder_open_do", "zh", folder="a") == "chmod 700 a"


def test_a_cut_log_is_told_by_the_command_with_the_head_kept_elsewhere(tmp_path: Path) -> None:
    gongqiao("init", home=tmp_path / "a")
    engine = database.connect(f"sqlite:///{tmp_path / 'a' / 'gongqiao.db'}")
    privacy._held.clear()
    key = {privacy.KEY_FILE_VARIABLE: str(tmp_path / "a" / "gongqiao.key")}
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(privacy.KEY_VARIABLE)
        patch.setenv(*next(iter(key.items())))
        with database.opened(engine) as session:
            read_log.write(session, [privacy.Reader("x", "y", NOW).entry("workers", ["name"]) for _ in range(3)])
    head = gongqiao("log", "head", home=tmp_path / "a").stdout.strip()
    assert gongqiao("log", "verify", "--head", head, home=tmp_path / "a").returncode == 0
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM read_log WHERE position = 3"))
        connection.execute(text("UPDATE log_heads SET position = 2, link = (SELECT max(link) FROM read_log)"))

    cut = gongqiao("log", "verify", "--head", head, home=tmp_path / "a")
    odd = gongqiao("log", "verify", "--head", "3", home=tmp_path / "a")

    assert (cut.returncode, cut.stdout.splitlines()[-1]) == (1, "the end was cut off: it stops at line 2")
    assert odd.returncode == 2 and "gongqiao log head printed" in odd.stderr


def test_the_command_tells_and_its_exit_code_says_whether_something_is_wrong(tmp_path: Path) -> None:
    wrong = gongqiao("check", home=tmp_path / "none")
    gongqiao("init", home=tmp_path / "some")
    right = gongqiao("check", home=tmp_path / "some", GONGQIAO_LANG="zh")

    assert wrong.returncode == 1 and "there is no database yet" in wrong.stdout and "gongqiao init" in wrong.stdout
    assert right.returncode == 0 and "没有发现问题（提醒 1 条）" in right.stdout
