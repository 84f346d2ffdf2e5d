"""Where the sample plays: five sending counties, their townships, and the hubs at both ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Township:
    """One township (镇, 乡, 街道, 苏木) with its villages and the pick-up its people use."""

    name: str
    villages: tuple[str, ...]
    pickup: str
    weight: float  # share of the county's registered workers; a thin township is far below 1


@dataclass(frozen=True, slots=True)
class Origin:
    """One sending county and where its coaches go."""

    code: int
    name: str
    share: float  # of the season's workers
    townships: tuple[Township, ...]
    corridor: str  # key of CORRIDORS


@dataclass(frozen=True, slots=True)
class Hub:
    """A place to get on or off, with the point that distances are counted from."""

    name: str
    county: int
    address: str
    longitude: float
    latitude: float
    safe_before_six: bool


@dataclass(frozen=True, slots=True)
class Corridor:
    """Where one origin's people usually go: hubs in order of stops."""

    key: str
    hubs: tuple[str, ...]
    coach_km: int  # by road, origin to the first stop
    wish: tuple[int, ...]  # region codes people of this origin name when asked where to


# Townships are real places of these counties; villages are named plausibly. No person in them is real.
LIZHOU: Final = (
    Township("荣山镇", ("岩窝村", "和平村", "高坑村"), "荣山镇政府广场", 1.2),
    Township("大石镇", ("前哨村", "小稻村"), "广元汽车客运站", 1.1),
    Township("宝轮镇", ("老林沟村", "范家村", "赤化村"), "宝轮客运站", 1.6),
    Township("三堆镇", ("马口村", "飞龙村"), "宝轮客运站", 0.9),
    Township("龙潭乡", ("建设村", "曙光村"), "广元汽车客运站", 0.7),
    Township("白朝乡", ("月坝村", "新房村"), "宝轮客运站", 0.25),
)
HAIYUAN: Final = (
    Township("海城街道", ("西门村", "段塬村"), "海原三河零工站", 1.2),
    Township("三河镇", ("苋麻村", "黑城村", "小河村"), "海原三河零工站", 1.5),
    Township("七营镇", ("柴梁村", "盘河村"), "七营镇客运站", 1.0),
    Township("李旺镇", ("马莲村", "团庄村"), "七营镇客运站", 0.9),
    Township("树台乡", ("二百户村",), "海原三河零工站", 0.25),
)
TUMOTE: Final = (
    Township("萨拉齐镇", ("沙海子村", "东老藏村"), "萨拉齐客运站", 1.3),
    Township("美岱召镇", ("沙图沟村", "河子村"), "萨拉齐客运站", 0.8),
)
GUYANG: Final = (Township("金山镇", ("协和义村", "郝家沟村"), "固阳县客运站", 1.0),)
DAMAO: Final = (Township("百灵庙镇", ("安居嘎查", "巴音塔拉嘎查"), "百灵庙客运站", 1.0),)

ORIGINS: Final = (
    Origin(510802, "利州区", 0.46, LIZHOU, "浙江"),
    Origin(640522, "海原县", 0.34, HAIYUAN, "福建"),
    Origin(150221, "土默特右旗", 0.10, TUMOTE, "北京"),
    Origin(150222, "固阳县", 0.06, GUYANG, "北京"),
    Origin(150223, "达尔罕茂明安联合旗", 0.04, DAMAO, "北京"),
)

CORRIDORS: Final = {
    "浙江": Corridor("浙江", ("嘉兴南站集散点", "杭州汽车南站"), 1590, (330000, 330100, 330400)),
    "福建": Corridor("福建", ("福州汽车北站", "泉州客运中心站", "厦门集美客运站"), 2080, (350000, 350500, 350200)),
    "北京": Corridor("北京", ("北京六里桥客运枢纽", "北京大兴集散点"), 640, (110000, 110000, 110000)),
}

