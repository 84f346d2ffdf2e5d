"""The second wall, on PostgreSQL: each table's policy is taken down in turn, and each time it shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from data import database
from data.database.tenants.query_filter import OWNED
from data.database.tenants.register import of_tenant
from labor.errors import BadInput
from tests import every_table
from tests.conftest import as_owner

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("engine", ["postgres"], indirect=True)]
POLICIES = ("own_tenant", "owners_care")


@pytest.fixture
def filled(engine: Engine) -> Iterator[tuple[Engine, Engine]]:
    """The service's engine and the owner's, three tenants with a row each in every table."""
    with as_owner(engine) as owner:
        every_table.fill(owner)
        yield engine, owner


def strangers(engine: Engine, table: str, tenant: int = 1) -> int | None:
    """Rows of other tenants the database itself shows to a tenant's transaction; None where not even its own."""
    with of_tenant(engine, tenant).begin() as connection:
        seen = connection.exec_driver_sql(f"SELECT tenant_id, count(*) FROM {table} GROUP BY tenant_id").all()
    found = {row[0]: row[1] for row in seen}
    return sum(found.values()) - found[tenant] if tenant in found else None


def test_the_database_shows_no_table_of_anothers_and_takes_no_row_for_another(filled: tuple[Engine, Engine]) -> None:
    service, _ = filled

    assert {table: strangers(service, table) for table in sorted(OWNED)} == dict.fromkeys(sorted(OWNED), 0)
    with service.connect() as connection:  # several tenants, and none stated
        for table in sorted(OWNED):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0, table
    with pytest.raises(Exception, match="row-level security"), of_tenant(service, 1).begin() as connection:
        connection.exec_driver_sql("UPDATE employers SET tenant_id = 2 WHERE tenant_id = 1")


def test_any_one_policy_taken_down_is_seen_and_the_service_refuses_to_start(filled: tuple[Engine, Engine]) -> None:
    service, owner = filled
    plain = owner.execution_options(isolation_level="AUTOCOMMIT")
    for table in sorted(OWNED):
        with plain.connect() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        assert (strangers(service, table) or 0) > 0, table  # what the walk of this file would have told
        with pytest.raises(BadInput, match=f"(?<![a-z_]){table}(?![a-z_])"):
            database.check_tables(service)
        with plain.connect() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    database.check_tables(service)


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_dropped_is_named_at_the_start_too(filled: tuple[Engine, Engine], policy: str) -> None:
    service, owner = filled
    plain = owner.execution_options(isolation_level="AUTOCOMMIT")
    for table in sorted(OWNED):
        with plain.connect() as connection:
            connection.exec_driver_sql(f"DROP POLICY {policy} ON {table}")
    with pytest.raises(BadInput) as told:
        database.check_tables(service)
    assert all(table in str(told.value) for table in OWNED)


def test_a_policy_that_no_longer_holds_the_owner_is_named_too(filled: tuple[Engine, Engine]) -> None:
    service, owner = filled
    with owner.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("ALTER TABLE workers NO FORCE ROW LEVEL SECURITY")

    with pytest.raises(BadInput, match="workers"):
        database.check_tables(service)
