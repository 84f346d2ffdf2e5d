"""The log of reads is a chain: every line carries a hash of itself and of the one before"""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from data.privacy import held, unsealed_bytes

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SAID = ("read", "reader", "purpose", "subject", "subject_id", "fields", "people")
ROWS_A_STEP = 5_000


def upgrade() -> None:
    op.create_table(
        "log_heads",
        sa.Column("chain", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_log_heads")),
    )
    with op.batch_alter_table("read_log", schema=None) as batch_op:
        batch_op.add_column(sa.Column("chain", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("position", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("link", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_read_log_chain_position"), ["chain", "position"])
    with op.batch_alter_table("read_log", schema=None) as batch_op:
        batch_op.alter_column("chain", server_default=None)
    _link_what_stands()


def downgrade() -> None:
    with op.batch_alter_table("read_log", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_read_log_chain_position"), type_="unique")
        for column in ("link", "position", "chain"):
            batch_op.drop_column(column)
    op.drop_table("log_heads")


def _link_what_stands() -> None:
    """Lines written before the chain, in the order of their numbers."""
    columns = [sa.column("id"), sa.column("read", sa.DateTime(timezone=True)), *map(sa.column, SAID[1:])]
    log = sa.table("read_log", *columns, sa.column("position"), sa.column("link"))
    writing = sa.update(log).where(log.c.id == sa.bindparam("row"))
    writing = writing.values(position=sa.bindparam("at"), link=sa.bindparam("hash"))
    connection, last, position, link = op.get_bind(), -1, 0, ""
    while rows := connection.execute(
        sa.select(*columns).select_from(log).where(log.c.id > last).order_by(log.c.id).limit(ROWS_A_STEP)
    ).all():
        last, new = rows[-1].id, []
        for row in rows:
            position += 1
            link = _linked(link, position, row._mapping)
            new.append({"row": row.id, "at": position, "hash": link})
        connection.execute(writing, new)
    heads = sa.table("log_heads", sa.column("chain"), sa.column("position"), sa.column("link"))
    connection.execute(sa.insert(heads), {"chain": 1, "position": position, "link": link})


def _linked(before: str, position: int, row: sa.RowMapping) -> str:
    """As data/tables/log_chain.py writes it."""
    read: datetime = row["read"]
    sealed = row["purpose"]
    said = dict(row) | {
        "read": (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC).isoformat(),
        "purpose": None if sealed is None else unsealed_bytes("read_log.purpose", bytes(sealed)).decode(),
    }
    content = json.dumps([before, position, *(said[name] for name in SAID)], ensure_ascii=False, separators=(",", ":"))
    return hmac.digest(held().finding, b"log chain 1\0" + content.encode(), "sha256").hex()
