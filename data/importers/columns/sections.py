"""Where the tables and forms of a sheet begin: their headers, one or two rows each, and the titles above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.importers.cells.places import known_places
from data.importers.cells.reading import Cell, plain
from data.importers.columns.forms import continues_form, is_form_row
from data.importers.columns.headings import company_in
from data.importers.columns.mapping import field_of, is_label, normal
from data.importers.columns.owners import is_personal, of_another
from data.registers.records import KINDS

_LOOK_AT: Final = 40  # rows in which a first header of few known words is looked for
_LONGEST_HEADER: Final = 25
_WORDS_OF_A_HEADER: Final = 0.5  # of a header's cells are known words; a long header gets by with fewer
_PARENT: Final = re.compile(r"信息|情况|意愿|意向|基本|家庭|本人|人员|其他|要求|待遇")
_UNDER: Final = (
    *("最低", "最高", "下限", "上限", "男", "女", "男性", "女性", "男工", "女工", "男生", "女生"),
    *("合计", "小计", "总计", "共计", "总数", "总人数"),
)
_UNIT: Final = re.compile(
    r"[(（](?:单位[:：])?(?:千|万)?(?:元|人|名|岁|周岁|天|公里|km|厘米|cm)(?:[/每][一-鿿]{1,3})?[)）]"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A table's header at ``at`` (and ``below`` 1 where a second row belongs to it), or a form from ``at`` to ``stop``.

    ``first`` is the row where the titles above begin. Rows count from 0.
    """

    first: int
    at: int
    stop: int
    below: int = 0
    form: bool = False


def sections_of(rows: Sequence[Sequence[Cell]]) -> list[Section]:
    """Every table and form from top to bottom, none where no header can be made out."""
    found: list[Section] = []
    at, end, headers = 0, 0, list[Cell]()
    while at < len(rows):
        form = _form_at(rows, at)
        if form:
            found.append(Section(_titles_from(rows, end, at, first=not found), at, form, form=True))
            at = end = form
            headers = []
        elif _is_header(rows[at]) and [plain(cell) for cell in rows[at]] != headers:
            at += _begins_below(rows, at) or -_begins_above(rows, at, end)
            below = _rows_below(rows, at)
            headers = [plain(cell) for cell in rows[at]]
            found.append(Section(_titles_from(rows, end, at, first=not found), at, at + 1 + below, below))
            at = end = at + 1 + below
        else:
            at += 1
    first = found[0].at if found else len(rows)
    weak = _weak_header(rows, first)
    if weak is None:
        return found
    later = [Section(_titles_from(rows, weak.stop, one.at, first=False), one.at, one.stop, one.below, one.form)
             for one in found[:1]]  # fmt: skip
    return [weak, *later, *found[1:]]


def _form_at(rows: Sequence[Sequence[Cell]], at: int) -> int:
    """Where the form that begins here ends, 0 where none does."""
    if not is_form_row(rows[at]) or (at + 1 < len(rows) and _holds_parents(rows[at], rows[at + 1])):
        return 0
    stop, held = at + 1, [rows[at]]
    for after in range(at + 1, len(rows)):
        if continues_form(rows[after], held) and (is_form_row(rows[after]) or not _is_header(rows[after])):
            held.append(rows[after])
            stop = after + 1
        elif _filled(rows[after]) > 1 or after - stop > 1:
            break
    # 岗位 | 甲栏 | 人数 | 乙栏 over rows of data is a header with words nobody knows.
    alone = len(held) == 1 and not any(plain(cell).endswith((":", "：")) for cell in rows[at])
    if alone and _hits(rows[at]) >= 2 and _filled(rows[at]) > 2 and not _next_is_header(rows, stop):
        return 0
    return stop if len(held) > 1 or _next_is_header(rows, stop) or _filled(rows[at]) >= 4 else 0


def _next_is_header(rows: Sequence[Sequence[Cell]], at: int) -> bool:
    following = next((row for row in rows[at : at + 4] if _filled(row) > 1), None)
    return following is not None and _is_header(following)


def _titles_from(rows: Sequence[Sequence[Cell]], end: int, at: int, *, first: bool) -> int:
    """Where the titles above a header begin: everything above the first one, single cells above a later one."""
    if first:
        return end
    while at > end and _filled(rows[at - 1]) <= 1:
        at -= 1
    return at


def _is_header(row: Sequence[Cell]) -> bool:
    if not _is_of_words(row) or sum(isinstance(cell, str) and is_label(cell) for cell in row) < 2:
        return False
    hits, filled = _hits(row), _filled(row)
    return (hits >= 2 and hits >= _WORDS_OF_A_HEADER * filled) or (hits >= 4 and 3 * hits >= filled)


