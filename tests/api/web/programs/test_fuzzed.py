"""schemathesis over the whole description: no fault of ours, no status that is not declared, on both databases.

A short form; tests/soak/test_programs_fuzzed.py is the long one, with walks.
"""

from __future__ import annotations

import pytest

from tests.api.conftest import Office
from tests.api.web.programs import fuzzing


@pytest.mark.slow
def test_whatever_is_asked_is_answered_as_described(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    found = fuzzing.fuzz(fuzzing.described(office, monkeypatch), examples=1, seed=20261127)

    assert found.faults == []
    assert found.cases >= 150
    assert {200, 201, 404, 422} <= found.statuses.keys()
