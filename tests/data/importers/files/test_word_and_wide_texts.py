"""Tables in Word files, texts of UTF-16 without their mark, and texts under a workbook's name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import pytest

from data.importers.files.opening import open_file
from data.importers.files.reading import read_file
from data.importers.judging.judging import judge
from labor.errors import UnreadableFile
from tests.data.importers.workbooks import HEADER, TODAY, person

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXT = "姓名,电话,意向地区\n张伟,15400000001,浙江\n李娜,15400000002,广东\n"


def cell(text: object, extra: str = "", run: str = "") -> str:
    return f"<w:tc><w:tcPr>{extra}</w:tcPr><w:p><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p></w:tc>"


def table(rows: Sequence[Sequence[object]]) -> str:
    lines = ("".join(one if str(one).startswith("<w:tc") else cell(one) for one in row) for row in rows)  # type: ignore[misc]
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def word(body: str, head: str = "") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("[Content_Types].xml", "<Types/>")
        pack.writestr("word/document.xml", f"{head}<w:document {W}><w:body>{body}</w:body></w:document>")
    return held.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_table_of_a_word_file_is_read_with_what_stands_above_and_below() -> None:
    content = word(
        paragraph("四川省广元市利州区大石镇务工登记表")
        + table([HEADER, *(person(at) for at in range(3))])
        + paragraph("填表人：王")
    )

    parsed = read_file(content, name="登记表.docx")
    rows = judge(parsed, today=TODAY)

    assert [row.outcome for row in rows] == ["kept"] * 3
    assert {row.records[0].county for row in rows} == {510802}  # type: ignore[union-attr]
    assert [row.what for row in parsed.tables[0][0].skipped] == ["title", "header", "footer"]


def test_merged_struck_and_deleted_words_of_a_word_file_are_seen() -> None:
    down = '<w:vMerge w:val="restart"/>'
    changed = "<w:tc><w:p><w:r><w:t>王强</w:t></w:r><w:del><w:r><w:delText>赵</w:delText></w:r></w:del></w:p></w:tc>"
    rows = [
        ["村", "姓名", "电话"],
        [cell("一村", down), "张伟", "15400000001"],
        [cell("", "<w:vMerge/>"), cell("李娜", run="<w:strike/>"), "15400000002"],
        ["二村", changed, "15400000003"],
    ]

    (sheet,) = open_file(word(table(rows)), name="一.docx").sheets

    assert sheet.merged == (((1, 0), (2, 0)),)
    assert sheet.marks.struck == {(2, 1)} and sheet.rows[3][1] == "王强"


def test_a_word_file_of_text_alone_is_read_as_that_text() -> None:
    lines = "".join(map(paragraph, ("#接龙", "1. 张伟 男 35 15400000001 浙江", "2. 李娜 女 30 15400000002 广东")))

    assert [row.records[0].name for row in judge(read_file(word(lines), name="接龙.docx"), today=TODAY)] == [
        "张伟",
        "李娜",
    ]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "content",
    [
        word("", '<!DOCTYPE a [<!ENTITY b "c">]>'),
        word(table([HEADER]))[:-200],
        word("<w:p>"),
        word(""),
    ],
)
def test_a_word_file_that_is_damaged_hostile_or_empty_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        open_file(content, name="一.docx")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8", "gb18030"])
@pytest.mark.parametrize("name", ["一.csv", "一.xls", "一.xlsx", "一.txt"])
def test_a_text_is_read_in_its_encoding_whatever_it_is_called(encoding: str, name: str) -> None:
    rows = judge(read_file(TEXT.encode(encoding), name=name), today=TODAY, office=510802)

    assert [(row.records[0].name, row.records[0].phone) for row in rows] == [  # type: ignore[union-attr]
        ("张伟", "15400000001"),
        ("李娜", "15400000002"),
    ]


def test_bytes_with_zeros_that_are_no_text_stay_refused() -> None:
    with pytest.raises(UnreadableFile):
        open_file(bytes(range(256)) * 40, name="一.csv")
