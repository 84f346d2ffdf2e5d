"""The tree of offices kept by hand: a unit added, or put under another one."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from data.tables import Organization
from data.tables.organizations import KINDS
from labor.errors import BadInput, NotFound

LONGEST_NAME: Final = 60


def add(session: Session, name: str, kind: str, parent_id: int) -> int:
    """A township under the county, a village under a township, a broker under any of them; raises BadInput."""
    parent, name = _unit(session, parent_id), " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadInput(f"单位名称要写 1 到 {LONGEST_NAME} 个字 / a unit's name has 1 to {LONGEST_NAME} characters")
    _check_place(kind, parent)
    made = Organization(
        kind=kind, name=name, parent_id=parent.id, county=parent.county,
        township=name if kind == "township" else parent.township,
        village=name if kind == "village" else parent.village,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as taken:
        raise BadInput(f"“{parent.name}”下面已有“{name}” / there is a {name} under {parent.name} already") from taken
    return made.id


def move(session: Session, unit_id: int, parent_id: int) -> None:
    """Put a unit under another one; raises BadInput for one of its own below, NotFound for no such unit."""
    unit, parent = _unit(session, unit_id), _unit(session, parent_id)
    above: Organization | None = parent
    while above is not None:
        if above.id == unit.id:
            raise BadInput("单位不能放到自己的下面 / a unit cannot stand below itself")
        above = session.get(Organization, above.parent_id) if above.parent_id else None
    _check_place(unit.kind, parent)
    unit.parent_id = parent.id


def _check_place(kind: str, parent: Organization) -> None:
    if kind not in KINDS or kind == "county":
        raise BadInput("单位的类型是 township、village、broker / a unit is a township, a village or a broker")
    fits = {"township": ("county",), "village": ("township",), "broker": ("county", "township", "village")}
    if parent.kind not in fits[kind]:
        raise BadInput(
            f"这一类单位不能放在“{parent.name}”下面:乡镇在县下面,村在乡镇下面 / such a unit cannot stand under "
            f"{parent.name}: townships stand under the county, villages under a township"
        )


def _unit(session: Session, unit_id: int) -> Organization:
    found = session.scalar(select(Organization).where(Organization.id == unit_id))
    if found is None:
        raise NotFound(f"没有 {unit_id} 号单位 / there is no unit {unit_id}")
    return found
