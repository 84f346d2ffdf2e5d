"""Regions, retired codes and distances."""

import numpy as np
import pytest

from labor.errors import BadInput, UnknownRegion
from labor.regions import Regions, great_circle_km


@pytest.fixture
def regions() -> Regions:
    return Regions(
        code=np.array([510000, 510800, 510802, 510803]),
        level=np.array([1, 2, 3, 3]),
        name=("四川省", "广元市", "利州区", "市中区"),
        longitude=np.array([104.07, 105.84, 105.83, np.nan]),
        latitude=np.array([30.57, 32.44, 32.43, np.nan]),
        successor=np.array([510000, 510800, 510802, 510802]),
    )


def test_a_retired_code_resolves_to_todays(regions: Regions) -> None:
    assert regions.current(510803) == 510802
    assert regions.name_of(510803) == "利州区"


def test_the_path_runs_from_wide_to_narrow(regions: Regions) -> None:
    assert regions.path_of(510802) == "四川省广元市利州区"


def test_an_unknown_code_is_bad_input_that_names_itself(regions: Regions) -> None:
    with pytest.raises(UnknownRegion, match="999999") as caught:
        regions.position(999999)

    assert isinstance(caught.value, BadInput)


def test_guangyuan_to_hangzhou_is_about_1350_km() -> None:
    distance = great_circle_km(np.array([105.84]), np.array([32.44]), np.array([120.21]), np.array([30.25]))

    assert distance[0] == pytest.approx(1375, rel=0.02)


def test_a_place_without_a_point_has_no_distance() -> None:
    distance = great_circle_km(np.array([105.84]), np.array([32.44]), np.array([np.nan]), np.array([np.nan]))

    assert np.isnan(distance[0])
