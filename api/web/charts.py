"""From a plan's corridors to the shapes of its flow map."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from api.web.maps import FlowMap, MapFlow, MapPlace, flow_map
from data.views.plans import PlanFlow

ARCS_SHOWN = 40


def map_of(corridors: Sequence[PlanFlow], outline_file: Path) -> FlowMap:
    """The busiest corridors whose two ends are known; the rest stand in the list beside the map."""
    flows = [
        MapFlow(MapPlace(line.origin, *line.origin_at), MapPlace(line.destination, *line.destination_at), line.people)
        for line in corridors
        if line.origin_at and line.destination_at and line.origin_at != line.destination_at
    ]
    return flow_map(flows[:ARCS_SHOWN], outline_file)
