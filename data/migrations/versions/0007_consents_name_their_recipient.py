"""A general yes is a consent to be registered, not to be handed to any employer"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE consents SET purpose = 'register' WHERE purpose = 'employer' AND employer_id IS NULL")


def downgrade() -> None:
    # Which of them once counted for any employer is not known any more: nobody's data goes further than it may.
    pass
