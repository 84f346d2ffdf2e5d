"""Steps of a trip's life, what an arrival opened and closed, and who had left before a plan was made"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trip_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("became", sa.String(length=32), nullable=False),
        sa.Column("was", sa.String(length=32), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("taken", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(length=200), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "became IN ('departed', 'departure_taken_back', 'arrived', 'arrival_taken_back')",
            name=op.f("ck_trip_steps_became_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip_steps")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_trip_steps_round_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_trip_steps_batch_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["workers.id"], name=op.f("fk_trip_steps_worker_id"), ondelete="CASCADE"
        ),
    )
    for column in ("round_id", "batch_id", "worker_id"):
        op.create_index(op.f(f"ix_trip_steps_{column}"), "trip_steps", [column], unique=False)
    with op.batch_alter_table("spells", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opened_by", sa.Integer(), nullable=True))
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carried", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_column("carried")
    with op.batch_alter_table("spells", schema=None) as batch_op:
        batch_op.drop_column("opened_by")
    op.drop_table("trip_steps")
