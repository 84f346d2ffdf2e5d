"""Draw the employers and their orders: this season's and those of three years past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from data.sample.identity import credit_code, phone
from data.sample.trades import TRADES, Trade
from data.sample.workplaces import WORKPLACES

BRANDS: Final = tuple("恒锦远瑞德鑫海盛嘉启宏佳天永新百同金安卓")
SECONDS: Final = tuple("禾泽帆丰诚源纳隆和明晟润成固越川辉穗泰越")
KINDS: Final = (
    ("电子科技", ("电子装配工", "质检员", "包装工", "普工", "仓储管理员", "注塑工")),
    ("服饰", ("缝纫工", "质检员", "包装工", "普工")),
    ("鞋业", ("制鞋工", "包装工", "质检员", "注塑工", "普工")),
    ("纺织", ("织布工", "包装工", "质检员", "电工", "普工")),
    ("机械制造", ("焊工", "装配钳工", "电工", "叉车工", "普工", "质检员")),
    ("建筑劳务", ("砌筑工", "钢筋工", "混凝土工", "架子工", "焊工")),
    ("食品", ("水产品加工工", "包装工", "质检员", "叉车工", "保洁员", "普工")),
    ("石材", ("石材工", "叉车工", "装卸搬运工", "包装工")),
    ("物流", ("装卸搬运工", "仓储管理员", "叉车工", "货车司机", "包装工")),
    ("物业服务", ("保安员", "保洁员", "电工")),
    ("餐饮管理", ("厨师", "餐厅服务员", "保洁员", "包装工")),
    ("家政服务", ("家政服务员", "养老护理员", "保洁员")),
)
CORRIDOR_KINDS: Final = {
    "浙江": (0, 1, 3, 4, 5, 0, 8, 1, 6, 10, 0, 3),
    "福建": (2, 7, 2, 6, 1, 5, 0, 3, 2, 8),
    "北京": (11, 5, 9, 10, 11, 8, 9, 4),
}
# Orders are mostly small; one in six asks for a whole line.
SIZES: Final = (2, 3, 5, 8, 12, 18, 30)
SIZE_SHARES: Final = (0.12, 0.13, 0.2, 0.2, 0.17, 0.11, 0.07)
EMPLOYERS: Final = {"浙江": 26, "福建": 21, "北京": 13}


@dataclass(frozen=True, slots=True)
class SampleEmployer:
    """One synthetic employer; ``quality`` is hidden and never written to any file."""

    name: str
    credit_code: str
    corridor: str
    county: int
    address: str
    hub: str
    industry: str
    trades: tuple[Trade, ...]
    pay_level: float
    contact: str
    phone: str
    grade: str
    guaranteed: bool
    quality: float
    licence_to: date | None = None  # set for agencies alone
    arrears_from: date | None = None

    @property
    def is_agency(self) -> bool:
        """Whether it hires through agency employment (劳务派遣)."""
        return self.licence_to is not None


@dataclass(frozen=True, slots=True)
class SampleOrder:
    """One order as the employer would state it; wages in yuan a month."""

    number: str
    employer: int
    title: str
    trade: Trade
    openings: int
    min_team: int
    beds: int
    beds_m: int
    beds_f: int
    couple_rooms: int
    start_from: date
    start_by: date
    wage_low: int
    wage_high: int
    hours: float
    lodging: bool
    night: bool
    lift_kg: int
    height: bool
    hazard: str
    certificate: str
    guaranteed: bool
    confirmed: date
    valid_until: date


def draw_employers(rng: np.random.Generator, today: date) -> list[SampleEmployer]:
    """Sixty employers in three corridors; the last two of Zhejiang are agencies, one with its licence run out."""
    by_word = {trade.word: trade for trade in TRADES}
    employers: list[SampleEmployer] = []
    for corridor, count in EMPLOYERS.items():
        for at in range(count):
            place = WORKPLACES[corridor][at % len(WORKPLACES[corridor])]
            agency = corridor == "浙江" and at >= count - 2
            industry, words = KINDS[CORRIDOR_KINDS[corridor][at % len(CORRIDOR_KINDS[corridor])]]
            serial = len(employers) + 1
            city = place[1].split("省")[-1].split("市")[0].removesuffix("市")
            turn = (at * 7 + len(corridor)) % len(BRANDS)
            brand = BRANDS[turn] + SECONDS[(turn + at // len(BRANDS)) % len(BRANDS)]
            licence = None if not agency else today + timedelta(days=400 if at == count - 1 else -40)
            employers.append(
                SampleEmployer(
                    name=f"{city}{brand}{'人力资源' if agency else industry}有限公司(样例)",
                    credit_code=credit_code(place[0], serial),
                    corridor=corridor,
                    county=place[0],
                    address=place[1],
                    hub=place[2],
                    industry="劳务派遣" if agency else industry,
                    trades=tuple(by_word[word] for word in words),
                    pay_level=place[3] * float(rng.normal(1.0, 0.05)),
                    contact=f"{'赵钱孙李周吴郑王'[at % 8]}经理(样例)",
                    phone=phone(900_000 + serial),
                    grade=str(rng.choice(["A", "B", "B", "", "C"], p=[0.25, 0.3, 0.2, 0.2, 0.05])),
                    guaranteed=bool(rng.random() < 0.15),
                    quality=float(rng.normal(0, 0.7)),
                    licence_to=licence,
                    arrears_from=_listed(today, corridor, at),
                )
            )
    return employers


def _listed(today: date, corridor: str, at: int) -> date | None:
    """One employer of Zhejiang and one of Fujian stand on the wage-arrears list."""
    return today - timedelta(days=150 + 40 * at) if (corridor, at) in {("浙江", 5), ("福建", 7)} else None


def draw_orders(
    rng: np.random.Generator, employers: list[SampleEmployer], count: int, today: date
) -> list[SampleOrder]:
    """``count`` orders spread over the employers, their starts within 26 days of ``today``."""
    orders: list[SampleOrder] = []
    for at in range(count):
        owner = at % len(employers)
        employer = employers[owner]
        weights = np.array([(trade.men + trade.women) ** 0.6 for trade in employer.trades])
        seen = {order.trade.word for order in orders if order.employer == owner}
        weights *= [0.15 if trade.word in seen else 1.0 for trade in employer.trades]
        trade = employer.trades[int(rng.choice(len(employer.trades), p=weights / weights.sum()))]
        orders.append(_order(rng, (owner, employer), trade, today, at))
    return orders


def _order(
    rng: np.random.Generator, by: tuple[int, SampleEmployer], trade: Trade, today: date, serial: int
) -> SampleOrder:
    owner, employer = by
    licensed = trade.certificate in {"熔化焊接与热切割作业", "低压电工作业", "建筑架子工证", "叉车证", "B2驾驶证"}
    openings = int(rng.integers(1, 7)) if licensed else int(rng.choice(SIZES, p=SIZE_SHARES))
    pay = trade.pay_yuan * employer.pay_level * float(rng.normal(1.03, 0.07))
    low = int(round(pay * 0.94, -2))
    start_from = today + timedelta(days=int(rng.choice([2, 3, 4, 6, 8, 11], p=[0.25, 0.2, 0.2, 0.15, 0.12, 0.08])))
    lodging = bool(rng.random() < 0.93)
    limited = lodging and rng.random() < 0.25
    men = int(rng.integers(0, openings + 1)) if limited and rng.random() < 0.6 else -1
    return SampleOrder(
        number=f"样例{today:%y}{serial + 1:04d}",
        employer=owner,
        title=trade.word,
        trade=trade,
        openings=openings,
        min_team=int(rng.integers(3, 6)) if openings >= 8 and rng.random() < 0.15 else 0,
        beds=openings if limited else -1,
        beds_m=max(men, 1) if men >= 0 else -1,
        beds_f=max(openings - men, 1) if men >= 0 else -1,
        couple_rooms=int(rng.integers(1, 5)) if lodging and rng.random() < 0.35 else 0,
        start_from=start_from,
        start_by=start_from + timedelta(days=int(rng.integers(3, 13))),
        wage_low=low,
        wage_high=int(round(pay * float(rng.uniform(1.03, 1.15)), -2)),
        hours=float(rng.choice([8, 9, 10, 11], p=[0.3, 0.25, 0.3, 0.15])),
        lodging=lodging,
        night=bool(rng.random() < trade.night * 0.7),
        lift_kg=trade.lift_kg if rng.random() < 0.6 else 0,
        height=trade.height,
        hazard="电焊烟尘" if trade.word == "焊工" else "粉尘" if trade.word == "石材工" else "",
        certificate=trade.certificate if licensed or rng.random() < 0.6 else "",
        guaranteed=employer.guaranteed,
        confirmed=today - timedelta(days=int(rng.integers(0, 6))),
        valid_until=today + timedelta(days=45),
    )
