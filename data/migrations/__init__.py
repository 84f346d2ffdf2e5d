"""Every change the tables went through, run from the installed package with no alembic.ini."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from sqlalchemy import Connection

from data.tables.tenants import EVERY, TENANT


def configuration(connection: Connection | None) -> Config:
    """Alembic's settings for one open connection; None to read what migrations there are."""
    if connection is not None:
        connection.execution_options(**{TENANT: EVERY})  # a change of the tables is every tenant's
    config = Config()
    # Alembic reads `%` in its settings as interpolation.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
