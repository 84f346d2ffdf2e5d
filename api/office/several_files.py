"""Several files at once: looked at together, imported one by one; one that cannot be read stops no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from api.office import uploads
from api.office.importing import Desk, preview, take_in
from api.office.uploads import Upload
from data.importers.judging.judging import ORDER
from labor.errors import LaborError


@dataclass(frozen=True, slots=True)
class FileShown:
    """One of several files: what was made out of it, or why it cannot be read."""

    upload: Upload
    kinds: tuple[str, ...] = ()
    rows: int = 0
    unread: tuple[str, ...] = ()  # headers of columns nobody reads
    passed_over: tuple[str, ...] = ()
    problem: str = ""


def looked_at(engine: Engine, folder: Path, tokens: Sequence[str]) -> list[FileShown]:
    """Each file put aside, in the order they were chosen; what cannot be read says so."""
    return [_looked_at(engine, uploads.find(folder, token)) for token in dict.fromkeys(tokens)]


def _looked_at(engine: Engine, upload: Upload) -> FileShown:
    try:
        seen = preview(engine, upload, kind=None)
    except LaborError as problem:
        return FileShown(upload, problem=str(problem))
    unread = [column.header for table in seen.tables for column in table.columns if not column.field and column.header]
    return FileShown(
        upload,
        tuple(dict.fromkeys(table.kind for table in seen.tables)),
        sum(table.rows for table in seen.tables),
        tuple(dict.fromkeys(unread)),
        seen.passed_over,
    )


def bring_in_several(folder: Path, tokens: Sequence[str], form: Mapping[str, str], desk: Desk) -> list[str]:
    """Import files put aside, stations and employers before what names them; the tokens of those that would not."""
    readable = [file for file in looked_at(desk.engine, folder, tokens) if not file.problem]
    left = [token for token in tokens if token not in {file.upload.token for file in readable}]
    for file in sorted(readable, key=_first_named):
        try:
            take_in(file.upload, form, desk)
        except LaborError:
            left.append(file.upload.token)
        else:
            uploads.let_go(file.upload)
    return left


def _first_named(file: FileShown) -> int:
    return min((ORDER.index(kind) for kind in file.kinds), default=len(ORDER))
