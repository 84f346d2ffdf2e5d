"""The tree of offices: who stands under whom, and how far their people came."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from api.web.dependencies import SessionOf, ViewerOf, may
from api.web.programs.problems import answers
from api.web.programs.shapes import Asked, Number, Shape, Text
from data.registers import units
from data.views.units import tree

router = APIRouter(tags=["registers"], responses=answers())


class UnitTold(Shape):
    """One unit with its people by stage, those below it counted in, everybody once."""

    id: int
    depth: int = Field(description="how deep it stands below the first unit of the list")
    kind: str
    name: str
    people: dict[str, int]


class NewUnit(Asked):
    """A township under the county, a village under a township, or a broker under any of them."""

    name: Annotated[Text, StringConstraints(min_length=1, max_length=60)] = Field(examples=["宝轮镇"])
    kind: Literal["township", "village", "broker"]
    under: Number


class UnitAdded(Shape):
    """The number of the unit made."""

    id: int


@router.get("/units", dependencies=[may("people.see")])
def all_units(session: SessionOf, viewer: ViewerOf) -> list[UnitTold]:
    """The asker's unit and those below it, each under its parent."""
    return [
        UnitTold(id=one.id, depth=one.depth, kind=one.kind, name=one.name, people=dict(one.people))
        for one in tree(session, top=viewer.organization_id)
    ]


@router.post("/units", dependencies=[may("office.settings")], status_code=201)
def add_unit(session: SessionOf, asked: NewUnit) -> UnitAdded:
    """One more unit."""
    return UnitAdded(id=units.add(session, asked.name, asked.kind, asked.under))
