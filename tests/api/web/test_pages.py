"""How figures and days are written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from api.texts.figures import day, lunar, moment, number, percent, yuan
from api.web.pages import scorer_name, trade_name


@pytest.mark.parametrize(
    ("solar", "said"),
    [
        (date(2026, 2, 17), "正月初一"),
        (date(2026, 2, 24), "正月初八"),
        (date(2026, 3, 8), "正月二十"),
        (date(2026, 3, 18), "正月三十"),
        (date(2025, 8, 2), "闰六月初九"),
        (date(2026, 1, 19), "腊月初一"),
        (None, ""),
    ],
)
def test_days_are_told_as_the_village_calls_them(solar: date | None, said: str) -> None:
    assert lunar(solar) == said


def test_money_is_written_in_yuan() -> None:
    assert yuan(123_456_789) == "1,234,568"
    assert yuan(123_456, 2) == "1,234.56"
    assert yuan(None) == "–"


def test_what_is_not_known_is_a_dash() -> None:
    assert (number(None), percent(float("nan")), day(None), moment(None)) == ("–",) * 4


def test_moments_are_told_in_china_time() -> None:
    assert moment(datetime(2026, 2, 23, 17, 30, tzinfo=UTC)) == "2026-02-24 01:30"


def test_a_trade_is_named_by_the_national_classification() -> None:
    assert trade_name("6-04-03-03") == "织布工"
    assert trade_name("nonsense") == "nonsense"


def test_how_scores_were_made_is_told_in_the_readers_language() -> None:
    trained = scorer_name("trained 2023-01-01..2025-12-31, 60000 outcomes, seed 7", "zh")

    assert trained == "按 2023-01-01 至 2025-12-31 的 60000 条结果训练（种子 7）"
    assert scorer_name("documented weights", "zh") == "公开的权重（还没有训练）"
    assert scorer_name("SomethingElse", "zh") == "SomethingElse"
