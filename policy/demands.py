"""Reads a posting for what an employer may not demand or promise, and for the lawful grounds that allow a demand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from labor.words import Bilingual
from policy.rulebook import bilingual, pack

# A column of demands is read as the phrase it stands for, so that "男" alone is understood.
FIELD_LABELS: Final = {
    "sex": "性别:",
    "age": "年龄:",
    "hukou": "户籍:",
    "ethnicity": "民族:",
    "religion": "",
    "marriage": "",
    "health": "",
    "fee": "",
}
_BLANK = "\0"
_EMPTY_VALUES: Final = re.compile(r"\s*(?:不限|无|均可|/|-|无要求|没有|男女不限|any|none)?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One demand found: refused unless ``ground`` names what makes it lawful.

    ``field`` is "" for the text itself, ``start`` and ``end`` count characters in it. ``ground_id`` may be a site
    rule of policy/packs/site_rules.toml, to be kept with the posting.
    """

    kind: str
    phrase: str
    field: str
    start: int
    end: int
    title: Bilingual
    reason: Bilingual
    advice: Bilingual
    source: Bilingual
    ground: Bilingual | None = None
    ground_id: str = ""

    @property
    def refused(self) -> bool:
        """Whether the demand must go."""
        return self.ground is None


@dataclass(frozen=True, slots=True)
class Demand:
    """One kind of demand with its compiled patterns."""

    kind: str
    title: Bilingual
    reason: Bilingual
    advice: Bilingual
    source: Bilingual
    harmless: tuple[re.Pattern[str], ...]
    patterns: tuple[re.Pattern[str], ...]


def check(text: str, fields: Mapping[str, str] | None = None) -> list[Finding]:
    """Every demand in the text and in the columns of demands, in order of appearance.

    ``fields`` may hold "sex", "age", "hukou", "ethnicity", "religion", "marriage", "health", "fee" (columns of
    demands), "ground" (what the employer cites), "hazards" and "site_rules" (codes, any separator).
    """
    fields = fields or {}
    cited = " ".join((text, fields.get("ground", ""), fields.get("site_rules", "")))
    hazards = set(re.split(r"[\s,;|、]+", fields.get("hazards", "")))
    found = [_judged(finding, cited, hazards) for finding in _in_text(text, "")]
    for name, label in FIELD_LABELS.items():
        value = fields.get(name, "")
        if not _EMPTY_VALUES.fullmatch(value):
            found += [_judged(finding, cited, hazards) for finding in _in_column(name, label, value)]
    return found


def without_refused(text: str, findings: Iterable[Finding]) -> str:
    """The text with its refused demands cut out and the commas left behind tidied."""
    kept = list(text)
    for finding in findings:
        if finding.refused and not finding.field:
            kept[finding.start : finding.end] = [_BLANK] * (finding.end - finding.start)
    joined = "".join(kept)
    joined = re.sub(rf"[（(]\s*{_BLANK}+\s*[）)]", _BLANK, joined)
    joined = re.sub(rf"(^|[，,；;、。\s])(?:{_BLANK}+[，,；;、\s]*)+", r"\1", joined)
    return re.sub(rf"[，,、；;]+(?=[。；;]|$)|{_BLANK}+", "", joined).strip()


@lru_cache(maxsize=1)
def demands() -> tuple[Demand, ...]:
    """The kinds of demands of the pack, patterns compiled."""
    whole = pack("demands")
    return tuple(_compiled(entry, whole) for entry in whole["demand"])


def _compiled(entry: Mapping[str, Any], whole: Mapping[str, Any]) -> Demand:
    def patterns(key: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(_filled(pattern, whole), re.IGNORECASE) for pattern in entry[key])

    words = {name: bilingual(entry[name]) for name in ("title", "reason", "advice", "source")}
    return Demand(kind=entry["kind"], **words, harmless=patterns("harmless"), patterns=patterns("patterns"))


def _filled(pattern: str, whole: Mapping[str, Any]) -> str:
    for placeholder, key in (("PROV", "provinces"), ("PEOPLE", "peoples"), ("FEE", "fees")):
        pattern = pattern.replace(placeholder, whole[key])
    return pattern


def _in_text(text: str, field: str) -> list[Finding]:
    plain = _plain(text)
    found = [finding for demand in demands() for finding in _of_kind(demand, plain, text, field)]
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def _in_column(name: str, label: str, value: str) -> list[Finding]:
    """What a column demands; a filled marriage, religion or fee column is a demand whatever it says."""
    found = [f for f in _in_text(label + value, name) if f.kind == name]
    if not found and name in ("hukou", "ethnicity", "religion", "marriage"):
        demand = next(d for d in demands() if d.kind == name)
        if not any(pattern.search(_plain(label + value)) for pattern in demand.harmless):
            found = [_finding(demand, value, name, 0, len(value))]
    return found


def _plain(text: str) -> str:
    """Full-width and capital letters made plain, one character for one, so that positions stay."""
    folded = (unicodedata.normalize("NFKC", char).lower() for char in text)
    return "".join(new if len(new) == 1 else old for new, old in zip(folded, text, strict=True))


def _of_kind(demand: Demand, plain: str, text: str, field: str) -> Iterator[Finding]:
    for pattern in demand.harmless:
        plain = pattern.sub(lambda match: _BLANK * len(match.group()), plain)
    for start, end in _merged([m.span() for pattern in demand.patterns for m in pattern.finditer(plain)]):
        yield _finding(demand, text[start:end], field, start, end)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def _finding(demand: Demand, phrase: str, field: str, start: int, end: int) -> Finding:
    words = (demand.title, demand.reason, demand.advice, demand.source)
    return Finding(demand.kind, phrase.strip(), field, start, end, *words)


def _judged(finding: Finding, cited: str, hazards: set[str]) -> Finding:
    """The finding with its lawful ground, where the allow-list holds one that is cited."""
    for ground in pack("demands")["ground"]:
        if ground["kind"] != finding.kind:
            continue
        if "only_for" in ground and not re.search(ground["only_for"], _plain(finding.phrase)):
            continue
        named = any(re.search(pattern, cited) for pattern in ground["cited_by"])
        if named or hazards & set(ground.get("hazards", ())):
            name, source = bilingual(ground["name"]), bilingual(ground["source"])
            words = (finding.title, finding.reason, finding.advice, source)
            place = (finding.kind, finding.phrase, finding.field, finding.start, finding.end)
            return Finding(*place, *words, ground=name, ground_id=ground["id"])
    return finding
