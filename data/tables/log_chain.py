"""The log of reads as a chain: each line carries a keyed hash of itself and of the one before it.

Why keyed, why a head outside, and what a chain cannot tell: docs/decisions/221-the-log-is-a-chain.md.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from sqlalchemy import Connection, Select, insert, select, text, update

from data.privacy import NoKey, held
from data.tables.log import LogHead, ReadLogEntry
from data.tables.tenants import tenant_of

SAID: Final = ("read", "reader", "purpose", "subject", "subject_id", "fields", "people")
BEGUN: Final = text("INSERT INTO log_heads (chain, position, link) VALUES (:chain, 0, '') ON CONFLICT DO NOTHING")
PORTION: Final = 2_000


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: how many lines it has, and the hash that stands for all of them."""

    chain: int
    position: int
    link: str

    def __str__(self) -> str:
        return f"{self.chain}:{self.position}:{self.link}"


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the chain does not hold: "edited", "missing", "inserted", "cut" or "another"."""

    kind: str
    position: int


def append(connection: Connection, entries: Sequence[Mapping[str, Any]], *, chain: int = 1) -> None:
    """Write lines at the end of a chain; whoever else writes to it waits until this transaction ends."""
    # Changed before it is read: this takes the write lock of SQLite and the row's lock of PostgreSQL.
    taking = update(LogHead).where(LogHead.chain == chain).values(position=LogHead.position + len(entries))
    head = connection.execute(taking.returning(LogHead.position, LogHead.link)).first()
    if head is None:
        connection.execute(BEGUN, {"chain": chain})
        head = connection.execute(taking.returning(LogHead.position, LogHead.link)).one()
    position, link, rows = head.position - len(entries), head.link, []
    for position, entry in enumerate(entries, position + 1):  # noqa: B020 - goes on from where the chain stood
        link = linked(link, position, entry)
        rows.append({**entry, "chain": chain, "position": position, "link": link})
    connection.execute(insert(ReadLogEntry), rows)
    connection.execute(update(LogHead).where(LogHead.chain == chain).values(link=link))


def linked(before: str, position: int, entry: Mapping[str, Any]) -> str:
    """The hash of a line behind another."""
    said = [entry[name] if name != "read" else entry[name].astimezone(UTC).isoformat() for name in SAID]
    content = json.dumps([before, position, *said], ensure_ascii=False, separators=(",", ":"))
    return hmac.digest(held().finding, b"log chain 1\0" + content.encode(), "sha256").hex()


def heads(connection: Connection) -> list[Head]:
    """Where the tenant's chain ends, as the database says."""
    own = LogHead.chain == tenant_of(connection)
    rows = connection.execute(select(LogHead.chain, LogHead.position, LogHead.link).where(own))
    return [Head(*row) for row in rows]


def breaks(connection: Connection, known: Sequence[Head] = ()) -> list[Break]:
    """Where the chains do not hold, ``known`` being heads that were kept outside; empty where all is as written."""
    found = [Break("inserted", 0)] * len(
        connection.execute(
            _own(connection, select(ReadLogEntry.id).where(ReadLogEntry.position.is_(None))).limit(1)
        ).all()
    )
    told = heads(connection)
    for chain in sorted({one.chain for one in (*told, *known)} | set(_chains(connection))):
        found += _breaks_of(connection, chain, [one for one in (*told, *known) if one.chain == chain])
    return found


def _chains(connection: Connection) -> Sequence[int]:
    return connection.scalars(_own(connection, select(ReadLogEntry.chain).distinct())).all()


def _own(connection: Connection, query: Select[Any]) -> Select[Any]:
    """By hand: a bare connection has no session's filter."""
    return query.where(ReadLogEntry.tenant_id == tenant_of(connection))


def _breaks_of(connection: Connection, chain: int, told: Sequence[Head]) -> Iterator[Break]:
    """Walk one chain from its first line; after a break it goes on from the line as it stands."""
    at, link = 0, ""
    wanted = {one.position: one.link for one in told}
    ends = {one.position for one in told}
    for row in _lines(connection, chain):
        if row.position != at + 1:
            yield Break("missing", at + 1)
        elif not _holds(link, row):
            yield Break("edited", row.position)
        if wanted.get(row.position, row.link) != row.link:
            yield Break("another", row.position)
        at, link = row.position, row.link
    if any(one > at for one in ends) or (not told and at):
        yield Break("cut", at)
    elif at > max(ends, default=0):
        yield Break("inserted", at)


def _lines(connection: Connection, chain: int) -> Iterator[Any]:
    columns = [ReadLogEntry.__table__.columns[name] for name in (*SAID, "position", "link")]
    asked = _own(connection, select(*columns)).where(ReadLogEntry.chain == chain, ReadLogEntry.position.is_not(None))
    return iter(connection.execution_options(yield_per=PORTION).execute(asked.order_by(ReadLogEntry.position)))


def _holds(before: str, row: Any) -> bool:
    try:
        return hmac.compare_digest(linked(before, row.position, row._mapping), row.link or "")
    except NoKey:
        return False
