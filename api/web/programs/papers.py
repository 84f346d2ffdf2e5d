"""Papers to keep: a plan's bundle or one of its files, a batch's manifest, an employer's handover list. All logged."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.types import DecoratedCallable
from starlette.responses import Response

from api.planning.plan_papers import export_plan, manifest_file, one_file
from api.web.dependencies import ReaderOf, SessionOf, SettingsOf, engine_of, may
from api.web.programs.imports import XLSX
from api.web.programs.people import WithPurpose
from api.web.programs.problems import answers, language_of
from api.web.programs.shapes import READING, Number, NumberOf
from data.exports import handover, workbook
from data.views.personal import with_purpose

router = APIRouter(tags=["papers"], responses=answers(409))
ZIP = "application/zip"


def file_of(*types: str) -> dict[int | str, dict[str, Any]]:
    """The declaration of an answer that is a file."""
    content = {one: {"schema": {"type": "string", "format": "binary"}} for one in types}
    return {200: {"description": "the file", "content": content}}


def _paper(path: str, kind: str) -> Callable[[DecoratedCallable], DecoratedCallable]:
    """What all routes of this file say of themselves: who may, that names are read, that the answer is a file."""
    return router.post(
        path,
        dependencies=[may("papers.make")],
        openapi_extra=READING,
        response_class=Response,
        responses=file_of(kind),
    )


class ManifestAsked(WithPurpose):
    """Which copy of a manifest: the escort's, the notice board's, or one receiver's own people."""

    copy_for: Literal["escort", "receiver", "notice"]
    employer_id: NumberOf | None = None


class HandoverAsked(WithPurpose):
    """Whose list."""

    employer_id: NumberOf


@_paper("/plans/{plan_id}/papers", ZIP)
def all_papers(
    request: Request, settings: SettingsOf, reader: ReaderOf, plan_id: Number, asked: WithPurpose
) -> Response:
    """Every paper of a plan in one zip; file names and headings in the language of Accept-Language."""
    by = with_purpose(reader, asked.purpose)
    with tempfile.TemporaryDirectory(prefix="gongqiao-papers-") as folder:
        made = export_plan(
            engine_of(request), plan_id, Path(folder), by, settings=settings, language=language_of(request)
        )
        return Response(made[-1].read_bytes(), media_type=ZIP)


@_paper("/plans/{plan_id}/papers/{name}", XLSX)
def one_paper(
    request: Request,
    session: SessionOf,
    reader: ReaderOf,
    *,
    plan_id: Number,
    name: Literal["summary", "unplaced", "reserve", "slips"],
    asked: WithPurpose,
) -> Response:
    """One paper of a plan as a workbook."""
    by, language = with_purpose(reader, asked.purpose), language_of(request)
    return Response(one_file(session, plan_id, name, reader=by, language=language), media_type=XLSX)


@_paper("/plans/{plan_id}/handover", XLSX)
def handover_list(
    request: Request, session: SessionOf, reader: ReaderOf, plan_id: Number, asked: HandoverAsked
) -> Response:
    """One employer's own people as a workbook; names and numbers of those who agreed."""
    made = handover.sheet(session, plan_id, asked.employer_id, reader=with_purpose(reader, asked.purpose))
    return Response(workbook.written([made], language_of(request)), media_type=XLSX)


@_paper("/batches/{batch_id}/manifest", XLSX)
def manifest(
    request: Request, session: SessionOf, reader: ReaderOf, batch_id: Number, asked: ManifestAsked
) -> Response:
    """A batch's manifest as a workbook."""
    by, language = with_purpose(reader, asked.purpose), language_of(request)
    content = manifest_file(
        session, batch_id, asked.copy_for, reader=by, language=language, employer_id=asked.employer_id
    )
    return Response(content, media_type=XLSX)
