"""Taking out of a posting what an employer may not ask: the posting stays, the demand goes, both are reported."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from data.importers.cells.reading import plain, prose
from data.importers.judging.posting_terms import pay_words
from data.importers.judging.rows import Row
from data.registers.records import DemandRecord, PostingRecord
from policy.demand_search import Finding
from policy.demands import check, without_refused

# Columns of demands by what their header says.
_COLUMNS: Final = (
    ("性别", "sex"),
    ("年龄", "age"),
    ("户籍", "hukou"),
    ("籍贯", "hukou"),
    ("民族", "ethnicity"),
    ("婚", "marriage"),
    ("宗教", "religion"),
    ("健康", "health"),
    ("收费", "fee"),
    ("押金", "fee"),
)
_TEXTS: Final = ("title", "duties", "requirements", "wage", "wage_words", "lodging", "remarks", "openings")
# Columns whose bare value says nothing without its header's word: 学历 over 初中及以上.
_NAMED: Final = re.compile(r"学历|文化程度|文化|经验|身高|视力")
_NOTHING_ASKED: Final = re.compile(r"不限|无|无要求|没有|没有要求|不要求|均可|/|-+|none|any", re.IGNORECASE)
_BY_FIELD: Final = {"title": 200, "duties": 4000, "requirements": 2000, "remarks": 1000}

PLAIN_TITLE: Final = "普工"
_HOLLOW: Final = re.compile(
    r"招聘|急聘|诚聘|急招|招收|招|聘|若干|[0-9０-９]+|[名人位个]|\W"
)  # what a title may not be alone


def cleaned(row: Row, record: PostingRecord) -> PostingRecord:
    """The record with its texts free of refused demands, its site rules named, and what was refused beside it."""
    columns = _demand_columns(row)
    cited = " ".join(plain(row.cell(field)) for field in _TEXTS)
    context = {"ground": cited, "hazards": " ".join(record.hazards)}
    found: list[tuple[str, Finding]] = []
    texts: dict[str, str] = {}
    for field in _TEXTS:
        text = _open_text(row, field)
        findings = check(text, context) if text else []
        found += [(field, finding) for finding in findings]
        texts[field] = without_refused(text, findings)
    if columns:
        found += [("requirements", finding) for finding in check("", context | columns)]
    _report(row, found)
    refused = [finding for _, finding in found if finding.refused]
    return replace(
        record,
        title=_title(record.title, texts["title"]),
        title_mark=_mark([finding for field, finding in found if field == "title" and finding.refused]),
        wage_words=";".join(filter(None, (pay_words(row, texts["wage"]), texts["wage_words"]))),
        lodging_words=texts["lodging"][:200],
        text="。".join(filter(None, (texts["duties"], texts["requirements"]))),
        remarks=texts["remarks"],
        site_rules=tuple(
            dict.fromkeys(finding.ground_id for _, finding in found if finding.ground and finding.kind == "age")
        ),
        refused_demands=tuple(
            dict.fromkeys(DemandRecord(finding.kind, finding.phrase[:200], finding.reason) for finding in refused)
        ),
    )


def _title(said: str, left: str) -> str:
    """The title without its demands, or the plainest of trades where it was nothing else."""
    return left if left == said or _HOLLOW.sub("", left) else PLAIN_TITLE


def _mark(cut: list[Finding]) -> str:
    """Keeps two orders of one employer apart whose titles differed in nothing but the sex they asked for."""
    asked = "".join(finding.phrase for finding in cut if finding.kind == "sex")
    return "".join(mark for letter, mark in (("男", "a"), ("女", "b")) if letter in asked)


def _demand_columns(row: Row) -> dict[str, str]:
    """What stands in columns that only ever hold a demand, such as 性别要求."""
    found: dict[str, str] = {}
    for at in row.layout.positions.get("requirements", ()):
        column = next((name for word, name in _COLUMNS if word in row.layout.headers[at]), "")
        if column and at < len(row.cells) and plain(row.cells[at]):
            found[column] = plain(row.cells[at])
    return found


def _open_text(row: Row, field: str) -> str:
    """The words of a field, columns of demands left to ``_demand_columns``; a bare value keeps its header's word."""
    if field != "requirements":
        return row.prose(field, _BY_FIELD.get(field, 500))
    said = []
    for at in row.layout.positions.get(field, ()):
        header = row.layout.headers[at]
        if at >= len(row.cells) or any(word in header for word, _ in _COLUMNS):
            continue
        text = prose(row.cells[at])
        if text and not _NOTHING_ASKED.fullmatch(text):
            named = _NAMED.search(header)
            said.append(f"{named[0]}{text}" if named and named[0] not in text else text)
    return "；".join(said)[:2000]


def _report(row: Row, found: list[tuple[str, Finding]]) -> None:
    for field, finding in found:
        phrase = finding.phrase[:60]
        if finding.ground:
            row.fault("demand_grounded", field, value=phrase, hint=finding.ground.zh)
        elif finding.kind == "fee":
            row.fault("fee_demanded", field, value=phrase)
        elif finding.kind == "other" and re.search(r"高薪|月入|月赚|日入|轻松|赚|保录|包录|包入职", finding.phrase):
            row.fault("hype", field, value=phrase)
        else:
            row.fault("demand_refused", field, value=phrase, hint=finding.title.zh)
