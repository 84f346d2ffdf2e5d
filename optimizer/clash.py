"""Why no plan can hold: a smallest set of requirements that clash."""

from __future__ import annotations

from optimizer.problem import Problem


def smallest_clash(problem: Problem) -> tuple[str, ...]:
    """In preparation."""
    raise NotImplementedError
