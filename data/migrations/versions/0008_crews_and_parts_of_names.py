"""Crews a trip was planned with, nights on the way, the hidden character of a name, what an arrival closed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.privacy import second_index, unsealed_bytes

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROWS_A_STEP = 5_000


def upgrade() -> None:
    op.add_column("vehicles", sa.Column("nights", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("vehicles", sa.Column("drivers_confirmed", sa.Date(), nullable=True))
    op.add_column("vehicles", sa.Column("drivers_confirmed_by", sa.String(200), nullable=False, server_default=""))
    # The defaults were for the rows already there; the tables as written have none.
    with op.batch_alter_table("vehicles", schema=None) as batch_op:
        batch_op.alter_column("nights", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
        batch_op.alter_column(
            "drivers_confirmed_by", existing_type=sa.String(200), existing_nullable=False, server_default=None
        )
    op.add_column("trips", sa.Column("drivers_due", sa.Integer(), nullable=True))
    op.add_column("trips", sa.Column("nights", sa.Integer(), nullable=True))
    op.add_column("spells", sa.Column("closed_by", sa.Integer(), nullable=True))
    op.add_column("workers", sa.Column("name_second_index", sa.String(32), nullable=True))
    op.create_index(op.f("ix_workers_name_second_index"), "workers", ["name_second_index"])
    _find_the_hidden_characters()


def downgrade() -> None:
    op.drop_index(op.f("ix_workers_name_second_index"), "workers")
    for table, column in (
        ("workers", "name_second_index"), ("spells", "closed_by"), ("trips", "nights"), ("trips", "drivers_due"),
        ("vehicles", "drivers_confirmed_by"), ("vehicles", "drivers_confirmed"), ("vehicles", "nights"),
    ):  # fmt: skip
        op.drop_column(table, column)


def _find_the_hidden_characters() -> None:
    """The keyed hash of each name's second character, a few thousand rows at a time."""
    connection = op.get_bind()
    workers = sa.table("workers", sa.column("id"), sa.column("name"), sa.column("name_second_index"))
    writing = sa.update(workers).where(workers.c.id == sa.bindparam("row"))
    last = -1
    while True:
        said = sa.select(workers.c.id, workers.c.name).where(workers.c.id > last)
        rows = connection.execute(said.order_by(workers.c.id).limit(ROWS_A_STEP)).all()
        if not rows:
            return
        last = rows[-1][0]
        new = [
            {"row": row, "found": second_index(unsealed_bytes("workers.name", bytes(name)).decode())}
            for row, name in rows
        ]
        connection.execute(writing.values(name_second_index=sa.bindparam("found")), new)
