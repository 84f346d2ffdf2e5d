"""What a packed workbook claims to hold and does hold, checked before anything reads it."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from typing import Final

from labor.errors import UnreadableFile

MAX_UNPACKED: Final = 300 * 1024 * 1024
MAX_RATIO: Final = 100  # office sheets pack 5 to 30 times; checked above 20 MB
MAX_CELLS: Final = 12_000_000  # a reader lays out rows x columns, empty ones too
# What zipfile and the unpackers under it raise over bytes that were cut off, changed or made up.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError,
    LookupError, OSError, ValueError, OverflowError,
)  # fmt: skip
_CHUNK: Final = 1 << 20
_COLUMN: Final = re.compile(rb'<c r="([A-Z]{1,3})\d')
_ROW: Final = re.compile(rb'<row [^>]*?\br="(\d+)"')


def check_workbook(name: str, content: bytes) -> None:
    """Raise UnreadableFile for a zip bomb, a damaged or foreign zip, or a sheet stretched over empty cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            entries = pack.infolist()
            _check_sizes(name, entries, len(content))
            if not {"xl/workbook.xml", "xl/workbook.bin", "word/document.xml"} & set(pack.namelist()):
                raise _refused(
                    name,
                    "这是压缩包或 Word 文件，不是 Excel 表格",
                    "this is an archive or a Word file, not an Excel table",
                )
            for entry in entries:
                _check_entry(name, pack, entry)
    except _BROKEN as error:
        raise damaged(name) from error


def damaged(name: str) -> UnreadableFile:
    """The refusal of a workbook that is broken."""
    return _refused(
        name,
        "表格文件已损坏，请用 Excel 打开后另存为 .xlsx；打不开就请对方重新发送",
        "the workbook is damaged: open it in Excel and save it as .xlsx, or ask for it to be sent again",
    )


def _check_sizes(name: str, entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    bomb = unpacked > MAX_UNPACKED or (unpacked > 20 * 1024 * 1024 and unpacked > MAX_RATIO * packed)
    if bomb or len(entries) > 5_000:
        raise _refused(
            name,
            f"压缩包解开后有 {unpacked / 1e6:.0f} MB，可能是“压缩炸弹”，没有打开",
            f"it would unpack to {unpacked / 1e6:.0f} MB, which looks like a zip bomb: it was not opened",
        )


def _check_entry(name: str, pack: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack once without keeping: sizes and sums must be true, and cells must stand close together."""
    sheet = entry.filename.startswith("xl/worksheets/")
    rows, columns, tail = 0, set[bytes](), b""
    with pack.open(entry) as stream:  # stops at the declared size; a lie breaks the checksum
        while chunk := stream.read(_CHUNK):
            if sheet:
                piece = tail + chunk
                columns.update(_COLUMN.findall(piece))
                rows = max(rows, max(map(int, _ROW.findall(piece)), default=0))
                tail = piece[-200:]
    width = max((_column_number(letters) for letters in columns), default=0)
    if rows * width > MAX_CELLS:
        raise _refused(
            name,
            f"工作表拉得太开（{rows} 行 × {width} 列，多数是空的），请删去空行空列后再保存",
            f"a sheet is stretched over {rows} rows x {width} columns, mostly empty: delete those and save again",
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _refused(name: str, zh: str, en: str) -> UnreadableFile:
    return UnreadableFile(f"{name}：{zh} / {en}")
