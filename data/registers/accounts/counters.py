"""Counters of the rate limits, in the database: every web process counts together."""

from __future__ import annotations

import time
from collections.abc import Callable

from limits.storage import Storage
from sqlalchemy import Engine, case, delete, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError

from data.privacy import blind_index
from data.tables import RateCount


class KeptCounts(Storage):
    """What the library ``limits`` counts with; keys are kept as keyed hashes, since they hold logins and addresses."""

    STORAGE_SCHEME = None

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        super().__init__("")
        self._engine = engine
        self._clock = clock

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong here."""
        return DBAPIError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count once more and answer the count, in one statement: guesses made at once are all counted."""
        now = int(self._clock())
        begun = {"count": amount, "until": now + expiry}
        insert = postgres_insert if self._engine.dialect.name == "postgresql" else sqlite_insert
        statement = insert(RateCount).values(key=_kept(key), **begun)
        over = RateCount.until <= now
        statement = statement.on_conflict_do_update(
            index_elements=[RateCount.key],
            set_={
                "count": case((over, amount), else_=RateCount.count + amount),
                "until": case((over, now + expiry), else_=RateCount.until),
            },
        )
        with self._engine.begin() as connection:
            connection.execute(delete(RateCount).where(RateCount.until <= now))
            return int(connection.execute(statement.returning(RateCount.count)).scalar_one())

    def get(self, key: str) -> int:
        """The count so far."""
        with self._engine.connect() as connection:
            found = select(RateCount.count).where(RateCount.key == _kept(key), RateCount.until > int(self._clock()))
            return connection.scalar(found) or 0

    def get_expiry(self, key: str) -> float:
        """When the count begins anew."""
        with self._engine.connect() as connection:
            until = connection.scalar(select(RateCount.until).where(RateCount.key == _kept(key)))
        return float(until if until is not None else self._clock())

    def check(self) -> bool:
        """Whether it can count."""
        self.get("")
        return True

    def reset(self) -> int | None:
        """Forget every count."""
        with self._engine.begin() as connection:
            return connection.execute(delete(RateCount)).rowcount

    def clear(self, key: str) -> None:
        """Forget one."""
        with self._engine.begin() as connection:
            connection.execute(delete(RateCount).where(RateCount.key == _kept(key)))


def _kept(key: str) -> str:
    return blind_index("attempts", key)
