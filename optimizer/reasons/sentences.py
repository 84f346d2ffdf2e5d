"""The sentence behind each reason, in both languages: the rules that bind, with the figures they bind by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from labor.arrays import IntArray
from labor.words import Bilingual
from optimizer.model.problem import Problem
from optimizer.model.travel_units import TravelUnits
from optimizer.reasons.binding import WhatBinds, rules_in
from optimizer.reasons.facts import LeftOutCase, ReasonFacts, told
from optimizer.reasons.rules import CODE, POSTING_DAYS, FinishedPlan

SENTENCES: Final = {
    "banned": Bilingual("{place}被人工排除了", "{place} is ruled out by hand"),
    "no_pair": Bilingual("没有列出可去的岗位", "no posting is listed for this row"),
    "dates": Bilingual(
        "{by}去{place}是{leaves}出发，能走的日子是{days}", "{by} to {place} leaves on {leaves}; they can leave {days}"
    ),
    "dates_by_ticket": Bilingual(
        "能走的日子是{days}，{by}赶不上{place}到岗的日子（{window}）",
        "leaving {days}, {by} does not meet the days of arrival at {place} ({window})",
    ),
    "posting_days": Bilingual(
        "{by}是{arrives}到，{place}到岗的日子是{window}", "{by} arrives on {arrives}; {place} takes people {window}"
    ),
    "posting_days_by_ticket": Bilingual(
        "{place}的到岗日期前后矛盾（{window}）", "the days of arrival at {place} contradict each other ({window})"
    ),
    "no_travel": Bilingual(
        "从{here}去{place}没有能开的车，也没有票价线路",
        "no trip that can run and no fare line leads from {here} to {place}",
    ),
    "nothing_leaves": Bilingual(
        "{here}一带没有够得着的站点：没有能开的车、也没有票价从那里出发",
        "no station within reach of {here}: no trip that can run and no fare starts there",
    ),
    "nothing_arrives": Bilingual(
        "没有能开的车、也没有票价通到{place}所在的{there}",
        "no trip that can run and no fare leads to {there}, where {place} is",
    ),
    "group": Bilingual(
        "同行{party}人不能一起{by}去{place}，不与同伴一起则不受这一条限制",
        "the group of {party} cannot go to {place} by {by} together; without the group this would not bar it",
    ),
    "no_bed": Bilingual("{place}的{beds}", "{beds} at {place}"),
    "postings_full": Bilingual(
        "{place}还剩{openings}个名额，不够安排{people}", "{place} has {openings} openings left for {people}"
    ),
    "team_too_small": Bilingual(
        "{place}成组至少{team}人，再加{people}也只有{together}人",
        "{place} takes no team below {team}, and {people} more would make {together}",
    ),
    "seats_full": Bilingual("{by}去{place}，已没有{people}的座位", "{by} to {place} has no seats left for {people}"),
    "group_seats": Bilingual(
        "同行{people}，{by}去{place}一趟车上最多只有{seats}个空位，坐不到一起",
        "the group of {people} fits no run: {by} to {place} has at most {seats} seats free",
    ),
    "trip_too_empty": Bilingual(
        "{by}去{place}，至少{load}人才开，现在只有{headcount}人，还差{short}人",
        "a run of {by} to {place} needs {load} people and would carry {headcount}: {short} too few",
    ),
    "budget": Bilingual(
        "{by}去{place}要花{price}，预算{budget}，其他安排用去后只剩{rest}",
        "going to {place} by {by} costs {price}; of the budget of {budget} the rest of the plan leaves {rest}",
    ),
    "worth_less_than_travel": Bilingual(
        "{by}去{place}，路费要{price}，按可能性算不值这么多",
        "going to {place} by {by} is worth no more than the {price} its travel costs",
    ),
    "run_worth_less": Bilingual(
        "{by}去{place}一趟要{price}，能坐的{riders}人按可能性合起来只值{worth}",
        "a run of {by} to {place} costs {price}, and the {riders} who could ride are worth {worth} to the plan",
    ),
    "not_found_in_time": Bilingual(
        "{by}去{place}本可以让计划更好，但运算（{stopped}）结束得早了",
        "going to {place} by {by} would raise the plan; the run ended ({stopped}) too soon",
    ),
}
TOGETHER: Final = Bilingual(
    "没有哪一条单独是原因，其他人不动时要一起放宽才排得上：{all}",
    "no single rule is the reason; with everyone else in place these bar it together: {all}",
)
STOPPED_ZH: Final = {
    "done": "算完", "gap": "达到差距要求", "iterations": "到工作量上限", "time": "到时间", "signal": "人工停下",
}  # fmt: skip


def sentences(
    standing: FinishedPlan, units: TravelUnits, row: IntArray, found: WhatBinds, stopped: str
) -> tuple[Bilingual, ...]:
    """One sentence a row left out; like cases are worded once. Money stands as ``problem.names.money`` writes it."""
    facts = ReasonFacts(standing, units)
    first, back = _alike(_what_is_told(standing.problem, units, row, found))
    worded = []
    for at in first.tolist():
        case = facts.case(int(row[at]), found, at)
        values = facts.figures(case) | {"stopped": Bilingual(STOPPED_ZH[stopped], stopped)}
        parts = [told(SENTENCES[name], values) for name in _parts(case)]
        worded.append(parts[0] if len(parts) == 1 else _together(parts))
    return tuple(worded[at] for at in back.tolist())


def _parts(case: LeftOutCase) -> list[str]:
    """The sentences that one case is told by."""
    if case.posting < 0:
        return ["no_pair"]
    names = {code: reason for reason, code in CODE.items()}
    return [_FINER.get(code, lambda _, code=code: names[code])(case) for code in rules_in(case.rules)] or [
        "not_found_in_time"
    ]


_FINER: Final[dict[int, Callable[[LeftOutCase], str]]] = {
    CODE["dates"]: lambda case: "dates" if case.vehicle >= 0 else "dates_by_ticket",
    POSTING_DAYS: lambda case: "posting_days" if case.vehicle >= 0 else "posting_days_by_ticket",
    CODE["no_travel"]: lambda case: case.no_way,
    CODE["seats_full"]: lambda case: "group_seats" if case.people > 1 and case.seats > 0 else "seats_full",
    CODE["worth_less_than_travel"]: lambda case: "run_worth_less" if case.riders else "worth_less_than_travel",
}


def _together(parts: list[Bilingual]) -> Bilingual:
    return Bilingual(
        TOGETHER.text("zh", all="；".join(one.zh for one in parts)),
        TOGETHER.text("en", all="; ".join(one.en for one in parts)),
    )


def _what_is_told(problem: Problem, units: TravelUnits, row: IntArray, found: WhatBinds) -> list[IntArray]:
    """Columns in which two rows differ if their sentences may; a row's own facts only where its sentence tells them."""
    rows, unit = problem.rows, units.of_row[row]

    def where(rule: int, column: IntArray) -> IntArray:
        return np.where(found.rules >> rule & 1, column, -2)

    days = [where(CODE["dates"], day[row].astype(np.int64)) for day in (rows.earliest, rows.latest)]
    sexes = [
        where(CODE["no_bed"], column) for column in (units.men[unit], units.women[unit], rows.men[row], rows.women[row])
    ]
    party, here = where(CODE["group"], units.people[unit]), where(CODE["no_travel"], rows.origin[row])
    return [found.rules, found.posting, found.way, found.people, found.riders, *days, *sexes, party, here]


def _alike(columns: list[IntArray]) -> tuple[IntArray, IntArray]:
    """The first row of each kind, and every row's kind."""
    back = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        if not len(column) or column.min() == column.max():
            continue
        _, dense = np.unique(column, return_inverse=True)
        _, back = np.unique(back * (int(dense.max()) + 1) + dense, return_inverse=True)
    _, first, back = np.unique(back, return_index=True, return_inverse=True)
    return first, back
