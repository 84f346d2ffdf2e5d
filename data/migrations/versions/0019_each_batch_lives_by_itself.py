"""Each batch has a stage of its own, people in charge, insurance; papers in hand; steps say what was waived"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

STAGES = ("planned", "offered", "confirmed", "locked", "departed", "arrived", "handed_over", "cancelled")
OLD_STAGES = ("planned", "locked", "departed", "arrived")
STEPS = (
    "planned", "offered", "confirmed", "locked", "cancelled",
    "departed", "departure_taken_back", "arrived", "arrival_taken_back", "handed_over", "hand_over_taken_back",
)  # fmt: skip
OLD_STEPS = ("departed", "departure_taken_back", "arrived", "arrival_taken_back")
HAS_A_TRIP = "travel <> 'trip' OR trip_id IS NOT NULL OR status IN ('planned', 'cancelled')"
HAD_A_TRIP = "trip_id IS NOT NULL OR status = 'planned'"


def upgrade() -> None:
    op.create_table(
        "papers_in_hand",
        sa.Column("tenant_id", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("seen", sa.Date(), nullable=False),
        sa.Column("seen_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("kind IN ('certificate', 'agreement')", name=op.f("ck_papers_in_hand_kind_known")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_papers_in_hand_tenant_id")),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["workers.id"], name=op.f("fk_papers_in_hand_worker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["postings.id"], name=op.f("fk_papers_in_hand_posting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers_in_hand")),
        sa.UniqueConstraint(
            "worker_id", "posting_id", "kind", name=op.f("uq_papers_in_hand_worker_id_posting_id_kind")
        ),
    )
    op.create_index(op.f("ix_papers_in_hand_posting_id"), "papers_in_hand", ["posting_id"], unique=False)
    with op.batch_alter_table("batches", schema=None) as batch_op:
        batch_op.add_column(sa.Column("travel", sa.String(length=32), server_default="trip", nullable=False))
        batch_op.add_column(sa.Column("vehicle_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("leader", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("deputy", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("in_charge_masked", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("insurer", sa.String(length=200), server_default="", nullable=False))
        batch_op.drop_constraint(op.f("ck_batches_status_known"), type_="check")
        batch_op.drop_constraint(op.f("ck_batches_moving_batch_has_a_trip"), type_="check")
        batch_op.create_check_constraint(op.f("ck_batches_status_known"), _one_of("status", STAGES))
        batch_op.create_check_constraint(op.f("ck_batches_travel_known"), _one_of("travel", ("trip", "own", "free")))
        batch_op.create_check_constraint(op.f("ck_batches_moving_batch_has_a_trip"), HAS_A_TRIP)
        batch_op.create_foreign_key(
            op.f("fk_batches_vehicle_id"), "vehicles", ["vehicle_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("trip_steps", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waived", sa.Text(), server_default="", nullable=False))
        batch_op.drop_constraint(op.f("ck_trip_steps_became_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_trip_steps_became_known"), _one_of("became", STEPS))
    _move_what_stands()
    # The program says these from now on; the defaults were for the rows that stood.
    with op.batch_alter_table("batches", schema=None) as batch_op:
        batch_op.alter_column("in_charge_masked", server_default=None)
        batch_op.alter_column("insurer", server_default=None)
    with op.batch_alter_table("trip_steps", schema=None) as batch_op:
        batch_op.alter_column("waived", server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM trip_steps WHERE became NOT IN " + _listed(OLD_STEPS))  # noqa: S608 - our own words
    op.execute("DELETE FROM batches WHERE travel <> 'trip'")
    op.execute("UPDATE batches SET status = 'arrived' WHERE status = 'handed_over'")
    op.execute("UPDATE batches SET status = 'planned' WHERE status NOT IN " + _listed(OLD_STAGES))  # noqa: S608 - our own words
    with op.batch_alter_table("trip_steps", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_trip_steps_became_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_trip_steps_became_known"), _one_of("became", OLD_STEPS))
        batch_op.drop_column("waived")
    with op.batch_alter_table("batches", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_batches_vehicle_id"), type_="foreignkey")
        for name in ("status_known", "travel_known", "moving_batch_has_a_trip"):
            batch_op.drop_constraint(op.f(f"ck_batches_{name}"), type_="check")
        batch_op.create_check_constraint(op.f("ck_batches_status_known"), _one_of("status", OLD_STAGES))
        batch_op.create_check_constraint(op.f("ck_batches_moving_batch_has_a_trip"), HAD_A_TRIP)
        for column in ("insurer", "in_charge_masked", "deputy", "leader", "vehicle_id", "travel"):
            batch_op.drop_column(column)
    op.drop_table("papers_in_hand")


def _listed(words: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN {_listed(words)}"


def _move_what_stands() -> None:
    """A batch was as far as its round: so it is told now, and those without a vehicle get one of their own."""
    op.execute("UPDATE batches SET vehicle_id = (SELECT vehicle_id FROM trips WHERE trips.id = batches.trip_id)")
    op.execute(
        "UPDATE batches SET status = (SELECT status FROM rounds WHERE rounds.id = batches.round_id) "
        "WHERE status = 'planned' AND trip_id IS NOT NULL "
        "AND round_id IN (SELECT id FROM rounds WHERE status IN ('offered', 'confirmed', 'cancelled'))"
    )
    connection = op.get_bind()
    standing = connection.execute(
        sa.text(
            "SELECT DISTINCT rounds.id, rounds.status, rounds.tenant_id, assignments.travel FROM rounds "
            "JOIN assignments ON assignments.plan_id = rounds.plan_id WHERE assignments.trip_id IS NULL "
            "ORDER BY rounds.id, assignments.travel"
        )
    ).all()
    for round_id, status, tenant, travel in standing:
        held = connection.scalar(sa.text("SELECT count(*) FROM batches WHERE round_id = :round"), {"round": round_id})
        values = {
            "round": round_id, "number": f"R{round_id}-{(held or 0) + 1:02d}", "travel": travel, "tenant": tenant,
            "status": "planned" if status == "draft" else status,
        }  # fmt: skip
        connection.execute(
            sa.text(
                "INSERT INTO batches (tenant_id, round_id, number, travel, status, insurance_number) "
                "VALUES (:tenant, :round, :number, :travel, :status, '')"
            ),
            values,
        )
        connection.execute(
            sa.text(
                "UPDATE placements SET batch_id = (SELECT id FROM batches WHERE number = :number "
                "AND tenant_id = :tenant) WHERE round_id = :round AND batch_id IS NULL "
                "AND worker_id IN (SELECT worker_id FROM assignments "
                "JOIN rounds ON rounds.plan_id = assignments.plan_id WHERE rounds.id = :round "
                "AND assignments.trip_id IS NULL AND assignments.travel = :travel)"
            ),
            values,
        )
    op.execute(
        "UPDATE batches SET status = 'departed' WHERE travel <> 'trip' "
        "AND id IN (SELECT batch_id FROM placements WHERE batch_id IS NOT NULL)"
    )
