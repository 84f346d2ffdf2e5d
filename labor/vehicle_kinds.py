"""The kinds of vehicle: what people call them, how offices write them, and what tells them apart on the road."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from labor.words import Bilingual


@dataclass(frozen=True, slots=True)
class VehicleKind:
    """One kind. ``as_written`` matches what offices write for it, ``to_write`` is what they are asked to write.

    ``by_timetable``: it keeps to its own timetable and line, and the law on driving hours binds nobody on it.
    """

    mode: str  # as kept and as in plain files
    words: Bilingual  # on pages and papers
    as_written: str
    to_write: str
    most_seats: int
    km_h: float  # usual average speed
    by_timetable: bool = False


# In the order they are looked for in what is written: 小客车 is no coach.
VEHICLE_KINDS: Final[tuple[VehicleKind, ...]] = (
    VehicleKind(
        "train", Bilingual("火车", "train"),
        r"火车|高铁|动车|专列|铁路|列车|train|^[GDKTZC]\d", "火车",
        most_seats=2000, km_h=100.0, by_timetable=True,
    ),
    VehicleKind(
        "van", Bilingual("接驳车", "van"),
        r"面包|商务|小客|7座|七座|考斯特|依维柯|全顺|网约|出租|小车|轿车|van|minibus", "中巴",
        most_seats=22, km_h=60.0,
    ),
    VehicleKind(
        "coach", Bilingual("客车", "coach"),
        r"大巴|中巴|客车|大客|中客|巴士|汽车|包车|卧铺|宇通|金龙|海格|豪华|班车|coach|bus", "大巴",
        most_seats=60, km_h=80.0,
    ),
)  # fmt: skip
USUAL_MODE: Final = "coach"  # where nobody says
KIND_OF_MODE: Final = {kind.mode: kind for kind in VEHICLE_KINDS}
MODE_WORDS: Final = {kind.mode: kind.words for kind in VEHICLE_KINDS}
BY_TIMETABLE: Final = frozenset(kind.mode for kind in VEHICLE_KINDS if kind.by_timetable)
