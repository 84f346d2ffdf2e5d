"""What is likely at a trip's door, as papers and pages tell it."""

from __future__ import annotations

from dataclasses import dataclass

from labor.words import Bilingual


@dataclass(frozen=True, slots=True)
class Expected:
    """``people`` and risks without a reserve, then with the ``reserve`` suggested; chances lie in [0, 1]."""

    booked: int
    seats: int
    people: float
    empty_risk: float  # at least one booked seat stays empty
    reserve: int
    people_with: float
    empty_risk_with: float
    in_vain: float  # somebody in reserve comes and finds no seat

    @property
    def words(self) -> Bilingual:
        """预计上车43.6人；备5人候补."""
        return Bilingual(
            f"预计上车{self.people:.1f}人；建议候补{self.reserve}人",
            f"{self.people:.1f} people expected; {self.reserve} in reserve advised",
        )
