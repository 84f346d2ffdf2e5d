from dataclasses import replace

import numpy as np
import pytest

from labor.errors import AuditFailed
from optimizer.fairs import (
    AimOutcome,
    Booths,
    Clockwork,
    Fair,
    FairPairs,
    FairPlan,
    People,
    Talks,
    audit_fair,
    plan_fair,
)
from optimizer.model.problem import PlanParams

OPEN = np.ones((3, 4), dtype=np.bool_)


def fair() -> Fair:
    """Two people, three booths 20 m apart of which the last is shut; person 1 has pairs but no hour."""
    free = np.array([[True] * 4, [False] * 4])
    booths = Booths(OPEN.copy(), np.array([1, 1, 1]), np.array([2, 2, 2]), np.array([0.0, 20.0, 40.0]), np.zeros(3))
    booths.open[2] = False
    pairs = FairPairs(np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([2.0, 1.0, 5.0]), np.zeros(3, dtype=np.bool_))
    people = People(free, np.array([2, 2]))
    return Fair(Clockwork(540, 600, 15), people, booths, pairs, ("served1", "value"))


def plan() -> FairPlan:
    return FairPlan(
        Talks(np.array([0, 1]), np.array([0, 2])),
        np.array([1, 1]),
        (AimOutcome("served1", 1, 1), AimOutcome("value", 3.0, 3.0)),
        ("", "hours"),
        "done",
    )


def test_a_plan_that_keeps_the_rules_passes() -> None:
    audit_fair(fair(), plan())
    audit_fair(fair(), plan_fair(fair(), PlanParams(threads=1)))


def held(*talks: tuple[int, int]) -> Talks:
    return Talks(np.array([pair for pair, _ in talks]), np.array([slot for _, slot in talks]))


@pytest.mark.parametrize(
    ("sabotage", "rule"),
    [
        ({"talks": held((0, 0), (1, 1))}, "rule 4"),
        ({"talks": held((0, 0), (1, 0))}, "rule 2"),
        ({"talks": held((0, 0), (0, 2))}, "rule 2"),
        ({"talks": held((0, 0), (2, 2))}, "rule 1"),
        ({"talks": held((0, 0), (1, 4))}, "rule 1"),
        ({"talks": held((0, 0), (3, 2))}, "rule 1"),
        ({"interviewer": np.array([1, 2])}, "rule 3"),
        ({"interviewer": np.array([1, 0])}, "rule 3"),
        ({"outcomes": (AimOutcome("served1", 2, 2), AimOutcome("value", 3.0, 3.0))}, "rule 6"),
        ({"outcomes": (AimOutcome("served1", 1, 1), AimOutcome("value", 4.0, 4.0))}, "rule 6"),
        ({"outcomes": (AimOutcome("served1", 1, 1), AimOutcome("value", 3.0, 2.0))}, "rule 7"),
        ({"outcomes": (AimOutcome("value", 3.0, 3.0), AimOutcome("served1", 1, 1))}, "rule 6"),
        ({"stopped": "bored"}, "rule 13"),
        ({"reason": ("", "no_pair")}, "reasons"),
        ({"reason": ("hours", "hours")}, "reasons"),
        ({"reason": ("", "")}, "reasons"),
    ],
)
def test_each_sabotage_is_caught(sabotage: dict[str, object], rule: str) -> None:
    with pytest.raises(AuditFailed) as caught:
        audit_fair(fair(), replace(plan(), **sabotage))  # type: ignore[arg-type]

    assert caught.value.rule == rule


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"people": People(np.ones((2, 4), dtype=np.bool_), np.array([1, 2]))}, "rule 2"),
        ({"fixed": held((0, 1))}, "rule 5"),
        ({"clock": Clockwork(540, 600, 15, 2)}, "rule 4"),
        ({"clock": Clockwork(540, 600, 15, 0, 1.0)}, "rule 4"),
        ({"pairs": replace(fair().pairs, banned=np.array([True, False, False]))}, "rule 5"),
        ({"booths": replace(fair().booths, most=np.array([0, 2, 2]))}, "rule 3"),
        ({"booths": replace(fair().booths, open=~OPEN)}, "rule 1"),
    ],
)
def test_a_plan_of_another_fair_is_caught(change: dict[str, object], rule: str) -> None:
    with pytest.raises(AuditFailed) as caught:
        audit_fair(replace(fair(), **change), plan())  # type: ignore[arg-type]

    assert caught.value.rule == rule
