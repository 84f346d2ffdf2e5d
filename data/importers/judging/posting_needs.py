"""What a posting needs and how it employs: occupation, certificates, hazards, form of employment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from data.importers.cells import answers
from data.importers.cells.certificates import certificates
from data.importers.cells.numerals import chinese_number
from data.importers.cells.reading import Cell, Reading, plain
from data.importers.cells.trades import trades
from data.importers.judging.rows import Row
from data.importers.words.vocabulary import words
from policy.hazards import name_of, usual_hazards

_FORMS: Final = (
    ("agency", r"劳务派遣|派遣"),
    ("outsourced", r"外包"),
    ("gig", r"日结|零工|临时|小时工"),
    ("service_agreement", r"劳务协议|劳务关系"),
    ("direct", r"直招|直签|劳动合同|合同工|正式|全日制|direct"),
)


_HURRY: Final = re.compile(
    r"^(?:长期|大量|急需|急招|急聘|急|诚招|诚聘|招聘|招收|招用|拟招|计划招|需求|需要|需|缺|招|聘|共计|共|约|大约|合计|总计|至少)+[::]?"
)
_PEOPLE: Final = r"(?:人|名|个|位|员|个人)"
_COUNTED: Final = r"(\d+|[一二两三四五六七八九十百]+)(?:\.0+)?"
_PAYERS: Final = (
    ("shared", r"各半|共同|分担|部分"),
    ("employer", r"企业|公司|厂|单位|报销|包车接|employer"),
    ("office", r"政府|就业局|人社|补贴|劳务公司|office"),
    ("worker", r"自理|自费|个人|worker"),
)


def occupation(row: Row) -> str:
    """The code of the work: its own column, else the trade its title or duties name; "" when none."""
    code = plain(row.cell("occupation"))
    if re.fullmatch(r"\d-\d{2}-\d{2}-\d{2}", code):
        return code
    for field in ("title", "duties"):
        if found := trades(row.cell(field)).value.codes:
            return found[0]
    if row.has("title"):
        row.take("title", trades(row.cell("title")))
    return ""


def hazards(row: Row) -> tuple[str, ...]:
    """Codes of policy/packs/protection.toml for the hazards a posting names; where it is silent, its trade's usual."""
    text = row.text("hazards").lower()
    if not text:
        return _presumed(row)
    if answers.yes_no(text).value is False:
        return ()
    found = tuple(
        code for code, names in words("hazards").items() if code in text or any(name in text for name in names)
    )
    if not found:
        row.fault("hazard_unknown", "hazards")
    return found


def _presumed(row: Row) -> tuple[str, ...]:
    """What the title usually brings, noted on the row: the employer is to say so or say 无."""
    found = usual_hazards(row.text("title"))
    if found:
        row.fault("hazards_presumed", "hazards", value="、".join(name_of(code).zh for code in found))
    return found


def needed_certificates(row: Row, today: date) -> tuple[str, ...]:
    """The certificate kinds a worker must hold."""
    # A posting whose certificate nobody could name would stand open to people without it: so it is asked.
    return row.read("certificates", lambda cell: _needed(cell, today), severity="decide")


def _needed(cell: Cell, today: date) -> Reading[tuple[str, ...]]:
    found = certificates(cell, today)
    fault = f"required_{found.fault}" if found.fault else ""
    return Reading(tuple(record.kind for record in found.value if record.kind), fault, found.hint)


def employment_form(row: Row) -> str:
    """A word of data.tables.postings EMPLOYMENT_FORMS."""
    return _word_of(_FORMS, row.text("employment_form"), "unknown")


def _word_of(table: tuple[tuple[str, str], ...], text: str, default: str) -> str:
    return next((word for word, pattern in table if text and re.search(pattern, text, re.IGNORECASE)), default)


def fare_payer(row: Row) -> str:
    """Who pays the journey: a word of data.tables.postings FARE_PAYERS."""
    return _word_of(_PAYERS, row.text("fare_paid_by"), "unknown")


def openings(row: Row) -> int:
    """How many people are wanted: the upper end of a range, men and women added up; 若干 is asked about."""
    halves = row.layout.positions.get("openings", ())
    if len(halves) > 1:
        return _men_and_women(row, halves)
    text = _HURRY.sub("", plain(row.cell("openings")).replace(",", "").replace(" ", ""))
    if re.fullmatch(rf"约?\d+(?:-|~|至|到|—|–)+\d+{_PEOPLE}?", text):
        row.fault("openings_range", "openings")
        return max(int(number) for number in re.findall(r"\d+", text))
    whole = re.fullmatch(
        rf"{_COUNTED}{_PEOPLE}?(?:以上|左右|以内)?(?:[(（,，;；:：].*[男女].*|[男女].*|[(（][^\d()（）]*[)）])?", text
    )
    parts = [_number(match[1]) for match in re.finditer(rf"(?:男|女)(?:性|工|生|士)?[::]?{_COUNTED}{_PEOPLE}?", text)]
    shared = re.search(rf"男女各{_COUNTED}", text)
    # The split by sex is a demand, reported by the text checker; what it adds up to is the number.
    count = _number(whole[1]) if whole else _number(shared[1]) * 2 if shared else sum(parts)
    if count <= 0:
        row.fault("openings_missing", "openings")
    return max(0, count)


def _men_and_women(row: Row, halves: Sequence[int]) -> int:
    """Men in one column, women in another, added up; what is no number there is asked about."""
    said = [re.sub(rf"{_PEOPLE}$", "", plain(row.cells[at])) for at in halves if at < len(row.cells)]
    counts = [_number(text) if re.fullmatch(_COUNTED, text) else 0 for text in said]
    vague = any(not count and text not in ("", "0", "/", "-", "无") for count, text in zip(counts, said, strict=True))
    if vague or sum(counts) == 0:
        row.fault("openings_missing", "openings", value="、".join(filter(None, said)))
    return sum(counts)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else int(chinese_number(text) or 0)
