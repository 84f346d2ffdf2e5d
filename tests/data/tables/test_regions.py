"""The region table: every living place has a point, every retired code an heir."""

from __future__ import annotations

import numpy as np
import pytest

from data.tables.regions import regions
from labor.errors import UnknownRegion
from labor.regions import COUNTY, PREFECTURE, PROVINCE, great_circle_km
from policy.tiers import Tier, tier

TABLE = regions()
LIVING = TABLE.code == TABLE.successor


def test_there_are_34_provinces_333_prefectures_and_2847_counties() -> None:
    counts = [int(np.sum(LIVING & (TABLE.level == level))) for level in (PROVINCE, PREFECTURE, COUNTY)]

    assert counts == [34, 333, 2847]


def test_codes_are_sorted_and_stand_once() -> None:
    assert np.all(np.diff(TABLE.code) > 0)


def test_every_living_region_has_a_point_within_the_country() -> None:
    longitude, latitude = TABLE.longitude[LIVING], TABLE.latitude[LIVING]

    assert not np.isnan(longitude).any() and not np.isnan(latitude).any()
    assert longitude.min() > 73 and longitude.max() < 136 and latitude.min() > 3 and latitude.max() < 54


@pytest.mark.parametrize(
    ("county", "stands_at"), [(500157, 500000), (653132, 653100), (653228, 653200), (653229, 653200), (659013, 653100)]
)
def test_the_five_counties_without_a_point_stand_at_a_seat_near_by(county: int, stands_at: int) -> None:
    at, seat = TABLE.position(county), TABLE.position(stands_at)

    assert (TABLE.longitude[at], TABLE.latitude[at]) == (TABLE.longitude[seat], TABLE.latitude[seat])


def test_every_retired_code_leads_to_a_living_one() -> None:
    heirs = TABLE.successor[~LIVING]

    assert len(heirs) > 3000 and np.isin(heirs, TABLE.code[LIVING]).all()


@pytest.mark.parametrize(
    ("retired", "today"),
    [
        (110103, 110101),  # 崇文区 → 东城区
        (310108, 310106),  # 闸北区 → 静安区
        (500112, 500157),  # 渝北区 → 两江新区
        (460003, 460400),  # 儋州市, then a county-level city
        (632128, 630225),  # 循化, renumbered with its prefecture
        (512322, 500231),  # 垫江县, in Sichuan until 1997
        (512324, 500230),  # 丰都县; until 1981 the number was 威远县's
        (152121, 150783),  # 布特哈旗 → 扎兰屯市
        (371002, 371002),  # a living code is its own heir
    ],
)
def test_retired_codes_are_resolved(retired: int, today: int) -> None:
    assert TABLE.current(retired) == today


@pytest.mark.parametrize(
    ("code", "path"),
    [
        (510802, "四川省广元市利州区"),
        (110101, "北京市东城区"),
        (429004, "湖北省仙桃市"),
        (441900, "广东省东莞市"),
        (110103, "北京市东城区"),
    ],
)
def test_paths_read_from_wide_to_narrow(code: int, path: str) -> None:
    assert TABLE.path_of(code) == path


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownRegion, match="999999"):
        TABLE.position(999999)


def test_prefectures_without_counties_are_places_of_their_own() -> None:
    childless = [
        int(code)
        for code in TABLE.code[LIVING & (TABLE.level == PREFECTURE)]
        if not np.any(LIVING & (TABLE.level == COUNTY) & (TABLE.code // 100 == code // 100))
    ]

    assert childless == [441900, 442000, 460400, 620200]


@pytest.mark.parametrize(
    ("home", "work", "reached"),
    [
        (110101, 110112, Tier.SAME_CITY),  # one municipality is one city, whatever its third and fourth digits
        (500101, 500235, Tier.SAME_CITY),  # Chongqing's districts (01) and counties (02)
        (429004, 429005, Tier.SAME_PROVINCE),  # two counties directly under Hubei are not one city
        (441900, 441900, Tier.SAME_COUNTY),
        (441900, 442000, Tier.SAME_PROVINCE),
        (510802, 510812, Tier.SAME_CITY),
        (510802, 330106, Tier.CROSS_PROVINCE),
        (310108, 310106, Tier.SAME_COUNTY),  # a merged district is its heir
    ],
)
def test_tiers_hold_on_the_edges_of_the_table(home: int, work: int, reached: Tier) -> None:
    assert tier(home, work, TABLE) == reached


def test_distances_between_seats_are_those_of_the_map() -> None:
    lizhou, xihu = TABLE.position(510802), TABLE.position(330106)
    km = great_circle_km(
        TABLE.longitude[[lizhou]], TABLE.latitude[[lizhou]], TABLE.longitude[[xihu]], TABLE.latitude[[xihu]]
    )

    assert 1350 < km[0] < 1400
