"""Whoever takes the files of an office and not its key reads no identity number, no phone and no name in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from api.office import backups
from api.office.importing import bring_in_file
from api.office.uploads import put_aside
from api.settings import Settings
from data.database import leave_no_trace
from data.importers.cells.places import known_places
from data.tables import ImportRow, Worker
from tests.builders import NOW

OFFICE = Path(__file__).parents[2] / "office"
FILES = ("松山村花名册.xlsx", "坪山村台账.xlsx", "接龙.txt", "宁波华服用工.csv")
CARD = "6217003810012345670"


def secrets_of(engine: Engine) -> set[str]:
    """Every number and name the registers and the rows they came from hold, opened with the key."""
    with Session(engine) as session:
        found = {cell for row in session.execute(select(Worker.name, Worker.identity, Worker.phone)) for cell in row}
        cells = " ".join(filter(None, session.scalars(select(ImportRow.cells))))
    numbers = set(re.findall(r"(?<!\d)(?:1\d{10}|\d{17}[\dXx])(?!\d)", cells))
    return {word for word in found | numbers if word and len(word) > 1}


def files_of(engine: Engine, folder: Path) -> Iterator[Path]:
    """What lies on the disk: SQLite's file and log or PostgreSQL's pages and log, and the office's folder."""
    yield from (path for path in folder.rglob("*") if path.is_file())
    if engine.dialect.name == "postgresql":
        # Where the cluster lies is told to a superuser alone.
        chief = create_engine(engine.url.set(username="postgres"), isolation_level="AUTOCOMMIT")
        with chief.connect() as connection:
            connection.exec_driver_sql("CHECKPOINT")
            cluster = Path(str(connection.exec_driver_sql("SHOW data_directory").scalar()))
            asked = "SELECT oid FROM pg_database WHERE datname = current_database()"
            number = connection.exec_driver_sql(asked).scalar()
        chief.dispose()
        for part in (cluster / "base" / str(number), cluster / "pg_wal"):
            yield from (path for path in part.rglob("*") if path.is_file())


def read_open(engine: Engine, folder: Path, words: set[str]) -> set[str]:
    found = set()
    for path in files_of(engine, folder):
        content = path.read_bytes()
        found |= {word for word in words for code in ("utf-8", "utf-16-le", "gb18030") if word.encode(code) in content}
    return found


def test_no_file_of_an_office_tells_a_number_or_a_name(engine: Engine, owner: Engine, tmp_path: Path) -> None:
    home = known_places().county("威宁县")
    letter = tmp_path / "outside" / "卡号.csv"
    letter.parent.mkdir()
    letter.write_text(f"姓名,身份证号,手机号,银行卡号,备注\n顾念慈,52042119910403481X,13912345678,{CARD},卡{CARD}\n")
    for path in (*(OFFICE / name for name in FILES), letter):
        bring_in_file(engine, path, home=home, as_of=date(2026, 11, 27), by="老陈")
    settings = Settings(folder=tmp_path / "home")
    put_aside(settings.uploads, letter.name, letter.read_bytes())
    letter.unlink()
    backups.write(owner, settings, tmp_path / "home" / "one.backup", now=NOW)
    words = secrets_of(engine) | {CARD}
    assert len(words) > 100 and "13912345678" in words

    assert read_open(engine, tmp_path, words) == set()
    leave_no_trace(engine)
    assert read_open(engine, tmp_path, words) == set()
    assert read_open(engine, tmp_path, {"威宁"}) == {"威宁"}  # what is in the open is found by the same search
