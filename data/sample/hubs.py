"""Where people get on and off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SampleHub:
    """A place to get on or off, with the point that distances are counted from."""

    name: str
    county: int
    address: str
    longitude: float
    latitude: float
    safe_before_six: bool


PICKUPS: Final = (
    SampleHub("广元汽车客运站", 510802, "四川省广元市利州区万缘片区", 105.8300, 32.4400, True),
    SampleHub("荣山镇政府广场", 510802, "四川省广元市利州区荣山镇", 105.9900, 32.4000, False),
    SampleHub("宝轮客运站", 510802, "四川省广元市利州区宝轮镇", 105.6700, 32.3700, True),
    SampleHub("海原三河零工站", 640522, "宁夏中卫市海原县三河镇", 106.0800, 36.4400, True),
    SampleHub("七营镇客运站", 640522, "宁夏中卫市海原县七营镇", 106.1500, 36.5300, False),
    SampleHub("萨拉齐客运站", 150221, "内蒙古包头市土默特右旗萨拉齐镇", 110.5200, 40.5700, True),
    SampleHub("固阳县客运站", 150222, "内蒙古包头市固阳县金山镇", 110.0600, 41.0300, True),
    SampleHub("百灵庙客运站", 150223, "内蒙古包头市达茂旗百灵庙镇", 110.4300, 41.7000, False),
)
STOPS: Final = (
    SampleHub("嘉兴南站集散点", 330402, "浙江省嘉兴市南湖区", 120.7800, 30.6900, True),
    SampleHub("杭州汽车南站", 330102, "浙江省杭州市上城区", 120.2200, 30.2200, True),
    SampleHub("福州汽车北站", 350111, "福建省福州市晋安区", 119.3100, 26.1200, True),
    SampleHub("泉州客运中心站", 350503, "福建省泉州市丰泽区", 118.6200, 24.8900, True),
    SampleHub("厦门集美客运站", 350211, "福建省厦门市集美区", 118.0900, 24.5800, True),
    SampleHub("北京六里桥客运枢纽", 110106, "北京市丰台区六里桥", 116.3100, 39.8900, True),
    SampleHub("北京大兴集散点", 110115, "北京市大兴区黄村", 116.3400, 39.7300, True),
)
HUBS: Final = PICKUPS + STOPS
