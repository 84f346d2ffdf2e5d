"""Within one tenant: a query sees the rows of the viewer's own unit, or of the employer they speak for, and no others.

The conditions stand beside the tenant's in every select, update and delete of a session opened for such a viewer
(query_filter.py). What a use case must know of the whole office for its result, never for what is shown, it reads
under :func:`people_of_all_units`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption

from data.database.tenants.tables_by_scope import (
    CARRIED_TO_AN_EMPLOYER,
    CLOSED_TO_A_UNIT,
    OF_A_FILE,
    OPEN_TO_AN_EMPLOYER,
    owned_classes,
)
from data.tables import (
    AssignmentRow,
    Attribution,
    Base,
    Batch,
    Consent,
    Employer,
    Import,
    Offer,
    Organization,
    Posting,
    TripRow,
    Vehicle,
    Worker,
)
from labor.errors import NotFound
from labor.viewers import Viewer
from policy.rights import scope_of

SCOPE: Final = "rows_of"  # the execution option beside the tenant's
_LIFTED: Final = "people of all units"
_BELOW: Final = "units below"
Conditions: TypeAlias = tuple[LoaderCriteriaOption, ...]


@dataclass(frozen=True, slots=True)
class RowsOf:
    """Whose rows of a tenant: a unit's and those below it, or an employer's."""

    kind: Literal["unit", "employer"]
    number: int


def rows_of(viewer: Viewer) -> RowsOf | None:
    """Whose rows a viewer sees, None for the whole office; somebody placed nowhere sees no rows at all."""
    if viewer.worker_id is not None or viewer.batch_id is not None:
        return None  # by a link: api/office/phones asks for that person, that coach alone
    scope = scope_of(viewer)
    if scope == "tenant":
        return None
    if scope == "subtree":
        return RowsOf("unit", viewer.organization_id or 0)
    return RowsOf("employer", viewer.employer_id or 0)


@contextmanager
def people_of_all_units(session: Session) -> Iterator[None]:
    """Let a use case look at everybody for a while; what it shows is asked for again outside."""
    before = session.info.get(_LIFTED, False)
    session.info[_LIFTED] = True
    try:
        yield
    finally:
        session.info[_LIFTED] = before


def narrowed(session: Session) -> bool:
    """Whether this session sees less than the whole office."""
    return session.connection().get_execution_options().get(SCOPE) is not None


def conditions(session: Session, connection: Connection, tenant: int) -> Conditions:
    """What stands beside each table for whoever this session is for; nothing for the whole office."""
    rows: RowsOf | None = connection.get_execution_options().get(SCOPE)
    if rows is None:
        return ()
    if rows.kind == "employer":
        return _for_employer(tenant, rows.number)
    below = session.info.get(_BELOW)
    if below is None:
        below = session.info[_BELOW] = _units_below(connection, tenant, rows.number)
    lifted = bool(session.info.get(_LIFTED))
    files = _of_files(tenant, below)
    return files if lifted else files + _for_unit(tenant, below)


def refuse_unseen(session: Session, workers: Iterable[Any]) -> None:
    """Raise NotFound where a row is written of somebody this session does not see."""
    asked = {number for number in workers if isinstance(number, int)}
    if asked and len(session.scalars(select(Worker.id).where(Worker.id.in_(asked))).all()) < len(asked):
        raise NotFound("有人不在您单位的登记册里 / somebody is not in your unit's register")


def _units_below(connection: Connection, tenant: int, organization_id: int) -> tuple[int, ...]:
    tree = Organization.__table__.c
    rows = connection.execute(select(tree.id, tree.parent_id).where(tree.tenant_id == tenant)).all()
    below = {organization_id}
    while more := {number for number, parent in rows if parent in below} - below:
        below |= more
    return tuple(sorted(below))


@cache
def _of_files(tenant: int, below: tuple[int, ...]) -> Conditions:
    """A file is its sender's unit's; what the whole office sent is nobody's below it."""
    files = Import.__table__.alias("files_seen")
    own = select(files.c.id).where(files.c.tenant_id == tenant, files.c.organization_id.in_(below))
    return (
        _beside(Import, Import.organization_id.in_(below)),
        *(_beside(table, _column(table, "import_id").in_(own)) for table in OF_A_FILE),
    )


@cache
def _for_unit(tenant: int, below: tuple[int, ...]) -> Conditions:
    """People whose home's office is below, and whom a unit below says it brought, until somebody else was found to."""
    people = Worker.__table__.alias("people_seen")
    visible = select(people.c.id).where(
        people.c.tenant_id == tenant,
        or_(people.c.organization_id.in_(below), people.c.id.in_(_claimed(tenant, below))),
    )
    own = or_(Worker.organization_id.in_(below), Worker.id.in_(_claimed(tenant, below)))
    closed = (_beside(table, false()) for table in CLOSED_TO_A_UNIT)
    return (
        _beside(Worker, own),
        *closed,
        *(_beside(table, _of_people(table, visible)) for table in tables_of_people()),
    )


