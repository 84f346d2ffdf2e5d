"""One season for all tests of the sample: drawn and written once."""

from __future__ import annotations

import pytest

from data.sample.season import Season, write_season


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    return write_season(tmp_path_factory.mktemp("season"))
