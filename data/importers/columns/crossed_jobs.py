"""Openings in a cross table: an employer a row, a job a column (针车工 | 成型工 | 普工), and in the cell how many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from data.importers.cells.reading import Cell, plain
from data.importers.cells.trades import trades
from data.importers.columns.mapping import field_of, normal
from data.importers.columns.tables import DataRow, Table

_COUNT: Final = re.compile(r"(\d{1,4})(?:\.0+)?\s*(?:人|名|个|位)?")
_NOBODY: Final = re.compile(r"[-—–/\\0〇无]+|0(?:人|名)|\s*")
# 需求人数（人）针车工, 用工数量:普工, 普工（人）, 普工人数: what is left is the job.
_ASKED: Final = re.compile(
    r"^(?:拟?招(?:聘|工|收|用)?|需求?|用工|缺工|急需|计划|岗位|工种|其中)*(?:人数|数量|名额|岗位|工种|需求|情况|数)?"
    r"(?:[(（](?:人|名|个|单位[:：]人)[)）])?[:：、\s]*(?=[一-鿿])"
)
_BEHIND: Final = re.compile(r"(?:需求|招聘|用工)?(?:人数|数量|名额)?(?:[(（](?:人|名|个)[)）])?$")
_WHOLE: Final = re.compile(r"合计|总计|小计|共计|总数|总人数|合共|计|合计人数|总")
_WORK: Final = re.compile(r"[一-鿿]{1,8}(?:工|员|师|师傅|手|司机|保安|保洁|学徒|厨|车位|文职|内勤|技工|干部)")
_HEADERS: Final = ("岗位名称", "招聘人数")


class _Job(NamedTuple):
    """A column of headcounts and the job it counts."""

    at: int
    title: str


def jobs_apart(table: Table) -> list[Table]:
    """The table as one of its jobs each, where columns count people by job; any other as it is.

    Each is named after its job, so that every row keeps the number it has in the file.
    """
    jobs = _jobs(table)
    if len(jobs) < 2:
        return [table]
    gone = {job.at for job in jobs} | {at for at, header in enumerate(table.headers) if _is_whole(header)}
    keep = [at for at in range(len(table.headers)) if at not in gone]
    found: list[Table] = []
    for job in jobs:
        rows = [
            DataRow(row.row, [*(_cell(row.cells, at) for at in keep), job.title, count])
            for row in table.rows
            if (count := _count(_cell(row.cells, job.at)))
        ]
        if rows:
            headers = (*(table.headers[at] for at in keep), *_HEADERS)
            skipped = table.skipped if not found else ()
            found.append(
                replace(table, sheet=f"{table.sheet}（{job.title}）", headers=headers, rows=rows, skipped=skipped)
            )
    return found or [table]


def _jobs(table: Table) -> list[_Job]:
    if not table.header_row or table.form or not table.rows:
        return []
    named = {field_of("postings", header) for header in table.headers if header}
    if ("title", "name") in named or not (table.company or ("employer", "name") in named):
        return []
    jobs = [_Job(at, title) for at, header in enumerate(table.headers) if (title := _job_of(header))]
    return [job for job in jobs if _counts(table, job.at)]


def _job_of(header: str) -> str:
    """The job a header names, "" where it names none: 需求人数（人）针车工 is 针车工."""
    if _is_whole(header):
        return ""
    for text in (_BEHIND.sub("", _ASKED.sub("", header)), header):
        bare = text.strip()
        if 2 <= len(bare) <= 10 and field_of("postings", bare)[1] != "name" and _is_work(bare):
            return bare
    return ""


def _is_work(text: str) -> bool:
    return bool(_WORK.fullmatch(text) or trades(text).value.codes)


def _is_whole(header: str) -> bool:
    bare = normal(_BEHIND.sub("", _ASKED.sub("", header)))
    return bool(_WHOLE.fullmatch(bare)) or (field_of("postings", header)[0] == "openings" and bool(_WHOLE.search(bare)))


def _counts(table: Table, at: int) -> bool:
    cells = [plain(_cell(row.cells, at)) for row in table.rows]
    return any(map(_count, cells)) and all(_COUNT.fullmatch(cell) or _NOBODY.fullmatch(cell) for cell in cells)


def _count(cell: Cell) -> str:
    match = _COUNT.fullmatch(plain(cell))
    return match[1] if match and int(match[1]) else ""


def _cell(cells: Sequence[Cell], at: int) -> Cell:
    return cells[at] if at < len(cells) else None
