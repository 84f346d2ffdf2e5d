"""Forms: label and value side by side, alone (one record a form) or above a table whose rows they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from data.importers.cells.reading import Cell, plain, prose
from data.importers.columns.mapping import field_of, is_label, normal

_NUMBERED: Final = re.compile(r"[一二三四五六七八九十\d]+$")
_COLON: Final = re.compile(r"[::]")
_WORD: Final = r"[一-鿿A-Za-z()（）]{1,14}"
_PAIR: Final = re.compile(rf"(?:^|[\s,，;；。、|【】\[\]])({_WORD}?)\s*[:：]\s*")
# Where a form speaks of the employer as a whole, every posting of the form shares it.
_OF_THE_EMPLOYER: Final = frozenset(
    ("employer", "credit_code", "address", "county", "contact", "phone", "destination", "agency_chain")
)


class Pair(NamedTuple):
    """A label and what stands beside it."""

    label: str
    value: Cell


@lru_cache(maxsize=8192)
def label(text: str) -> str:
    """The text as a label ("岗位一：" is 岗位), "" where no form is known to ask for it."""
    bare = _COLON.sub("", text).strip()
    for spelling in (bare, _NUMBERED.sub("", bare)):
        if 0 < len(spelling) <= 20 and is_label(spelling):
            return spelling
    return ""


def pairs_in(text: str, *, titled: bool = False) -> list[Pair]:
    """企业名称：甲公司  电话：0769-… in one cell; the labels must be known ones, else no pairs.

    ``titled`` lets a title stand before the first label: 甲公司招聘计划　地址：佛山市南海区.
    """
    if titled:
        text = re.sub(r"[(（]([^()（）]*[:：][^()（）]*)[)）]", r" \1 ", text)
    found = [(match, label(match[1])) for match in _PAIR.finditer(text) if match[1]]
    known = [(match, name) for match, name in found if name]
    if not known or (not titled and text[: known[0][0].start()].strip(" 【[(（")):
        return []
    ends = [match.start() for match, _ in known[1:]] + [len(text)]
    return [
        Pair(name, text[match.end() : end].strip(" ,，;；。、|"))
        for (match, name), end in zip(known, ends, strict=True)
    ]


def spread(row: Sequence[Cell]) -> Sequence[Cell]:
    """A row whose one or two cells hold "label: value" laid out as a form's row; any other row as it is."""
    filled = [cell for cell in row if plain(cell)]
    if not 0 < len(filled) <= 3 or not all(isinstance(cell, str) for cell in filled):
        return row
    texts = [prose(cell) for cell in filled]
    if not all(pairs_in(text) for text in texts):
        return row
    return [part for text in texts for pair in pairs_in(text) for part in pair]


def typed_lines(text: str) -> list[list[Cell]]:
    """A typed text as rows of one cell where most of its lines are label: value; none where they are not."""
    lines = [line for line in map(prose, text.splitlines()) if line]
    labelled = sum(bool(pairs_in(line)) for line in lines)
    return [[line] for line in map(prose, text.splitlines())] if labelled >= 2 and 2 * labelled >= len(lines) else []


def is_form_row(row: Sequence[Cell]) -> bool:
    """Whether labels and values alternate: a known label first, and a value right after one at least."""
    filled = [plain(cell) for cell in row if plain(cell)]
    if len(filled) < 2 or not label(filled[0]):
        return False
    known = [bool(label(text)) for text in filled]
    if any(not here and not after for here, after in pairwise(known)):
        return False  # two values side by side: a row of a table
    # A header of fifteen words, three of them unknown, is no form: half its labels at least have their value.
    return 2 * known.count(False) >= known.count(True)


def continues_form(row: Sequence[Cell], above: Sequence[Sequence[Cell]]) -> bool:
    """Whether a row goes on with a form: its first cell is a label where labels stood in the rows above."""
    at = next((at for at, cell in enumerate(row) if plain(cell)), -1)
    if at < 0:
        return False
    if not label(plain(row[at])):
        return _asks_beside(row, at, _label_columns(above))
    return is_form_row(row) or at in _label_columns(above)


