"""Tiers of a move, on the codes that break simple string comparison."""

from __future__ import annotations

import numpy as np
import pytest

from labor.errors import NotFound, UnknownRegion
from labor.regions import Regions
from policy.tiers import Tier, city_of, tier, tier_words

SUCCESSORS = {330103: 330105}  # 下城区 became part of 拱墅区 in 2021
CODES = [
    *(110101, 110108, 120101, 150202, 150207, 150221, 150102, 330103, 330105, 330106, 330402, 419001, 411702),
    *(429004, 429005, 429021, 441900, 442000, 440103, 460400, 620200, 500101, 500230, 659001, 659002, 510802),
    *(610000, 610102, 610722, 620823),
]


def regions() -> Regions:
    codes = np.array(sorted(CODES))
    nowhere = np.full(len(codes), np.nan)
    successors = np.array([SUCCESSORS.get(int(code), int(code)) for code in codes])
    return Regions(codes, np.full(len(codes), 3), tuple(str(c) for c in codes), nowhere, nowhere, successors)


@pytest.mark.parametrize(
    ("home", "work", "expected"),
    [
        (150202, 150202, Tier.SAME_COUNTY),
        (150202, 150221, Tier.SAME_CITY),
        (150202, 150102, Tier.SAME_PROVINCE),
        (150202, 110108, Tier.CROSS_PROVINCE),
        (110101, 110108, Tier.SAME_CITY),  # a municipality is one city
        (500101, 500230, Tier.SAME_CITY),  # districts "01" and counties "02" of Chongqing
        (110101, 120101, Tier.CROSS_PROVINCE),
        (419001, 411702, Tier.SAME_PROVINCE),  # 济源 stands under the province itself
        (429004, 429005, Tier.SAME_PROVINCE),  # 仙桃 and 潜江 share 4290 but no city
        (429021, 429004, Tier.SAME_PROVINCE),  # 神农架林区
        (659001, 659002, Tier.SAME_PROVINCE),  # 石河子 and 阿拉尔
        (441900, 441900, Tier.SAME_COUNTY),  # 东莞 has no counties
        (441900, 440103, Tier.SAME_PROVINCE),
        (441900, 442000, Tier.SAME_PROVINCE),
        (610102, 610000, Tier.SAME_PROVINCE),  # the province alone is told
        (460400, 620200, Tier.CROSS_PROVINCE),  # 儋州, 嘉峪关
        (330103, 330105, Tier.SAME_COUNTY),  # merged since
        (330103, 330106, Tier.SAME_CITY),
    ],
)
def test_the_tier_follows_the_code_table(home: int, work: int, expected: Tier) -> None:
    assert tier(home, work, regions()) is expected
    assert tier(work, home, regions()) is expected


def test_a_code_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownRegion):
        tier(150202, 999999, regions())


def test_baotou_says_it_in_its_own_words() -> None:
    assert tier_words(Tier.SAME_CITY, "inner_mongolia").zh == "盟市内跨旗县区"
    assert tier_words(Tier.SAME_CITY).zh == "市内跨县"


def test_words_for_a_strange_place_are_refused() -> None:
    with pytest.raises(NotFound, match="there are default, inner_mongolia"):
        tier_words(Tier.SAME_CITY, "mars")


@pytest.mark.parametrize(
    ("code", "city"),
    [
        (150221, 150200), (150200, 150200), (110108, 110000), (110000, 110000), (500230, 500000), (310115, 310000),
        (120101, 120000), (419001, 419001), (441900, 441900), (659001, 659001), (520502, 520500),
    ],
)  # fmt: skip
def test_the_city_of_a_county_has_a_code_of_its_own(code: int, city: int) -> None:
    assert city_of(code) == city
