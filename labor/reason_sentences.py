"""Why somebody stays at home, in words: every word and sentence of a reason, for pages, papers and plan files alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from labor.words import Bilingual


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """One reason of docs/formats.md: a word for it, what to say to the person, and what a clerk can do next."""

    word: Bilingual
    sentence: Bilingual
    on_paper: Bilingual  # the sentence where a line is short
    next_step: Bilingual | None = None


REASON_WORDS: Final[Mapping[str, ReasonWords]] = {
    "banned": ReasonWords(
        Bilingual("人工排除", "ruled out by hand"),
        Bilingual("经办人把能去的岗位都排除了。", "Every posting they could go to was ruled out by hand."),
        Bilingual("经办人把能去的岗位都排除了", "every posting was ruled out by hand"),
    ),
    "no_pair": ReasonWords(
        Bilingual("没有合适岗位", "no fitting posting"),
        Bilingual(
            "没有合规又合适的岗位：证件、意愿、日期或法律规定挡住了。",
            "No lawful and fitting posting: papers, wishes, days or the law stand in the way.",
        ),
        Bilingual("没有合规又合适的岗位", "no lawful and fitting posting"),
        Bilingual("问意愿、看证件；推荐本地岗位", "ask about wishes and papers; offer local postings"),
    ),
    "dates": ReasonWords(
        Bilingual("日期不合", "days do not meet"),
        Bilingual(
            "能出发的日子与车次、到岗的日子对不上。",
            "The days they can leave do not meet the days of departure and arrival.",
        ),
        Bilingual("能走的日子和车次、到岗日对不上", "their days do not meet departure and arrival"),
        Bilingual("问能否早走或晚走", "ask whether other days suit"),
    ),
    "no_travel": ReasonWords(
        Bilingual("没有车到", "no way there"),
        Bilingual("从上车点没有车也没有车票能到。", "Neither a trip nor a ticket leads from their pick-up point."),
        Bilingual("没有车也没有车票能到", "neither trip nor ticket leads there"),
        Bilingual("换上车点，或加一班车", "another pick-up point, or one more trip"),
    ),
    "group": ReasonWords(
        Bilingual("同伴走不了", "group cannot go"),
        Bilingual("结伴的人不能一起安排，所以都没有安排。", "Their group cannot go together, so nobody of it goes."),
        Bilingual("结伴的人不能一起安排", "their group cannot go together"),
        Bilingual("问愿不愿分开走", "ask whether they would travel apart"),
    ),
    "no_bed": ReasonWords(
        Bilingual("没有床位", "no bed"),
        Bilingual("床位不够。", "No bed is left."),
        Bilingual("床位不够", "no bed is left"),
        Bilingual("同用人单位商量住宿", "talk to the employer about beds"),
    ),
    "postings_full": ReasonWords(
        Bilingual("岗位招满", "postings full"),
        Bilingual("合适的岗位都招满了。", "Every posting that fits is full."),
        Bilingual("合适的岗位招满了", "every fitting posting is full"),
        Bilingual("进候补；下一批优先问", "onto the reserve; first to be asked next time"),
    ),
    "team_too_small": ReasonWords(
        Bilingual("人数凑不齐", "team too small"),
        Bilingual("那个岗位凑不齐最少人数。", "The posting would not reach its least number of people."),
        Bilingual("岗位凑不齐最少人数", "the posting's least team is not reached"),
        Bilingual("多邀几个人凑成组", "ask more people to make the team"),
    ),
    "seats_full": ReasonWords(
        Bilingual("座位坐满", "seats full"),
        Bilingual("合适的车都坐满了。", "Every vehicle that fits is full."),
        Bilingual("合适的车坐满了", "every fitting vehicle is full"),
        Bilingual("加车或换大车", "one more vehicle or a larger one"),
    ),
    "trip_too_empty": ReasonWords(
        Bilingual("开不了车", "trip too empty"),
        Bilingual("凑不齐开车的最少人数。", "Too few people for the trip to run."),
        Bilingual("凑不齐发车人数", "too few people for the trip to run"),
        Bilingual("并车或改期", "merge trips or move the day"),
    ),
    "budget": ReasonWords(
        Bilingual("超出预算", "budget"),
        Bilingual("再加一个人，交通费就超了。", "One more person would break the travel budget."),
        Bilingual("交通费预算不够", "the travel budget is spent"),
        Bilingual("申请追加预算", "ask for a larger budget"),
    ),
    "worth_less_than_travel": ReasonWords(
        Bilingual("不抵路费", "worth less than travel"),
        Bilingual("去一趟的费用超过了按可能性算的价值。", "The way costs more than the chance is worth."),
        Bilingual("路费高于按可能性算的价值", "the way costs more than the chance is worth"),
        Bilingual("推荐更近的岗位", "offer nearer postings"),
    ),
    "not_found_in_time": ReasonWords(
        Bilingual("时间内未找到", "not found in time"),
        Bilingual(
            "在限定时间里没有找到位置；多算一会儿可能排得上。",
            "No place was found within the time given; a longer run may find one.",
        ),
        Bilingual("限时内没排上，多算一会儿可能排得上", "not found in time: a longer run may"),
        Bilingual("加长计算时间再排", "plan again with more time"),
    ),
    "several": ReasonWords(
        Bilingual("不止一条", "more than one rule"),
        Bilingual(
            "没有哪一条单独是原因，几条要一起放宽。",
            "No single rule is the reason; several would have to give together.",
        ),
        Bilingual("不止一条原因，要一起放宽", "several rules together"),
        Bilingual("在计划页上追问“怎样才能排上”", "ask on the plan's page what would place them"),
    ),
}
# The sentence with the figures that bind. Where a reason binds in several ways each way has its own.
WITH_FIGURES: Final = {
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
