"""First answers to requests that programs send under a key of their own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "first_answers",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_first_answers")),
    )
    op.create_index(op.f("ix_first_answers_begun"), "first_answers", ["begun"], unique=False)


def downgrade() -> None:
    op.drop_table("first_answers")
