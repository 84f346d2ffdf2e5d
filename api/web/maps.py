"""The flow map of a plan: province outlines, arcs and names as plain shapes a template draws as SVG."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

WIDTH: Final = 960
HEIGHT: Final = 790
# Albers' equal-area cone as Chinese atlases use it: standard parallels 25° and 47° N, middle meridian 105° E.
PARALLELS: Final = (math.radians(25), math.radians(47))
MERIDIAN: Final = math.radians(105)
SCALE: Final = 1190.0  # pixels per unit of the cone: the whole country fits the picture
MIDDLE: Final = (509.0, 1125.0)
INSET: Final = (846.0, 622.0, 1.6)  # left, top and scale of the South China Sea inset
LABEL_HEIGHT: Final = 17.0
THINNEST, THICKEST = 1.4, 9.0


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A named point of the map, in degrees."""

    name: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class MapFlow:
    """People from one place to another."""

    origin: MapPlace
    destination: MapPlace
    people: int


@dataclass(frozen=True, slots=True)
class Arc:
    """A drawn flow: an SVG path, its width in pixels, and what it says."""

    path: str
    width: float
    people: int
    title: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside its point; ``anchor`` is SVG's text-anchor."""

    text: str
    x: float
    y: float
    text_x: float
    text_y: float
    anchor: str
    is_origin: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """The country as SVG paths: provinces, and the inset with the South China Sea line."""

    provinces: tuple[tuple[str, str], ...]  # name, path
    sea_line: tuple[str, ...]
    frame: tuple[float, float, float, float]  # x, y, width, height of the inset


@dataclass(frozen=True, slots=True)
class FlowMap:
    """All a template needs to draw."""

    outline: Outline
    arcs: tuple[Arc, ...]
    labels: tuple[Label, ...]
    near: tuple[float, float, float, float]  # the part that holds the flows: x, y, width, height
    width: int = WIDTH
    height: int = HEIGHT


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to pixels (Snyder 1987, Map Projections: A Working Manual, equations 14-1 to 14-6)."""
    first, second = PARALLELS
    cone = (math.sin(first) + math.sin(second)) / 2
    constant = math.cos(first) ** 2 + 2 * cone * math.sin(first)
    radius = math.sqrt(constant - 2 * cone * math.sin(math.radians(latitude))) / cone
    angle = cone * (math.radians(longitude) - MERIDIAN)
    top = math.sqrt(constant - 2 * cone * math.sin(math.radians(0))) / cone
    x = MIDDLE[0] + SCALE * radius * math.sin(angle)
    y = MIDDLE[1] - SCALE * (top - radius * math.cos(angle))
    return round(x, 1), round(y, 1)


@cache
def outline(path: Path) -> Outline:
    """Read an outline file (see api/web/static/map/NOTICE for the shape) and project it once."""
    source = json.loads(path.read_text(encoding="utf-8"))
    provinces = tuple(
        (row["name"], " ".join(_ring([projected(*point) for point in ring]) for ring in row["rings"]))
        for row in source["provinces"]
    )
    left, top, scale = INSET
    sea = tuple(
        _ring([(round(left + x * scale, 1), round(top + y * scale, 1)) for x, y in ring])
        for ring in source["sea_line"][:-1]
    )
    return Outline(provinces, sea, (left, top, 64 * scale, 93.1 * scale))


def flow_map(flows: Sequence[MapFlow], outline_file: Path) -> FlowMap:
    """Arcs and names over the outline; flows with an unknown point are the caller's to list beside the map."""
    most = max((flow.people for flow in flows), default=1)
    arcs = tuple(_arc(flow, most) for flow in sorted(flows, key=lambda flow: -flow.people))
    origins = dict.fromkeys(flow.origin for flow in flows)
    destinations = dict.fromkeys(flow.destination for flow in flows)
    labels = tuple(_labels(origins, destinations))
    return FlowMap(outline(outline_file), arcs, labels, _near(labels))


def _near(labels: Sequence[Label]) -> tuple[float, float, float, float]:
    """A frame around all points and names, at least 420 wide: what a phone shows."""
    if not labels:
        return 0.0, 0.0, float(WIDTH), float(HEIGHT)
    boxes = [_box(label) for label in labels]
    left, right = min(box[0] for box in boxes) - 30, max(box[2] for box in boxes) + 75  # the inset stands right
    top, bottom = min(box[1] for box in boxes) - 40, max(box[3] for box in boxes) + 40
    width, height = max(right - left, 420.0), max(bottom - top, 340.0)
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    return round(middle_x - width / 2), round(middle_y - height / 2), round(width), round(height)


def _ring(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"


def _arc(flow: MapFlow, most: int) -> Arc:
    """A bow to the left of the way, wider with more people."""
    (ax, ay), (bx, by) = (projected(place.longitude, place.latitude) for place in (flow.origin, flow.destination))
    bow = 0.16 if bx >= ax else -0.16
    cx, cy = (ax + bx) / 2 + (by - ay) * bow, (ay + by) / 2 - (bx - ax) * bow
    width = THINNEST + (THICKEST - THINNEST) * math.sqrt(flow.people / most)
    path = f"M{ax:g} {ay:g}Q{cx:.1f} {cy:.1f} {bx:g} {by:g}"
    return Arc(path, round(width, 1), flow.people, f"{flow.origin.name} → {flow.destination.name}: {flow.people}")


def _labels(origins: Iterable[MapPlace], destinations: Iterable[MapPlace]) -> Iterable[Label]:
    """Names where they hide no other name: right, left, above, below, then further away."""
    taken: list[tuple[float, float, float, float]] = []
    for places, is_origin in ((destinations, False), (origins, True)):
        for place in places:
            x, y = projected(place.longitude, place.latitude)
            label = _placed(place.name, (x, y), taken, is_origin)
            taken.append(_box(label))
            yield label


def _placed(
    name: str, point: tuple[float, float], taken: Sequence[tuple[float, float, float, float]], is_origin: bool
) -> Label:
    x, y = point
    sides = ((10.0, "start"), (-10.0, "end")) if not is_origin else ((-10.0, "end"), (10.0, "start"))
    tries = [
        Label(name, x, y, x + dx, y + 5 + dy, anchor, is_origin)
        for dy in (0.0, -15.0, 15.0, -30.0, 30.0, -45.0, 45.0)
        for dx, anchor in sides
    ]
    free = (label for label in tries if not any(_overlap(_box(label), box) for box in taken))
    return next(free, tries[0])


def _box(label: Label) -> tuple[float, float, float, float]:
    width = sum(14.5 if ord(letter) > 0x2E7F else 8.0 for letter in label.text)
    left = label.text_x - (width if label.anchor == "end" else 0)
    return left, label.text_y - LABEL_HEIGHT + 3, left + width, label.text_y + 3


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
