"""Finding the table in a sheet: its header under title rows, its data, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from data.importers.cells.reading import Cell, plain
from data.importers.columns.band_words import is_band
from data.importers.columns.forms import Pair, pairs_in, pairs_of, records_of, spread
from data.importers.columns.headings import company_in
from data.importers.columns.mapping import field_of, normal
from data.importers.columns.marks import UNMARKED, Marks
from data.importers.columns.merged_headers import headers_of
from data.importers.columns.sections import Section, sections_of

_WIDE: Final = 2  # columns a merged cell reaches beyond its own where it is a band and no value
_NUMBERED: Final = re.compile(r"[\d.、)）(（]+")
_SEE: Final = re.compile(r"见上|同上|如上|见下|见附[件表]|详见.{0,6}|[-—–/]+")  # a total that points elsewhere
_TOTALS: Final = re.compile(r".{0,6}(?:合计|总计|小计|共计|累计|总人数|总数|汇总|total|sum)", re.IGNORECASE)
_COUNTED: Final = re.compile(r"(?:共|男|女)?[\d.,%]+\s*[一-鿿]{0,3}|-+|—+")
# 小计 | 8人 | 愿意7人: nothing but figures with what they count; 共26条 | 导出人：admin.
_FIGURE: Final = re.compile(r"[一-鿿]{0,6}[:：]?\d{1,5}(?:\.\d+)?\s*[一-鿿%]{0,3}|-+|—+|/")
_REMARKS: Final = frozenset(("备注", "说明", "注", "附注", "备注说明"))
_SUMMED: Final = re.compile(r"(?:合|总|小)?共?计?\d{1,6}\s*[条人名户行个位].{0,4}|共\d+.{0,6}")
_HEADINGS: Final = re.compile(r"(?:村|镇|乡|组|社区|嘎查|公司|厂|线|街道|部分|[:：])$")
_FOOTERS: Final = re.compile(
    r"^(?:(?:填表人|填报人|制表人?|审核人?|复核人?|负责人签?[字名章]?|经办人|签[字名章]|导出人|导出时间|打印人|打印时间|盖章)(?:[(（].*?[)）])?(?:[:：]|$)|注[:：]|备注[:：]|说明[:：]|填表说明|填报单位|填表日期|填报日期|联系(?:人|电话)?[:：]|单位[（(]?盖章|单位负责人|以下空白|第\d+页|共\d+页|#接龙)"
)
# 甲 乙 丙 1 2 3 under the header of an official form, and 分管领导：… 审核人：… 填表人：… at its end.
_COLUMN_MARK: Final = re.compile(r"[甲乙丙丁戊己庚辛壬癸]|[(（]?(\d{1,2})[)）]?|栏次|[(（]?[A-Za-z][)）]?")
_CONTACTS: Final = re.compile(
    r"(?:招聘|报名|咨询|联络|公司|单位|企业|厂区?|详细)?(?:联系(?:人|电话|方式)|电话|手机|热线|地址|厂址|邮箱|微信号?|网址|地点|咨询人?|方式)"
)
_SIGNED: Final = re.compile(r"[一-鿿 　]{2,10}[(（]?[一-鿿]{0,4}[)）]?[:：].{0,16}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as rows of cells; ``merged`` holds ((row, column), (row, column)) corners, both included."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    marks: Marks = UNMARKED


class SkippedRow(NamedTuple):
    """A row that holds no record of its own, and what it is: "title", "header", "total", "footer", "heading", "note",
    "form" where it is part of one, or "unread" where nobody can say."""

    row: int
    what: str
    text: str


class DataRow(NamedTuple):
    """One row to judge; ``row`` 1 is the sheet's first."""

    row: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet. Blank rows are in neither list; every other row is in exactly one."""

    sheet: str
    headers: tuple[str, ...]
    title: str  # what stands above the header, with the sheet's name
    rows: list[DataRow]
    skipped: tuple[SkippedRow, ...]
    header_row: int  # 0 = none found
    marks: Marks = UNMARKED
    above: tuple[Pair, ...] = ()  # label and value above the table: they speak of all its rows
    company: str = ""  # the firm its title or its sheet's tab names
    form: bool = False  # label and value side by side: ``headers`` are the labels


def find_tables(sheet: Sheet) -> list[Table]:
    """The tables and forms of one sheet from top to bottom; without any header one table whose rows are all data."""
    rows = [spread(row) for row in _filled_down(sheet)]
    sections = sections_of(rows)
    if not sections:
        return [_headless(sheet, rows)]
    tables: list[Table] = []
    context = _NOTHING_ABOVE
    for section, after in zip(sections, [*sections[1:], None], strict=True):
        stop = after.first if after else len(rows)
        if section.form:
            form = _form(sheet, rows, section, stop)
            tables.append(form)
            pairs = tuple(pairs_of([rows[at] for at in range(section.at, section.stop)]))
            titles = tuple(row.text for row in form.skipped if row.what == "title")
            context = _Above((*context.pairs, *pairs), (*context.titles, *titles))
        else:
            tables.append(_table(sheet, rows, section, stop, context))
            context = _NOTHING_ABOVE
    return tables


class _Above(NamedTuple):
    """Labels with their values, and titles, that stand above a table."""

    pairs: tuple[Pair, ...]
    titles: tuple[str, ...]


_NOTHING_ABOVE: Final = _Above((), ())


def _table(sheet: Sheet, rows: Sequence[Sequence[Cell]], section: Section, stop: int, above: _Above) -> Table:
    start = section.at + 1 + section.below
    headers = headers_of(rows, section.at, section.below, sheet.merged)
    skipped = [SkippedRow(i + 1, "title", _text(rows[i])) for i in range(section.first, section.at) if _text(rows[i])]
    skipped += [SkippedRow(i + 1, "header", _text(rows[i])) for i in range(section.at, start)]
    titles = [*above.titles, *(row.text for row in skipped if row.what == "title")]
    wide = {top for (top, left), (_, right) in sheet.merged if right - left >= _WIDE}
    data, more = _split(rows[:stop], start, headers, wide)
    company = next((name for text in (*reversed(titles), sheet.name) if (name := company_in(text))), "")
    title = " ".join([sheet.name, *titles])
    pairs = (*above.pairs, *(pair for text in titles for pair in pairs_in(text, titled=True)))
    found = (*skipped, *more)
    return Table(sheet.name, headers, title, data, found, section.at + 1, sheet.marks, pairs, company)


def _below_a_form(row: Sequence[Cell]) -> str:
    return "footer" if sum(bool(plain(cell)) for cell in row) == 1 else "unread"


def _form(sheet: Sheet, rows: Sequence[Sequence[Cell]], section: Section, stop: int) -> Table:
    titles = [SkippedRow(i + 1, "title", _text(rows[i])) for i in range(section.first, section.at) if _text(rows[i])]
    rest = [
        SkippedRow(i + 1, _below_a_form(rows[i]), _text(rows[i])) for i in range(section.stop, stop) if _text(rows[i])
    ]
    headers, records = records_of(list(pairs_of([rows[at] for at in range(section.at, section.stop)])))
    data = [DataRow(section.at + 1 + number, cells) for number, cells in enumerate(records)]
    lines = range(section.at + len(data), section.stop)
    rest += [SkippedRow(i + 1, "form", _text(rows[i])) for i in lines if _text(rows[i])]
    title = " ".join([sheet.name, *(row.text for row in titles)])
    company = next((name for row in titles if (name := company_in(row.text))), "") or company_in(sheet.name)
    return Table(
        sheet.name, headers, title, data, (*titles, *rest), section.at + 1, sheet.marks, (), company, form=True
    )


def _headless(sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> Table:
    width = max((len(row) for row in rows), default=0)
    data, skipped = _split(rows, 0, ("",) * width)
    return Table(sheet.name, ("",) * width, sheet.name, data, skipped, 0, sheet.marks)


def _filled_down(sheet: Sheet) -> Sequence[Sequence[Cell]]:
    """Cells merged down (a village beside its people, a firm over two columns) repeat their value on every row."""
    rows = list(sheet.rows)
    reached: dict[int, int] = {}  # column → last row filled: merges that overlap are no merges, and may be endless
    for (top, left), (bottom, _) in sorted(sheet.merged):
        if top == bottom or bottom >= len(rows) or top <= reached.get(left, -1):
            continue
        reached[left] = bottom
        for at in range(top + 1, bottom + 1):
            row = list(rows[at])
            if left < len(row) and _filled(sheet.rows[at]):
                row[left] = rows[top][left]
                rows[at] = row
    return rows


def _filled(row: Sequence[Cell]) -> bool:
    return any(map(plain, row))


def _split(
    rows: Sequence[Sequence[Cell]], start: int, headers: tuple[str, ...], wide: Collection[int] = ()
) -> tuple[list[DataRow], tuple[SkippedRow, ...]]:
    spelled = [normal(header) for header in headers if header]
    serial = next((at for at, header in enumerate(headers) if field_of("workers", header)[0] == "serial"), -1)
    person = next((at for at, header in enumerate(headers) if field_of("workers", header) == ("name", "name")), -1)
    data: list[DataRow] = []
    skipped: list[SkippedRow] = []
    for at in range(start, len(rows)):
        row = rows[at]
        what = _not_data(row, spelled, serial) or _band(row, person, serial, wide=at in wide)
        if not what:
            data.append(DataRow(at + 1, row))
        elif what != "blank":
            skipped.append(SkippedRow(at + 1, what, _text(row)))
    return data, tuple(skipped)


def _not_data(row: Sequence[Cell], headers: list[str], serial: int) -> str:
    filled = [
        at
        for at, cell in enumerate(row)
        if cell is not None and cell != "" and (not isinstance(cell, str) or cell.strip())
    ]
    first = plain(row[filled[0]]) if filled else ""
    if not filled or (filled == [serial] and _NUMBERED.fullmatch(first)):
        return "blank"  # nothing, or a number printed for a line nobody filled
    counted = [
        at for at in filled if at == serial or _COUNTED.fullmatch(plain(row[at])) or _SEE.fullmatch(plain(row[at]))
    ]
    words = [plain(row[at]) for at in filled if at not in counted] or [first]
    if _TOTALS.match(words[-1]) and (len(words) == 1 or (len(words) == 2 and _HEADINGS.search(words[0]))):
        return "total"  # nothing else is filled, or only figures and the group they count
    texts = [plain(row[at]) for at in filled]
    return _of_the_form(texts, headers) or (_alone(first, headers) if len(filled) == 1 else "")


def _of_the_form(texts: Sequence[str], headers: list[str]) -> str:
    """What a row of the printed form is, "" for a record: a sum, its foot, its header again."""
    if len(texts) > 1 and _is_sum(texts):
        return "total"
    asks = len(texts) == 2 and len(headers) >= 3 and _CONTACTS.fullmatch(texts[0])
    if asks or _is_footer(texts[0], len(texts)) or _are_signatures(texts):
        return "footer"
    again = len(texts) >= 2 and headers and [normal(text) for text in texts] == headers
    return "header" if again or _numbers_columns(texts) else ""


def _is_footer(first: str, filled: int) -> bool:
    if first in _REMARKS:
        return filled <= 2
    return bool(_FOOTERS.match(first)) and filled <= 6 and (filled == 1 or bool(re.search("[:：]", first)))


def _are_signatures(texts: Sequence[str]) -> bool:
    return all(map(_SIGNED.fullmatch, texts)) and any(map(_FOOTERS.match, texts))


def _numbers_columns(texts: Sequence[str]) -> bool:
    """Whether a row only counts the columns above it: 甲 乙 1 2 3, (1) (2) (3) (4), A B C D."""
    marks = [_COLUMN_MARK.fullmatch(text) for text in texts]
    if len(texts) < 4 or not all(marks):
        return False
    counted = [int(mark[1]) for mark in marks if mark and mark[1]]
    return len(set(texts)) == len(texts) and counted == list(range(1, len(counted) + 1))


def _is_sum(texts: Sequence[str]) -> bool:
    """Whether a row of several cells only counts: 小计 | 8人 | 愿意7人, or 共26条 | 导出人：admin."""
    if _TOTALS.fullmatch(texts[0]):
        return all(_FIGURE.fullmatch(text) for text in texts[1:])
    return bool(_SUMMED.fullmatch(texts[0])) and all(_FOOTERS.match(text) for text in texts[1:])


def _band(row: Sequence[Cell], person: int, serial: int, *, wide: bool) -> str:
    """ "heading" for a row of a list of people that only names the rows below: 三组, 宁波方向, 妇女."""
    filled = [at for at, cell in enumerate(row) if plain(cell)]
    if person < 0 or len(filled) != 1 or re.search(r"\d{5}", plain(row[filled[0]])):
        return ""
    beside = filled[0] != person and filled[0] in (0, serial)
    return "heading" if wide or beside or is_band(plain(row[filled[0]])) else ""


def _alone(text: str, headers: list[str]) -> str:
    """What a row of one filled cell is: a long note, a heading of rows below, or "" for a record left unfinished."""
    if len(headers) >= 3 and len(text) >= 15 and not re.search(r"\d{11}", text):
        return "note"
    if len(headers) >= 2 and not re.search(r"\d{5}", text) and re.match(r"[-—=*·\s]*(?:以下|下列|下面)", text):
        return "heading"
    heads = len(headers) >= 2 and (company_in(text) or (len(headers) >= 4 and _HEADINGS.search(text)))
    return "heading" if heads else ""


def _text(row: Sequence[Cell]) -> str:
    return " ".join(text for cell in row if (text := plain(cell)))[:200]
