"""Each row belongs to a tenant; what stood belongs to the first; unique is what is unique to one"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

OWNED = (
    "answers", "arrears_listings", "assignments", "attributions", "batches", "certificates", "consents",
    "corridors", "employers", "fares", "first_answers", "health_checks", "hub_names", "hubs", "import_rows",
    "import_seen", "imports", "news_deliveries", "offers", "opening_prices", "organizations", "pins", "placements",
    "plan_differences", "plans", "posting_certificates", "posting_hazards", "posting_site_rules", "postings",
    "questions", "read_log", "refused_demands", "reserve", "roster_changes", "round_steps", "rounds", "runs",
    "settings", "spells", "subscriptions", "trip_calls", "trip_steps", "trips", "unplaced", "vehicle_stops",
    "vehicle_verdicts", "vehicles", "wish_regions", "worker_flags", "worker_groups", "worker_trades", "workers",
)  # fmt: skip
UNIQUE = {
    "batches": ["number"],
    "employers": ["uscc"],
    "hubs": ["county", "name"],
    "organizations": ["county", "township", "village", "name"],
    "rounds": ["name"],
    "vehicles": ["number"],
    "workers": ["identity_index"],
}
KEYED = {
    "first_answers": ["key_hash"],
    "hub_names": ["name", "county"],
    "import_seen": ["row_hash"],
    "settings": ["name"],
}
KEY_MARK = "key_fingerprint"


def upgrade() -> None:
    tenants = op.create_table(
        "tenants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('county', 'hr_company')", name=op.f("ck_tenants_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants")),
        sa.UniqueConstraint("name", name=op.f("uq_tenants_name")),
    )
    op.create_table(
        "installation_settings", *_setting(), sa.PrimaryKeyConstraint("name", name=op.f("pk_installation_settings"))
    )
    op.bulk_insert(tenants, [{"name": _office_name(), "kind": "county", "created": datetime.now(UTC)}])
    _move_the_key_mark("settings", "installation_settings")
    for table in OWNED:
        _belong(table)
    for table, columns in UNIQUE.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"uq_{table}_{'_'.join(columns)}"), type_="unique")
            batch_op.create_unique_constraint(
                op.f(f"uq_{table}_tenant_id_{'_'.join(columns)}"), ["tenant_id", *columns]
            )
    for table, columns in KEYED.items():
        _key_by(table, ["tenant_id", *columns])


def downgrade() -> None:
    if (op.get_bind().scalar(sa.text("SELECT count(*) FROM tenants")) or 0) > 1:
        raise RuntimeError("several tenants share these tables: older ones would show each of them everybody's rows")
    for table, columns in KEYED.items():
        _key_by(table, columns)
    for table, columns in UNIQUE.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"uq_{table}_tenant_id_{'_'.join(columns)}"), type_="unique")
            batch_op.create_unique_constraint(op.f(f"uq_{table}_{'_'.join(columns)}"), columns)
    for table in OWNED:
        _open_the_wall(table)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("tenant_id")
    _move_the_key_mark("installation_settings", "settings")
    op.drop_table("installation_settings")
    op.drop_table("tenants")


def _setting() -> list[sa.Column[object]]:
    return [
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
    ]


def _office_name() -> str:
    """The name the office stated for its papers, until it tells another."""
    settings = sa.table("settings", sa.column("name"), sa.column("value", sa.JSON()))
    said = op.get_bind().scalar(sa.select(settings.c.value).where(settings.c.name == "office_name"))
    return str(said) if said else "本单位"


def _belong(table: str) -> None:
    """What stands is the first tenant's; afterwards a row that names none is nobody's, and refused."""
    refers = f"CONSTRAINT fk_{table}_tenant_id REFERENCES tenants (id)"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"ALTER TABLE {table} ADD COLUMN tenant_id INTEGER DEFAULT '0' NOT NULL {refers}")
        op.execute(f"UPDATE {table} SET tenant_id = 1")  # noqa: S608 - our own list of tables
        return
    op.execute(f"ALTER TABLE {table} ADD COLUMN tenant_id INTEGER DEFAULT 1 NOT NULL {refers}")
    op.execute(f"ALTER TABLE {table} ALTER COLUMN tenant_id SET DEFAULT 0")


def _open_the_wall(table: str) -> None:
    """The policies of data/database/tenants/row_security.py name the column."""
    if op.get_bind().dialect.name == "postgresql":
        for policy in ("own_tenant", "owners_care"):
            op.execute(f"DROP POLICY IF EXISTS {policy} ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


def _key_by(table: str, columns: list[str]) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f"pk_{table}"), type_="primary")
        batch_op.create_primary_key(op.f(f"pk_{table}"), columns)


def _move_the_key_mark(old: str, new: str) -> None:
    """The mark of the key is the installation's; every office's settings are its own."""
    columns = "name, value, changed"
    op.execute(f"INSERT INTO {new} ({columns}) SELECT {columns} FROM {old} WHERE name = '{KEY_MARK}'")  # noqa: S608
    op.execute(f"DELETE FROM {old} WHERE name = '{KEY_MARK}'")  # noqa: S608