def _is_of_words(row: Sequence[Cell]) -> bool:
    """A header holds words: no long numbers, no dates; told quickly, since every row is asked."""
    words = 0
    for cell in row:
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str) or len(cell) > 60:
            return False
        words += 1
    return words >= 2 and looks_like_header(row)


def _weak_header(rows: Sequence[Sequence[Cell]], before: int) -> Section | None:
    """A header of few known words with rows of data under it, above the first sure one (or where there is none)."""
    reach = min(before, _LOOK_AT)
    hits = [_hits(row) for row in rows[:reach]]
    if not hits or max(hits) < 2:
        return None
    at = hits.index(max(hits))
    if before < len(rows) and sum(_filled(row) >= 2 for row in rows[at + 1 : before]) < 1:
        return None
    # A header over two rows: 工资 over 最低 and 最高. The fuller of the two may be either.
    if at > 0 and hits[at - 1] >= 2 and _text(rows[at - 1]) != _text(rows[at]):
        return Section(0, at - 1, at + 1, 1)
    below = _rows_below(rows, at)
    return Section(0, at, at + 1 + below, below)


def _begins_above(rows: Sequence[Sequence[Cell]], at: int, end: int) -> int:
    """1 where the row above is the header's first: 企业 岗位 工资 over 最低 最高."""
    if at <= end or _text(rows[at - 1]) == _text(rows[at]):
        return 0
    parents = not _rows_below(rows, at) and _holds_parents(rows[at - 1], rows[at])
    return int(_hits(rows[at - 1]) >= 2 or parents)


def _holds_parents(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether a row names groups of the columns under it: 序号 基本信息 紧急联系人 over 姓名 电话 姓名 电话."""
    if not _is_header(lower) or not looks_like_header(upper):
        return False
    over = {at: text for at, cell in enumerate(upper) if (text := plain(cell))}
    under = {at for at, cell in enumerate(lower) if plain(cell)}
    short = all(len(text) <= _LONGEST_HEADER and not re.search(r"[:：\d]", text) for text in over.values())
    parents = [text for at, text in over.items() if at in under and plain(lower[at]) != text]
    named = all(_PARENT.search(text) or is_label(text) or of_another(normal(text)) for text in parents)
    named = named and not any(map(company_in, parents))
    leaves = [at for at in over if at not in under or plain(lower[at]) == over[at]]
    return short and named and len(under - set(over)) >= len(parents) > 0 and (bool(leaves) or len(parents) >= 2)


def _begins_below(rows: Sequence[Sequence[Cell]], at: int) -> int:
    """1 where a header has three rows: the first names groups of groups and tells no more than a title."""
    three = at + 2 < len(rows) and _rows_below(rows, at) and _continues(rows[at + 1], rows[at + 2])
    return int(bool(three) and _is_header(rows[at + 1]))


def _rows_below(rows: Sequence[Sequence[Cell]], at: int) -> int:
    """1 where the next row belongs to the header too."""
    if at + 1 >= len(rows):
        return 0
    fuller = _hits(rows[at + 1]) >= 2 and _text(rows[at + 1]) != _text(rows[at]) and _is_header(rows[at + 1])
    return int(fuller or _continues(rows[at], rows[at + 1]))


def _hits(row: Sequence[Cell]) -> int:
    texts = [cell for cell in row if isinstance(cell, str) and 0 < len(cell.strip()) <= _LONGEST_HEADER]
    if not texts or not looks_like_header(row):
        return 0
    known = max(len({field for text in texts if (field := field_of(kind, text))[1] == "name"}) for kind in KINDS)
    # 座位数 | 东莞 | 佛山: a column of prices for each place.
    return known + (1 <= known <= 2 and sum(known_places().is_region(text.removeprefix("到")) for text in texts) >= 2)


def looks_like_header(row: Sequence[Cell]) -> bool:
    """A header holds words: no long numbers, no dates."""
    return not any(re.search(r"\d{6}", plain(cell)) for cell in row) and _filled(row) >= 2


def _continues(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    pairs = [(plain(a), plain(b)) for a, b in zip(upper, lower, strict=False)]
    pairs = [(above, "" if below == above else below) for above, below in pairs]  # one cell merged down
    named = [below for above, below in pairs if below]
    under_gap = [below for above, below in pairs if below and not above]
    # Under a merged heading the second row fills the gaps with known words and repeats nothing above.
    known = [one for one in named if is_label(one) or one in _UNDER or _UNIT.fullmatch(one) or is_personal(normal(one))]
    return bool(under_gap) and len(known) == len(named) and len(named) < len([above for above, _ in pairs if above])


def _filled(row: Sequence[Cell]) -> int:
    return sum(1 for cell in row if cell is not None and (not isinstance(cell, str) or cell.strip()))


def _text(row: Sequence[Cell]) -> str:
    return " ".join(text for cell in row if (text := plain(cell)))[:200]
