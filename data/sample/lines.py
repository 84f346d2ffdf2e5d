"""The coach lines and train group tickets on offer, and what a coach costs by the kilometer."""

from __future__ import annotations

from typing import Final

SHORT_OF_DRIVERS: Final = 9  # this line is offered with two drivers where four are due: it may not run
# Yuan per kilometer of a chartered coach, the empty way back priced in; a fuller season costs more.
YUAN_PER_KM: Final = {37: 5.6, 45: 6.2, 49: 6.6, 53: 7.0}
# What a coach line looks like: pick-ups in order, stops in order, seats, day offsets it is offered on.
LINES: Final = (
    ("利嘉", ("广元汽车客运站", "荣山镇政府广场"), ("嘉兴南站集散点",), 53, (1, 3, 6, 9, 12)),
    ("利嘉", ("宝轮客运站", "广元汽车客运站"), ("嘉兴南站集散点", "杭州汽车南站"), 49, (1, 3, 5, 8, 11)),
    ("利杭", ("广元汽车客运站", "荣山镇政府广场"), ("杭州汽车南站",), 49, (2, 4, 7, 10)),
    ("利杭", ("宝轮客运站",), ("杭州汽车南站",), 37, (2, 5, 8, 12)),
    ("利杭", ("荣山镇政府广场", "广元汽车客运站"), ("杭州汽车南站", "嘉兴南站集散点"), 45, (4, 9)),
    ("海泉", ("海原三河零工站", "七营镇客运站"), ("泉州客运中心站",), 53, (1, 3, 6, 9, 12)),
    ("海泉", ("七营镇客运站",), ("泉州客运中心站", "厦门集美客运站"), 45, (2, 5, 8, 11)),
    ("海厦", ("海原三河零工站", "七营镇客运站"), ("泉州客运中心站", "厦门集美客运站"), 49, (2, 4, 7, 10)),
    ("海福", ("海原三河零工站", "七营镇客运站"), ("福州汽车北站",), 49, (2, 6, 10)),
    ("海福", ("海原三河零工站",), ("福州汽车北站", "泉州客运中心站"), 37, (4, 9)),
    ("包京", ("萨拉齐客运站",), ("北京六里桥客运枢纽", "北京大兴集散点"), 49, (1, 3, 5, 8, 11)),
    ("包京", ("固阳县客运站", "萨拉齐客运站"), ("北京六里桥客运枢纽",), 45, (2, 4, 9)),
    ("包京", ("百灵庙客运站", "固阳县客运站"), ("北京大兴集散点", "北京六里桥客运枢纽"), 37, (2, 6, 10)),
)
# Train group tickets: no fixed cost, ten people at least (requirements: sealed application, ten and more).
TRAINS: Final = (
    ("团体票·广元-杭州", ("广元汽车客运站",), ("杭州汽车南站",), 312, 60, (3, 7, 11)),
    ("团体票·广元-嘉兴", ("广元汽车客运站",), ("嘉兴南站集散点",), 305, 60, (4, 8)),
    ("团体票·中卫-厦门", ("海原三河零工站",), ("厦门集美客运站",), 398, 50, (3, 8)),
    ("团体票·包头-北京", ("萨拉齐客运站",), ("北京六里桥客运枢纽",), 148, 60, (2, 6)),
)
