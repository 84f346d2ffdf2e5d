"""Work-relief projects (以工代赈): whether enough local people work on them and enough of the funds is pay."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from labor.errors import BadInput
from policy.rulebook import parameter


@dataclass(frozen=True, slots=True)
class WorkRelief:
    """A work-relief project against its shares; ``short_people`` and ``short_yuan`` are what is missing."""

    worker_share: float
    pay_share: float
    short_people: int
    short_yuan: float

    @property
    def meets(self) -> bool:
        """Whether both shares are reached."""
        return self.short_people == 0 and self.short_yuan == 0


def work_relief(*, workforce: int, local_workers: int, funds_yuan: float, pay_yuan: float, on: date) -> WorkRelief:
    """The project's shares on a day; the denominators are the whole workforce and the funds given."""
    if workforce <= 0 or funds_yuan <= 0:
        raise BadInput("a work-relief project needs a workforce and funds above 0")
    workers, pay = (Decimal(str(parameter("work_relief_shares", name, on))) for name in ("workers", "pay"))
    # In decimals: in binary 0.3 × 10.30 lies a hair above 3.09, and a project would fail for it.
    short_people = math.ceil(workers * workforce) - local_workers
    short_fen = math.ceil(100 * (pay * Decimal(str(funds_yuan)) - Decimal(str(pay_yuan))))
    shares = local_workers / workforce, pay_yuan / funds_yuan
    return WorkRelief(*shares, max(0, short_people), max(0, short_fen) / 100)
