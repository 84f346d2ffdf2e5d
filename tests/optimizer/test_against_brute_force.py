"""Random tiny problems with every rule switched on: the engine against all plans there are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import optimizer
from labor.errors import Infeasible
from labor.plan import Plan
from optimizer.audit import audit
from optimizer.model.problem import PlanParams, Problem
from tests.optimizer.brute_force import best_plan
from tests.optimizer.builders import Toy

PARAMS = PlanParams(time_limit_s=20.0, iterations=60, threads=1)
RELAXED = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def tiny(seed: int) -> Problem:
    """Up to six rows, three postings, three vehicles, and any of the rules."""
    rng = np.random.default_rng(seed)

    def maybe(share: float, **told: object) -> dict[str, object]:
        return told if rng.random() < share else {}

    def day(first: int, last: int) -> str:
        return f"2026-03-{rng.integers(first, last):02d}"

    rows: list[dict[str, object]] = []
    for _ in range(int(rng.integers(3, 7))):
        size = int(rng.choice([1, 1, 1, 2, 3]))
        men = int(rng.integers(0, size + 1))
        row = {"size": size} | maybe(0.8, men=men, women=size - men) | maybe(0.9, origin=str(rng.choice(["A", "B"])))
        rows.append(row | maybe(0.3, earliest=day(1, 5)) | maybe(0.3, latest=day(3, 8)))
    for first in range(0, len(rows) - 1, 2):
        if rng.random() < 0.35:
            rows[first] |= {"group": first}
            rows[first + 1] = {k: v for k, v in rows[first + 1].items() if k != "origin"} | {"group": first}
            rows[first + 1] |= {"origin": rows[first]["origin"]} if "origin" in rows[first] else {}
    places = [
        {"openings": int(rng.integers(1, 7))}
        | maybe(0.9, destination=str(rng.choice(["C", "D", "A"])))
        | maybe(0.4, min_team=int(rng.integers(2, 4)))
        | maybe(0.3, beds=int(rng.integers(1, 5)))
        | maybe(0.2, beds_m=int(rng.integers(0, 4)), beds_f=int(rng.integers(0, 4)))
        | maybe(0.3, start_from=day(1, 5))
        | maybe(0.3, start_by=day(3, 9))
        for _ in range(int(rng.integers(1, 4)))
    ]
    pairs = [
        (row, posting, float(rng.integers(-5, 60)))
        for row in range(len(rows))
        for posting in range(len(places))
        if rng.random() < 0.75
    ]
    fleet = [
        {
            "origins": str(rng.choice(["A", "B", "A|B"])),
            "destinations": str(rng.choice(["C", "D", "C|D"])),
            "seats": int(rng.integers(3, 7)),
            "fixed_cost": float(rng.integers(0, 25)),
            "available": int(rng.choice([1, 1, 2, -1])),
        }
        | maybe(0.4, cost_per_person=float(rng.integers(0, 9)))
        | maybe(0.4, min_load=int(rng.integers(2, 4)))
        | maybe(0.2, escorts=1)
        | (maybe(0.35, leaves=day(2, 5)) | maybe(0.3, arrives=day(6, 9)))
        for _ in range(int(rng.integers(1, 4)))
    ]
    ends = [(o, d) for o in "AB" for d in "CDA" if o != d]
    tickets = [
        {"origin": o, "destination": d, "fare": float(rng.integers(15, 45)), "days": int(rng.integers(0, 3))}
        for o, d in ends
        if rng.random() < 0.35
    ]
    places_pinned = [pair[:2] for pair in pairs]
    chosen = [places_pinned[at] for at in rng.permutation(len(pairs))[:2]] if rng.random() < 0.5 and pairs else []
    return Toy(
        rows=rows,
        places=places,
        pairs=pairs,
        fleet=fleet,
        tickets=tickets if rng.random() < 0.8 else None,
        objective="value" if rng.random() < 0.6 else "placed_then_value",
        budget=float(rng.integers(20, 120)) if rng.random() < 0.4 else None,
        pins=chosen[:1] if rng.random() < 0.5 else [],
        bans=chosen[1:],
    ).problem()


def planned(problem: Problem) -> Plan | None:
    try:
        return optimizer.plan(problem, PARAMS)
    except Infeasible:
        return None


@pytest.mark.parametrize("block", range(10))
def test_the_plan_is_the_best_of_all(block: int) -> None:
    for seed in range(block * 12, block * 12 + 12):
        problem = tiny(seed)

        made, best = planned(problem), best_plan(problem)

        assert (made is None) == (best is None), f"seed {seed}: {best}"
        if made is None or best is None:
            continue
        assert made.bound >= best.net - 1e-6, f"seed {seed}: a bound below the best plan"
        assert made.status == "optimal", f"seed {seed}"
        assert made.objective == pytest.approx(best.net, abs=1e-4), f"seed {seed}"
        if problem.objective == "placed_then_value":
            assert made.placed_people == best.people, f"seed {seed}"


@RELAXED
@given(seed=st.integers(1000, 10**6))
def test_every_plan_passes_the_audit_below_its_bound(seed: int) -> None:
    problem = tiny(seed)
    made = planned(problem)
    if made is None:
        return

    audit(problem, made)
    assert made.bound >= made.objective


@RELAXED
@given(seed=st.integers(1000, 10**6))
def test_the_same_seed_gives_the_same_plan(seed: int) -> None:
    problem = tiny(seed)
    first, again = planned(problem), planned(problem)
    if first is None or again is None:
        assert first is again
        return

    for name in ("row", "posting", "trip", "travel"):
        assert getattr(first.assignments, name).tolist() == getattr(again.assignments, name).tolist()


@RELAXED
@given(seed=st.integers(1000, 10**6), at=st.integers(0, 2))
def test_one_more_seat_never_brings_the_bound_below_the_old_plan(seed: int, at: int) -> None:
    problem = replace(tiny(seed), objective="value")
    made = planned(problem)
    if made is None:
        return
    seats = problem.fleet.seats.copy()
    seats[at % len(seats)] += 1

    roomier = planned(replace(problem, fleet=replace(problem.fleet, seats=seats)))

    assert roomier is not None
    assert roomier.bound >= made.objective - 1e-6


@RELAXED
@given(seed=st.integers(1000, 10**6))
def test_whoever_could_still_join_is_told_of_no_other_reason(seed: int) -> None:
    made = planned(tiny(seed))
    if made is not None and made.status == "optimal":
        assert "not_found_in_time" not in made.unplaced.reason.tolist()
