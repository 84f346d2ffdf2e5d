"""Feeder vans from the villages to the stops of a trip: who shares which van, never more people than seats."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.views.batches import BatchLine
from optimizer import feeder_runs


@dataclass(frozen=True, slots=True)
class VanRun:
    """One run of a van to one stop; ``villages`` with their people."""

    stop: str
    number: int
    people: int
    villages: tuple[tuple[str, int], ...]
    names: tuple[str, ...]


def van_runs(lines: Sequence[BatchLine], seats: int) -> list[VanRun]:
    """The fewest runs first fit finds, stop by stop; a village goes together where it fits, companions always.

    ``seats`` are those for passengers. Raises BadInput where companions are more than the van has seats.
    """
    by_stop: dict[str, list[BatchLine]] = defaultdict(list)
    for line in lines:
        by_stop[line.pickup].append(line)
    runs = []
    for stop, people in by_stop.items():
        parties = list(_parties(people, seats))
        for number, run in enumerate(feeder_runs([len(party) for party in parties], seats), start=1):
            aboard = [line for at in run for line in parties[at]]
            villages = Counter(line.home for line in aboard)
            names = tuple(line.name for line in aboard)
            runs.append(VanRun(stop, number, len(aboard), tuple(villages.most_common()), names))
    return runs


def _parties(people: Sequence[BatchLine], seats: int) -> Iterator[list[BatchLine]]:
    """Companions are one party; a village that fits a van is one, a larger one fills van after van."""
    companions: dict[object, list[BatchLine]] = defaultdict(list)
    for line in people:
        companions[line.group or ("alone", line.worker_id)].append(line)
    villages: dict[str, list[list[BatchLine]]] = defaultdict(list)
    for party in companions.values():
        villages[party[0].home].append(party)
    for parties in villages.values():
        together: list[BatchLine] = []
        for party in sorted(parties, key=len, reverse=True):
            if together and len(together) + len(party) > seats:
                yield together
                together = []
            together = together + party
        yield together
