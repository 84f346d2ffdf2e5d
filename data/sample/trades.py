"""The trades of the sample: codes of the national classification (2022), words, pay, and who has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade. ``pay_yuan`` a month follows the 2024 migrant worker survey by industry, spread by skill."""

    code: str  # "" = no trade of its own (general hand)
    word: str
    industry: str  # key of the census margins
    pay_yuan: int
    men: float  # weight among men of that industry
    women: float
    duties: str
    certificate: str = ""  # words of the certificate the law asks for, "" none
    corridors: tuple[str, ...] = ("浙江", "福建", "北京")
    lift_kg: int = 0
    height: bool = False
    night: float = 0.0  # share of postings with night shifts


ALL: Final = ("浙江", "福建", "北京")
TRADES: Final = (
    Trade(
        "6-18-02-04", "焊工", "manufacturing", 7200, 1.0, 0.05, "二保焊、氩弧焊,钢结构件焊接", "熔化焊接与热切割作业"
    ),
    Trade("6-31-01-03", "电工", "manufacturing", 6800, 0.7, 0.02, "车间设备电气维护", "低压电工作业", night=0.3),
    Trade("6-30-05-01", "叉车工", "transport", 6200, 0.8, 0.03, "厂内叉车装卸、入库", "叉车证", lift_kg=15, night=0.3),
    Trade("6-29-01-05", "架子工", "construction", 7800, 0.5, 0.0, "外架搭拆", "建筑架子工证", height=True, lift_kg=30),
    Trade("6-29-01-01", "砌筑工", "construction", 7000, 1.6, 0.15, "砌砖、抹灰", lift_kg=25),
    Trade("6-29-01-04", "钢筋工", "construction", 7100, 1.2, 0.05, "钢筋绑扎、下料", lift_kg=30),
    Trade("6-29-01-03", "混凝土工", "construction", 6600, 1.0, 0.05, "浇筑、振捣", lift_kg=25, night=0.2),
    Trade("6-05-01-03", "缝纫工", "manufacturing", 5600, 0.4, 2.2, "平车、拷边,计件", corridors=("浙江", "福建")),
    Trade("6-05-04-01", "制鞋工", "manufacturing", 5500, 0.9, 1.6, "针车、成型、夹包", corridors=("福建",)),
    Trade(
        "6-04-03-03", "织布工", "manufacturing", 5700, 0.5, 1.1, "挡车、织机看台", corridors=("浙江", "福建"), night=0.6
    ),
    Trade("6-25-04-07", "电子装配工", "manufacturing", 5500, 1.0, 1.4, "流水线插件、组装、测试", night=0.5),
    Trade("6-20-01-01", "装配钳工", "manufacturing", 6100, 0.9, 0.1, "机械部件装配", lift_kg=15),
    Trade("6-14-02-00", "注塑工", "manufacturing", 5600, 0.7, 0.5, "看机、修边、装箱", night=0.7),
    Trade("6-31-05-00", "包装工", "manufacturing", 5000, 0.8, 1.5, "成品包装、贴标、码垛", lift_kg=10, night=0.3),
    Trade("6-31-03-05", "质检员", "manufacturing", 5200, 0.3, 0.8, "来料与成品检验", night=0.2),
    Trade("6-01-05-01", "水产品加工工", "manufacturing", 5200, 0.5, 1.0, "鱼片分切、速冻包装", "健康证", ("福建",), 10),
    Trade("6-15-02-03", "石材工", "manufacturing", 6900, 0.8, 0.05, "石板切割、打磨", corridors=("福建",), lift_kg=30),
    Trade("4-02-06-01", "仓储管理员", "transport", 5300, 0.7, 0.7, "收发货、盘点、拣货", lift_kg=10, night=0.4),
    Trade("4-02-05-01", "装卸搬运工", "transport", 6000, 1.2, 0.1, "装卸车、码货", lift_kg=35, night=0.4),
    Trade("4-02-02-02", "货车司机", "transport", 7500, 1.0, 0.03, "厢式货车配送", "B2驾驶证"),
    Trade("4-03-02-01", "厨师", "catering", 5600, 1.0, 0.4, "食堂大锅菜、炒菜", "健康证"),
    Trade("4-03-02-05", "餐厅服务员", "catering", 4300, 0.5, 1.6, "端菜、收台、备餐", "健康证"),
    Trade("4-10-01-06", "家政服务员", "services", 5400, 0.02, 1.5, "做饭、保洁、照看老人小孩", "健康证"),
    Trade("4-10-01-05", "养老护理员", "services", 5100, 0.15, 1.2, "老人起居照料、陪护", "健康证", night=0.7),
    Trade("4-09-08-01", "保洁员", "services", 3900, 0.4, 1.3, "楼宇、车间保洁"),
    Trade("4-07-05-01", "保安员", "services", 4400, 1.5, 0.1, "门岗、巡逻", "保安证", night=0.8),
    Trade("", "普工", "manufacturing", 5000, 1.6, 1.6, "车间普工,服从安排", lift_kg=15, night=0.4),
)
BY_WORD: Final = {trade.word: trade for trade in TRADES}

# How village clerks write a trade down; the first is what most write.
SAID: Final = {
    "缝纫工": ("缝纫工", "平车工", "服装厂做衣服"),
    "制鞋工": ("制鞋工", "鞋厂"),
    "电子装配工": ("电子厂流水线", "电子装配"),
    "砌筑工": ("泥瓦工", "砌筑工", "瓦工"),
    "货车司机": ("货车司机", "大车司机"),
    "家政服务员": ("家政服务员", "保姆", "家政"),
    "养老护理员": ("养老护理员", "护工"),
    "装卸搬运工": ("装卸工", "搬运工"),
    "叉车工": ("叉车工", "叉车司机"),
    "餐厅服务员": ("餐厅服务员", "饭店服务员"),
    "水产品加工工": ("水产加工", "剥虾"),
    "仓储管理员": ("仓管", "仓库管理员"),
    "石材工": ("石材厂", "石材切割"),
    "普工": ("普工", "啥都能干", "进厂"),
    "保洁员": ("保洁", "保洁员"),
    "保安员": ("保安", "保安员"),
}


# Trades that lie near: half a match, since hands and tools carry over.
NEAR: Final = (
    frozenset({"砌筑工", "钢筋工", "混凝土工", "架子工", "石材工"}),
    frozenset({"缝纫工", "制鞋工", "织布工"}),
    frozenset({"电子装配工", "质检员", "包装工", "注塑工", "普工", "水产品加工工"}),
    frozenset({"焊工", "装配钳工", "电工"}),
    frozenset({"仓储管理员", "装卸搬运工", "叉车工", "包装工", "货车司机"}),
    frozenset({"家政服务员", "养老护理员", "保洁员"}),
    frozenset({"厨师", "餐厅服务员"}),
    frozenset({"保安员", "保洁员"}),
)
