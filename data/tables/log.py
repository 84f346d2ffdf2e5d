"""Who read whose personal data, an office's settings, and those of the installation it shares."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, PrimaryKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.privacy import Encrypted
from data.tables.base import Base, Id, Line, Word
from data.tables.tenants import Owned


class ReadLogEntry(Owned, Base):
    """One reading of personal data: who, when, why, which columns, whose."""

    __tablename__ = "read_log"
    __table_args__ = (Index("ix_read_log_subject", "subject", "subject_id"), UniqueConstraint("chain", "position"))

    id: Mapped[Id]
    read: Mapped[datetime] = mapped_column(index=True)
    reader: Mapped[Line]
    purpose: Mapped[str | None] = mapped_column(Encrypted("read_log.purpose"))  # page that showed it, and why
    subject: Mapped[Word]  # workers, employers, batch, import …
    subject_id: Mapped[int | None]  # NULL: a whole list
    fields: Mapped[Line]  # comma-separated column names
    people: Mapped[int]  # how many people's data were shown
    # Where the line stands in its chain (one a tenant), see data/tables/log_chain.py.
    chain: Mapped[int] = mapped_column(default=1)
    position: Mapped[int | None]
    link: Mapped[str | None] = mapped_column(String(64))


class LogHead(Base):
    """Where a chain of the log ends: who writes to it holds this row."""

    __tablename__ = "log_heads"

    chain: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int]
    link: Mapped[str] = mapped_column(String(64))


class Setting(Owned, Base):
    """One setting of an office, by name."""

    __tablename__ = "settings"
    __table_args__ = (PrimaryKeyConstraint("tenant_id", "name"),)

    name: Mapped[str] = mapped_column(String(64))
    value: Mapped[Any] = mapped_column(JSON)
    changed: Mapped[datetime]

    __mapper_args__ = {"primary_key": [name]}  # noqa: RUF012 - a session sees one tenant's rows


class InstallationSetting(Base):
    """What holds for the whole installation, whoever shares it."""

    __tablename__ = "installation_settings"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    changed: Mapped[datetime]
