"""Columns somebody named by hand hold for the next file with the same header, and for mended rows that come back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.importers.cells.reading import plain
from data.importers.columns.layouts import ColumnLayout
from data.importers.columns.mapping import OWN_COLUMNS, PLACE, Column, Mapping
from data.importers.columns.tables import Table
from data.importers.files.reading import Parsed
from data.tables import Import

_LOOKED_BACK: Final = 200  # imports


def as_remembered(session: Session, parsed: Parsed) -> Parsed:
    """The tables under the columns named by hand for the last file of the same header; mended rows under their own."""
    used = session.execute(
        select(Import.mapping).where(Import.kind.in_(parsed.kinds)).order_by(Import.id.desc()).limit(_LOOKED_BACK)
    )
    mappings = [Mapping.from_json(plain) for (one,) in used for plain in one.get("tables", ())]
    # Only what somebody said by hand is remembered: what the program told by itself it tells anew.
    by_hand = [one for one in mappings if any(column.by == "hand" for column in one.columns)]
    tables = []
    for table, proposed in parsed.tables:
        fitting = (mapping for mapping in by_hand if mapping.kind == proposed.kind and mapping.fits(table.headers))
        own = _of_mended(session, table) if PLACE in table.headers else None
        tables.append((table, own or next(fitting, proposed)))
    return replace(parsed, tables=tuple(tables))


def home_of_mended(session: Session, parsed: Parsed) -> int:
    """The county said for the file that mended rows first came in, 0 where none was or these are no mended rows."""
    for table, _ in parsed.tables:
        origin = _origin(session, table) if PLACE in table.headers else None
        if origin is not None:
            return int(origin.mapping["home"])
    return 0


def _of_mended(session: Session, table: Table) -> Mapping | None:
    """The columns that mended rows were first read by; None where their header was changed."""
    origin = _origin(session, table)
    headers = tuple(header for header in table.headers if header not in OWN_COLUMNS)
    for plain_form in origin.mapping.get("tables", ()) if origin else ():
        mapping = Mapping.from_json(plain_form)
        if _spelled(ColumnLayout.of(mapping).headers) == _spelled(headers):
            return _widened(mapping, table)
    return None


def _widened(mapping: Mapping, table: Table) -> Mapping:
    """The columns at the places they have beside the columns this program added."""
    places = [at for at, header in enumerate(table.headers) if header not in OWN_COLUMNS]
    own = dict(zip(places, mapping.columns, strict=True))
    columns = [
        replace(own[at], at=at, header=header) if at in own else Column(at, header, "", "")
        for at, header in enumerate(table.headers)
    ]
    return Mapping(mapping.kind, tuple(columns))


def _origin(session: Session, table: Table) -> Import | None:
    at = table.headers.index(PLACE)
    for row in table.rows:
        match = re.match(r"(\d{1,9}):", plain(row.cells[at])) if at < len(row.cells) else None
        if match:
            return session.get(Import, int(match[1]))
    return None


def _spelled(headers: Sequence[str]) -> list[str]:
    return ["".join(header.split()) for header in headers]
