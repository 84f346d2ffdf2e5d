"""Wrong inputs tried: each ends in a clear message and changes nothing."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.importers import Sending, bring_in
from data.importers.files.packed import MAX_UNPACKED
from data.tables import Base, Import
from labor.errors import BadInput, UnreadableFile
from tests.data.importers.workbooks import TODAY, village, workbook

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def refused(session: Session, content: bytes | Path, name: str) -> str:
    """The message of a file that must be refused, after making sure that no table holds a row more."""
    before = rows_of(session)
    with pytest.raises(BadInput) as caught:
        bring_in(session, Sending(content, name), today=TODAY)
    assert rows_of(session) == before
    return str(caught.value)


def rows_of(session: Session) -> dict[str, int]:
    session.flush()
    return {
        kept.class_.__tablename__: session.scalar(select(func.count()).select_from(kept.class_)) or 0
        for kept in Base.registry.mappers
    }


def zipped(entries: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in entries.items():
            pack.writestr(name, content)
    return target.getvalue()


def test_an_empty_file_is_refused(session: Session) -> None:
    assert "空" in refused(session, b"", "登记.xlsx")
    assert "空" in refused(session, b"  \n ", "登记.csv")


def test_a_picture_renamed_xlsx_is_called_a_picture(session: Session) -> None:
    message = refused(session, PNG, "登记.xlsx")

    assert "PNG" in message and "图片" in message and "picture" in message


def test_fifty_megabytes_of_junk_are_refused_by_their_size(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "junk.csv"
    path.write_bytes(os.urandom(1024 * 1024) * 50)

    assert "MB" in refused(session, path, "")


def test_junk_that_is_small_enough_is_refused_by_what_it_holds(session: Session) -> None:
    assert "认不出" in refused(session, os.urandom(2 * 1024 * 1024), "junk.csv")


def test_a_long_line_of_letters_is_no_table(session: Session) -> None:
    refused(session, b"x" * 3_000_000, "junk.csv")


def test_a_zip_bomb_is_not_opened(session: Session) -> None:
    bomb = zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(MAX_UNPACKED + 1)})
    assert len(bomb) < 1_000_000

    assert "bomb" in refused(session, bomb, "登记.xlsx")


def test_a_zip_that_lies_about_its_size_is_damaged(session: Session) -> None:
    honest = zipped({"xl/workbook.xml": b"<workbook/>" * 9000})
    size = (9000 * 11).to_bytes(4, "little")
    lying = honest.replace(size, (10).to_bytes(4, "little"))
    assert lying != honest

    refused(session, lying, "登记.xlsx")


def test_two_cells_at_the_ends_of_a_sheet_are_not_laid_out(session: Session) -> None:
    sheet = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    sheet += b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'

    message = refused(session, zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": sheet}), "登记.xlsx")

    assert "16384" in message


def test_three_hundred_columns_are_refused(session: Session) -> None:
    wide = workbook([[f"列{at}" for at in range(300)], list(range(300))])

    assert "300" in refused(session, wide, "宽.xlsx")


def test_a_header_nobody_can_map_is_shown_with_what_is_needed(session: Session) -> None:
    message = refused(session, workbook([["甲", "乙", "丙"], ["a", "b", "c"], ["d", "e", "f"]]), "怪.xlsx")

    assert "甲、乙、丙" in message and "姓名" in message


def test_a_header_without_rows_is_refused(session: Session) -> None:
    assert "没有数据行" in refused(session, workbook(village(0)), "空表.xlsx")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"PK\x03\x04 not really", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "损坏"),
        (zipped({"word/document.xml": b"<w/>"}), "Word"),
    ],
)
def test_other_kinds_of_files_are_named(session: Session, content: bytes, word: str) -> None:
    assert word in refused(session, content, "登记.xls")


def test_a_missing_file_is_said_to_be_missing(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="找不到"):
        bring_in(session, tmp_path / "没有.xlsx", today=TODAY)


def test_a_wrong_kind_is_refused_by_name(session: Session) -> None:
    with pytest.raises(BadInput):
        bring_in(session, workbook(village()), "boats", today=TODAY)
    assert session.scalar(select(func.count()).select_from(Import)) == 0
