"""A plan's files: manifests of every batch in their maskings, and the lists around them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from data.database import opened
from data.exports import manifest
from data.exports.manifest_sheets import as_sheets
from data.exports.trips import batches_of
from data.exports.workbook import write
from data.privacy import Reader
from labor.words import Language


def export_plan(engine: Engine, plan_id: int, folder: Path, reader: Reader, *, language: Language = "zh") -> list[Path]:
    """Write every file of a plan into ``folder``; the paths, batch by batch. Readings are logged."""
    folder.mkdir(parents=True, exist_ok=True)
    with opened(engine) as session:
        return [
            path
            for batch_id in batches_of(session, plan_id)
            for path in _batch(session, batch_id, folder, reader, language)
        ]


def _batch(session: Session, batch_id: int, folder: Path, reader: Reader, language: Language) -> list[Path]:
    wrote = []
    for masking in ("escort", "notice"):
        found = manifest.sheet(session, batch_id, masking, reader=reader)
        path = folder / f"{found.journey.batch_number}-{manifest.MASKING_WORDS[masking].zh}.xlsx"
        wrote.append(write(path, as_sheets(found), language))
    return wrote
