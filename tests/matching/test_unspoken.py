"""What a text says of protected traits moves no score; what it says of the work does."""

from __future__ import annotations

import pytest

from matching.texts import tokens
from matching.unspoken import without_traits


@pytest.mark.parametrize(
    "said",
    [
        "女,35岁",
        "男",
        "回族",
        "已婚,有两个孩子",
        "党员",
        "建档立卡贫困户",
        "农村户口",
        "残疾",
        "信佛",
        "female, married",
    ],
)
def test_a_trait_said_in_own_words_leaves_no_token(said: str) -> None:
    assert tokens(f"会开平缝机,{said}") == tokens("会开平缝机")


@pytest.mark.parametrize("said", ["做过女装", "照顾孩子", "残疾人护理", "住过单身宿舍", "管过男女宿舍", "干了20年"])
def test_words_of_the_work_stay(said: str) -> None:
    assert without_traits(said) == said
