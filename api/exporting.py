"""A plan's files: manifests of every batch in their maskings, and the lists around them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.settings import Settings
from api.suggesting import suggested
from data.database import opened
from data.exports import leftovers, manifest, slip_book, slips, summary, workbook
from data.exports.bundle import Papers
from data.exports.manifest_sheets import as_sheets
from data.privacy import Reader
from labor.errors import NotFound
from labor.words import Language

FILES: Final = ("summary", "unplaced", "reserve", "slips")  # what the plan's page offers one by one


def export_plan(
    engine: Engine, plan_id: int, folder: Path, reader: Reader, *, settings: Settings, language: Language = "zh"
) -> list[Path]:
    """Write every paper of a plan into ``folder``; the paths, the zip of all last. Readings are logged."""
    with opened(engine) as session:
        extras = suggested(session, settings, plan_id, reader.now.date())
        return Papers(session, plan_id, folder, reader, language).write(extras)


def one_file(session: Session, plan_id: int, name: str, *, reader: Reader, language: Language) -> bytes:
    """One paper of a plan as a workbook; raises NotFound for a name not in FILES."""
    if name == "summary":
        return workbook.written(summary.sheets(session, plan_id), language)
    if name == "unplaced":
        return workbook.written([leftovers.unplaced(session, plan_id, reader=reader)], language)
    if name == "reserve":
        return workbook.written([leftovers.reserve(session, plan_id, reader=reader)], language)
    if name == "slips":
        return slip_book.written(slips.slips(session, plan_id, reader=reader), language)
    raise NotFound(f"没有叫 {name} 的文件 / there is no file called {name}")


def manifest_file(
    session: Session,
    batch_id: int,
    copy: manifest.Masking,
    *,
    reader: Reader,
    language: Language,
    employer_id: int | None,
) -> bytes:
    """One copy of a batch's manifest as a workbook."""
    made = manifest.sheet(session, batch_id, copy, reader=reader, employer_id=employer_id)
    return workbook.written(as_sheets(made), language)
