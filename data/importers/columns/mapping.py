"""Which column means what: proposed by name and by content, seen and changed by people, kept for the next file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from data.importers.columns.header_shapes import field_by_shape
from data.importers.columns.owners import OTHER, field_of_another, of_another
from data.importers.words.vocabulary import words
from data.registers.records import KINDS
from labor.errors import BadInput
from policy.wording import simplified

_REMARK: Final = re.compile(r"[(（\[【].*?[)）\]】]|[\s*:：·_/\\、,，.。\-—★☆※&+?？!！\"'“”‘’<>《》]")
_ASIDE: Final = re.compile(r"[(（\[【](.*?)[)）\]】]")
_ORDINAL: Final = re.compile(r"^\s*[(（]?\d{1,2}\s*[.、)）]\s*(?=[^\d\s])")
_CHINESE: Final = re.compile(r"[一-鿿]")
WILLING_TO_WHAT: Final = re.compile(
    r"培训|参训|技能|学习|创业|参保|保险|贷款|申请|补贴|享受|返乡|就近|就地|本地|本县|县内|公益|入党|搬迁|搬家|换岗|加班|夜班"
)
_OTHER_SCRIPTS: Final = re.compile(
    "[\u0400-\u052f\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe\u0f00-\u0fff\u1800-\u18af\ua000-\ua4cf]+"
)
_LATIN: Final = re.compile(r"[a-z][a-z\d']+")


# Fields that may stand in several columns: their texts are joined.
SEVERAL: Final = frozenset(
    (
        *("requirements", "duties", "remarks", "text", "trades", "certificates", "wage_words"),
        *("origins", "destinations", "emergency_contact", "wish_regions"),
    )
)


# Columns this program adds to the rows it hands back for mending: never read as anything else.
WHAT: Final = "问题 what is wrong"
FIX: Final = "怎么改 what to do"
VERDICT: Final = "处理结果 verdict"
PLACE: Final = "原位置 where it stood"
OWN_COLUMNS: Final = (WHAT, FIX, VERDICT, PLACE)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; ``field`` "" is not read. ``by`` says how the field was found."""

    at: int  # 0 = first
    header: str  # as written, "" where there is none
    field: str
    by: str  # "name", "like", "content", "hand", "other" (somebody else's) or ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """The columns of one kind of table."""

    kind: str
    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise BadInput(
                f"没有“{self.kind}”这类表 / there is no kind of table called {self.kind}: one of {', '.join(KINDS)}"
            )

    @property
    def fields(self) -> dict[str, tuple[int, ...]]:
        """Field → column positions; only fields of ``SEVERAL``, and openings by sex, have more than one."""
        found: dict[str, tuple[int, ...]] = {}
        for column in self.columns:
            if column.field:
                found[column.field] = (*found.get(column.field, ()), column.at)
        return found

    @property
    def unread(self) -> tuple[str, ...]:
        """Headers of columns nobody reads."""
        return tuple(column.header for column in self.columns if not column.field and column.header)

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields without which no row can be read."""
        return tuple(field for field in words("header_synonyms")["needed"][self.kind] if field not in self.fields)

    def changed(self, header: str, field: str) -> Mapping:
        """The same with one column (by header, or by letter such as "C") read as ``field``; "" leaves it out."""
        if field and field not in fields_of(self.kind):
            raise BadInput(
                f"{field} 不是 {self.kind} 的字段 / {field} is no field of {self.kind}: "
                + ", ".join(fields_of(self.kind))
            )
        if not any(header in (column.header, letter(column.at)) for column in self.columns):
            raise BadInput(f"没有“{header}”这一列 / there is no column {header}")

        def moved(column: Column) -> Column:
            if header in (column.header, letter(column.at)):
                return replace(column, field=field, by="hand")
            taken = field and column.field == field and field not in SEVERAL
            return replace(column, field="", by="hand") if taken else column

        return replace(self, columns=tuple(moved(column) for column in self.columns))

    def fits(self, headers: tuple[str, ...]) -> bool:
        """Whether a table with these headers can be read by this mapping as it stands."""
        return tuple(normal(column.header) for column in self.columns) == tuple(normal(header) for header in headers)

    def to_json(self) -> dict[str, Any]:
        """A plain form for a database or a file."""
        columns = [{"at": c.at, "header": c.header, "field": c.field, "by": c.by} for c in self.columns]
        return {"kind": self.kind, "columns": columns}

    @classmethod
    def from_json(cls, plain: MappingOf[str, Any]) -> Mapping:
        """Back from ``to_json``; raises BadInput for anything else."""
        try:
            return cls(plain["kind"], tuple(Column(**column) for column in plain["columns"]))
        except (KeyError, TypeError) as error:
            raise BadInput("这不是列对应关系 / this is no column mapping") from error


def fields_of(kind: str) -> tuple[str, ...]:
    """Every field a table of this kind can have."""
    return tuple(words("header_synonyms")[kind])


def letter(at: int) -> str:
    """The spreadsheet's name of a column: 0 is A, 26 is AA."""
    return (letter(at // 26 - 1) if at >= 26 else "") + chr(65 + at % 26)


@lru_cache(maxsize=8192)
def normal(header: str) -> str:
    """A header in the spelling it is compared in: 姓名 Name, *姓名, 1.姓名 and 姓名_real_name are all 姓名."""
    if _CHINESE.search(header):
        header = _OTHER_SCRIPTS.sub("", header)  # 姓名 beside its Uyghur, Tibetan, Mongolian, Yi or Russian name
    spelled = _REMARK.sub("", _ORDINAL.sub("", simplified(unicodedata.normalize("NFKC", header).lower())))
    return _LATIN.sub("", spelled) if _CHINESE.search(spelled) else spelled


@lru_cache(maxsize=8)
def _synonyms(kind: str) -> dict[str, str]:
    return {normal(word): field for field, synonyms in words("header_synonyms")[kind].items() for word in synonyms}


@lru_cache(maxsize=1)
def _labels() -> frozenset[str]:
    return frozenset(word for kind in KINDS for word in _synonyms(kind))


def is_label(text: str) -> bool:
    """Whether some kind of file knows the text as the name of a field."""
    spelled = normal(text) if len(text) <= 40 else ""
    return spelled in _labels() or any(field_by_shape(kind, spelled) for kind in KINDS)


@lru_cache(maxsize=8192)
def field_of(kind: str, header: str) -> tuple[str, str]:
    """The field a header names and how surely: "name" for a known word, "like" when it only contains one."""
    spelled = normal(header)
    if header in OWN_COLUMNS:
        return "", ""
    known = _synonyms(kind)
    if spelled in known:
        return (known[spelled], "name") if kind != "workers" or not _of_another_aside(header) else ("", OTHER)
    if shaped := field_by_shape(kind, spelled):
        return shaped, "name"
    if kind == "workers" and of_another(spelled):
        return field_of_another(spelled)
    inside = [word for word in known if len(word) >= 2 and word in spelled]
    # 本人联系电话号码 contains 联系电话: the longest word decides, short Latin ones never do.
    inside = [word for word in inside if not word.isascii() or len(word) >= 5]
    field = known[max(inside, key=len)] if inside and len(spelled) <= 20 else ""
    if field == "willing" and WILLING_TO_WHAT.search(spelled):
        return "", OTHER  # 培训意愿 否: no wish for a course is no wish to stay at home
    return (field, "like") if field else ("", "")


def _of_another_aside(header: str) -> bool:
    """电话（家属） and （户主）姓名: what stands in brackets says whose it is, when it is a word and no instruction."""
    asides: list[str] = _ASIDE.findall(unicodedata.normalize("NFKC", header))
    return any(len(aside) <= 4 and of_another(aside) for aside in asides)


def kind_of(headers: tuple[str, ...], hint: str = "") -> str:
    """The kind of table these headers (and a sheet's or file's name) speak of; "" when none fits."""
    scores = {kind: score(kind, headers, hint) for kind in KINDS}
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] >= LEAST_SCORE else ""


LEAST_SCORE: Final = 2.0
_HINTS: Final = {
    "workers": r"劳动力|务工|人员|花名册|求职|登记表|返岗|村|worker",
    "postings": r"岗位|招聘|用工需求|招工|缺工|订单|posting|job",
    "employers": r"企业名单|企业信息|欠薪|失信|重点企业|用人单位|机构|employer|arrears",
    "vehicles": r"车辆|运力|包车|班次|专列|报价|客运|vehicle|coach",
    "hubs": r"上车点|站点|集散|乘车点|hub|stop",
    "fares": r"票价|车票|运价|fare",
}


def score(kind: str, headers: tuple[str, ...], hint: str) -> float:
    """How well headers (and a sheet's or file's name) speak of a kind of table; below LEAST_SCORE it is none."""
    found = [field_of(kind, header) for header in headers if header]
    fields = {field: by for field, by in found if field}
    telling = words("header_synonyms")["telling"][kind]
    score = sum((1.0 if by == "name" else 0.5) * (1.5 if field in telling else 0.4) for field, by in fields.items())
    score -= 0.6 * sum(1 for field, _ in found if not field)
    score -= 2.0 * sum(1 for field in words("header_synonyms")["needed"][kind] if field not in fields)
    score -= 1.0 * sum(1 for field in words("header_synonyms")["expected"].get(kind, ()) if field not in fields)
    return score + (1.2 if re.search(_HINTS[kind], hint, re.IGNORECASE) else 0.0)
