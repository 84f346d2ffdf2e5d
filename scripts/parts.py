"""Counts the imports between the parts of each room, and finds circles.

    python -m scripts.parts [ROOM ...]

A part is a folder or a file that stands directly in a room. One import between two parts counts once, however many
names and files it passes.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Final

import grimp

ROOMS: Final = ("optimizer", "data", "api")
ALL_ROOMS: Final = ("labor", "policy", "matching", "optimizer", "data", "api")
Edges = frozenset[tuple[str, str]]


def edges_between_parts(room: str) -> Edges:
    """Which part imports which; the door of the room itself is no part."""
    graph = grimp.build_graph(*ALL_ROOMS, include_external_packages=False)
    found = set()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            here, there = part_of(module, room), part_of(imported, room)
            if here and there and here != there:
                found.add((here, there))
    return frozenset(found)


def part_of(module: str, room: str) -> str:
    """The part a module stands in, "" for the door of the room and for other rooms."""
    names = module.split(".")
    return names[1] if names[0] == room and len(names) > 1 else ""


def floors(edges: Edges) -> Mapping[str, int]:
    """How many parts stand below each at most; raises ValueError where parts import one another in a circle."""
    parts = {part for edge in edges for part in edge}
    found: dict[str, int] = {}
    while len(found) < len(parts):
        ready = {part for part in parts - found.keys() if all(there in found for here, there in edges if here == part)}
        if not ready:
            raise ValueError(f"these import one another in a circle: {', '.join(sorted(parts - found.keys()))}")
        found |= {part: max((found[there] + 1 for here, there in edges if here == part), default=0) for part in ready}
    return found


def main(rooms: list[str]) -> None:
    """Print the counts, and each part with what it imports."""
    for room in rooms or ROOMS:
        edges = edges_between_parts(room)
        print(f"{room}: {len(edges)} imports between parts")
        try:
            height = floors(edges)
        except ValueError as circle:
            print(f"  {circle}")
            height = {part: 0 for edge in edges for part in edge}
        for part in sorted(height, key=lambda part: (-height[part], part)):
            print(
                f"  {height[part]} {part} → {', '.join(sorted(there for here, there in edges if here == part)) or '–'}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
