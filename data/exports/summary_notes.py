"""Beside a plan's figures: tiers and flows of its people, and what was worth what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.exports.office import SendingOffice
from data.exports.people import Seat
from data.exports.sheets import Cell, PaperColumn, PaperSheet
from data.exports.words import RegionNames, yuan
from data.tables import PlanRow, Posting
from data.tables.regions import regions
from labor.words import Bilingual
from policy.rulebook import parameter
from policy.tiers import Tier, tier, tier_words

WEIGHTS: Final = {
    "rate_fen": Bilingual("每预期留岗满30天一人值（元）", "yuan per expected person at work after 30 days"),
    "organized_fen": Bilingual(
        "集中输送优先（元/人，不是花费）", "preference for organized trips, yuan a person (no cost)"
    ),
    "guaranteed_premium_fen": Bilingual("重点保障单位加值（元）", "premium of guaranteed employers, yuan"),
    "objective": Bilingual("目标", "objective"),
    "budget_fen": Bilingual("交通费预算（元）", "travel budget, yuan"),
    "local_fare_fen": Bilingual("县内短途车费（元）", "local fare, yuan"),
    "scorer": Bilingual("打分模型", "scorer"),
    "ahead": Bilingual("给以后的人留位置", "places kept for those still to come"),
    "transport.road_factor": Bilingual("公路绕行系数", "road factor"),
    "transport.rail_factor": Bilingual("铁路绕行系数", "rail factor"),
    "transport.coach_km_h": Bilingual("客车时速（公里）", "coach, km/h"),
    "transport.van_km_h": Bilingual("接驳车时速（公里）", "van, km/h"),
    "transport.train_km_h": Bilingual("火车时速（公里）", "train, km/h"),
    "transport.stop_min": Bilingual("每站停留（分钟）", "minutes a stop"),
    "transport.leaves_minute": Bilingual("未写时间的按几点出发（零点起分钟）", "leaves at (minutes) where not said"),
    "transport.expressway": Bilingual("走高速", "expressway"),
    "transport.short_haul_km": Bilingual("短途接驳（公里以内）", "short haul up to km"),
    "transport.nights_on_the_way": Bilingual("途中过夜次数", "nights on the way"),
    "params.time_limit_s": Bilingual("时间上限（秒）", "time limit (s)"),
    "params.iterations": Bilingual("工作量上限", "work limit"),
    "params.gap": Bilingual("差距要求", "gap asked"),
    "params.seed": Bilingual("随机种子", "seed"),
    "params.threads": Bilingual("线程", "threads"),
} | {
    f"quotas.{one.name.lower()}": Bilingual(f"目标人数：{tier_words(one).zh}", f"quota: {tier_words(one).en}")
    for one in Tier
}
OBJECTIVE_WORDS: Final = {
    "value": Bilingual("净值最高", "highest net value"),
    "placed_then_value": Bilingual("先多安排人，再比净值", "most people first, then net value"),
}
TRUTH: Final = {True: Bilingual("是", "yes"), False: Bilingual("否", "no"), None: Bilingual("不限", "none")}


def tiers(session: Session, placed: list[Seat], sender: SendingOffice, plan: PlanRow, place: str) -> PaperSheet:
    """People by tier, in the words of ``place``, and by corridor, busiest first."""
    table = regions()
    work = _counties(session, {seat.posting_id for seat in placed})
    counted = Counter(tier(seat.county, work[seat.posting_id], table) for seat in placed)
    yuan_of = parameter("organizer_subsidy", "yuan", plan.as_of)
    rows: list[tuple[Cell, ...]] = [
        (tier_words(t, place), counted[t], f"{counted[t] / max(len(placed), 1):.1%}", int(yuan_of[t.name.lower()]))
        for t in Tier
    ]
    ends = Counter((seat.county, work[seat.posting_id]) for seat in placed)
    places = RegionNames(session, {code for pair in ends for code in pair})
    rows += [
        (f"{places.path(home)} → {places.path(there)}", people, "", None)
        for (home, there), people in ends.most_common()
    ]
    return PaperSheet(
        name=Bilingual("层级与流向", "Tiers and flows"),
        title=Bilingual("转移层级与流向", "Tiers and flows"),
        columns=(
            PaperColumn(Bilingual("层级/流向", "Tier or flow"), 60),
            PaperColumn(Bilingual("人数", "People"), 10, "right"),
            PaperColumn(Bilingual("占比", "Share"), 10, "center"),
            PaperColumn(Bilingual("补助标准（元/人，示例）", "Subsidy, yuan a head (example)"), 22, "right"),
        ),
        rows=tuple(rows),
        notes=(
            Bilingual(
                "补助标准为包头2023年办法，须首次输出且年内就业满6个月；仅供参考，不影响安排。",
                "Subsidy after the Baotou plan of 2023: first export, six months in the year; information alone.",
            ),
        ),
        landscape=False,
        synthetic=sender.synthetic,
    )


def _counties(session: Session, posting_ids: Iterable[int]) -> dict[int, int]:
    """Where the work of these postings is."""
    found: dict[int, int] = {}
    for part in in_parts(sorted(posting_ids)):
        query = select(Posting.id, Posting.county).where(Posting.id.in_(part))
        found.update((row.id, row.county) for row in session.execute(query))
    return found


def weights(plan: PlanRow, sender: SendingOffice) -> PaperSheet:
    """Every setting the plan was made with, in words where it has them."""
    return PaperSheet(
        name=Bilingual("权重与参数", "Weights and limits"),
        title=Bilingual("什么值多少、怎么算的", "What is worth what, and how it was worked out"),
        columns=(PaperColumn(Bilingual("名称", "Name"), 50), PaperColumn(Bilingual("值", "Value"), 40)),
        rows=tuple(_weight_rows(plan.weights | {"params": plan.params})),
        notes=(
            Bilingual(
                "性别、年龄、民族、户籍、婚育、贫困状况不进入匹配分；名单内人员只在同分时优先。",
                "Sex, age, ethnicity, hukou, marriage and poverty never enter a score; listed people come first at "
                "equal score alone.",
            ),
        ),
        landscape=False,
        synthetic=sender.synthetic,
    )


def _weight_rows(weights: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[Cell, ...]]:
    for name, value in weights.items():
        if name == "ahead":
            yield WEIGHTS[name], Bilingual(value["zh"], value["en"])
            continue
        if isinstance(value, Mapping):
            yield from _weight_rows(value, f"{prefix}{name}.")
            continue
        label = WEIGHTS.get(prefix + name, Bilingual(prefix + name, prefix + name))
        if name.endswith("_fen") and name in WEIGHTS:
            yield label, yuan(value) if value is not None else Bilingual("不限", "none")
        elif name == "objective":
            yield label, OBJECTIVE_WORDS.get(value, str(value))
        else:
            yield label, TRUTH[value] if value is None or isinstance(value, bool) else str(value)
