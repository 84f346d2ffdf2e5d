"""Judging every row of a file: kept, to decide or refused, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from data.importers.cells.places import PlaceFinder, known_places
from data.importers.cells.reading import plain
from data.importers.columns.layouts import ColumnLayout
from data.importers.columns.mapping import Mapping
from data.importers.columns.tables import Table
from data.importers.files.own_process import Need, apart
from data.importers.files.reading import Parsed
from data.importers.judging.duplicates import mark_repeats
from data.importers.judging.employers import judge_employer
from data.importers.judging.groups import join_groups
from data.importers.judging.judged_rows import JudgedRow
from data.importers.judging.marked_rows import faults_of_marks, without_broken
from data.importers.judging.postings import judge_posting
from data.importers.judging.rows import Row, RowContext
from data.importers.judging.travel import judge_fare, judge_hub, judge_vehicle
from data.importers.judging.workers import judge_worker
from data.registers.records import KINDS

# Hubs before the vehicles and fares that name them, employers before their postings.
ORDER: Final = ("hubs", "employers", "workers", "postings", "vehicles", "fares")
assert set(ORDER) == set(KINDS)
_TOWNSHIP: Final = re.compile(
    r"(?:[市区县旗省州]|^|\s|-|_|—)((?![市区县旗省])(?:(?![市区县旗省])[一-鿿]){1,8}?(?:镇|乡|街道|苏木))"
)
# 赴宁波市鄞州区务工人员名单 names where people go, not where they live.
_BOUND_FOR: Final = re.compile(
    r"(?:前往|赴|去往|去|到|输往|输出到|往)[一-鿿]{2,24}?[省市区县旗](?:[一-鿿]{1,8}?[市区县旗]){0,2}"
)
_VILLAGE: Final = re.compile(r"([一-鿿]{1,8}?(?:村|社区|嘎查))")
_TOWARDS: Final = re.compile(
    r"(?:前往|赴|去往|输往|输出到|发往)([一-鿿、]{2,16}?)(?:等地)?(?:[^一-鿿]|务工|打工|就业|返岗|复工|上岗|工作|人员|劳务|专车|包车|名单|报名)"
)
# 温州鞋厂的包车12月6号走: where the coach goes that people sign for.
_RIDE: Final = re.compile(
    r"(?:^|[^一-鿿])(?:去|到|往)?([一-鿿]{2,6}?)(?:[一-鿿]{0,3}厂)?的?(?:包车|专车|大巴车?|专列|班车)(?![一-鿿]*(?:报价|价格|公司))"
)


def _time_to_judge(parsed: Parsed, **_: Any) -> Need:
    return Need(parsed.name, 15 + parsed.rows_in / 1000)


@apart(_time_to_judge)
def judge(
    parsed: Parsed, *, today: date, home: int = 0, office: int = 0, places: PlaceFinder | None = None
) -> list[JudgedRow]:
    """Every row of the file in order, repeats and companions within the file included.

    ``home`` is the county (GB/T 2260) said for this file's people who do not say theirs: it comes before one a title
    names, and that before ``office``, the office's own.
    """
    places = places or known_places()
    judged: list[JudgedRow] = []
    for kind in ORDER:
        rows = [
            row
            for table, mapping in parsed.tables
            if mapping.kind == kind
            for row in judge_table(
                table, mapping, setting_of(table, parsed.name, today=today, homes=(home, office), places=places)
            )
        ]
        if kind == "workers":
            join_groups(rows, parsed.sha256[:12])
        mark_repeats(rows)
        judged += rows
    assert len(judged) == parsed.rows_in, "a row was lost while judging"
    return judged


def setting_of(table: Table, file_name: str, *, today: date, homes: tuple[int, int], places: PlaceFinder) -> RowContext:
    """What a table's title, sheet name and file name say about everybody in it.

    ``homes`` are the county said for this file and the office's own, 0 where not known.
    """
    (county, office), township, village = homes, "", ""
    for text in (table.title, file_name):
        path = re.search(r"[一-鿿]{2,40}[省市区县旗]", _BOUND_FOR.sub("", text))
        found = places.one(path[0]) if path else None
        if not county and found and not found.fault and found.value % 100:
            county = found.value
        township = township or _first(_TOWNSHIP, text)
    village = _first(_VILLAGE, table.title.rpartition(township)[2] if township else table.title)
    towards = _TOWARDS.search(f"{table.title} {file_name}.") or _RIDE.search(table.title)
    bound = places.find(towards[1], home=county or office) if towards else None
    return RowContext(
        *(today, places, county or office, township, village if len(village) <= 8 else ""),
        bound_for=bound.value if bound and not bound.fault else (),
    )


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""


def judge_table(table: Table, mapping: Mapping, setting: RowContext) -> Iterator[JudgedRow]:
    """The rows of one table, each judged by itself."""
    layout = ColumnLayout.of(mapping)
    for number, cells in table.rows:
        judged = judge_row(Row(table.sheet, number, cells, layout), mapping.kind, setting, table.title)
        judged.title = table.title
        judged.faults += faults_of_marks(table, number, cells)
        if 0 <= layout.place < len(cells):
            judged.mends = plain(cells[layout.place])
        yield judged


def judge_row(row: Row, kind: str, setting: RowContext, title: str) -> JudgedRow:
    """One row of a kind."""
    stood = row.cells
    broken = without_broken(row)
    judged = _judged(row, kind, setting, title)
    judged.cells = stood
    judged.faults += broken
    return judged


def _judged(row: Row, kind: str, setting: RowContext, title: str) -> JudgedRow:
    if kind == "employers":
        return judge_employer(row, setting, title)
    return {
        "workers": judge_worker,
        "postings": judge_posting,
        "vehicles": judge_vehicle,
        "hubs": judge_hub,
        "fares": judge_fare,
    }[kind](row, setting)
