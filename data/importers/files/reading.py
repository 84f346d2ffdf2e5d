"""From a file to its tables, each with its kind and what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from data.importers.cells.reading import plain
from data.importers.columns.bands import with_bands
from data.importers.columns.carried import carried
from data.importers.columns.code_keys import code_keys, spelled_out
from data.importers.columns.context import with_context
from data.importers.columns.crossed_jobs import jobs_apart
from data.importers.columns.forms import typed_lines
from data.importers.columns.mapping import Mapping, kind_of
from data.importers.columns.proposing import propose_mapping, told_kind
from data.importers.columns.side_by_side import blocks_of
from data.importers.columns.tables import Sheet, SkippedRow, Table, find_tables
from data.importers.columns.tick_columns import with_ticks
from data.importers.columns.travel_tables import with_travel_columns
from data.importers.columns.turned import turned
from data.importers.files.chains import chain_table, is_chain
from data.importers.files.chats import chat_table, is_chat
from data.importers.files.crossed_people import people_apart
from data.importers.files.notices import is_notice, notice_table
from data.importers.files.opening import PASTED, OpenedFile, open_file
from data.importers.files.own_process import Need, apart
from data.importers.files.typed_travel import typed_travel
from data.importers.files.unread_parts import UnreadPart, unread_below, unread_hidden, unread_part
from data.importers.words.vocabulary import words
from data.registers.records import KINDS
from labor.errors import BadInput

HIDDEN: Final = "（隐藏 hidden）"
# Asked to import vehicles, a workbook may bring its hubs and fares along on sheets of their own.
_FAMILIES = {"vehicles": ("vehicles", "hubs", "fares")}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's tables with their proposed mappings; ``passed_over`` are sheets without a table.

    ``unread`` are the filled rows in them, and others nobody can read.
    """

    name: str
    sha256: str
    tables: tuple[tuple[Table, Mapping], ...]
    passed_over: tuple[str, ...] = ()
    unread: tuple[UnreadPart, ...] = ()
    home: int = 0  # the county said for this file's people, 0 none said

    @property
    def rows_in(self) -> int:
        """Data rows of all tables."""
        return sum(len(table.rows) for table, _ in self.tables)

    @property
    def skipped(self) -> tuple[tuple[str, SkippedRow], ...]:
        """Rows that hold no record (titles, headers, totals, footers), with their sheet."""
        return tuple((table.sheet, row) for table, _ in self.tables for row in table.skipped)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the tables, in order."""
        return tuple(dict.fromkeys(mapping.kind for _, mapping in self.tables))


def _time_to_read(source: Path | bytes | str, *_: Any, name: str = "", **__: Any) -> Need:
    if isinstance(source, Path):
        return Need(name or source.name, 15 + 3e-6 * (source.stat().st_size if source.is_file() else 0))
    return Need(name or PASTED, 15 + 3e-6 * len(source))


@apart(_time_to_read)
def read_file(
    source: Path | bytes | str, kind: str | None = None, *, name: str = "", mapping: Mapping | None = None
) -> Parsed:
    """Open a file (path, bytes or pasted text) and find its tables.

    ``kind`` None means: tell from the headers. Raises UnreadableFile, or BadInput when no table can be made out.
    """
    if kind is not None and kind not in KINDS:
        raise BadInput(f"没有“{kind}”这类表 / there is no kind of table called {kind}: one of {', '.join(KINDS)}")
    opened = open_file(source, name=name)
    found: list[tuple[Table, Mapping]] = []
    passed_over: list[Table] = []
    labels: list[Table] = []  # forms that are no record of their own: they speak of the next table
    keys = code_keys(opened.sheets)
    for bare in _tables(opened, kind):
        table, proposed = _proposed(spelled_out(bare, keys), kind, opened.name, mapping)
        if proposed is not None and not proposed.missing and table.rows:
            table = carried(table, proposed)
            found.append((_with_rows_of(table, [one for one in labels if one.sheet == table.sheet], "title"), proposed))
            labels = []
        elif table.sheet in keys.sheets:
            continue  # read for what the codes mean
        elif table.form:
            labels.append(table)
        else:
            passed_over.append(table)
    for form in labels:
        if found and found[-1][0].sheet == form.sheet:
            found[-1] = (_with_rows_of(found[-1][0], [form], "footer"), found[-1][1])
        else:
            passed_over.append(form)
    if not found:
        raise _no_table(opened, kind)
    names = (*(table.sheet for table in passed_over), *(f"{one.name}{HIDDEN}" for one in opened.hidden_sheets))
    return Parsed(
        opened.name, opened.sha256, tuple(found), tuple(dict.fromkeys(names)),
        _unread(passed_over, [table for table, _ in found], opened),
    )  # fmt: skip


def _unread(passed_over: list[Table], read: list[Table], opened: OpenedFile) -> tuple[UnreadPart, ...]:
    """Filled rows of sheets passed over, hidden ones included, and rows under a form nobody can read."""
    hidden = [part._replace(sheet=f"{part.sheet}{HIDDEN}") for part in unread_hidden(opened.hidden_sheets)]
    below = [part for table in read for part in unread_below(table)]
    return (*(part for table in passed_over if (part := unread_part(table))), *below, *hidden)


def tables_of(source: Path | bytes | str, *, name: str = "", kind: str | None = None) -> list[Table]:
    """A file's tables before anybody says what they mean, for somebody to name the columns by hand."""
    return _tables(open_file(source, name=name), kind)


