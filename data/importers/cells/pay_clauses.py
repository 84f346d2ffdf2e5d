"""Which of several figures in a cell is the pay: the whole month's before the hour's, never overtime or a bonus."""

from __future__ import annotations

import re
from typing import Final

_JOINTS: Final = re.compile(
    r"[,，;；。|\n+＋]|(?<=[^\d\s\-~到至—–])\s+(?=\S)|(?<=\d)\s+(?=[^\d\s\-~到至—–元块千万kK/])|、"
)
_EXTRA: Final = re.compile(
    r"加班|补贴|补助|津贴|餐补|饭补|房补|住房补|车补|话补|全勤|奖|提成|分红|社保|保险|五险|押|扣|试用|学徒期|培训期|工龄"
    r"|年终|返费|介绍费|底薪|基本工资|保底|基薪|号发|日发|发薪|[一二两三]薪|满\d+个?[天月]|工作\d|\d+小时制"
)
_WHOLE: Final = re.compile(r"综合|到手|月均|平均|合计|总收入|实发|月收入|税前|税后")
_MONTH: Final = re.compile(r"月薪|/月|每月|一个?月|月工资|元月|(?<!\d)月(?:约|大约|大概|能?拿|可拿|挣)?(?=\d{4})")
_FLOOR: Final = re.compile(r"保底|最低|至少")
_UP_TO: Final = re.compile(r"可达|能达|达到|最高|可拿到?|能拿到?|可挣|封顶|可上")
_SUM: Final = re.compile(r"\d{3,5}|\d+(?:\.\d+)?\s*[千万kK]")
_BY_SEX: Final = re.compile(
    r"(?P<a>男|女)(?:性|工|生|士)?(?:职工|员工)?[::]?(?P<one>[\d.]+(?:[-~到至—–][\d.]+)?)(?:元|块)?(?:/?(?P<unit>月|天|日|小时))?"
    r"[,，;；/、\s和]*(?P<b>男|女)(?:性|工|生|士)?(?:职工|员工)?[::]?(?P<two>[\d.]+(?:[-~到至—–][\d.]+)?)(?:元|块)?"
)


def paid_clause(text: str) -> str:
    """The part of a pay cell that states the pay; the whole text where it has one figure only."""
    clauses = [clause.strip() for clause in _JOINTS.split(text) if clause and clause.strip()]
    figured = [clause for clause in clauses if re.search(r"\d|[一二两三四五六七八九十][千百万]", clause)]
    if len(figured) < 2:
        return text
    if (floor := _said_by(_FLOOR, figured)) and (reach := _said_by(_UP_TO, figured)):
        return f"{floor}-{reach}"  # 保底4500，计件可达8000
    stated = [clause for clause in figured if not _EXTRA.search(clause)]
    for pattern in (_WHOLE, _MONTH):
        if named := [clause for clause in stated or figured if pattern.search(clause)]:
            return named[0]
    return stated[0] if stated else text


def _said_by(pattern: re.Pattern[str], clauses: list[str]) -> str:
    """The sum of the first clause of a kind, "" where there is none or it is a range."""
    clause = next((clause for clause in clauses if pattern.search(clause)), "")
    sums: list[str] = _SUM.findall(clause)
    return sums[0] if len(sums) == 1 else ""


def pay_by_sex(text: str) -> tuple[str, str] | None:
    """男5500元，女4500元: the two figures as one range, and the words that set sex against sex; else None."""
    match = _BY_SEX.search(re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text))
    if not match or match["a"] == match["b"]:
        return None
    figures = [float(one) for side in ("one", "two") for one in re.findall(r"\d+(?:\.\d+)?", match[side])]
    unit = f"元/{match['unit']}" if match["unit"] else "元"
    return f"{min(figures):g}-{max(figures):g}{unit}", match[0].strip(" ,，")
