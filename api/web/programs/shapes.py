"""What every answer shares: rows read by attribute, lists with a cursor, texts in both languages, numbers that fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Final, Generic, Self, TypeAlias, TypeVar

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from data.views.cursors import After
from data.views.paging import Page

READS: Final = "x-reads-personal-data"
READING: Final[dict[str, Any]] = {READS: True}  # the answer holds personal data in the open: kept nowhere
LARGEST: Final = 2**31 - 1  # of a register number, as PostgreSQL keeps them


class Shape(BaseModel):
    """An answer, made from a row or a frozen view by the names of its fields."""

    model_config = ConfigDict(from_attributes=True, frozen=True)

    @classmethod
    def of(cls, row: object) -> Self:
        """This answer from whatever carries its fields."""
        return cls.model_validate(row)

    @classmethod
    def all_of(cls, rows: Iterable[object]) -> list[Self]:
        """One answer a row."""
        return [cls.model_validate(row) for row in rows]


class Asked(BaseModel):
    """A request; a field nobody knows is refused, since it was meant for something."""

    model_config = ConfigDict(extra="forbid")


class Words(Shape):
    """A text in both languages."""

    zh: str
    en: str


T = TypeVar("T", bound=Shape)


class ListOf(Shape, Generic[T]):
    """Some rows of a list; `next` goes into `cursor` for the rows behind them, null at the end."""

    rows: list[T]
    next: str | None = None


def listed(kind: type[T], page: Page[Any]) -> ListOf[T]:
    """A page of a view as a list."""
    return ListOf[T](rows=kind.all_of(page.rows), next=page.next)


def _place(
    cursor: Annotated[str | None, Query(max_length=2000, description="`next` of the list before")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="how many rows at most")] = 50,
) -> After:
    return After(cursor, limit)


place: Callable[..., After] = _place


def _storable(text: str) -> str:
    """Refuse what no database keeps: a zero byte, half a character."""
    text.encode()
    if "\0" in text:
        raise ValueError("a text holds no zero byte")
    return text


Number: TypeAlias = Annotated[int, Path(ge=1, le=LARGEST)]
NumberOf: TypeAlias = Annotated[int, Field(ge=1, le=LARGEST)]
NumberAsked: TypeAlias = Annotated[int | None, Query(ge=1, le=LARGEST)]
Text: TypeAlias = Annotated[str, AfterValidator(_storable)]
Word: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{0,40}$")]
Note: TypeAlias = Annotated[str, StringConstraints(max_length=200), AfterValidator(_storable)]
Purpose: TypeAlias = Annotated[
    str,
    StringConstraints(min_length=2, max_length=120, strip_whitespace=True),
    AfterValidator(_storable),
    Field(description="why the numbers are read: it stands in the log of reads", examples=["电话通知出发时间"]),
]
