"""Writes the next migration from the difference between the newest one and the tables, for reading and mending.

python -m scripts.new_migration "Fares have a season"
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate.api import AutogenContext

from data import database
from data.migrations import configuration
from data.privacy import Encrypted
from data.tables.base import Moment


def plain_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Migrations name portable types only, so that an old one still runs when our own types have changed."""
    if kind == "type" and isinstance(item, Encrypted):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def main() -> None:
    """Bring an empty database to the newest migration, compare, write."""
    parser = argparse.ArgumentParser(description="write the next migration")
    parser.add_argument("message")
    parser.add_argument("--number", required=True, help="four digits, e.g. 0002")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = database.connect(f"sqlite:///{Path(folder) / 'empty.db'}")
        with engine.begin() as connection:
            config = configuration(connection)
            command.upgrade(config, "head")
            config.attributes["render_item"] = plain_type
            command.revision(config, message=words.message, rev_id=words.number, autogenerate=True)
        engine.dispose()


if __name__ == "__main__":
    main()
