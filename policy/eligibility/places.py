"""Counties of workers and postings, each distinct one looked up once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from labor.arrays import FloatArray, IntArray
from labor.regions import Regions


class Counties:
    """Distinct counties of one side and the position of each row's county among them, retired codes resolved."""

    def __init__(self, counties: IntArray, regions: Regions) -> None:
        raw, inverse = np.unique(counties, return_inverse=True)
        resolved = np.array([current_code(regions, int(code)) for code in raw], dtype=np.int64)
        self.codes, again = np.unique(resolved, return_inverse=True)
        self.at: NDArray[np.int32] = again[inverse].astype(np.int32)
        points = [_point(regions, int(code)) for code in self.codes]
        self.points: FloatArray = np.array(points, dtype=np.float64).reshape(-1, 2)


def current_code(regions: Regions, code: int) -> int:
    """Today's code, the code itself where the table does not hold it."""
    return regions.current(code) if code in regions else code


def _point(regions: Regions, code: int) -> tuple[float, float]:
    """Longitude and latitude of the seat, of the prefecture's or province's where the county has none."""
    for step in (code, code // 100 * 100, code // 10000 * 10000):
        if step in regions:
            at = regions.position(step)
            if np.isfinite(regions.longitude[at]) and np.isfinite(regions.latitude[at]):
                return float(regions.longitude[at]), float(regions.latitude[at])
    return float("nan"), float("nan")
