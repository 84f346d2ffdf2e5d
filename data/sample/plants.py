"""The faults planted in the files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.sample.sheets import Draft


@dataclass(frozen=True, slots=True)
class Plant:
    """One planted fault and what an importer must make of it."""

    kind: str
    file: str
    sheet: str
    row: int
    column: str
    expected_verdict: str
    expected_code: str


def plant_faults(
    rng: np.random.Generator, villages: list[list[Draft]], orders: list[list[Draft]], offices: dict[str, list[Draft]]
) -> list[Plant]:
    """Nothing planted yet."""
    return []
