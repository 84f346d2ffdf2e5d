"""The tenants of this installation: who they are, which one is meant, and one more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, func, insert, select

from data.tables import Tenant
from data.tables.tenants import EVERY, KINDS, TENANT, NoTenantNamed, tenant_of
from labor.errors import BadInput

LONGEST_NAME = 60


def of_tenant(engine: Engine, tenant_id: int) -> Engine:
    """The same database, every statement of which is for one tenant's rows."""
    return engine.execution_options(**{TENANT: tenant_id})


def each(engine: Engine) -> list[Engine]:
    """The same database once for each tenant, for the program's own rounds."""
    return [of_tenant(engine, number) for number, _, _ in everybody(engine)]


def whose(engine: Engine) -> int:
    """The tenant an engine is for; raises NoTenantNamed where it names none of several."""
    with engine.connect() as connection:
        return tenant_of(connection)


def everybody(engine: Engine) -> Sequence[tuple[int, str, str]]:
    """Number, name and kind of each tenant."""
    with engine.execution_options(**{TENANT: EVERY}).connect() as connection:
        found = connection.execute(select(Tenant.id, Tenant.name, Tenant.kind).order_by(Tenant.id))
        return [(row.id, row.name, row.kind) for row in found]


def meant(engine: Engine, said: str) -> int:
    """The tenant named by number or name, the only one where none is named; raises BadInput, NoTenantNamed."""
    known = everybody(engine)
    if not said and len(known) == 1:
        return known[0][0]
    listed = "、".join(f"{number} {name}" for number, name, _ in known)
    if not said:
        raise NoTenantNamed(
            f"这里有几家单位共用({listed}),请用 --tenant 或 GONGQIAO_TENANT 说明是哪一家 / several tenants share this "
            f"installation ({listed}): name one with --tenant or GONGQIAO_TENANT"
        )
    for number, name, _ in known:
        if said.strip() in (name, str(number)):
            return number
    raise BadInput(f"没有叫“{said}”的单位,现有:{listed} / there is no tenant {said}; there are: {listed}")


def add(engine: Engine, name: str, kind: str, *, now: datetime) -> int:
    """One more tenant, with nothing in its registers; raises BadInput for a name that is taken or a number."""
    name = " ".join(name.split())
    if kind not in KINDS:
        raise BadInput(f"单位的类型是 {'、'.join(KINDS)} / a tenant's kind is one of {', '.join(KINDS)}")
    if not name or len(name) > LONGEST_NAME or name.isdecimal() or not name.isprintable():
        raise BadInput(
            f"单位名称要写 1 到 {LONGEST_NAME} 个字,不能只是数字 / "
            f"a tenant's name has 1 to {LONGEST_NAME} characters and is no number"
        )
    with engine.execution_options(**{TENANT: EVERY}).begin() as connection:
        if connection.scalar(select(func.count()).select_from(Tenant).where(Tenant.name == name)):
            raise BadInput(f"已有叫“{name}”的单位 / there is a tenant called {name} already")
        made = connection.execute(insert(Tenant).returning(Tenant.id), {"name": name, "kind": kind, "created": now})
        return int(made.scalar_one())
