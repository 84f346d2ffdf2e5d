"""Administrative regions (GB/T 2260) and the distances between their seats."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from labor.arrays import FloatArray, IntArray, same_length
from labor.errors import UnknownRegion

EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius
PROVINCE, PREFECTURE, COUNTY = 1, 2, 3
ROAD_FACTOR = 1.3  # roads wind: road km over straight km, the usual figure for inter-city travel


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """The code table of one date: equal-length columns, sorted by code.

    ``longitude`` and ``latitude`` are degrees of the government seat, NaN where not known; ``successor``
    is today's code of a retired one and the code itself for a living one.
    """

    code: IntArray
    level: IntArray
    name: tuple[str, ...]
    longitude: FloatArray
    latitude: FloatArray
    successor: IntArray
    _at: dict[int, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        same_length(self, "code", "level", "name", "longitude", "latitude", "successor")
        object.__setattr__(self, "_at", {int(code): at for at, code in enumerate(self.code)})

    def __len__(self) -> int:
        return len(self.code)

    def __contains__(self, code: object) -> bool:
        return code in self._at

    def current(self, code: int) -> int:
        """Today's code for a living or retired one; raises UnknownRegion."""
        if code not in self._at:
            raise UnknownRegion(f"{code} is not a region code of GB/T 2260")
        return int(self.successor[self._at[code]])

    def position(self, code: int) -> int:
        """Where a region stands in the columns, retired codes resolved; raises UnknownRegion."""
        return self._at[self.current(code)]

    def name_of(self, code: int) -> str:
        """The region's own name, e.g. 利州区."""
        return self.name[self.position(code)]

    def path_of(self, code: int) -> str:
        """From wide to narrow, e.g. 四川省广元市利州区."""
        code = self.current(code)
        steps = dict.fromkeys((code // 10000 * 10000, code // 100 * 100, code))
        return "".join(self.name[self._at[step]] for step in steps if step in self._at)


def great_circle_km(
    longitude_a: FloatArray, latitude_a: FloatArray, longitude_b: FloatArray, latitude_b: FloatArray
) -> FloatArray:
    """Haversine distances in km between points in degrees; shapes broadcast, NaN stays NaN."""
    lon_a, lat_a, lon_b, lat_b = (np.radians(x) for x in (longitude_a, latitude_a, longitude_b, latitude_b))
    half = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    distance: FloatArray = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return distance
