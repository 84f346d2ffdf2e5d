"""Bringing files into the registers: seen first, then kept, reported and decided."""

from __future__ import annotations

import io
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.office import large_files, uploads
from api.office.large_files import FileErrand
from api.office.uploads import Upload
from data import office_settings
from data.database import opened, opened_in_portions
from data.database.tenants.register import whose
from data.importers.bad_rows import write_bad_rows
from data.importers.bringing import Sending, bring_in
from data.importers.cells.places import known_places
from data.importers.cells.reading import plain
from data.importers.columns.mapping import Mapping, fields_of, letter
from data.importers.columns.tables import Table
from data.importers.deciding.agreed_county import agree_on_county
from data.importers.deciding.alike import settle_again
from data.importers.deciding.deciding import mend
from data.importers.deciding.settling import Hand
from data.importers.files.reading import Parsed, read_file
from data.importers.remembered import as_remembered
from data.importers.report import Report
from data.importers.rereading import earlier_readings
from data.importers.stored import open_rows
from data.importers.words.vocabulary import words
from data.privacy import Reader
from data.registers.records import KINDS
from data.views import imports as views
from data.views import personal
from labor.errors import BadInput

SAMPLE_ROWS: Final = 3
# What a later file may bring: the station a vehicle, fare or pick-up names.
WAITS_FOR_A_LATER_FILE: Final = ("hub_unknown",)
_turns: dict[str, Lock] = {}  # files being imported, by token
__all__ = ["KINDS", "Desk", "Preview", "bad_rows", "bring_in_file", "bring_in_once", "bring_in_upload", "preview"]


@dataclass(frozen=True, slots=True)
class Desk:
    """Who imports, into which database, on which day; ``unit`` is their organization, None for the whole office."""

    engine: Engine
    today: date
    by: str
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """One column as the mapping page shows it."""

    at: int
    letter: str
    header: str
    field: str
    by: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableShown:
    """One table as the mapping page shows it; ``fields`` are (field, what offices call it)."""

    at: int
    sheet: str
    kind: str
    rows: int
    skipped: int
    columns: tuple[ColumnShown, ...]
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What was made out of a file, before anything is written."""

    tables: tuple[TableShown, ...]
    passed_over: tuple[str, ...]
    already: int = 0  # the number under which these very bytes were imported before


def bring_in_file(engine: Engine, path: Path, *, kind: str = "", home: int = 0, as_of: date, by: str) -> Report:
    """One file, written in portions. Raises BadInput or UnreadableFile, and then nothing is changed."""
    with opened_in_portions(engine) as session:
        report = bring_in(session, Sending(path, sender=by, home=home), kind or None, today=as_of)
        settle_again(session, WAITS_FOR_A_LATER_FILE, Hand(as_of, by))
        return report


def agreed_county(engine: Engine, *, as_of: date, by: str) -> int:
    """The county taken for people whose files name none, because all others live there; 0 where that is not told."""
    with opened(engine) as session:
        return agree_on_county(session, Hand(as_of, by))


def preview(engine: Engine, upload: Upload, *, kind: str | None) -> Preview:
    """Tables, columns as proposed or named by hand before, and first rows of a file put aside."""
    if large_files.is_large(upload):
        seen: Preview = large_files.done_elsewhere(_errand(engine, upload, kind=kind))
        return seen
    return preview_here(engine, upload, kind=kind)


def _errand(
    engine: Engine, upload: Upload, *, kind: str | None = None, form: MappingOf[str, str] | None = None,
    desk: Desk | None = None,
) -> FileErrand:  # fmt: skip
    return FileErrand(
        look=desk is None,
        database=engine.url.render_as_string(hide_password=False),
        tenant=whose(engine),
        folder=upload.path.parent.resolve(),
        token=upload.token,
        kind=kind,
        form=dict(form or {}),
        today=desk.today if desk else date.min,
        unit=desk.unit if desk else None,
        by=desk.by if desk else "",
    )


def preview_here(engine: Engine, upload: Upload, *, kind: str | None) -> Preview:
    """The same by this very process."""
    parsed, already = _read(engine, upload, kind)
    shown = (_shown(at, table, mapping) for at, (table, mapping) in enumerate(parsed.tables))
    return Preview(tuple(shown), parsed.passed_over, already)


def bring_in_once(folder: Path, token: str, form: MappingOf[str, str], desk: Desk) -> int:
    """Import a file put aside, or find what it became: a second press waits for the first and gets its result."""
    with _turns.setdefault(token, Lock()):
        done = uploads.became(folder, token)
        if done is None:
            upload = uploads.find(folder, token)
            done = take_in(upload, form, desk)
            uploads.taken_in(upload, done)
    _turns.pop(token, None)
    return done


def take_in(upload: Upload, form: MappingOf[str, str], desk: Desk) -> int:
    """Import a file put aside, a large one by a process of its own; the import's number."""
    if large_files.is_large(upload):
        number: int = large_files.done_elsewhere(_errand(desk.engine, upload, form=form, desk=desk))
        return number
    return bring_in_upload(upload, form, desk).tallies[0].import_id


