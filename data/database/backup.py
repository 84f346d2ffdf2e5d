"""All tables as they stand at one moment, in one sealed file, while the service goes on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine

from data.database import portable_rows, sealed_files, version_of
from data.database.tenants import row_security
from data.privacy import held
from labor.errors import BadInput

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Written:
    """What went into a backup."""

    tables: int
    rows: int
    files: int
    size: int


def write(engine: Engine, path: Path, files: Iterable[tuple[str, bytes]], *, now: datetime) -> Written:
    """Write a backup; raises BadInput where a file of that name stands already, since it may be the last good one."""
    if path.exists():
        raise BadInput(
            f"{path} 已存在，没有覆盖；请换一个文件名 / {path} is there already and was left alone: choose another name"
        )
    counted: dict[str, int] = {}
    level = _ONE_MOMENT[engine.dialect.name]
    with engine.connect().execution_options(isolation_level=level) as connection, connection.begin():
        header = _header(connection, now)
        kept = list(files)
        size = sealed_files.write(path, header, _lines(connection, kept, counted))
    return Written(len(counted), sum(counted.values()), len(kept), size)


# SQLite reads one state of the file for the length of a transaction whatever others write (WAL).
_ONE_MOMENT: Final = {"sqlite": "SERIALIZABLE", "postgresql": "REPEATABLE READ"}


def _header(connection: Connection, now: datetime) -> dict[str, Any]:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")  # or Python's driver would read each statement by itself
    else:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
    row_security.see_all(connection)  # a row held back is an error, not a gap
    return {
        "format": FORMAT,
        "tables": version_of(connection),
        "key": held().fingerprint(),
        "made": now.isoformat(),
        "database": connection.dialect.name,
    }


def _lines(connection: Connection, files: list[tuple[str, bytes]], counted: dict[str, int]) -> Iterator[bytes]:
    for table in portable_rows.tables_of(connection):
        yield json.dumps({"table": table.name, "columns": [column.name for column in table.columns]}).encode()
        counted[table.name] = 0
        for line in portable_rows.lines_of(connection, table):
            counted[table.name] += 1
            yield line
    for name, content in files:
        yield json.dumps({"file": name, "content": content.hex()}).encode()
    yield json.dumps({"end": counted, "files": len(files)}).encode()
