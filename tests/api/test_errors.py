"""Every error of the trade has a status and an exit code."""

from __future__ import annotations

import pytest

from api.errors import EXIT_CODE_OF, STATUS_OF, details_of, exit_code_of, status_of
from labor import errors

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.LaborError)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_a_status_and_an_exit_code(kind: type[errors.LaborError]) -> None:
    error = kind("rule 1", "text") if kind is errors.AuditFailed else kind("text")

    assert 400 <= status_of(error) < 600
    assert 1 <= exit_code_of(error) <= 6


def test_bad_input_ends_with_two_and_a_clash_with_three() -> None:
    assert EXIT_CODE_OF[errors.BadInput] == 2
    assert exit_code_of(errors.Infeasible("clash")) == 3
    assert STATUS_OF[errors.NotFound] == 404


def test_obstacles_and_clashes_are_told_one_by_one() -> None:
    assert details_of(errors.StepRefused("no", ["first", "second"])) == ("first", "second")
    assert details_of(errors.Infeasible("no", ["pin 3"])) == ("pin 3",)
