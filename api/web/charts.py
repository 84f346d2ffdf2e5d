"""From a plan's corridors to the shapes of its flow map."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from api.web.maps import Flow, FlowMap, Place, flow_map
from data.views.plans import Corridor

ARCS_SHOWN = 40


def map_of(corridors: Sequence[Corridor], outline_file: Path) -> FlowMap:
    """The busiest corridors whose two ends are known; the rest stand in the list beside the map."""
    flows = [
        Flow(Place(line.origin, *line.origin_at), Place(line.destination, *line.destination_at), line.people)
        for line in corridors
        if line.origin_at and line.destination_at and line.origin_at != line.destination_at
    ]
    return flow_map(flows[:ARCS_SHOWN], outline_file)