PICKUPS: Final = (
    Hub("广元汽车客运站", 510802, "四川省广元市利州区万缘片区", 105.8300, 32.4400, True),
    Hub("荣山镇政府广场", 510802, "四川省广元市利州区荣山镇", 105.9900, 32.4000, False),
    Hub("宝轮客运站", 510802, "四川省广元市利州区宝轮镇", 105.6700, 32.3700, True),
    Hub("海原三河零工站", 640522, "宁夏中卫市海原县三河镇", 106.0800, 36.4400, True),
    Hub("七营镇客运站", 640522, "宁夏中卫市海原县七营镇", 106.1500, 36.5300, False),
    Hub("萨拉齐客运站", 150221, "内蒙古包头市土默特右旗萨拉齐镇", 110.5200, 40.5700, True),
    Hub("固阳县客运站", 150222, "内蒙古包头市固阳县金山镇", 110.0600, 41.0300, True),
    Hub("百灵庙客运站", 150223, "内蒙古包头市达茂旗百灵庙镇", 110.4300, 41.7000, False),
)
STOPS: Final = (
    Hub("嘉兴南站集散点", 330402, "浙江省嘉兴市南湖区", 120.7800, 30.6900, True),
    Hub("杭州汽车南站", 330102, "浙江省杭州市上城区", 120.2200, 30.2200, True),
    Hub("福州汽车北站", 350111, "福建省福州市晋安区", 119.3100, 26.1200, True),
    Hub("泉州客运中心站", 350503, "福建省泉州市丰泽区", 118.6200, 24.8900, True),
    Hub("厦门集美客运站", 350211, "福建省厦门市集美区", 118.0900, 24.5800, True),
    Hub("北京六里桥客运枢纽", 110106, "北京市丰台区六里桥", 116.3100, 39.8900, True),
    Hub("北京大兴集散点", 110115, "北京市大兴区黄村", 116.3400, 39.7300, True),
)
HUBS: Final = PICKUPS + STOPS

# Counties where employers stand, with the hub their people get off at and the market's pay level (1 = average).
WORKPLACES: Final = {
    "浙江": (
        (330402, "浙江省嘉兴市南湖区", "嘉兴南站集散点", 1.02),
        (330421, "浙江省嘉兴市嘉善县", "嘉兴南站集散点", 1.00),
        (330483, "浙江省嘉兴市桐乡市", "嘉兴南站集散点", 0.98),
        (330481, "浙江省嘉兴市海宁市", "嘉兴南站集散点", 0.99),
        (330109, "浙江省杭州市萧山区", "杭州汽车南站", 1.06),
        (330114, "浙江省杭州市钱塘区", "杭州汽车南站", 1.08),
        (330110, "浙江省杭州市余杭区", "杭州汽车南站", 1.07),
    ),
    "福建": (
        (350582, "福建省泉州市晋江市", "泉州客运中心站", 0.98),
        (350581, "福建省泉州市石狮市", "泉州客运中心站", 0.97),
        (350521, "福建省泉州市惠安县", "泉州客运中心站", 0.95),
        (350211, "福建省厦门市集美区", "厦门集美客运站", 1.04),
        (350212, "福建省厦门市同安区", "厦门集美客运站", 1.02),
        (350181, "福建省福州市福清市", "福州汽车北站", 0.99),
        (350111, "福建省福州市晋安区", "福州汽车北站", 1.00),
    ),
    "北京": (
        (110115, "北京市大兴区", "北京大兴集散点", 1.12),
        (110106, "北京市丰台区", "北京六里桥客运枢纽", 1.14),
        (110105, "北京市朝阳区", "北京六里桥客运枢纽", 1.18),
        (110112, "北京市通州区", "北京大兴集散点", 1.10),
        (110113, "北京市顺义区", "北京六里桥客运枢纽", 1.10),
    ),
}

# Government seats in degrees, of the sending counties and of the counties with employers.
SEATS: Final = {
    510802: (105.845, 32.434),
    640522: (105.643, 36.565),
    150221: (110.524, 40.569),
    150222: (110.061, 41.034),
    150223: (110.433, 41.699),
    330402: (120.783, 30.748),
    330421: (120.926, 30.831),
    330483: (120.565, 30.630),
    330481: (120.680, 30.512),
    330109: (120.264, 30.184),
    330114: (120.506, 30.308),
    330110: (120.299, 30.419),
    350582: (118.552, 24.782),
    350581: (118.648, 24.732),
    350521: (118.797, 25.031),
    350211: (118.097, 24.576),
    350212: (118.152, 24.723),
    350181: (119.376, 25.721),
    350111: (119.329, 26.082),
    110115: (116.341, 39.727),
    110106: (116.287, 39.858),
    110105: (116.443, 39.922),
    110112: (116.656, 39.910),
    110113: (116.655, 40.130),
}