def bring_in_upload(upload: Upload, form: MappingOf[str, str], desk: Desk) -> Report:
    """Import a file put aside with the columns as somebody left them on the mapping page."""
    kind = form.get("kind") or None
    parsed, _ = _read(desk.engine, upload, kind)
    mappings = [_as_chosen(at, mapping, form) for at, (_, mapping) in enumerate(parsed.tables)]
    by_hand = [chosen for chosen, (_, proposed) in zip(mappings, parsed.tables, strict=True) if chosen != proposed]
    if len(by_hand) > 1:
        raise BadInput(
            "一个文件一次只能改一张表的列,请先拆开 / change the columns of one table at a time: split the file first"
        )
    mapping = by_hand[0] if by_hand else None
    if mapping is not None and mapping.missing:
        raise BadInput(f"还缺这些列:{'、'.join(mapping.missing)} / columns missing: {', '.join(mapping.missing)}")
    with opened_in_portions(desk.engine) as session:
        settle_county(session, form.get("county", ""), now=datetime.combine(desk.today, time(), UTC))
        sending = Sending(upload.content, upload.name, desk.by, home_of(form), mapping, desk.unit)
        report = bring_in(session, sending, kind or upload.kind or None, today=desk.today)
        settle_again(session, WAITS_FOR_A_LATER_FILE, Hand(desk.today, desk.by))
        return report


def mend_row(row_id: int, cells: MappingOf[int, str], desk: Desk) -> int:
    """Mend cells of a row that waits; the number of its import."""
    with opened(desk.engine) as session:
        mend(session, row_id, cells, today=desk.today, by=desk.by)
        return views.import_of(session, row_id)


def home_of(form: MappingOf[str, str]) -> int:
    """The county said for this file's people who do not say theirs, by name or code; 0 where none is said."""
    return known_places().county(form.get("home", ""))


def settle_county(session: Session, said: str, *, now: datetime) -> int:
    """The office's own county: what is said becomes it; with nothing said, what it was told before, 0 none."""
    county = known_places().county(said)
    if county:
        office_settings.keep_county(session, county, now=now)
    return county or office_settings.county_of(session)


def bad_rows(session: Session, import_id: int, reader: Reader) -> bytes:
    """The rows to mend as a workbook; the reading is logged."""
    rows = open_rows(session, import_id)
    personal.log(session, reader.entry("import", ("cells",), subject_id=import_id, people=len(rows)))
    file = io.BytesIO()
    write_bad_rows(rows, file)
    return file.getvalue()


def log_cells(session: Session, reader: Reader, import_id: int | None, people: int) -> None:
    """A report page shows cells as they stood: that is a reading."""
    if people:
        personal.log(session, reader.entry("import", ("cells",), subject_id=import_id, people=people))


def log_preview(session: Session, reader: Reader, preview: Preview) -> None:
    """First rows of a file not yet imported were shown; the file's token stays out of the log, it opens the file."""
    people = sum(min(table.rows, SAMPLE_ROWS) for table in preview.tables)
    if people:
        page = replace(reader, purpose="/imports/files")
        personal.log(session, page.entry("import", ("cells",), people=people))


def _read(engine: Engine, upload: Upload, kind: str | None) -> tuple[Parsed, int]:
    """The file under the columns that hold for its header, and the number of its last import, 0 for none."""
    parsed = read_file(upload.content, kind or upload.kind or None, name=upload.name)
    with opened(engine) as session:
        earlier = earlier_readings(session, parsed)
        return as_remembered(session, parsed), earlier[0].id if earlier else 0


def _shown(at: int, table: Table, mapping: Mapping) -> TableShown:
    said = words("header_synonyms")[mapping.kind]
    fields = tuple((field, said[field][0] if said[field] else field) for field in fields_of(mapping.kind))
    first = [row.cells for row in table.rows[:SAMPLE_ROWS]]
    columns = tuple(
        ColumnShown(
            column.at,
            letter(column.at),
            column.header,
            column.field,
            column.by,
            tuple(plain(cells[column.at]) for cells in first if column.at < len(cells)),
        )
        for column in mapping.columns
    )
    return TableShown(at, table.sheet, mapping.kind, len(table.rows), len(table.skipped), columns, fields)


def _as_chosen(table: int, mapping: Mapping, form: MappingOf[str, str]) -> Mapping:
    """The mapping with every column set as the form says."""
    chosen = mapping
    for column in mapping.columns:
        field = form.get(f"column-{table}-{column.at}")
        if field is not None and field != column.field:
            chosen = chosen.changed(letter(column.at), field)
    return chosen
