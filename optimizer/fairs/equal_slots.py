"""When by edge coloring: where all are free in every slot and no walk or pause lies between, any choice of pairs fits.

A person and an interviewer are ends of an edge, a slot is a color. König: as many colors as the most edges at one end
suffice; each edge takes a color free at both ends, or two colors are swapped along a path.
"""

from __future__ import annotations

import numpy as np

from labor.arrays import IntArray
from optimizer.fairs.fair import Fair, Talks


def is_equal(fair: Fair) -> bool:
    """Whether every slot is as good as every other to everybody."""
    everybody = fair.people.free.all() and fair.booths.open.all() and not len(fair.fixed)
    return bool(everybody) and int(fair.steps.max(initial=1)) == 1


def color(fair: Fair, pair: IntArray) -> Talks:
    """A slot for each of these pairs; no person or booth has more of them than it has slots and interviewers."""
    ends: list[dict[int, int]] = [{} for _ in range(len(fair.people))]  # by color: the edge
    interviewer, count = _shared_out(fair, pair)
    ends += [{} for _ in range(count)]
    edges = list(zip(fair.pairs.person[pair].tolist(), (len(fair.people) + interviewer).tolist(), strict=True))
    colors = [-1] * len(edges)
    for edge, (one, other) in enumerate(edges):
        mine, theirs = _free(ends[one]), _free(ends[other])
        if mine != theirs:
            _swap(ends, edges, colors, (other, mine, theirs))
        colors[edge] = mine
        ends[one][mine] = ends[other][mine] = edge
    return Talks(pair, np.array(colors, dtype=np.int64))


def _shared_out(fair: Fair, pair: IntArray) -> tuple[IntArray, int]:
    """The talks of a booth over its interviewers, as many slots each: which one of all, and how many there are."""
    booth = fair.pairs.booth[pair]
    order = np.argsort(booth, kind="stable")
    nth = np.empty(len(pair), dtype=np.int64)
    nth[order] = np.arange(len(pair)) - np.searchsorted(booth[order], booth[order])
    _, number = np.unique(booth * (len(pair) + 1) + nth // max(1, fair.slots), return_inverse=True)
    return number.ravel().astype(np.int64), int(number.max(initial=-1)) + 1


def _free(used: dict[int, int]) -> int:
    color = 0
    while color in used:
        color += 1
    return color


def _swap(
    ends: list[dict[int, int]], edges: list[tuple[int, int]], colors: list[int], path: tuple[int, int, int]
) -> None:
    """Along the path from a node, edges of the first color take the second and the other way round."""
    node, color, other = path
    walked = []
    while (edge := ends[node].get(color)) is not None:
        walked.append(edge)
        node = edges[edge][0] + edges[edge][1] - node
        color, other = other, color
    for edge in walked:
        for end in edges[edge]:
            if ends[end].get(colors[edge]) == edge:
                del ends[end][colors[edge]]
    first, second = path[1], path[2]
    for edge in walked:
        colors[edge] = second if colors[edge] == first else first
        for end in edges[edge]:
            ends[end][colors[edge]] = edge
