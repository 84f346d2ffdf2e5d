"""A plan's files: manifests of every batch in their maskings, and the lists around them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.advice.suggesting import suggested
from api.planning.expected_arrivals import expected
from api.settings import Settings
from data.database import opened
from data.exports import leftovers, manifest, slip_book, slips, summary, workbook
from data.exports.bundle import Papers
from data.exports.expected import Expected
from data.exports.manifest_sheets import as_sheets
from data.privacy import Reader
from data.views import boarding as boarding_views
from data.views import plans as plan_views
from labor.errors import NotFound
from labor.words import Language

FILES: Final = ("summary", "unplaced", "reserve", "slips")  # what the plan's page offers one by one


def export_plan(
    engine: Engine, plan_id: int, folder: Path, reader: Reader, *, settings: Settings, language: Language = "zh"
) -> list[Path]:
    """Write every paper of a plan into ``folder``; the paths, the zip of all last. Readings are logged."""
    with opened(engine) as session:
        extras = suggested(session, settings, plan_id, reader.now.date())
        extras = replace(extras, expected=expected_of_plan(session, plan_id))
        return Papers(session, plan_id, folder, reader, language).write(extras)


def one_file(session: Session, plan_id: int, name: str, *, reader: Reader, language: Language) -> bytes:
    """One paper of a plan as a workbook; raises NotFound for a name not in FILES, or no such plan."""
    plan_views.known(session, plan_id)
    if name == "summary":
        return workbook.written(summary.sheets(session, plan_id, expected_of_plan(session, plan_id)), language)
    if name == "unplaced":
        return workbook.written([leftovers.unplaced(session, plan_id, reader=reader)], language)
    if name == "reserve":
        return workbook.written([leftovers.reserve(session, plan_id, reader=reader)], language)
    if name == "slips":
        return slip_book.written(slips.slips(session, plan_id, reader=reader), language)
    raise NotFound(f"没有叫 {name} 的文件 / there is no file called {name}")


def expected_of_plan(session: Session, plan_id: int) -> dict[int, Expected]:
    """What to expect at the door of each trip, by its id; trips without kept chances are left out."""
    found = {trip: expected(manning) for trip, manning in boarding_views.of_plan(session, plan_id).items()}
    return {trip: one for trip, one in found.items() if one is not None}


def with_expected(session: Session, made: manifest.ManifestSheet) -> manifest.ManifestSheet:
    """An escort's copy says how many people are expected, and how many in reserve are advised."""
    if made.masking != "escort":
        return made
    trip_id = made.journey.trip_id
    return replace(made, expected=expected(boarding_views.of_trips(session, [trip_id])[trip_id]))


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
    made = with_expected(session, manifest.sheet(session, batch_id, copy, reader=reader, employer_id=employer_id))
    return workbook.written(as_sheets(made), language)
