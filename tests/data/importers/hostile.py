"""Files made to freeze or fill the machine that reads them; each is small, as it would come by mail."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.data.importers.workbooks import village, workbook

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>联系电话</t></is></c></row>'
)


def changed(part: str, change: Callable[[str], str], book: bytes | None = None) -> bytes:
    """A workbook (a sound village one) with one part of it changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book or workbook(village(3)))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack,
    ):
        for entry in good.infolist():
            text = good.read(entry)
            pack.writestr(entry.filename, change(text.decode()).encode() if entry.filename == part else text)
    return out.getvalue()


def of_rows(rows: str, more: str = "") -> bytes:
    """A workbook whose one sheet holds these rows."""
    return changed(SHEET, lambda _: f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{more}</worksheet>")


def many_merges() -> bytes:
    """40,000 times the same long merge of a column: each lays the whole sheet out again."""
    merges = '<mergeCell ref="A2:A150000"/>' * 40_000
    rows = HEAD + '<row r="150000"><c r="A150000"><v>1</v></c></row>'
    return of_rows(rows, f'<mergeCells count="40000">{merges}</mergeCells>')


def far_corner(cell: str = '<c r="XFD1048576"><v>1</v></c>') -> bytes:
    """A lone cell in the last corner of the largest sheet."""
    return of_rows(f'{HEAD}<row r="1048576">{cell}</row>')


def claimed_dimension() -> bytes:
    """A sheet that says it is as large as can be, and holds nothing."""
    return changed(SHEET, lambda text: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', text))


def long_words_often() -> bytes:
    """One text of 30,000 letters in the shared table, standing in 150,000 cells: 4 GB once laid out."""
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 150_001))
    words = f'<sst {MAIN} count="1" uniqueCount="1"><si><t>{"人" * 30_000}</t></si></sst>'
    return changed("xl/sharedStrings.xml", lambda _: words, of_rows(rows))


def billion_laughs() -> bytes:
    """Entities of entities of entities."""
    lines = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 12))
    document = f'<!DOCTYPE worksheet [<!ENTITY l0 "哈哈">{lines}]>'
    cell = '<c r="A2" t="inlineStr"><is><t>&l11;</t></is></c>'
    return changed(
        SHEET, lambda _: f'{document}<worksheet {MAIN}><sheetData>{HEAD}<row r="2">{cell}</row></sheetData></worksheet>'
    )


def deep_nest() -> bytes:
    """A million elements one in the other."""
    return of_rows(HEAD + "<row>" * 1_000_000)


def zip_bomb() -> bytes:
    """600 MB of blanks in 600 KB beside a sound sheet."""
    out = io.BytesIO(workbook(village(3)))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as pack, pack.open("xl/media/image1.png", "w") as entry:
        for _ in range(600):
            entry.write(bytes(1_000_000))
    return out.getvalue()


def shared_strings_that_are_missing() -> bytes:
    """Cells that point far beyond the table of texts."""
    return of_rows(HEAD + '<row r="2"><c r="A2" t="s"><v>4294967295</v></c></row>')


def endless_formula_ranges() -> bytes:
    """Shared formulas and references that wrap around."""
    cell = '<c r="A2"><f t="shared" ref="A2:XFD1048576" si="0">A1</f><v></v></c>'
    return of_rows(f'{HEAD}<row r="2">{cell}</row>')


def backtracking_cells() -> bytes:
    """Ordinary columns full of what regular expressions dislike, as text: no workbook at all."""
    worst = ("1" * 9_000, "(" * 9_000, "和老婆" * 3_000, "1." * 4_500, "县" * 9_000, " " * 9_000 + "x")
    lines = [",".join(cell for _ in range(8)) for cell in worst]
    return "\n".join(["姓名,联系电话,身份证号,工种,意向地区,备注,住址,出生日期", *lines * 2]).encode()


def cut_off() -> bytes:
    """A workbook whose transfer broke off."""
    return workbook(village(3))[:-400]


def old_format_that_reads_past_its_end() -> bytes:
    """An .xls whose table of sectors was cut: its reader panics."""
    return (Path(__file__).parent / "columns" / "files" / "village.xls").read_bytes()[:3000]


HOSTILE: tuple[Callable[[], bytes], ...] = (
    many_merges,
    far_corner,
    claimed_dimension,
    long_words_often,
    billion_laughs,
    deep_nest,
    zip_bomb,
    shared_strings_that_are_missing,
    endless_formula_ranges,
    backtracking_cells,
    cut_off,
    old_format_that_reads_past_its_end,
)
