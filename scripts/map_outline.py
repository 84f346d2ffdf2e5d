"""Decode and simplify the province outlines of Apache ECharts 4.9.0 into the small file the flow map draws.

    npm pack echarts@4.9.0 && tar xzf echarts-4.9.0.tgz
    python -m scripts.map_outline package api/web/static/map/china.json

Inputs are ``map/json/china.json`` and ``lib/coord/geo/fix/{nanhai,diaoyuIsland}.js`` (Apache-2.0): the South China
Sea line stands in the second, and no file is written without it.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

Ring = list[tuple[float, float]]

TOLERANCE_DEG = 0.045  # about half a pixel on a 1,000-pixel map of China
SMALLEST_DEG2 = 0.004  # islets below this are dropped, except where they are all a province has
SEA_LINE_PARTS = 12  # coast, Hainan, nine dashes, frame


def decode(text: str, offset: list[int]) -> Ring:
    """One ring of ECharts' zigzag-delta coding, in degrees."""
    x, y = offset
    ring: Ring = []
    for at in range(0, len(text), 2):
        step_x, step_y = (ord(text[at + k]) - 64 for k in (0, 1))
        x += (step_x >> 1) ^ -(step_x & 1)
        y += (step_y >> 1) ^ -(step_y & 1)
        ring.append((x / 1024, y / 1024))
    return ring


def simplified(line: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker (1973), without recursion; first and last point stay."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, distance = first, tolerance
        for at in range(first + 1, last):
            away = _distance(line[at], line[first], line[last])
            if away > distance:
                farthest, distance = at, away
        if farthest != first:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [line[at] for at in sorted(keep)]


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    (x, y), (ax, ay), (bx, by) = point, start, end
    length2 = (bx - ax) ** 2 + (by - ay) ** 2
    along = 0.0 if length2 == 0 else max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2))
    return float(((x - ax - along * (bx - ax)) ** 2 + (y - ay - along * (by - ay)) ** 2) ** 0.5)


def area_deg2(ring: Ring) -> float:
    """The shoelace area of a ring."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def provinces(source: dict[str, Any]) -> list[dict[str, Any]]:
    """Code, short name and simplified rings of each province."""
    rows = []
    for feature in source["features"]:
        shape = feature["geometry"]
        multi = shape["type"] == "MultiPolygon"
        coded = zip(shape["coordinates"], shape["encodeOffsets"], strict=True)
        parts = [
            (text, offset)
            for texts, offsets in coded
            for text, offset in (zip(texts, offsets, strict=True) if multi else [(texts, offsets)])
        ]
        rings = sorted((decode(text, offset) for text, offset in parts), key=area_deg2, reverse=True)
        kept = [ring for at, ring in enumerate(rings) if at == 0 or area_deg2(ring) >= SMALLEST_DEG2]
        rows.append(
            {
                "code": int(feature["properties"]["id"]),
                "name": feature["properties"]["name"],
                "rings": [_rounded(simplified(ring, min(TOLERANCE_DEG, area_deg2(ring) ** 0.5 / 12))) for ring in kept],
            }
        )
    return sorted(rows, key=lambda row: row["code"])


def sea_line(package: Path) -> list[list[list[float]]]:
    """The inset of the South China Sea islands in its own units (64 x 93, y downwards)."""
    script = (package / "lib/coord/geo/fix/nanhai.js").read_text(encoding="utf-8")
    found = re.search(r"var points = (\[.*?\]);", script, re.S)
    parts: list[list[list[float]]] = json.loads(found.group(1)) if found else []
    if len(parts) != SEA_LINE_PARTS:
        raise SystemExit("the South China Sea line is not where it was: no map is written without it")
    return parts


def diaoyu(package: Path) -> Ring:
    """The ring ECharts adds to Taiwan for Diaoyu Dao."""
    script = (package / "lib/coord/geo/fix/diaoyuIsland.js").read_text(encoding="utf-8")
    found = re.search(r"var points = (\[.*?\]);", script, re.S)
    if not found:
        raise SystemExit("diaoyuIsland.js has changed")
    ring: Ring = json.loads(found.group(1))[0]
    return ring


def _rounded(ring: Ring) -> list[list[float]]:
    return [[round(x, 2), round(y, 2)] for x, y in ring]


def main(package: Path, target: Path) -> None:
    """Write the outline file."""
    source = json.loads((package / "map/json/china.json").read_text(encoding="utf-8"))
    rows = provinces(source)
    next(row for row in rows if row["code"] == 710000)["rings"].append(_rounded(diaoyu(package)))
    outline = {
        "source": "Apache ECharts 4.9.0, map/json/china.json and lib/coord/geo/fix/*.js, simplified",
        "licence": "Apache-2.0",
        "note": "示意图 / schematic: not a survey, not for reading borders off it",
        "provinces": rows,
        "sea_line": sea_line(package),
    }
    text = json.dumps(outline, ensure_ascii=False, separators=(",", ":"))
    target.write_text(text + "\n", encoding="utf-8")
    points = sum(len(ring) for row in rows for ring in row["rings"])
    print(f"{target}: {len(rows)} provinces, {points} points, {len(text) // 1024} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
