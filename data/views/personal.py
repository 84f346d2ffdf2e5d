"""Full names and numbers: unsealed one purpose at a time, and never without a line in the log."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.privacy import Reader
from data.tables import Worker, read_log
from labor.errors import NotFound

FIELDS = ("name", "identity", "phone", "spare_phone", "emergency_contact")


@dataclass(frozen=True, slots=True)
class Personal:
    """What one person's row holds under seal."""

    name: str
    identity: str | None
    phone: str | None
    spare_phone: str | None
    emergency_contact: str | None


def with_purpose(reader: Reader, purpose: str) -> Reader:
    """The same reader, saying why."""
    return replace(reader, purpose=f"{reader.purpose} · {purpose.strip()}"[:200])


def of_worker(session: Session, worker_id: int, reader: Reader) -> Personal:
    """One person's sealed fields; writes the log in the same transaction. Raises NotFound."""
    columns = [getattr(Worker, name) for name in FIELDS]
    row = session.execute(select(*columns).where(Worker.id == worker_id)).first()
    if row is None:
        raise NotFound(f"工人 {worker_id} 不在登记册里 / no worker {worker_id} in the register")
    log(session, reader.entry("workers", FIELDS, subject_id=worker_id))
    return Personal(*row)


def log(session: Session, entry: dict[str, object]) -> None:
    """Write one line of the log."""
    read_log.write(session, [entry])
