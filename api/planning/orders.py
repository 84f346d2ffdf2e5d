"""What is asked of a plan: written on a run's row, and read back by the process that does it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, cast

from labor.errors import BadInput
from labor.limits import USUAL_TIME_LIMIT_S
from labor.market import DateWindow
from optimizer import Objective, PlanParams, PlanTerms, TransportTerms
from policy.tiers import Tier


@dataclass(frozen=True, slots=True)
class PlanOrder:
    """The window, what is worth what, how long to search, on which day's registers, for which round.

    ``before_id`` names the plan to mend; without it the round is planned afresh.
    """

    window: DateWindow
    today: date
    terms: PlanTerms = field(default_factory=PlanTerms)
    params: PlanParams = field(default_factory=PlanParams)
    name: str = ""
    round_id: int | None = None
    before_id: int | None = None
    run_id: int | None = None
    quotas: Mapping[str, int] = field(default_factory=dict)  # people hoped for by tier: reported, never forced
    look_ahead: bool = False  # keep scarce openings for those still to come, where earlier years say enough
    only_asked: bool = False  # mending: nobody comes in who was not placed before, pinned, or joined late

    def as_params(self) -> dict[str, Any]:
        """What a run's row keeps."""
        return {
            "first_day": self.window.first.isoformat(),
            "last_day": self.window.last.isoformat(),
            "today": self.today.isoformat(),
            "name": self.name,
            "before_id": self.before_id,
            "terms": asdict(self.terms),
            "params": asdict(self.params),
            "quotas": dict(self.quotas),
            "look_ahead": self.look_ahead,
            "only_asked": self.only_asked,
        }

    @classmethod
    def from_params(cls, kept: Mapping[str, Any], *, run_id: int | None, round_id: int | None) -> PlanOrder:
        """The order a run's row keeps."""
        first, last, today = (date.fromisoformat(kept[name]) for name in ("first_day", "last_day", "today"))
        terms = terms_from(kept["terms"])
        params = PlanParams(**kept["params"])
        window, quotas, ahead = DateWindow(first, last), kept.get("quotas", {}), kept.get("look_ahead", False)
        asked = kept.get("only_asked", False)
        return cls(
            window, today, terms, params, kept["name"], round_id, kept["before_id"], run_id, quotas, ahead, asked
        )


@dataclass(frozen=True, slots=True)
class PlanWish:
    """A plan as somebody asks for it: amounts in yuan, None for the usual one (for the budget: no limit)."""

    window: DateWindow
    rate_yuan: float | None = None
    premium_yuan: float | None = None
    organized_yuan: float | None = None
    objective: str = "value"
    budget_yuan: float | None = None
    time_limit_s: float = USUAL_TIME_LIMIT_S
    gap: float = 0.001
    seed: int = 0
    quotas: Mapping[str, int | None] = field(default_factory=dict)
    look_ahead: bool = False
    name: str = ""

    def order(self, today: date, *, round_id: int | None = None) -> PlanOrder:
        """The order for a run; raises BadInput for what no plan can be asked for."""
        terms = terms_of(
            rate_yuan=self.rate_yuan, premium_yuan=self.premium_yuan, organized_yuan=self.organized_yuan,
            objective=self.objective, budget_yuan=self.budget_yuan,
        )  # fmt: skip
        params = PlanParams(time_limit_s=self.time_limit_s, gap=self.gap, seed=self.seed)
        return PlanOrder(
            self.window, today, terms, params, self.name.strip(), round_id, quotas=quotas_of(self.quotas),
            look_ahead=self.look_ahead,
        )  # fmt: skip


def less_spent(order: PlanOrder, fen: float) -> PlanOrder:
    """The same order with what trips that have left cost taken off its budget."""
    if order.terms.budget_fen is None:
        return order
    return replace(order, terms=replace(order.terms, budget_fen=max(0, order.terms.budget_fen - round(fen))))


def terms_from(kept: Mapping[str, Any]) -> PlanTerms:
    """Terms as a plan or a run keeps them; of figures that are the law's now, an old plan's are passed over."""
    transport = {
        name: value for name, value in kept["transport"].items() if name in TransportTerms.__dataclass_fields__
    }
    # Plans made before there was such a premium were made without it.
    return PlanTerms(**{"organized_fen": 0, **kept, "transport": TransportTerms(**transport)})


def terms_kept(weights: Mapping[str, Any]) -> PlanTerms:
    """The terms among what a plan was kept with: the scorer's name and other notes stand beside them."""
    return terms_from({name: value for name, value in weights.items() if name in PlanTerms.__dataclass_fields__})


def quotas_of(said: Mapping[str, int | None]) -> dict[str, int]:
    """People hoped for by tier, those said alone. Raises BadInput for a strange tier or a number below 0."""
    known = {one.name.lower() for one in Tier}
    quotas = {name: count for name, count in said.items() if count is not None}
    if not quotas.keys() <= known or any(count < 0 for count in quotas.values()):
        words = ", ".join(sorted(known))
        raise BadInput(f"层级目标要写 {words} 和不小于 0 的人数 / a quota names one of {words} and a number from 0 up")
    return quotas


def terms_of(
    *,
    rate_yuan: float | None,
    premium_yuan: float | None,
    organized_yuan: float | None,
    objective: str,
    budget_yuan: float | None,
) -> PlanTerms:
    """Terms as people say them, in yuan; None is the default, for the budget no limit. Raises BadInput."""
    usual = PlanTerms()
    amounts = (rate_yuan, premium_yuan, organized_yuan, budget_yuan)
    if not all(math.isfinite(said) for said in amounts if said is not None):
        raise BadInput("单价、加价和预算要填数字 / rate, premium and budget must be finite numbers")
    return PlanTerms(
        rate_fen=usual.rate_fen if rate_yuan is None else round(rate_yuan * 100),
        guaranteed_premium_fen=usual.guaranteed_premium_fen if premium_yuan is None else round(premium_yuan * 100),
        organized_fen=usual.organized_fen if organized_yuan is None else round(organized_yuan * 100),
        objective=cast(Objective, objective),  # PlanTerms refuses a word it does not know
        budget_fen=None if budget_yuan is None else round(budget_yuan * 100),
    )
