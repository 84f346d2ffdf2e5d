"""A round has one open run at a time; an import tells when it was finished"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN = "status IN ('waiting', 'running')"


def upgrade() -> None:
    op.execute(
        f"UPDATE runs SET status = 'failed' WHERE {OPEN} AND round_id IS NOT NULL AND id NOT IN "  # noqa: S608
        f"(SELECT min(id) FROM runs WHERE {OPEN} GROUP BY round_id)"
    )
    op.create_index(
        "ix_runs_one_open",
        "runs",
        ["round_id"],
        unique=True,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("finished", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE imports SET finished = imported")


def downgrade() -> None:
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_column("finished")
    op.drop_index("ix_runs_one_open", table_name="runs")
