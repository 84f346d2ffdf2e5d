"""What law and programs say: dated rule packs, and the functions that judge by them."""

from policy.eligibility import (
    RULES,
    AllowedRows,
    Ground,
    Obstacle,
    Verdicts,
    explain,
    judge,
    kinds_of,
    obstacles,
    opens_with,
)

__all__ = [
    "RULES",
    "AllowedRows",
    "Ground",
    "Obstacle",
    "Verdicts",
    "explain",
    "judge",
    "kinds_of",
    "obstacles",
    "opens_with",
]
