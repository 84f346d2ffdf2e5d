"""Models for CP-SAT, written as its messages: OR-Tools' own model class brings pandas, half a second of start-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from ortools.sat.python import cp_model_helper as cp_sat

from labor.arrays import IntArray

FARTHEST: Final = (1 << 63) - 1
OPTIMAL, FEASIBLE = cp_sat.OPTIMAL, cp_sat.FEASIBLE
INFEASIBLE, MODEL_INVALID = cp_sat.INFEASIBLE, cp_sat.MODEL_INVALID


@dataclass(slots=True)
class SatModel:
    """Whole-number variables by number; a literal is a 0-1 variable, or ``negated`` one."""

    proto: cp_sat.CpModelProto = field(default_factory=cp_sat.CpModelProto)

    def whole(self, low: int, high: int) -> int:
        """A new variable; its number."""
        self.proto.variables.add().domain.extend((low, high))
        return len(self.proto.variables) - 1

    def literal(self) -> int:
        """A new 0-1 variable."""
        return self.whole(0, 1)

    def row(
        self,
        variables: Sequence[int],
        factors: Sequence[int],
        span: tuple[int | None, int | None],
        only_if: Sequence[int] = (),
    ) -> None:
        """low <= factors . variables <= high (None: no limit), wherever all literals ``only_if`` hold."""
        line = self.proto.constraints.add()
        line.enforcement_literal.extend(only_if)
        line.linear.vars.extend(variables)
        line.linear.coeffs.extend(factors)
        low, high = span
        line.linear.domain.extend((-FARTHEST if low is None else low, FARTHEST if high is None else high))

    def any_of(self, literals: Sequence[int], only_if: Sequence[int] = ()) -> None:
        """At least one literal holds, wherever all of ``only_if`` do."""
        line = self.proto.constraints.add()
        line.enforcement_literal.extend(only_if)
        line.bool_or.literals.extend(literals)

    def at_most_one(self, literals: Sequence[int]) -> None:
        """Two of these literals never hold together."""
        self.proto.constraints.add().at_most_one.literals.extend(literals)

    def maximize(self, variables: Sequence[int], factors: Sequence[int]) -> None:
        """Ask for the largest sum: CP-SAT minimizes, so signs are turned there and back."""
        aim = self.proto.objective
        aim.vars.extend(variables)
        aim.coeffs.extend([-factor for factor in factors])
        aim.scaling_factor = -1.0

    def hint(self, values: Sequence[int]) -> None:
        """A solution to begin with, one value a variable."""
        self.proto.solution_hint.vars.extend(range(len(values)))
        self.proto.solution_hint.values.extend(values)

    def copy(self) -> SatModel:
        """The same model again, to be extended on its own."""
        twin = SatModel()
        twin.proto.copy_from(self.proto)
        return twin


def negated(literal: int) -> int:
    """The literal that holds where this one does not."""
    return -literal - 1


@dataclass(slots=True)
class SatSolver:
    """One call of CP-SAT, to be made by ``solver_calls.search``; single-threaded where nothing else is said."""

    parameters: cp_sat.SatParameters = field(default_factory=cp_sat.SatParameters)
    values: IntArray = field(init=False, default_factory=lambda: np.zeros(0, dtype=np.int64))
    bound: float = field(init=False, default=np.inf)
    _call: cp_sat.SolveWrapper = field(init=False, default_factory=cp_sat.SolveWrapper)

    def __post_init__(self) -> None:
        self.parameters.num_workers = 1
        self.parameters.random_seed = 0

    def solve(self, model: SatModel) -> cp_sat.CpSolverStatus:
        """Work until done, told to stop, or at a limit; ``values`` and ``bound`` say what was found."""
        self._call.set_parameters(self.parameters)
        answer = self._call.solve(model.proto)  # type: ignore[no-untyped-call]
        self.values = np.array(answer.solution, dtype=np.int64)
        self.bound = float(answer.best_objective_bound)
        status: cp_sat.CpSolverStatus = answer.status
        return status

    def stop_search(self) -> None:
        """End soon, with the best found so far."""
        self._call.stop_search()
