"""Pages of long lists, cut by the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.columns import Line
from data.privacy import Encrypted
from data.tables import Base
from data.tables.base import columns_of
from data.views.cursors import After, following

T = TypeVar("T")
U = TypeVar("U")
Place: TypeAlias = int | After  # a page by its number, or the rows that follow a cursor
Query: TypeAlias = Select[*tuple[Any, ...]]

ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a longer list; ``number`` counts from 1.

    Rows that follow a cursor stand on no numbered page: number and total are 0, ``next`` is where they go on.
    """

    rows: Sequence[T]
    number: int
    total: int
    size: int = ROWS_A_PAGE
    next: str | None = None

    def holding(self, rows: Sequence[U]) -> Page[U]:
        """The same page with other things made of its rows."""
        return Page(rows, self.number, self.total, self.size, self.next)

    @property
    def last(self) -> int:
        """The number of the last page, 1 for an empty list."""
        return max(1, -(-self.total // self.size))


def paged(
    session: Session,
    query: Query,
    make: Callable[[Line], T],
    *,
    number: Place = 1,
    size: int = ROWS_A_PAGE,
) -> Page[T]:
    """One page of an ordered query, and how many rows there are; a number past the end gives the last page."""
    if isinstance(number, After):
        found, next_one = following(session, query, number)
        return Page([make(row) for row in found], 0, 0, number.size, next_one)
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    last = max(1, -(-total // size))
    number = min(max(1, number), last)
    rows = session.execute(query.limit(size).offset((number - 1) * size))
    return Page([make(row) for row in rows], number, total, size)


def in_pages(listed: Sequence[T], number: int, size: int = ROWS_A_PAGE) -> Page[T]:
    """One page of a list at hand; a number past the end gives the last page."""
    last = max(1, -(-len(listed) // size))
    number = min(max(1, number), last)
    return Page(listed[(number - 1) * size : number * size], number, len(listed), size)


def contains(text: str) -> str:
    """A LIKE pattern for text that may hold % or _ itself; use with ``escape="\\\\"``."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def unsealed(table: type[Base]) -> list[InstrumentedAttribute[Any]]:
    """A table's columns without the encrypted ones: a page that wants those must name them."""
    return [column for column in columns_of(table) if not isinstance(column.type, Encrypted)]


def owned(session: Session, table: type[Base], **owner: object) -> Sequence[Line]:
    """The rows of a table that belong to one owner, in the order they came; sealed columns stay out."""
    query = select(*unsealed(table))
    for name, value in owner.items():
        query = query.where(getattr(table, name) == value)
    return session.execute(query).all()
