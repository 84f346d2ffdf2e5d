"""Judges what a posting demands: refused, or allowed on a lawful ground that the employer cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count
from typing import Final

from policy.demand_search import BLANK, Finding, in_column, in_text, plain_letters
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
_ITEM: Final = r"(?:(?<!\d)\d{1,2}[.、．)）](?!\d)|[(（]\d{1,2}[)）])"
_EMPTY_VALUES: Final = re.compile(
    r"\s*(?:(?:男女|年龄|地域|民族|户籍|婚否|婚姻)?(?:均|都)?不(?:作|做)?(?:限(?:制|定)?|要求)|[无没]有?(?:任何|特殊|特别|具体|其他)?(?:要求|限制)?"
    r"|(?:男女)?[均都皆](?:可以?|行)|随意|随便|/|[-—–]+"
    r"|any|none|no|n/?a|no (?:requirement|limit|restriction|preference)s?"
    r"|not (?:required|limited)|unlimited|no matter)?\s*[。.]?\s*",
    re.IGNORECASE,
)


_OF_A_TRADE: Final = re.compile(r"[一-鿿](?<!熟练|熟手|老手|青年|年轻)(?<![的个名位招聘限要收等类])[男女]工$")


def check(text: str, fields: Mapping[str, str] | None = None, *, on: date | None = None) -> list[Finding]:
    """Every demand in force ``on`` a day (None: any) in the text and in columns of demands, in order of appearance.

    ``fields`` may hold "sex", "age", "hukou", "ethnicity", "religion", "marriage", "health", "fee" (columns of
    demands), "ground" (what the employer cites), "hazards" and "site_rules" (codes, any separator).
    """
    fields = fields or {}
    cited = " ".join((text, fields.get("ground", ""), fields.get("site_rules", "")))
    hazards = set(re.split(r"[\s,;|、]+", fields.get("hazards", "")))
    found = [_judged(finding, cited, hazards, on) for finding in in_text(text, "", on)]
    for name, label in FIELD_LABELS.items():
        value = fields.get(name, "")
        if not _EMPTY_VALUES.fullmatch(value):
            found += [_judged(finding, cited, hazards, on) for finding in in_column(name, label, value, on)]
    return found


def without_refused(text: str, findings: Iterable[Finding]) -> str:
    """The text with its refused demands cut out and the commas left behind tidied."""
    kept = list(text)
    for finding in findings:
        if finding.refused and not finding.field:
            # 包装女工 is a 包装工: the 工 belongs to the trade before it.
            end = finding.end - (_OF_A_TRADE.search(text, 0, finding.end) is not None and len(finding.phrase) == 2)
            kept[finding.start : end] = [BLANK] * (end - finding.start)
    joined = "".join(kept)
    joined = re.sub(rf"[（(]\s*{BLANK}+\s*[）)]", BLANK, joined)
    joined = _without_empty_items(joined)
    joined = re.sub(rf"(^|[，,；;、。\s])(?:{BLANK}+[，,；;、\s]*)+", r"\1", joined)
    return re.sub(rf"[，,、；;]+(?=[。；;]|$)|{BLANK}+", "", joined).strip()


def _without_empty_items(text: str) -> str:
    """A numbered list without the items that were nothing but a demand, and counted anew."""
    whole = re.sub(rf"{_ITEM}\s*{BLANK}+[，,；;。、\s]*(?={_ITEM}|$)", "", text)
    if whole == text:
        return text
    if len(re.findall(_ITEM, whole)) < 2:
        return re.sub(_ITEM, "", whole)
    numbers = count(1)
    return re.sub(_ITEM, lambda match: re.sub(r"\d+", str(next(numbers)), match[0]), whole)


def _judged(finding: Finding, cited: str, hazards: set[str], on: date | None) -> Finding:
    """The finding with its lawful ground, where the allow-list holds one that is cited and in force."""
    phrase = plain_letters(finding.phrase)
    for ground in pack("demands")["ground"]:
        is_for_it = ground["kind"] == finding.kind and re.search(ground.get("only_for", ""), phrase)
        if not is_for_it or (on is not None and on < ground["valid_from"]):
            continue
        named = any(re.search(pattern, cited) for pattern in ground["cited_by"])
        if named or hazards & set(ground.get("hazards", ())):
            name, source = bilingual(ground["name"]), bilingual(ground["source"])
            words = (finding.title, finding.reason, finding.advice, source)
            place = (finding.kind, finding.phrase, finding.field, finding.start, finding.end)
            return Finding(*place, *words, ground=name, ground_id=ground["id"])
    return finding
