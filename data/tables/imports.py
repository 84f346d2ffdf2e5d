"""Imports and what became of every row: kept, to decide, refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from data.privacy import Encrypted
from data.tables.base import Base, BlindIndex, Id, Line, Word, one_of, owned_by
from data.tables.tenants import Owned

KINDS = ("workers", "postings", "employers", "vehicles", "hubs", "fares")
OUTCOMES = ("kept", "to_decide", "refused")


class Import(Owned, Base):
    """One file read once; rows in = kept + to decide + refused."""

    __tablename__ = "imports"
    __table_args__ = (
        one_of("kind", KINDS),
        CheckConstraint("rows_in = rows_kept + rows_to_decide + rows_refused", name="no_row_lost"),
        Index("ix_imports_file", "file_hash", "kind"),
    )

    id: Mapped[Id]
    kind: Mapped[Word]
    file_name: Mapped[str | None] = mapped_column(Encrypted("imports.file_name"))  # may name a village or a person
    file_hash: Mapped[str] = mapped_column(String(64))  # SHA-256 of the bytes
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)  # field → column, as used
    rows_in: Mapped[int]
    rows_kept: Mapped[int]
    rows_to_decide: Mapped[int]
    rows_refused: Mapped[int]
    rows_new: Mapped[int] = mapped_column(default=0)  # of those kept
    rows_changed: Mapped[int] = mapped_column(default=0)
    as_of: Mapped[date]
    imported: Mapped[datetime]
    imported_by: Mapped[Line]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)  # whose sender's
    finished: Mapped[datetime | None]  # NULL: under way, or broken off half way


class ImportRow(Owned, Base):
    """A remark on one row; the cells as they stood are personal data, so they are kept encrypted."""

    __tablename__ = "import_rows"
    __table_args__ = (
        one_of("outcome", OUTCOMES),
        Index("ix_import_rows_place", "import_id", "outcome", "sheet", "row"),
    )

    id: Mapped[Id]
    import_id: Mapped[int] = mapped_column(owned_by("imports.id"))
    outcome: Mapped[Word]
    sheet: Mapped[Line]
    row: Mapped[int]  # 1 = the sheet's first row
    column: Mapped[Line] = mapped_column(default="")
    rule: Mapped[Word] = mapped_column(default="")  # a stable word for the kind of remark
    problem_zh: Mapped[str | None] = mapped_column(Encrypted("import_rows.problem_zh"))
    problem_en: Mapped[str | None] = mapped_column(Encrypted("import_rows.problem_en"))
    advice_zh: Mapped[str] = mapped_column(default="")
    advice_en: Mapped[str] = mapped_column(default="")
    cells: Mapped[str | None] = mapped_column(Encrypted("import_rows.cells"))  # JSON: header → cell
    record: Mapped[str | None] = mapped_column(Encrypted("import_rows.record"))  # JSON, kept if decided so
    other_worker_id: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))  # the possible duplicate
    decision: Mapped[Word | None]  # "keep", "merge", "drop"
    decided: Mapped[datetime | None]
    decided_by: Mapped[Line | None]


class SeenRow(Owned, Base):
    """A row once imported, as a keyed hash of what it says: the same row sent again changes nothing."""

    __tablename__ = "import_seen"
    __table_args__ = (one_of("outcome", OUTCOMES), PrimaryKeyConstraint("tenant_id", "row_hash"))

    row_hash: Mapped[BlindIndex] = mapped_column()  # of kind and cells; the row's number does not count
    import_id: Mapped[int] = mapped_column(owned_by("imports.id"), index=True)
    outcome: Mapped[Word]

    __mapper_args__ = {"primary_key": [row_hash]}  # noqa: RUF012 - a session sees one tenant's rows
