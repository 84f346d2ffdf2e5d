"""That the process lives and that it may be sent work are two questions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.settings import Settings
from api.web.app import make_app
from data import database, privacy
from data.privacy import Keyring
from tests.api.conftest import Office


def asked(client: TestClient, path: str) -> tuple[int, dict[str, str]]:
    answer = client.get(path)
    return answer.status_code, answer.json()


def test_an_office_that_works_lives_and_is_ready(client: TestClient) -> None:
    assert asked(client, "/health") == (200, {"status": "ok"})
    assert asked(client, "/ready") == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "newer"),
        ("UPDATE alembic_version SET version_num = '0003'", "older"),
        ("DELETE FROM alembic_version", "no_tables"),
        ("UPDATE installation_settings SET value = '\"other\"' WHERE name = 'key_fingerprint'", "another_key"),
    ],
)
def test_other_tables_or_another_key_are_not_ready_and_live(
    office: Office, client: TestClient, statement: str, why: str
) -> None:
    with office.engine.begin() as connection:
        connection.execute(text(statement))

    assert asked(client, "/ready") == (503, {"status": why})
    assert asked(client, "/health") == (200, {"status": "ok"})


def test_without_its_key_it_is_not_ready(client: TestClient) -> None:
    privacy.use(Keyring.of(bytes(32)))

    assert asked(client, "/ready") == (503, {"status": "another_key"})


def test_without_its_database_it_lives_and_is_not_ready(tmp_path: Path) -> None:
    settings = replace(Settings(), folder=tmp_path, more_hosts=frozenset({"testserver"}))
    away = database.connect("postgresql://nobody:secret@127.0.0.1:1/none")
    with TestClient(make_app(settings, away)) as client:
        assert asked(client, "/health") == (200, {"status": "ok"})
        assert asked(client, "/ready") == (503, {"status": "database"})
