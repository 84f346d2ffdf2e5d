"""Other names of stations, and stations called like their county"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hub_names",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_hub_names_hub_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("name", "county", name=op.f("pk_hub_names")),
    )
    op.create_index(op.f("ix_hub_names_hub_id"), "hub_names", ["hub_id"])
    with op.batch_alter_table("hubs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("of_region", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("hubs", schema=None) as batch_op:
        batch_op.alter_column("of_region", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("hubs", schema=None) as batch_op:
        batch_op.drop_column("of_region")
    op.drop_index(op.f("ix_hub_names_hub_id"), table_name="hub_names")
    op.drop_table("hub_names")
