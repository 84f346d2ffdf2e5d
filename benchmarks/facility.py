"""Single-source capacitated facility location, told as a planning problem: a referee with known optima.

A folder holds ``optima.txt`` (one optimum a line) and instances ``p1``, ``p2`` … in Holmberg's layout: facilities and
customers; capacity and fixed cost of each facility; the customers' demands; then each customer's cost at each facility.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from labor.arrays import NO_DAY, FloatArray, IntArray, Ragged
from optimizer import plan
from optimizer.model.problem import NO_LIMIT, UNSAID, Fleet, PairTable, PlanParams, PostingTable, Problem, Rows, Tickets

TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """Capacities and fixed costs per facility, demands per customer, ``cost[customer, facility]``."""

    capacity: IntArray
    fixed_cost: FloatArray
    demand: IntArray
    cost: FloatArray


def read(path: Path) -> Instance:
    """Read one instance; raises ValueError where the file does not hold the numbers its first line promises."""
    numbers = np.array(path.read_text(encoding="utf-8").split(), dtype=np.float64)
    facilities, customers = int(numbers[0]), int(numbers[1])
    capacity, fixed_cost = numbers[2 : 2 + facilities], numbers[2 + facilities : 2 + 2 * facilities]
    demand = numbers[2 + 2 * facilities :][:customers]
    cost = numbers[2 + 2 * facilities + customers :]
    if len(cost) != facilities * customers:
        raise ValueError(f"{path}: {facilities} x {customers} costs promised, {len(cost)} numbers found")
    return Instance(capacity.astype(np.int64), fixed_cost, demand.astype(np.int64), cost.reshape(customers, facilities))


def large_constant(instance: Instance) -> float:
    """A value of serving a customer that no saving of cost outweighs."""
    return float(np.ceil(instance.cost.sum() + instance.fixed_cost.sum()))


def as_problem(instance: Instance) -> Problem:
    """Each customer a row, each facility a posting and one vehicle to it; value = a large constant - cost."""
    facilities, customers = len(instance.capacity), len(instance.demand)

    def whole(count: int, value: int) -> IntArray:
        return np.full(count, value, dtype=np.int64)

    def any_day(count: int) -> np.ndarray:
        return np.full(count, NO_DAY)

    hub = np.arange(1, facilities + 1)  # hub 0 is where all customers are
    return Problem(
        rows=Rows(
            size=instance.demand,
            men=whole(customers, UNSAID),
            women=whole(customers, UNSAID),
            group=whole(customers, -1),
            origin=whole(customers, 0),
            earliest=any_day(customers),
            latest=any_day(customers),
        ),
        places=PostingTable(
            openings=instance.capacity,
            min_team=whole(facilities, 0),
            destination=hub,
            beds=whole(facilities, NO_LIMIT),
            beds_m=whole(facilities, NO_LIMIT),
            beds_f=whole(facilities, NO_LIMIT),
            start_from=any_day(facilities),
            start_by=any_day(facilities),
        ),
        pairs=PairTable(
            row=np.repeat(np.arange(customers), facilities),
            posting=np.tile(np.arange(facilities), customers),
            value=large_constant(instance) - instance.cost.reshape(-1),
        ),
        fleet=Fleet(
            origins=Ragged.of([[0]] * facilities),
            destinations=Ragged.of([[int(one)] for one in hub]),
            seats=instance.capacity,
            fixed_cost=instance.fixed_cost,
            cost_per_person=np.zeros(facilities),
            min_load=whole(facilities, 0),
            escorts=whole(facilities, 0),
            available=whole(facilities, 1),
            leaves=any_day(facilities),
            arrives=any_day(facilities),
        ),
        tickets=Tickets(whole(0, 0), whole(0, 0), np.zeros(0), whole(0, 0)),
        travel_is_free=False,
    )


def main(folder: Path) -> int:
    """Solve every instance; print what was reached and how fast; 0 where every optimum was proven."""
    optima = [float(word) for word in (folder / "optima.txt").read_text(encoding="utf-8").split()]
    params = PlanParams(time_limit_s=60.0)
    seconds: list[float] = []
    reached = 0
    print(f"{'instance':>8} {'size':>7} {'optimum':>9} {'reached':>9} {'status':>9} {'seconds':>8}")
    for number, optimum in enumerate(optima, start=1):
        instance = read(folder / f"p{number}")
        problem = as_problem(instance)
        began = time.perf_counter()
        made = plan(problem, params)
        seconds.append(time.perf_counter() - began)
        cost = large_constant(instance) * len(made.assignments) - made.objective
        reached += made.status == "optimal" and abs(cost - optimum) <= TOLERANCE * optimum
        size = f"{len(instance.capacity)}x{len(instance.demand)}"
        print(f"p{number:<7} {size:>7} {optimum:9.0f} {cost:9.0f} {made.status:>9} {seconds[-1]:8.2f}", flush=True)
    print(
        f"{reached} of {len(optima)} optima proven, {np.mean(seconds):.2f} s on average, {max(seconds):.2f} s at most"
    )
    return 0 if reached == len(optima) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
