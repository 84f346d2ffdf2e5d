"""Who brought whom: two brokers' claims to one person stand side by side until somebody decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.tables import Attribution, Import, Organization, Worker
from labor.errors import NotFound


@dataclass(frozen=True, slots=True)
class Claim:
    """One broker's claim, with the file and row it came by; ``file`` is empty where nobody noted it."""

    organization_id: int
    broker: str
    claimed: date
    counts: bool
    confirmed: date | None
    confirmed_by: str
    file: str
    import_id: int | None
    sheet: str
    row: int | None


@dataclass(frozen=True, slots=True)
class Disputed:
    """A person two brokers or more say they brought, and nobody has asked yet."""

    worker_id: int
    name: str
    home: str
    claims: tuple[Claim, ...]


def of_worker(session: Session, worker_id: int) -> list[Claim]:
    """A person's claims in the order they came."""
    return claims_of(session, [worker_id]).get(worker_id, [])


def disputed(session: Session) -> list[Disputed]:
    """People with several claims of which none was confirmed by asking them."""
    several = (
        select(Attribution.worker_id)
        .group_by(Attribution.worker_id)
        .having(func.count() > 1, func.count(Attribution.confirmed) == 0)
    )
    people = session.execute(
        select(Worker.id, Worker.name_masked, Worker.township, Worker.village)
        .where(Worker.id.in_(several))
        .order_by(Worker.id)
    ).all()
    claims = claims_of(session, [person.id for person in people])
    return [
        Disputed(person.id, person.name_masked, f"{person.township} {person.village}".strip(), tuple(claims[person.id]))
        for person in people
    ]


def decide(session: Session, worker_id: int, organization_id: int, *, on: date, by: str) -> None:
    """The worker said who brought them: that claim counts, the others stand beside it uncounted. Raises NotFound."""
    held = {claim.organization_id for claim in of_worker(session, worker_id)}
    if organization_id not in held:
        raise NotFound(
            f"{worker_id} 号没有这位经纪人的登记 / no claim of broker {organization_id} to worker {worker_id}"
        )
    of = update(Attribution).where(Attribution.worker_id == worker_id)
    session.execute(of.values(counts=False, confirmed=None, confirmed_by=None))
    chosen = of.where(Attribution.organization_id == organization_id)
    session.execute(chosen.values(counts=True, confirmed=on, confirmed_by=by[:200]))
    session.flush()


def claims_of(session: Session, workers: Sequence[int]) -> dict[int, list[Claim]]:
    """The claims to these people by register number, in the order they came."""
    query = (
        select(Attribution, Organization.name, Import.file_name)
        .join(Organization, Organization.id == Attribution.organization_id)
        .join(Import, Import.id == Attribution.import_id, isouter=True)
        .order_by(Attribution.claimed, Attribution.id)
    )
    found: dict[int, list[Claim]] = {}
    for part in in_parts(workers):
        for claim, broker, file in session.execute(query.where(Attribution.worker_id.in_(part))):
            found.setdefault(claim.worker_id, []).append(
            Claim(
                claim.organization_id, broker, claim.claimed, claim.counts, claim.confirmed, claim.confirmed_by or "",
                file or "", claim.import_id, claim.source_sheet, claim.source_row,
            )
        )  # fmt: skip
    return found
