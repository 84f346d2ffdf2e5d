"""What a posting is worth to a worker: rank by chance times worth, not by chance alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labor.arrays import FloatArray
from labor.candidates import Pairs
from labor.errors import BadInput
from labor.market import Market
from matching.features import scene_of


@dataclass(frozen=True, slots=True)
class Worth:
    """How worth is told, in fen a month.

    Staying home is taken to be worth ``home_share`` of the pay a worker asks for (of the local usual where they do
    not say); a bed for who needs one is worth ``bed_fen``.
    """

    home_share: float = 0.6
    bed_fen: int = 40_000

    def __post_init__(self) -> None:
        if not 0 <= self.home_share <= 1 or self.bed_fen < 0:
            raise BadInput("home_share lies between 0 and 1 and bed_fen is not below 0")


def worth_fen(market: Market, pairs: Pairs, worth: Worth | None = None) -> FloatArray:
    """What the job leaves over staying home, in fen a month, never below 0; 0 where no pay is known."""
    worth = worth or Worth()
    scene = scene_of(market)
    pay = scene.pay_fen[pairs.posting]
    wanted = market.workers.wage_wanted_fen[pairs.worker].astype(np.float64)
    asked = np.where(wanted > 0, wanted, scene.usual_pay_fen[pairs.posting])
    bed = market.workers.lodging_needed[pairs.worker] & (market.postings.lodging[pairs.posting] == 1)
    over = pay - worth.home_share * asked + np.where(bed, worth.bed_fen, 0)
    return np.asarray(np.nan_to_num(np.maximum(over, 0.0)))


def surplus_fen(market: Market, pairs: Pairs, score: FloatArray, worth: Worth | None = None) -> FloatArray:
    """Expected surplus: the chance of being at work after thirty days times what that is worth a month."""
    return np.asarray(score * worth_fen(market, pairs, worth))
