"""The second wall, on PostgreSQL alone: the database itself shows a transaction no rows but its tenant's.

Each transaction states its tenant (SET LOCAL); one that states none sees nothing. A table's owner is bound too (FORCE);
only a superuser or a role with BYPASSRLS is not, and the service refuses to run as either.
"""

from __future__ import annotations

from contextlib import closing
from typing import Final

from sqlalchemy import Connection, Engine, event

from data.database.tenants.query_filter import OWNED
from data.tables.tenants import EVERY, TENANT
from labor.errors import BadInput

SETTING: Final = "gongqiao.tenant"
_STATED: Final = f"current_setting('{SETTING}', true)"
POLICIES: Final = {
    # In a SELECT of its own, so that it is worked out once a statement and not once a row.
    "own_tenant": f"USING (tenant_id = (SELECT NULLIF({_STATED}, '')::integer))",
    # Migrations and backups, by the tables' owner alone.
    "owners_care": f"TO CURRENT_USER USING ({_STATED} = '{EVERY}') WITH CHECK ({_STATED} = '{EVERY}')",
}
_STANDING: Final = """
    SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity AND relforcerowsecurity AND 2 <= (
        SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid AND polname = ANY (%s))
"""
_POWERFUL: Final = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_OWNS_ALL: Final = """
    SELECT coalesce(bool_and(pg_has_role(tableowner, 'USAGE')), true) FROM pg_tables
    WHERE schemaname = current_schema()
"""
_ONLY: Final = "SELECT set_config(%s, CASE count(*) WHEN 1 THEN min(id)::text ELSE '' END, true) FROM tenants"


def stand_around(engine: Engine) -> None:
    """Let every transaction of an engine state its tenant."""
    if engine.dialect.name == "postgresql":
        event.listen(engine, "begin", _state)


def _state(connection: Connection) -> None:
    """By the driver's own cursor: the transaction has not begun yet as SQLAlchemy counts."""
    named = connection.get_execution_options().get(TENANT)
    with closing(connection.connection.cursor()) as cursor:
        if named is not None:
            cursor.execute("SELECT set_config(%s, %s, true)", (SETTING, str(named)))
            return
        cursor.execute("SELECT to_regclass('tenants') IS NOT NULL")
        if (cursor.fetchone() or (False,))[0]:
            cursor.execute(_ONLY, (SETTING,))
            if found := (cursor.fetchone() or ("",))[0]:
                connection.info[TENANT] = int(found)


def build(connection: Connection) -> None:
    """Put the policies on every owned table that lacks one."""
    if connection.dialect.name != "postgresql":
        return
    for table in sorted(OWNED - _guarded(connection)):
        for name, rule in POLICIES.items():
            connection.exec_driver_sql(f"DROP POLICY IF EXISTS {name} ON {table}")
            connection.exec_driver_sql(f"CREATE POLICY {name} ON {table} {rule}")
        for how in ("ENABLE", "FORCE"):
            connection.exec_driver_sql(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY")


def grant(connection: Connection, role: str) -> None:
    """Let the service's own role read and write the tables, those of later versions too; it owns none of them."""
    if connection.dialect.name != "postgresql":
        raise BadInput("只有 PostgreSQL 才有服务账号 / only PostgreSQL has roles of its own")
    known = connection.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).first()
    if known is None:
        raise BadInput(
            f"数据库里没有账号 {role};请先执行 CREATE ROLE {role} LOGIN / "
            f"there is no role {role}: CREATE ROLE {role} LOGIN first"
        )
    named = connection.dialect.identifier_preparer.quote(role)
    changing = "SELECT, INSERT, UPDATE, DELETE"
    if (connection.dialect.server_version_info or (0,)) >= (17,):
        changing += ", MAINTAIN"  # what was erased is vacuumed away by the service
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public TO {named}")
    for objects, rights in (("TABLES", changing), ("SEQUENCES", "USAGE, SELECT")):
        connection.exec_driver_sql(f"GRANT {rights} ON ALL {objects} IN SCHEMA public TO {named}")
        connection.exec_driver_sql(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rights} ON {objects} TO {named}")


def see_all(connection: Connection) -> None:
    """Let a transaction see every tenant's rows, for a backup; raises BadInput for a role that would see a gap."""
    connection.execution_options(**{TENANT: EVERY})
    if connection.dialect.name != "postgresql":
        return
    if not connection.exec_driver_sql(_OWNS_ALL).scalar():
        raise BadInput(
            "备份和恢复要用库的所有者账号:服务账号只看得到一家单位的数据 / "
            "backups and restores run as the tables' owner: the service's role sees one tenant's rows alone"
        )
    connection.exec_driver_sql("SELECT set_config(%s, %s, true)", (SETTING, str(EVERY)))


def check(connection: Connection) -> None:
    """Refuse to work as a role no wall holds, or where the wall has a gap; raises BadInput."""
    if connection.dialect.name != "postgresql":
        return
    if connection.exec_driver_sql(_POWERFUL).scalar():
        raise BadInput(
            "数据库账号是超级用户或带 BYPASSRLS,行级隔离对它无效;请另建普通账号(CREATE ROLE gongqiao LOGIN),"
            "以库的所有者运行 gongqiao init --service-role gongqiao,再把 GONGQIAO_DATABASE 改成这个账号 / "
            "this database role is a superuser or has BYPASSRLS, and row-level security does not hold it: make a "
            "plain one (CREATE ROLE gongqiao LOGIN), run gongqiao init --service-role gongqiao as the owner, and name "
            "the plain role in GONGQIAO_DATABASE"
        )
    if gaps := OWNED - _guarded(connection):
        raise BadInput(
            f"这些表没有行级隔离:{'、'.join(sorted(gaps))};请以库的所有者运行 gongqiao init / "
            f"these tables have no row-level security: {', '.join(sorted(gaps))}; run gongqiao init as their owner"
        )


def _guarded(connection: Connection) -> set[str]:
    return set(connection.exec_driver_sql(_STANDING, (list(POLICIES),)).scalars())
