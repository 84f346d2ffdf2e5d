"""Which register keeps which kind of row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy.orm import Session

from data.registers import (
    KeptRows,
    Source,
    keep_employers,
    keep_fares,
    keep_hubs,
    keep_postings,
    keep_vehicles,
    keep_workers,
)
from data.registers.records import KeptRow

Keep = Callable[[Session, Sequence[KeptRow], Source], KeptRows]
KEEPERS: Final[dict[str, Keep]] = {
    "workers": keep_workers,
    "postings": keep_postings,
    "employers": keep_employers,
    "vehicles": keep_vehicles,
    "hubs": keep_hubs,
    "fares": keep_fares,
}
