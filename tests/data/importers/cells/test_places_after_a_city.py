"""Places inside a city that bear the name of a county elsewhere."""

from __future__ import annotations

import pytest

from data.importers.cells.places import known_places


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("东莞-长安镇", 441900),
        ("东莞-南城区", 441900),
        ("东莞长安", 441900),
        ("武汉-东湖新技术产业开发区", 420100),
        ("广东省东莞市长安镇振安路88号", 441900),
        ("中山-小榄镇", 442000),
        ("苏州-昆山", 320583),
        ("浙江宁波北仑区", 330206),
        ("宁波鄞州", 330212),
        ("贵州威宁县", 520526),
        ("威宁县", 520526),
        ("佛山-顺德区北滘镇", 440606),
        ("中山市东凤镇", 442000),
    ],
)
def test_a_place_after_its_city_is_in_that_city(written: str, code: int) -> None:
    assert known_places().one(written) == (code, "", "")


@pytest.mark.parametrize("written", ["贵安新区", "安新区", "长安镇"])
def test_a_name_that_goes_on_as_another_kind_of_place_is_no_county(written: str) -> None:
    assert known_places().one(written).value == 0


def test_a_list_of_places_stays_a_list() -> None:
    assert set(known_places().find("东莞、西安、长沙").value) == {441900, 610100, 430100}


@pytest.mark.parametrize(
    ("written", "region"),
    [("威宁县", True), ("浙江宁波", True), ("东莞市", True), ("威宁客运站", False), ("草海镇", False)],
)
def test_a_region_alone_is_told_from_a_place_in_it(written: str, region: bool) -> None:
    assert known_places().is_region(written) is region
