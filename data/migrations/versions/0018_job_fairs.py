"""Job fairs"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


KINDS = "kind IN ('plan', 'repair', 'explain', 'train', 'import', 'export', 'demo'{more})"


def upgrade() -> None:
    _kinds_of_runs(", 'fair'")
    op.create_table(
        "fairs",
        sa.Column("tenant_id", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("break_from", sa.Integer(), nullable=True),
        sa.Column("break_to", sa.Integer(), nullable=True),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("most_talks", sa.Integer(), nullable=False),
        sa.Column("filing_days", sa.Integer(), nullable=False),
        sa.Column("filed", sa.Date(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("kind IN ('hall', 'online')", name=op.f("ck_fairs_kind_known")),
        sa.CheckConstraint("status IN ('open', 'closed', 'cancelled')", name=op.f("ck_fairs_status_known")),
        sa.CheckConstraint("closes > opens", name=op.f("ck_fairs_hours_in_order")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_fairs_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fairs")),
        sa.UniqueConstraint("tenant_id", "name", "day", name=op.f("uq_fairs_tenant_id_name_day")),
    )
    with op.batch_alter_table("fairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fairs_day"), ["day"], unique=False)

    op.create_table(
        "fair_aims",
        sa.Column("tenant_id", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=32), nullable=False),
        sa.Column("aim", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("bound", sa.Double(), nullable=True),
        sa.CheckConstraint("way IN ('plan', 'first_come', 'by_score')", name=op.f("ck_fair_aims_way_known")),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_fair_aims_fair_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_fair_aims_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_aims")),
        sa.UniqueConstraint("fair_id", "way", "aim", name=op.f("uq_fair_aims_fair_id_way_aim")),
    )
    op.create_table(
        "fair_booths",
        sa.Column("tenant_id", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("x", sa.Double(), nullable=True),
        sa.Column("y", sa.Double(), nullable=True),
        sa.Column("power", sa.Boolean(), nullable=False),
        sa.Column("interviewers", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=True),
        sa.Column("closes", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("late_until", sa.Integer(), nullable=True),
        sa.Column("poster", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('expected', 'there', 'gone', 'full')", name=op.f("ck_fair_booths_state_known")),
        sa.CheckConstraint("interviewers >= 0", name=op.f("ck_fair_booths_interviewers_not_negative")),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_fair_booths_employer_id")),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_fair_booths_fair_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_fair_booths_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_booths")),
        sa.UniqueConstraint("fair_id", "employer_id", name=op.f("uq_fair_booths_fair_id_employer_id")),
        sa.UniqueConstraint("fair_id", "number", name=op.f("uq_fair_booths_fair_id_number")),
    )
    with op.batch_alter_table("fair_booths", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fair_booths_employer_id"), ["employer_id"], unique=False)

    op.create_table(
        "fair_visitors",
        sa.Column("tenant_id", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("came", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("arrives", sa.Integer(), nullable=True),
        sa.Column("leaves", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("checked_in", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("came IN ('invited', 'walk_in')", name=op.f("ck_fair_visitors_came_known")),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_fair_visitors_fair_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_fair_visitors_tenant_id")),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["workers.id"], name=op.f("fk_fair_visitors_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_visitors")),
        sa.UniqueConstraint("fair_id", "code", name=op.f("uq_fair_visitors_fair_id_code")),
        sa.UniqueConstraint("fair_id", "worker_id", name=op.f("uq_fair_visitors_fair_id_worker_id")),
    )
    with op.batch_alter_table("fair_visitors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fair_visitors_worker_id"), ["worker_id"], unique=False)

    op.create_table(
        "fair_pairs",
        sa.Column("tenant_id", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booth_id"], ["fair_booths.id"], name=op.f("fk_fair_pairs_booth_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["postings.id"], name=op.f("fk_fair_pairs_posting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_fair_pairs_tenant_id")),
        sa.ForeignKeyConstraint(
            ["visitor_id"], ["fair_visitors.id"], name=op.f("fk_fair_pairs_visitor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_pairs")),
        sa.UniqueConstraint("visitor_id", "booth_id", name=op.f("uq_fair_pairs_visitor_id_booth_id")),
    )
    with op.batch_alter_table("fair_pairs", schema=None) as batch_op:
        batch_op.create_index("ix_fair_pairs_booth", ["booth_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fair_pairs_posting_id"), ["posting_id"], unique=False)

    op.create_table(
        "fair_postings",
        sa.Column("tenant_id", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booth_id"], ["fair_booths.id"], name=op.f("fk_fair_postings_booth_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["postings.id"], name=op.f("fk_fair_postings_posting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_fair_postings_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_postings")),
        sa.UniqueConstraint("booth_id", "posting_id", name=op.f("uq_fair_postings_booth_id_posting_id")),
    )
    with op.batch_alter_table("fair_postings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fair_postings_posting_id"), ["posting_id"], unique=False)

    op.create_table(
        "fair_talks",
        sa.Column("tenant_id", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("interviewer", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("after_7", sa.String(length=32), nullable=False),
        sa.Column("after_30", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "after_7 IN ('', 'working', 'not_working', 'no_answer')", name=op.f("ck_fair_talks_after_7_known")
        ),
        sa.CheckConstraint(
            "after_30 IN ('', 'working', 'not_working', 'no_answer')", name=op.f("ck_fair_talks_after_30_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('', 'talked', 'hired', 'intention', 'not_now')", name=op.f("ck_fair_talks_outcome_known")
        ),
        sa.CheckConstraint("state IN ('planned', 'talking', 'over', 'absent')", name=op.f("ck_fair_talks_state_known")),
        sa.ForeignKeyConstraint(
            ["booth_id"], ["fair_booths.id"], name=op.f("fk_fair_talks_booth_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["postings.id"], name=op.f("fk_fair_talks_posting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_fair_talks_tenant_id")),
        sa.ForeignKeyConstraint(
            ["visitor_id"], ["fair_visitors.id"], name=op.f("fk_fair_talks_visitor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_talks")),
        sa.UniqueConstraint("visitor_id", "booth_id", name=op.f("uq_fair_talks_visitor_id_booth_id")),
    )
    with op.batch_alter_table("fair_talks", schema=None) as batch_op:
        batch_op.create_index("ix_fair_talks_booth_begins", ["booth_id", "begins"], unique=False)
        batch_op.create_index(batch_op.f("ix_fair_talks_posting_id"), ["posting_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("fair_talks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fair_talks_posting_id"))
        batch_op.drop_index("ix_fair_talks_booth_begins")

    op.drop_table("fair_talks")
    with op.batch_alter_table("fair_postings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fair_postings_posting_id"))

    op.drop_table("fair_postings")
    with op.batch_alter_table("fair_pairs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fair_pairs_posting_id"))
        batch_op.drop_index("ix_fair_pairs_booth")

    op.drop_table("fair_pairs")
    with op.batch_alter_table("fair_visitors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fair_visitors_worker_id"))

    op.drop_table("fair_visitors")
    with op.batch_alter_table("fair_booths", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fair_booths_employer_id"))

    op.drop_table("fair_booths")
    op.drop_table("fair_aims")
    with op.batch_alter_table("fairs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fairs_day"))

    op.drop_table("fairs")
    op.execute("DELETE FROM runs WHERE kind = 'fair'")
    _kinds_of_runs("")


def _kinds_of_runs(more: str) -> None:
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_runs_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_runs_kind_known"), KINDS.format(more=more))
