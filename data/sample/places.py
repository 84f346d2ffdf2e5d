"""Where the sample's people come from: five sending counties, their townships, and where they usually go."""

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
class SampleCorridor:
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
    "浙江": SampleCorridor("浙江", ("嘉兴南站集散点", "杭州汽车南站"), 1590, (330000, 330100, 330400)),
    "福建": SampleCorridor(
        "福建", ("福州汽车北站", "泉州客运中心站", "厦门集美客运站"), 2080, (350000, 350500, 350200)
    ),
    "北京": SampleCorridor("北京", ("北京六里桥客运枢纽", "北京大兴集散点"), 640, (110000, 110000, 110000)),
}
