"""Words that may name people: seal what clerks typed in the open"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.privacy import sealed_bytes, unsealed_bytes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SEALED = (
    ("rounds", "note", sa.Text()), ("round_steps", "note", sa.Text()), ("pins", "reason", sa.String(200)),
    ("roster_changes", "reason", sa.String(200)), ("read_log", "purpose", sa.String(200)),
    ("imports", "file_name", sa.String(200)), ("worker_groups", "note", sa.String(200)),
    ("employers", "remarks", sa.Text()), ("postings", "remarks", sa.Text()), ("vehicles", "remarks", sa.Text()),
)  # fmt: skip
ROWS_A_STEP = 5_000


def upgrade() -> None:
    """Each column is made anew beside the old one: on SQLite a copied table would take its children along."""
    for table, column, _ in SEALED:
        op.add_column(table, sa.Column(f"{column}_sealed", sa.LargeBinary(), nullable=True))
        _rewritten(table, column, f"{column}_sealed", sealing=True)
        op.drop_column(table, column)
        op.alter_column(table, f"{column}_sealed", new_column_name=column)


def downgrade() -> None:
    """Back into the open, with nothing lost."""
    for table, column, kind in SEALED:
        op.add_column(table, sa.Column(f"{column}_open", kind, nullable=False, server_default=""))
        _rewritten(table, column, f"{column}_open", sealing=False)
        op.drop_column(table, column)
        op.alter_column(table, f"{column}_open", new_column_name=column)


def _rewritten(table: str, column: str, into: str, *, sealing: bool) -> None:
    """Fill one column from the other, a few thousand rows at a time; empty words are kept as nothing."""
    connection, place = op.get_bind(), f"{table}.{column}"
    of = sa.table(table, sa.column("id"), sa.column(column), sa.column(into))
    writing = sa.update(of).where(of.c.id == sa.bindparam("row")).values({into: sa.bindparam("said")})
    last = -1
    while True:
        said = sa.select(of.c.id, of.c[column]).where(of.c.id > last, of.c[column].is_not(None))
        rows = connection.execute(said.order_by(of.c.id).limit(ROWS_A_STEP)).all()
        if not rows:
            return
        last = rows[-1][0]
        new = [
            {"row": row, "said": sealed_bytes(place, value.encode()) if sealing else _opened(place, value)}
            for row, value in rows
            if value
        ]
        if new:
            connection.execute(writing, new)


def _opened(place: str, value: bytes) -> str:
    return unsealed_bytes(place, bytes(value)).decode()
