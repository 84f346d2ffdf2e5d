"""Where a claim came from, and who decided on it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("attributions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("source_sheet", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("source_row", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("confirmed_by", sa.String(length=200), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_attributions_import_id"), "imports", ["import_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_attributions_import_id"), ["import_id"])
    with op.batch_alter_table("attributions", schema=None) as batch_op:
        batch_op.alter_column("source_sheet", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("attributions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attributions_import_id"))
        batch_op.drop_constraint(batch_op.f("fk_attributions_import_id"), type_="foreignkey")
        for column in ("confirmed_by", "source_row", "source_sheet", "import_id"):
            batch_op.drop_column(column)