def _claimed(tenant: int, below: tuple[int, ...]) -> Select[Any]:
    claims, others = Attribution.__table__.alias("claims_made"), Attribution.__table__.alias("claims_found")
    found = select(others.c.worker_id).where(others.c.tenant_id == tenant, others.c.confirmed.is_not(None))
    return select(claims.c.worker_id).where(
        claims.c.tenant_id == tenant,
        claims.c.organization_id.in_(below),
        or_(claims.c.counts, claims.c.worker_id.not_in(found)),
    )


def _of_people(table: type[Base], visible: Select[Any]) -> ColumnElement[bool]:
    worker = _column(table, "worker_id")
    return or_(worker.is_(None), worker.in_(visible)) if worker.property.columns[0].nullable else worker.in_(visible)


@cache
def _for_employer(tenant: int, employer: int) -> Conditions:
    """An employer: itself, its postings, who said yes to them and agreed to be named to it, and their trips."""
    postings = Posting.__table__.alias("postings_own")
    own = select(postings.c.id).where(postings.c.tenant_id == tenant, postings.c.employer_id == employer)
    visible = _said_yes(tenant, employer, own)
    seats = AssignmentRow.__table__.alias("seats_own")
    trips = select(seats.c.trip_id).where(
        seats.c.tenant_id == tenant, seats.c.posting_id.in_(own), seats.c.worker_id.in_(visible)
    )
    ways = TripRow.__table__.alias("trips_own")
    vehicles = select(ways.c.vehicle_id).where(ways.c.tenant_id == tenant, ways.c.id.in_(trips))
    known: dict[type[Base], ColumnElement[bool]] = {
        Worker: Worker.id.in_(visible),
        Employer: Employer.id == employer,
        Posting: Posting.employer_id == employer,
        Consent: and_(Consent.employer_id == employer, Consent.worker_id.in_(visible)),
        TripRow: TripRow.id.in_(trips),
        Batch: Batch.trip_id.in_(trips),
        Vehicle: Vehicle.id.in_(vehicles),
    }
    for table in CARRIED_TO_AN_EMPLOYER:
        mine = [_column(table, "posting_id").in_(own)] if hasattr(table, "posting_id") else []
        people = [_column(table, "worker_id").in_(visible)] if hasattr(table, "worker_id") else []
        known[table] = and_(*mine, *people)
    closed = owned_classes() - known.keys() - OPEN_TO_AN_EMPLOYER
    return tuple(
        [_beside(table, condition) for table, condition in known.items()]
        + [_beside(table, false()) for table in sorted(closed, key=lambda one: one.__name__)]
    )


def _said_yes(tenant: int, employer: int, postings: Select[Any]) -> Select[Any]:
    """Whose latest word on a posting of the employer's is yes, and whose consent names it and stands."""
    offers, later = Offer.__table__.alias("offers_made"), Offer.__table__.alias("offers_latest")
    latest = (
        select(func.max(later.c.id))
        .where(later.c.tenant_id == tenant, later.c.posting_id.in_(postings))
        .group_by(later.c.worker_id, later.c.posting_id)
    )
    agreed = Consent.__table__.alias("consents_given")
    named = select(agreed.c.worker_id).where(
        agreed.c.tenant_id == tenant, agreed.c.purpose == "employer", agreed.c.employer_id == employer,
        agreed.c.withdrawn.is_(None),
    )  # fmt: skip
    return select(offers.c.worker_id).where(
        offers.c.tenant_id == tenant, offers.c.id.in_(latest), offers.c.reply == "yes", offers.c.worker_id.in_(named)
    )


@cache
def tables_of_people() -> tuple[type[Base], ...]:
    """Every table whose rows tell something of one person."""
    told = [table for table in owned_classes() if hasattr(table, "worker_id")]
    return tuple(sorted(told, key=lambda one: one.__name__))


def _beside(table: type[Base], condition: ColumnElement[bool]) -> LoaderCriteriaOption:
    return with_loader_criteria(table, condition, include_aliases=True)


def _column(table: type[Base], name: str) -> Any:
    return getattr(table, name)


def of_which(rows: Mapping[str, Any] | Iterable[Mapping[str, Any]] | None) -> list[Any]:
    """The people whom rows to be inserted speak of."""
    many = [rows] if isinstance(rows, Mapping) else list(rows or ())
    return [row.get("worker_id") for row in many]
