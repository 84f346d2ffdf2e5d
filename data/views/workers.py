"""Workers as lists show them: masked, searched by what the office knows of a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.columns import Line, in_parts
from data.tables import (
    AssignmentRow,
    Certificate,
    Consent,
    Employer,
    Offer,
    Posting,
    Region,
    Spell,
    UnplacedRow,
    WishRegion,
    Worker,
    WorkerTrade,
)
from data.views import worker_search
from data.views.paging import Page, Place, Query, owned, paged, unsealed
from labor.errors import NotFound


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """One line of the register."""

    id: int
    name: str
    phone: str | None
    county: str
    township: str
    village: str
    trades: tuple[str, ...]
    willing: str
    wage_wanted_fen: int | None
    earliest: date | None
    group_id: int | None


@dataclass(frozen=True, slots=True)
class WorkerPage:
    """Everything about one worker that needs no unsealing."""

    worker: Line
    county: str
    trades: Sequence[Line]
    wishes: Sequence[str]
    refused: Sequence[str]  # places they would not go to
    certificates: Sequence[Line]
    consents: Sequence[Line]
    companions: Sequence[WorkerLine]
    spells: Sequence[Line]  # with ``employer``
    offers: Sequence[Line]  # with ``title`` and ``employer``
    standing: Sequence[tuple[int, str, str]]  # plan, reason or "placed", posting title


@dataclass(frozen=True, slots=True)
class WorkerSearch:
    """What to look for; empty fields do not matter."""

    text: str = ""
    county: int | None = None
    trade: str = ""
    willing: str = ""
    import_id: int | None = None


def register(session: Session, search: WorkerSearch, *, number: Place = 1) -> Page[WorkerLine]:
    """A page of the register, newest first; found by what a clerk remembers of a person."""
    page = paged(session, _found(session, search).order_by(Worker.id.desc()), _line, number=number)
    return page.holding(_with_trades(session, page.rows))


def lines(session: Session, worker_ids: Sequence[int]) -> dict[int, WorkerLine]:
    """Lines of the register by number."""
    found = [_line(row) for row in session.execute(_lines().where(Worker.id.in_(worker_ids)))]
    return {line.id: line for line in _with_trades(session, found)}


def seen(session: Session, worker_ids: Sequence[int]) -> set[int]:
    """Those of these people whom the session's viewer may be told of."""
    asked = (session.scalars(select(Worker.id).where(Worker.id.in_(part))) for part in in_parts(worker_ids))
    return {number for found in asked for number in found}


def counties(session: Session) -> list[tuple[int, str, int]]:
    """Home counties with their head count, largest first."""
    query = (
        select(Worker.county, Region.name, func.count())
        .join(Region, Region.code == Worker.county, isouter=True)
        .group_by(Worker.county, Region.name)
        .order_by(func.count().desc())
    )
    return [(code, name or str(code), count) for code, name, count in session.execute(query)]


def trades(session: Session) -> list[tuple[str, int]]:
    """Trades with their head count, largest first."""
    query = select(WorkerTrade.occupation, func.count()).group_by(WorkerTrade.occupation)
    return [(code, count) for code, count in session.execute(query.order_by(func.count().desc()))]


def one(session: Session, worker_id: int) -> WorkerPage:
    """A worker's page; raises NotFound."""
    worker = session.execute(select(*unsealed(Worker)).where(Worker.id == worker_id)).first()
    if worker is None:
        raise NotFound(f"工人 {worker_id} 不在登记册里 / no worker {worker_id} in the register")
    county = session.scalar(select(Region.name).where(Region.code == worker.county))
    own = select(Region.name).where(WishRegion.worker_id == worker_id)
    wishes = own.join(WishRegion, WishRegion.region == Region.code)
    refused = own.join(WishRegion, WishRegion.region == -Region.code)
    return WorkerPage(
        worker,
        county or str(worker.county),
        owned(session, WorkerTrade, worker_id=worker_id),
        session.scalars(wishes).all(),
        session.scalars(refused).all(),
        owned(session, Certificate, worker_id=worker_id),
        owned(session, Consent, worker_id=worker_id),
        _companions(session, worker),
        _spells(session, worker_id),
        _offers(session, worker_id),
        _standing(session, worker_id),
    )


def _lines() -> Query:
    region = Region.name.label("county_name")
    return select(*unsealed(Worker), region).join(Region, Region.code == Worker.county, isouter=True)


def _found(session: Session, search: WorkerSearch) -> Query:
    query = _lines()
    text = search.text.strip()
    if text:
        query = query.where(worker_search.matching(session, text))
    if search.county:
        query = query.where(Worker.county == search.county)
    if search.willing:
        query = query.where(Worker.willing == search.willing)
    if search.import_id:
        query = query.where(Worker.import_id == search.import_id)
    if search.trade:
        query = query.where(Worker.id.in_(select(WorkerTrade.worker_id).where(WorkerTrade.occupation == search.trade)))
    return query


def _line(row: Line) -> WorkerLine:
    return WorkerLine(
        row.id,
        row.name_masked,
        row.phone_masked,
        row.county_name or str(row.county),
        row.township,
        row.village,
        (),
        row.willing,
        row.wage_wanted_fen,
        row.earliest,
        row.group_id,
    )


def _with_trades(session: Session, lines: Sequence[WorkerLine]) -> list[WorkerLine]:
    """The trades of one page's workers in one query."""
    ids = [line.id for line in lines]
    known: dict[int, list[str]] = {}
    query = select(WorkerTrade.worker_id, WorkerTrade.occupation).where(WorkerTrade.worker_id.in_(ids))
    for worker_id, occupation in session.execute(query.order_by(WorkerTrade.id)):
        known.setdefault(worker_id, []).append(occupation)
    return [replace(line, trades=tuple(known.get(line.id, ()))) for line in lines]


def _companions(session: Session, worker: Line) -> list[WorkerLine]:
    if worker.group_id is None:
        return []
    query = _lines().where(Worker.group_id == worker.group_id, Worker.id != worker.id)
    return [_line(row) for row in session.execute(query)]


def _spells(session: Session, worker_id: int) -> Sequence[Line]:
    query = select(*unsealed(Spell), Employer.name.label("employer")).join(Employer, Employer.id == Spell.employer_id)
    return session.execute(query.where(Spell.worker_id == worker_id).order_by(Spell.started.desc())).all()


def _offers(session: Session, worker_id: int) -> Sequence[Line]:
    query = (
        select(*unsealed(Offer), Posting.title.label("title"), Employer.name.label("employer"))
        .join(Posting, Posting.id == Offer.posting_id)
        .join(Employer, Employer.id == Posting.employer_id)
    )
    return session.execute(query.where(Offer.worker_id == worker_id).order_by(Offer.offered.desc())).all()


def _standing(session: Session, worker_id: int) -> list[tuple[int, str, str]]:
    placed = select(AssignmentRow.plan_id, Posting.title).join(Posting, Posting.id == AssignmentRow.posting_id)
    rows = [
        (plan, "placed", title) for plan, title in session.execute(placed.where(AssignmentRow.worker_id == worker_id))
    ]
    left = select(UnplacedRow.plan_id, UnplacedRow.reason).where(UnplacedRow.worker_id == worker_id)
    rows += [(plan, reason, "") for plan, reason in session.execute(left)]
    return sorted(rows, reverse=True)
