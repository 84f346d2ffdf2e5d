"""Linear and integer models as sparse matrices: what is asked of HiGHS, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from labor.arrays import BoolArray, FloatArray

if TYPE_CHECKING:
    from scipy import sparse


@dataclass(frozen=True, slots=True, eq=False)
class MatrixModel:
    """Maximize gain x, low <= A x <= high, bottom <= x <= top, x whole where ``whole`` says so."""

    gain: FloatArray
    bottom: FloatArray
    top: FloatArray
    whole: BoolArray
    matrix: sparse.csr_matrix
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class Effort:
    """Limits of one call. Work counted in nodes repeats on any machine; seconds are a net below it."""

    time_s: float
    nodes: int | None = None
    gap: float = 0.0  # relative
    seed: int = 0
    options: Mapping[str, str | int | float | bool] = field(default_factory=dict)  # HiGHS's own
    # PDLP's first-order steps give rough prices of large linear programs; ``gap`` is then how exact all of it is.
    solver: Literal["highs", "pdlp"] = "highs"


@dataclass(frozen=True, slots=True, eq=False)
class MatrixSolution:
    """``values`` is None where nothing was found, ``price`` (of the rows) where the model has whole numbers.

    ``bound`` holds for every solution; -inf proves that there is none, +inf that nothing is known.
    """

    values: FloatArray | None
    bound: float
    proven: bool
    price: FloatArray | None = None


NOTHING: Final = MatrixSolution(None, np.inf, proven=False)
