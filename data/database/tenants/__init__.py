"""The walls between tenants: the filter of every query, and row-level security on PostgreSQL (docs/tenants.md)."""

from __future__ import annotations

from sqlalchemy import Engine

from data.database.tenants import query_filter, row_security


def stand_around(engine: Engine) -> None:
    """Put both walls around an engine."""
    query_filter.stand_around(engine)
    row_security.stand_around(engine)