def _tables(opened: OpenedFile, kind: str | None) -> list[Table]:
    if opened.text and kind in (None, "workers") and is_chat(opened.text):
        return [chat_table(opened.sheets[0].name, opened.text)]
    if opened.text and kind in (None, "workers") and is_chain(opened.text):
        return [chain_table(opened.sheets[0].name, opened.text)]
    if opened.text and kind in (None, "postings") and is_notice(opened.text) and not _is_table(opened):
        return [notice_table(opened.sheets[0].name, opened.text)]
    if opened.text and (lines := typed_lines(opened.text)):
        return find_tables(Sheet(opened.sheets[0].name, lines))
    tables = [table for sheet in opened.sheets if sheet.rows for table in _tables_on(sheet, kind)]
    headless = opened.text and not any(table.header_row for table in tables)
    if headless and kind in (None, "vehicles", "fares"):
        travel = typed_travel(opened.sheets[0].name, opened.text)
        return [travel] if travel else tables
    return tables


def _tables_on(sheet: Sheet, kind: str | None) -> list[Table]:
    typed = _typed_on(sheet, kind)
    if typed:
        return [typed]
    found = [table for part in blocks_of(turned(sheet)) for table in find_tables(part)]
    return [part for table in found for part in _apart(table, kind)]


def _apart(table: Table, kind: str | None) -> list[Table]:
    """A cross table (jobs or places across, names or numbers in its cells) as a table for each of its columns."""
    if kind in (None, "workers") and (people := people_apart(table)):
        return people
    return jobs_apart(table) if kind in (None, "postings") else [table]


def _typed_on(sheet: Sheet, kind: str | None) -> Table | None:
    """A sheet with all of a line in one cell, as people paste chats, is read as the text it is."""
    cells = [[cell for cell in row if plain(cell)] for row in sheet.rows]
    filled = [row for row in cells if row]
    if any(len(row) > 1 for row in filled):
        return None
    # A chat pasted into one cell has its lines in there.
    text = str(filled[0][0]) if len(filled) == 1 else "\n".join(plain(row[0]) if row else "" for row in cells)
    if kind in (None, "workers") and is_chain(text):
        return chain_table(sheet.name, text)
    if kind in (None, "postings") and is_notice(text):
        return notice_table(sheet.name, text)
    return typed_travel(sheet.name, text) if kind in (None, "vehicles", "fares") else None


def _is_table(opened: OpenedFile) -> bool:
    """Whether a text holds a table or a typed form after all."""
    lines = typed_lines(opened.text)
    tables = find_tables(Sheet("", lines) if lines else opened.sheets[0])
    mappings = [propose_mapping(table) for table in tables if table.header_row]
    return any(mapping is not None and not mapping.missing for mapping in mappings)


def _proposed(table: Table, kind: str | None, file_name: str, given: Mapping | None) -> tuple[Table, Mapping | None]:
    """The table, completed by what stands above it, and its mapping: the given one where it fits."""
    table = with_travel_columns(table)
    if given is not None:
        completed = _completed(table, given.kind, file_name)
        if given.fits(completed.headers):
            return completed, given
    if kind in _FAMILIES:
        told = kind_of(table.headers, table.title)
        kind = told if told in _FAMILIES[kind] else kind
    kind = kind or told_kind(table, file_name)
    completed = _completed(table, kind, file_name)
    return completed, propose_mapping(completed, kind) if kind else None


def _completed(table: Table, kind: str, file_name: str) -> Table:
    """The table with columns for what stands above it and between its rows."""
    table = with_context(table, kind, file_name)
    return with_bands(with_ticks(table)) if kind == "workers" else table


def _with_rows_of(table: Table, forms: list[Table], what: str) -> Table:
    """The table, with the labels above or under it among the rows that hold no record."""
    rows = [
        SkippedRow(row.row, what, " ".join(filter(None, map(plain, row.cells)))[:200])
        for form in forms
        for row in form.rows
    ]
    told = [row for form in forms for row in form.skipped]
    return replace(table, skipped=tuple(sorted((*table.skipped, *told, *rows)))) if forms else table


def _no_table(opened: OpenedFile, kind: str | None) -> BadInput:
    """What could not be made out, and what a table of this kind needs."""
    tables = _tables(opened, kind)
    if not any(table.rows for table in tables):
        return BadInput(f"{opened.name}：里面没有数据行 / there are no rows of data in it")
    first = next(table for table in tables if table.rows)
    shown = first.headers if any(first.headers) else [plain(cell) for cell in first.rows[0].cells]
    seen = "、".join(filter(None, shown))[:200] or "（没有表头）/ none"
    kinds = (kind,) if kind else ("workers", "postings", "employers")
    wanted = "；".join(
        "、".join(words("header_synonyms")[one][field][0] for field in words("header_synonyms")["needed"][one])
        for one in kinds
    )
    return BadInput(
        f"{opened.name}：认不出表头。看到的是：{seen}；至少需要：{wanted}。请补上表头，或指定每一列的含义 / "
        f"the header cannot be made out. Seen: {seen}; needed at least: {wanted}. Add a header row or name the columns"
    )
