"""What became of each vehicle of a plan's offer, and why"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vehicle_verdicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("law", sa.String(length=32), nullable=False),
        sa.Column("law_zh", sa.Text(), nullable=False),
        sa.Column("law_en", sa.Text(), nullable=False),
        sa.Column("use", sa.String(length=32), nullable=False),
        sa.Column("use_zh", sa.Text(), nullable=False),
        sa.Column("use_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle_verdicts")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.id"], name=op.f("fk_vehicle_verdicts_plan_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicles.id"], name=op.f("fk_vehicle_verdicts_vehicle_id")),
        sa.UniqueConstraint("plan_id", "vehicle_id", name=op.f("uq_vehicle_verdicts_plan_id_vehicle_id")),
    )
    op.create_index(op.f("ix_vehicle_verdicts_vehicle_id"), "vehicle_verdicts", ["vehicle_id"], unique=False)


def downgrade() -> None:
    op.drop_table("vehicle_verdicts")
