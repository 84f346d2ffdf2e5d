"""The role of docs/operations.md, word for word, is enough for the whole life of a database."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from data import database
from data.database import backup, condition, restoring
from tests.builders import NOW, a_worker
from tests.conftest import _named, _run

DOCUMENT = Path(__file__).parents[3] / "docs" / "operations.md"
PASSWORD = "another-one"


@pytest.mark.postgres
def test_the_role_of_the_document_makes_fills_backs_up_and_restores(postgres_url: str, tmp_path: Path) -> None:
    (block,) = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), flags=re.DOTALL)
    for statement in filter(str.strip, block.split(";\n")):
        _run(postgres_url, statement)
    own = make_url(_named(postgres_url, "gongqiao")).set(username="gongqiao", password=PASSWORD)
    engine = database.connect(own.render_as_string(hide_password=False))
    try:
        database.migrate(engine)
        with database.opened(engine) as session:
            a_worker(session, "王小明")
        backup.write(engine, tmp_path / "one.backup", [], now=NOW)
        restoring.read(engine, tmp_path / "one.backup", replace=True)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM workers")) == 1
            assert condition.walks_past_row_security(connection) == ""
    finally:
        engine.dispose()
        _run(postgres_url, "DROP DATABASE gongqiao")
        _run(postgres_url, "DROP ROLE gongqiao")
