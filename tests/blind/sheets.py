"""Workbooks and texts written the way offices write them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

Row = Sequence[object]
Written = Callable[[Path], object]


def workbook(sheets: Mapping[str, Sequence[Row]], merges: Mapping[str, Sequence[str]] | None = None) -> Written:
    """One workbook of the sheets, the first line bold and centered as WPS templates have it."""

    def write(path: Path) -> None:
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
            for area in (merges or {}).get(title, ()):
                sheet.merge_cells(area)
            sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=16), Alignment(horizontal="center")
        book.save(path)

    return write


def text(content: str, encoding: str = "utf-8") -> Written:
    """A text file in the encoding of the machine it was typed on."""
    return lambda path: path.write_bytes(content.encode(encoding))


def csv(rows: Sequence[Row], encoding: str = "gb18030", comma: str = ",") -> Written:
    """A table as a spreadsheet program saves it as text."""
    return text("\r\n".join(comma.join(str(cell) for cell in row) for row in rows) + "\r\n", encoding)


def web_table(title: str, rows: Sequence[Row]) -> Written:
    """A web page called .xls, as many office systems export their lists."""
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    head = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'
    return text(
        f'{head}<table border="1"><tr><td colspan="{len(rows[0])}">{title}</td></tr>\n{lines}</table></body></html>'
    )


def damaged() -> Written:
    """A workbook whose download broke off."""
    return lambda path: path.write_bytes(b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(256)) * 9)


def letter() -> Written:
    """A Word document, which is no table."""

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(
                "word/document.xml", "<w:document><w:body><w:p>关于做好务工组织工作的通知</w:p></w:body></w:document>"
            )

    return write


def photograph() -> Written:
    """A photograph of a notice, sent because typing it was too much work."""
    return lambda path: path.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(400))
