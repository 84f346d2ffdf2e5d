"""The sentence behind each reason, in both languages, with the figures of the option that was struck out last."""

from __future__ import annotations

from typing import Final

import numpy as np

from labor.arrays import IntArray
from labor.plan import REASONS
from labor.words import Bilingual
from optimizer.model.problem import Problem
from optimizer.model.ways import Leftover, Ways, price_of_joining
from optimizer.recount import outside_name

SENTENCES: Final = {
    "banned": Bilingual(
        "能去的岗位都被人工排除了，最后一个是{place}", "every listed posting is banned, the last of them {place}"
    ),
    "no_pair": Bilingual("没有列出可去的岗位", "no posting is listed for this row"),
    "dates": Bilingual("{by}没有一天既合本人又合{place}的日期", "no day of {by} suits both the row and {place}"),
    "no_travel": Bilingual(
        "去{place}没有能开的车，也没有票价线路", "no trip that can run and no fare line leads to {place}"
    ),
    "group": Bilingual("同行的人里有人不能{by}去{place}", "someone of the group cannot go to {place} by {by}"),
    "no_bed": Bilingual("{place}没有适合{people}的床位了", "{place} has no beds left that suit {people}"),
    "postings_full": Bilingual(
        "{place}还剩{openings}个名额，不够安排{people}", "{place} has {openings} openings left for {people}"
    ),
    "team_too_small": Bilingual(
        "{place}成组至少{team}人，再加{people}也只有{together}人",
        "{place} takes no team below {team}, and {people} more would make {together}",
    ),
    "seats_full": Bilingual("{by}去{place}，已没有{people}的座位", "{by} to {place} has no seats left for {people}"),
    "trip_too_empty": Bilingual(
        "{by}去{place}，至少{load}人才开，现在只有{headcount}人",
        "a run of {by} to {place} needs {load} people and would carry {headcount}",
    ),
    "budget": Bilingual(
        "{by}去{place}要花{price}，预算只剩{rest}",
        "going to {place} by {by} costs {price}, and the budget leaves {rest}",
    ),
    "worth_less_than_travel": Bilingual(
        "{by}去{place}，路费要{price}，按可能性算不值这么多",
        "going to {place} by {by} is worth no more than the {price} its travel costs",
    ),
    "not_found_in_time": Bilingual(
        "{by}去{place}本可以让计划更好，但运算（{stopped}）结束得早了",
        "going to {place} by {by} would raise the plan; the run ended ({stopped}) too soon",
    ),
}
STOPPED_ZH: Final = {
    "done": "算完", "gap": "达到差距要求", "iterations": "到工作量上限", "time": "到时间", "signal": "人工停下",
}  # fmt: skip


def sentences(
    problem: Problem, ways: Ways, left: Leftover, last: tuple[IntArray, IntArray, IntArray, IntArray], stopped: str
) -> tuple[Bilingual, ...]:
    """One sentence a row left out, from its reason, posting, way and people; like cases are worded once.

    Money stands as ``problem.names.money`` writes it.
    """
    key = np.zeros(len(last[0]), dtype=np.int64)
    for column in last:
        key = key * (int(column.max(initial=0)) + 2) + column + 1
    _, first, back = np.unique(key, return_index=True, return_inverse=True)
    code, posting, way, people = (column[first] for column in last)
    known = np.maximum(posting, 0)
    rides = np.where((way >= 0) & (way < ways.vehicles), way, 0)
    price = price_of_joining(problem, ways, left, way, people)
    names, places = problem.names, problem.places
    worded = []
    for at in range(len(code)):
        if posting[at] < 0:
            worded.append(SENTENCES["no_pair"])
            continue
        figures = {
            "openings": left.openings[known[at]],
            "headcount": people[at],
            "team": places.min_team[known[at]],
            "together": left.people[known[at]] + people[at],
            "load": problem.fleet.min_load[rides[at]] if len(problem.fleet) else 0,
        }
        money = {"price": price[at], "rest": (problem.budget or 0.0) - left.travel_cost}
        place, by = outside_name(names.postings, posting[at]), _way_in_words(problem, ways, int(way[at]))
        sentence = SENTENCES[REASONS[code[at]]]
        zh = figures | {name: names.money_words(sum_).zh for name, sum_ in money.items()}
        en = figures | {name: names.money_words(sum_).en for name, sum_ in money.items()}
        headcount = "1 person" if people[at] == 1 else f"{people[at]} people"
        zh |= {"place": f"岗位{place}", "by": by.zh, "people": f"{people[at]}人", "stopped": STOPPED_ZH[stopped]}
        en |= {"place": f"posting {place}", "by": by.en, "people": headcount, "stopped": stopped}
        worded.append(Bilingual(sentence.text("zh", **zh), sentence.text("en", **en)))
    return tuple(worded[at] for at in back.ravel().tolist())


def _way_in_words(problem: Problem, ways: Ways, way: int) -> Bilingual:
    if 0 <= way < ways.vehicles:
        name = outside_name(problem.names.vehicles, way)
        return Bilingual(f"乘{name}", f"vehicle {name}")
    if way == ways.free:
        return Bilingual("就近", "free travel")
    beside = problem.tickets.beside[way - ways.vehicles] if len(problem.tickets.beside) and way >= 0 else 0.0
    if not beside:
        return Bilingual("自行购票", "own ticket")
    sum_ = problem.names.money_words(float(beside))
    return Bilingual(
        f"自行购票（含集中输送优先每人{sum_.zh}）",
        f"own ticket ({sum_.en} a head of it the preference for organized trips)",
    )
