"""How many drivers an offer brings may be unknown"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("vehicles", schema=None) as batch_op:
        batch_op.alter_column("drivers", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute("UPDATE vehicles SET drivers = 1 WHERE drivers IS NULL")
    with op.batch_alter_table("vehicles", schema=None) as batch_op:
        batch_op.alter_column("drivers", existing_type=sa.Integer(), nullable=False)
