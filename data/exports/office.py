"""What every paper says of the office that sends it, and the log of who had it printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.privacy import Reader
from data.tables import Setting, read_log

HOTLINE = "12333"  # the national labor and social security line, until an office states its own


@dataclass(frozen=True, slots=True)
class SendingOffice:
    """The sending office by its settings ``office_name``, ``hotline``, ``receiving_hotline``, ``public_url``."""

    name: str
    hotline: str
    receiving_hotline: str
    public_url: str
    synthetic: bool


def office(session: Session) -> SendingOffice:
    """The settings that stand on paper, with plain defaults."""
    names = ("office_name", "hotline", "receiving_hotline", "public_url", "synthetic")
    kept = {row.name: row.value for row in session.execute(select(Setting).where(Setting.name.in_(names))).scalars()}
    hotline = str(kept.get("hotline") or HOTLINE)
    return SendingOffice(
        name=str(kept.get("office_name") or ""),
        hotline=hotline,
        receiving_hotline=str(kept.get("receiving_hotline") or HOTLINE),
        public_url=str(kept.get("public_url") or "").rstrip("/"),
        synthetic=bool(kept.get("synthetic")),
    )


def log(session: Session, reader: Reader, subject: str, fields: Sequence[str], *, ids: Sequence[int]) -> None:
    """Enter one paper in the log of reads, a row for each ``subject`` ("workers", "employers") on it.

    One row each, so that a person who asks can be told who read their data and when.
    """
    rows = [reader.entry(subject, fields, subject_id=number) for number in ids]
    read_log.write(session, rows)
