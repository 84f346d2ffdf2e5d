"""What every table shares: names of constraints, portable types, the lists of words as checks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Annotated, Any

from sqlalchemy import BigInteger, CheckConstraint, Date, DateTime, ForeignKey, Integer, MetaData, String, Text, inspect
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware UTC time; SQLite forgets the zone, so it is put back on reading. Refuses naive times."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The one catalog of tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: Text(), date: Date(), datetime: Moment()}  # noqa: RUF012


# Columns that come again and again.
Id = Annotated[int, mapped_column(Integer, primary_key=True)]
Fen = Annotated[int, mapped_column(BigInteger)]
RegionCode = Annotated[int, mapped_column(Integer)]  # GB/T 2260, six digits
Word = Annotated[str, mapped_column(String(32))]  # one word of a fixed list, or a short code
Line = Annotated[str, mapped_column(String(200))]
BlindIndex = Annotated[str, mapped_column(String(32))]  # hex of a keyed hash, see data/privacy.py


def columns_of(table: type[Base]) -> list[InstrumentedAttribute[Any]]:
    """A table's columns as the entity's own, which the filter of queries knows: ``__table__``'s are refused."""
    return [getattr(table, said.key) for said in inspect(table).column_attrs]


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """The column holds one of these words (or nothing, where it may be NULL)."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def owned_by(table_column: str) -> ForeignKey:
    """A reference whose row goes when its owner goes."""
    return ForeignKey(table_column, ondelete="CASCADE")
