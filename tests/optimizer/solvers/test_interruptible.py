"""Long calls of solvers can be stopped, whichever solver works on them."""

import subprocess
import sys
import time

import numpy as np
import pytest
from ortools.sat.python import cp_model
from scipy import sparse

from optimizer.solvers import highs, interruptible
from optimizer.solvers.interruptible import Halted, halting_when


def hard(count: int = 60) -> highs.MatrixModel:
    """A market split: integer feasibility that branch and bound cannot settle in minutes."""
    factors = np.random.default_rng(1).integers(0, 100, (6, count)).astype(float)
    half = np.floor(factors.sum(axis=1) / 2)
    ones = np.ones(count)
    return highs.MatrixModel(ones, 0 * ones, ones, ones > 0, sparse.csr_matrix(factors), half, half)


def after(seconds: float) -> float:
    return time.monotonic() + seconds


def test_a_model_is_solved_with_prices_and_bound() -> None:
    two = np.ones(2)
    matrix = sparse.csr_matrix(np.array([[2.0, 1.0]]))

    linear = highs.MatrixModel(two, 0 * two, 5 * two, two < 0, matrix, np.array([-np.inf]), np.array([6.0]))
    found = highs.solve(linear, highs.Effort(10.0))

    assert found.proven
    assert found.values is not None and found.values.tolist() == pytest.approx([0.5, 5.0])
    assert found.price is not None and found.price.tolist() == pytest.approx([0.5])


def test_highs_is_ended_soon_after_it_should_stop() -> None:
    began, until = time.monotonic(), after(1.0)

    with halting_when(lambda: time.monotonic() > until):
        found = highs.solve(hard(), highs.Effort(60.0))

    assert found.values is None and not found.proven
    assert time.monotonic() - began < 3.0


def test_a_halted_call_leaves_nothing_behind_for_the_next() -> None:
    two = np.ones(2)
    matrix = sparse.csr_matrix(np.array([[1.0, 1.0]]))
    easy = highs.MatrixModel(two, 0 * two, 3 * two, two > 0, matrix, np.array([0.0]), np.array([99.0]))

    with halting_when(lambda: True):
        highs.solve(hard(), highs.Effort(60.0))
    found = highs.solve(easy, highs.Effort(10.0))

    assert found.proven
    assert found.bound == pytest.approx(6.0)


def test_cp_sat_answers_with_its_best_when_it_should_stop() -> None:
    model, random = cp_model.CpModel(), np.random.default_rng(3)
    items = [model.new_bool_var("") for _ in range(300)]
    for _ in range(40):
        model.add(cp_model.LinearExpr.weighted_sum(items, random.integers(1, 99, 300).tolist()) <= 4000)
    model.maximize(cp_model.LinearExpr.weighted_sum(items, random.integers(1, 99, 300).tolist()))
    began, until, solver = time.monotonic(), after(1.5), cp_model.CpSolver()

    with halting_when(lambda: time.monotonic() > until):
        status = interruptible.search(solver, model)

    assert status == cp_model.FEASIBLE
    assert time.monotonic() - began < 4.0


def people_to_places(people: int, places: int) -> list[np.ndarray]:
    """Each person has 15 places, each place takes 25 people: tails, heads, capacities, costs, supplies."""
    random = np.random.default_rng(0)
    everyone, sink = np.arange(people), people + places
    tail = np.concatenate((np.repeat(everyone, 15), people + np.arange(places), everyone))
    head = np.concatenate((people + random.integers(0, places, 15 * people), np.full(places + people, sink)))
    capacity = np.concatenate((np.ones(15 * people), np.full(places, 25), np.ones(people)))
    cost = np.concatenate((-random.integers(1, 10**9, 15 * people), np.zeros(places + people)))
    return [tail, head, capacity, cost, np.concatenate((np.ones(people), np.zeros(places), [-people]))]


def test_a_large_flow_is_halted_and_a_small_one_is_not() -> None:
    with halting_when(lambda: True, grace_s=0.0):
        with pytest.raises(Halted):
            interruptible.least_cost_flow(*people_to_places(20_000, 600))
        few = interruptible.least_cost_flow(*people_to_places(2_000, 60))

    assert few is not None
    assert few[: 15 * 2_000].sum() == 60 * 25


def test_a_flow_is_the_same_in_this_process_and_in_another() -> None:
    network = people_to_places(500, 20)
    here = interruptible.least_cost_flow(*network)

    there = interruptible.least_cost_flow(*network, few_arcs=0)

    assert here is not None and there is not None
    assert here.tolist() == there.tolist()


def test_a_model_the_solver_refuses_is_an_error_that_says_why() -> None:
    wrong = highs.Effort(10.0, options={"no_such_option": 1})

    with pytest.raises(RuntimeError, match="no_such_option"):
        highs.solve(hard(), wrong)


def test_a_start_out_of_bounds_is_brought_within_them() -> None:
    model = hard()

    found = highs.solve(model, highs.Effort(10.0, nodes=1), model.top + 1.0)

    assert found.bound < np.inf


def test_a_solver_that_stumbles_costs_its_own_answer_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(asked: interruptible.PendingTask) -> list[bytes]:
        asked.drop()
        raise interruptible.SolverFailed("HighsStatus: kError [INTERNAL]")

    monkeypatch.setattr(interruptible.PendingTask, "answer", stumbles)

    assert highs.solve(hard(), highs.Effort(10.0)).values is None


def test_a_solver_process_ends_with_the_program_that_started_it() -> None:
    program = "from optimizer.solvers import interruptible as i; i.warm_up(); print(i._idle[0].process.pid)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    time.sleep(0.5)
    assert subprocess.run(["kill", "-0", done.stdout.strip()], capture_output=True, check=False).returncode != 0
