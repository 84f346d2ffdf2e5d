"""What was worked out about plans"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


KINDS = ("plan", "repair", "explain", "train", "import", "export", "demo")


def _kinds_known(kinds: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in kinds)})"


def upgrade() -> None:
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_runs_kind_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_runs_kind_known"), _kinds_known(KINDS))

    op.create_table(
        "opening_prices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_opening_prices_plan_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["postings.id"], name=op.f("fk_opening_prices_posting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_prices")),
        sa.UniqueConstraint("plan_id", "posting_id", name=op.f("uq_opening_prices_plan_id_posting_id")),
    )
    with op.batch_alter_table("opening_prices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opening_prices_posting_id"), ["posting_id"], unique=False)

    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("answered", sa.DateTime(timezone=True), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "subject IN ('plan', 'worker', 'posting', 'vehicle')", name=op.f("ck_questions_subject_known")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_questions_plan_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_questions_run_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index("ix_questions_plan_subject", ["plan_id", "subject", "subject_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_questions_run_id"), ["run_id"], unique=False)

    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("posting_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("gain_fen", sa.Double(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("everyone_anew", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name=op.f("fk_answers_posting_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_answers_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_answers_worker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("question_id", "rank", name=op.f("uq_answers_question_id_rank")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_worker_id"), ["worker_id"], unique=False)

    op.create_table(
        "trip_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("boarding", sa.Integer(), nullable=False),
        sa.Column("alighting", sa.Integer(), nullable=False),
        sa.Column("be_there_minute", sa.Integer(), nullable=False),
        sa.Column("arrives_minute", sa.Integer(), nullable=False),
        sa.Column("leaves_minute", sa.Integer(), nullable=False),
        sa.Column("stated", sa.Boolean(), nullable=False),
        sa.CheckConstraint("be_there_minute <= leaves_minute", name=op.f("ck_trip_calls_there_before_it_leaves")),
        sa.CheckConstraint("boarding >= 0 AND alighting >= 0", name=op.f("ck_trip_calls_counts_not_negative")),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_trip_calls_hub_id")),
        sa.ForeignKeyConstraint(["trip_id"], ["trips.id"], name=op.f("fk_trip_calls_trip_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip_calls")),
        sa.UniqueConstraint("trip_id", "position", name=op.f("uq_trip_calls_trip_id_position")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("accepts", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("shows_up", sa.Double(), nullable=True))

    with op.batch_alter_table("reserve", schema=None) as batch_op:
        batch_op.add_column(sa.Column("accepts", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("shows_up", sa.Double(), nullable=True))

    with op.batch_alter_table("unplaced", schema=None) as batch_op:
        batch_op.add_column(sa.Column("detail_zh", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("posting_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("vehicle_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_unplaced_posting_id"), "postings", ["posting_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_unplaced_vehicle_id"), "vehicles", ["vehicle_id"], ["id"])


def downgrade() -> None:
    op.execute("DELETE FROM runs WHERE kind = 'explain'")
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_runs_kind_known"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_runs_kind_known"), _kinds_known(tuple(kind for kind in KINDS if kind != "explain"))
        )

    with op.batch_alter_table("unplaced", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_unplaced_vehicle_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_unplaced_posting_id"), type_="foreignkey")
        batch_op.drop_column("vehicle_id")
        batch_op.drop_column("posting_id")
        batch_op.drop_column("detail_zh")

    with op.batch_alter_table("reserve", schema=None) as batch_op:
        batch_op.drop_column("shows_up")
        batch_op.drop_column("accepts")

    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_column("shows_up")
        batch_op.drop_column("accepts")

    op.drop_table("trip_calls")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_worker_id"))

    op.drop_table("answers")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questions_run_id"))
        batch_op.drop_index("ix_questions_plan_subject")

    op.drop_table("questions")
    with op.batch_alter_table("opening_prices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opening_prices_posting_id"))

    op.drop_table("opening_prices")
