"""Opening what somebody sent: sheets of rows, or a clear refusal before anything dangerous is unpacked."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from data.importers.cells.reading import Cell
from data.importers.columns.marks import UNMARKED, Marks
from data.importers.columns.tables import Sheet
from data.importers.files.crossed_out import marks_of
from data.importers.files.crossed_out_xls import marks_of_xls
from data.importers.files.packed import check_workbook, damaged
from data.importers.files.web_tables import is_web_page, web_tables
from data.importers.files.word_tables import is_word, word_tables, word_text
from labor.errors import UnreadableFile

MAX_BYTES: Final = 40 * 1024 * 1024
MAX_COLUMNS: Final = 200
MAX_ROWS: Final = 200_000
_BESIDE: Final = 50  # titles, headers and footers beside so many people
PASTED: Final = "粘贴的文字.txt"
_MAGIC: Final = (
    (b"\x89PNG", "PNG 图片", "a PNG picture"),
    (b"\xff\xd8\xff", "JPEG 图片", "a JPEG picture"),
    (b"GIF8", "GIF 图片", "a GIF picture"),
    (b"BM", "BMP 图片", "a BMP picture"),
    (b"RIFF", "图片或音视频", "a picture or media file"),
    (b"%PDF", "PDF 文件", "a PDF"),
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"7z\xbc\xaf", "7z 压缩包", "a 7z archive"),
    (b"\x1f\x8b", "gzip 压缩包", "a gzip archive"),
    (b"MZ", "程序文件", "a program"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
)
_WRITTEN: Final = re.compile(r"[\t\r\n -~\u2000-\u9fff\uff00-\uffef]")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A readable file: its name, its SHA-256 and its sheets (text files have one)."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    text: str = ""  # set for plain text that is no table: a pasted chain
    hidden_sheets: tuple[Sheet, ...] = ()  # not taken in, but named in the report


def open_file(source: Path | bytes | str, *, name: str = "") -> OpenedFile:
    """Open a path, bytes, or pasted text (``str``); raises UnreadableFile with what to do."""
    if isinstance(source, str):
        source, name = source.encode(), name or PASTED
    if isinstance(source, Path):
        name = name or source.name
        source = _bytes_of(source)
    if len(source) > MAX_BYTES:
        raise _unreadable(
            name,
            f"文件有 {len(source) / 1e6:.0f} MB，超过 {MAX_BYTES // 1024**2} MB 上限，请拆分后再导入",
            f"{len(source) / 1e6:.0f} MB is above the limit of {MAX_BYTES // 1024**2} MB: split it",
        )
    digest = hashlib.sha256(source).hexdigest()
    if not source.strip():
        raise _unreadable(name, "文件是空的，请重新保存后再导入", "the file is empty: save it again and import it")
    for magic, zh, en in _MAGIC:
        if source.startswith(magic):
            raise _unreadable(
                name,
                f"这是{zh}，不是表格；请另存为 .xlsx 或 .csv",
                f"this is {en}, not a table: save it as .xlsx or .csv",
            )
    if source.startswith(b"PK") and is_word(source):
        return _word(name, source, digest)
    if source.startswith(b"PK") or source.startswith(_OLE):
        hidden: list[Sheet] = []
        sheets = tuple(_workbook(name, source, hidden))
        return OpenedFile(name, digest, sheets, hidden_sheets=tuple(hidden))
    text = _decoded(name, source)
    if is_web_page(text):
        return OpenedFile(name, digest, tuple(_web_page(name, text)))
    rows = list(_rows_of_text(name, text))
    return OpenedFile(name, digest, (Sheet(Path(name).stem[:60] or "文字", rows),), text=text)


def _word(name: str, content: bytes, digest: str) -> OpenedFile:
    """The tables of a Word file; one without any is the text it holds."""
    check_workbook(name, content)
    stem = Path(name).stem[:60] or "Word"
    try:
        sheets = tuple(word_tables(stem, content))
        text = "" if sheets else word_text(content)
    except (SyntaxError, ValueError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise damaged(name) from error
    for sheet in sheets:
        _check_width(name, sheet.name, len(sheet.rows), max(map(len, sheet.rows), default=0))
    if not sheets and not text.strip():
        raise _unreadable(
            name,
            "这个 Word 文件里没有表格也没有文字，请另存为 .xlsx 或复制文字后粘贴",
            "this Word file holds no table and no text: save it as .xlsx, or copy its text and paste it",
        )
    return OpenedFile(name, digest, sheets or (Sheet(stem, list(_rows_of_text(name, text))),), text=text)


def _web_page(name: str, text: str) -> list[Sheet]:
    sheets = web_tables(Path(name).stem[:60] or "网页", text)
    for sheet in sheets:
        _check_width(name, sheet.name, len(sheet.rows), max(map(len, sheet.rows)))
    if not sheets:
        raise _unreadable(
            name,
            "这是网页格式，里面没有表格，请用 Excel 打开后另存为 .xlsx",
            "this is a web page without a table: open it in Excel and save it as .xlsx",
        )
    return sheets


def _bytes_of(path: Path) -> bytes:
    if not path.is_file():
        raise _unreadable(path.name, "找不到这个文件", "there is no such file")
    if path.stat().st_size > MAX_BYTES:
        size = path.stat().st_size / 1e6
        raise _unreadable(
            path.name,
            f"文件有 {size:.0f} MB，超过 {MAX_BYTES // 1024**2} MB 上限，请拆分后再导入",
            f"{size:.0f} MB is above the limit of {MAX_BYTES // 1024**2} MB: split it and import the parts",
        )
    return path.read_bytes()


def _workbook(name: str, content: bytes, hidden: list[Sheet]) -> Iterator[Sheet]:
    """The visible sheets; others that hold something are added to ``hidden``."""
    if content.startswith(b"PK"):
        check_workbook(name, content)
    try:
        marks = marks_of(content) if content.startswith(b"PK") else marks_of_xls(content)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for meta in book.sheets_metadata:
                if str(meta.typ) != "SheetTypeEnum.WorkSheet":
                    continue
                if str(meta.visible) != "SheetVisibleEnum.Visible":
                    hidden += _hidden(book.get_sheet_by_name(meta.name))
                    continue
                sheet = book.get_sheet_by_name(meta.name)
                last_row, last_column = sheet.end or (-1, -1)
                _check_width(name, meta.name, last_row + 1, last_column + 1)
                rows = sheet.to_python(skip_empty_area=False)
                marked = marks.get(meta.name, UNMARKED)
                _show_broken(rows, marked)
                yield Sheet(meta.name, rows, tuple(sheet.merged_cell_ranges or ()), marked)
    except PasswordError as error:
        raise _unreadable(
            name, "文件有密码，请去掉密码后再导入", "the file has a password: take it off and import again"
        ) from error
    except (CalamineError, OSError, ValueError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise damaged(name) from error
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":  # the reader's own, of no module one could import it from
            raise
        raise damaged(name) from None


def _hidden(sheet: CalamineSheet) -> list[Sheet]:
    """A hidden sheet that holds something; its cells only where there are not too many to look at."""
    if not sheet.end:
        return []
    rows, columns = sheet.end[0] + 1, sheet.end[1] + 1
    seen = rows <= MAX_ROWS and columns <= MAX_COLUMNS
    return [Sheet(sheet.name, sheet.to_python(skip_empty_area=False) if seen else [])]


def _show_broken(rows: list[list[Any]], marks: Marks) -> None:
    """Write formulas and error marks where the reader leaves a cell without a value empty, in place."""
    for (row, column), text in marks.broken.items():
        if row < len(rows):
            cells = rows[row]
            cells += [""] * (column + 1 - len(cells))
            cells[column] = text


def _check_width(name: str, sheet: str, rows: int, columns: int) -> None:
    if columns > MAX_COLUMNS:
        raise _unreadable(
            name,
            f"工作表“{sheet}”有 {columns} 列，上限 {MAX_COLUMNS} 列；请只保留需要的列",
            f"sheet {sheet} has {columns} columns, at most {MAX_COLUMNS} are read: keep the columns you need",
        )
    if rows > MAX_ROWS + _BESIDE:
        raise _unreadable(
            name,
            f"工作表“{sheet}”有 {rows} 行，上限 {MAX_ROWS} 行；请拆分后再导入",
            f"sheet {sheet} has {rows} rows, at most {MAX_ROWS} are read: split it and import the parts",
        )


def _decoded(name: str, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in content:
        encodings = _wide(content)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(
        name,
        "认不出这个文件：既不是 Excel，也不是 UTF-8 或 GBK 文字",
        "this file is neither Excel nor UTF-8 or GBK text",
    )


def _wide(content: bytes) -> tuple[str, ...]:
    """UTF-16 without its mark, told by where the zeros of commas and line ends stand; () for anything else."""
    even, odd = content[::2].count(0), content[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return ()
    return (encoding,) if min(even, odd) == 0 and len(_WRITTEN.findall(text)) >= 0.95 * len(text) else ()


def _rows_of_text(name: str, text: str) -> Iterator[list[Cell]]:
    head = text[:20_000]
    delimiter = max(",\t;|", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        for count, row in enumerate(reader, start=1):
            if count > MAX_ROWS or len(row) > MAX_COLUMNS:
                _check_width(name, "1", count, len(row))
            yield [_unguarded(cell) if cell[:1] == "=" else cell for cell in row]
    except csv.Error as error:
        raise _unreadable(
            name,
            f"第 {reader.line_num} 行读不出来，请检查引号",
            f"line {reader.line_num} cannot be read: check its quotes",
        ) from error


_GUARDED: Final = re.compile(r"=\s*(?:T\()?\s*[\"“”']([^\"“”]*)[\"“”']\s*\)?\s*", re.IGNORECASE)


def _unguarded(cell: str) -> str:
    """="5108…", as exporters write long numbers so that Excel keeps them, is the text inside."""
    match = _GUARDED.fullmatch(cell)
    return match[1] if match else cell


def _unreadable(name: str, zh: str, en: str) -> UnreadableFile:
    return UnreadableFile(f"{name}：{zh} / {en}")