def _asks_beside(row: Sequence[Cell], at: int, columns: set[int]) -> bool:
    """Whether a row begins with a label nobody knows and goes on with a known one, both where labels stand."""
    labels = [column for column in sorted(columns) if column < len(row) and plain(row[column])]
    valued = all(column + 1 < len(row) and plain(row[column + 1]) for column in labels)
    if any(re.search(r"\d{6}", plain(row[column])) for column in labels):
        return False  # 1 | 韦日新 | 户主 | 4512…: a row of a table, one of whose values happens to be a label
    return at in columns and valued and any(label(plain(row[column])) for column in labels if column > at)


def _label_columns(rows: Sequence[Sequence[Cell]]) -> set[int]:
    """Columns in which labels stand: more of their filled cells are known labels than not."""
    width = max((len(row) for row in rows), default=0)
    columns = set()
    for at in range(width):
        cells = [plain(row[at]) for row in rows if at < len(row) and plain(row[at])]
        if cells and 2 * sum(bool(label(text)) for text in cells) > len(cells):
            columns.add(at)
    return columns


def pairs_of(rows: Sequence[Sequence[Cell]]) -> Iterator[Pair]:
    """Label and value of a form, row by row; a cell under values is a value even if it reads like a label."""
    columns = _label_columns(rows)
    for row in rows:
        name, values = "", list[Cell]()
        for at, cell in enumerate(row):
            text = plain(cell)
            # After a label that has its value comes the next label; after one without, only where labels stand.
            named = bool(text) and bool(label(text)) and (at in columns or bool(values) or not name)
            asked = at in columns and not name and not values and any(map(plain, row[at + 1 :]))
            if named or (text and asked) or (text.endswith((":", "：")) and not values):
                if name:
                    yield Pair(name, _joined(values))
                name, values = label(text) or text.rstrip(":："), []
            elif text and (not values or text != plain(values[-1])):
                values.append(cell)
        if name:
            yield Pair(name, _joined(values))


def _joined(values: Sequence[Cell]) -> Cell:
    if len(values) <= 1:
        return values[0] if values else None
    return "，".join(map(plain, values))


def records_of(pairs: Sequence[Pair]) -> tuple[tuple[str, ...], list[list[Cell]]]:
    """Headers and rows: a label that comes again begins a new record, which shares what is the employer's."""
    headers = {normal(pair.label): pair.label for pair in reversed(pairs)}  # spelling compared in → as first written
    headers = {normal(pair.label): headers[normal(pair.label)] for pair in pairs}
    titled = any(field_of("postings", name)[0] == "title" for name in headers.values())
    rows = [row for block in _blocks(pairs) for row in _rows_of_block(block, headers, shares=titled)]
    return tuple(headers.values()), [[row.get(key) for key in headers] for row in rows]


def _blocks(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """One form after another: where the first label of all comes again, unless it is a posting's own."""
    first = normal(pairs[0].label) if pairs else ""
    whole = field_of("postings", pairs[0].label)[0] in _OF_THE_EMPLOYER if pairs else False
    block: list[Pair] = []
    for pair in pairs:
        if whole and block and normal(pair.label) == first:
            yield block
            block = []
        block.append(pair)
    if block:
        yield block


def _rows_of_block(block: Sequence[Pair], headers: dict[str, str], *, shares: bool) -> list[dict[str, Cell]]:
    rows: list[dict[str, Cell]] = [{}]
    for pair in block:
        key = normal(pair.label)
        if plain(rows[-1].get(key)) and plain(pair.value):
            rows.append({})
        if plain(pair.value) or key not in rows[-1]:
            rows[-1][key] = pair.value
    whole = {
        key: value
        for row in reversed(rows)
        for key, value in row.items()
        if shares and field_of("postings", headers[key])[0] in _OF_THE_EMPLOYER
    }
    return [whole | row for row in rows]
