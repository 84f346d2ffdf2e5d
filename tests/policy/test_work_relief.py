"""The shares of a work-relief project (以工代赈): 15 % of the workforce local, 30 % of the central funds as pay."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labor.errors import BadInput
from policy.work_relief import WorkRelief, work_relief

ON = date(2023, 6, 1)


def project(workforce: int = 100, local: int = 15, funds: float = 1_000_000, pay: float = 300_000) -> WorkRelief:
    return work_relief(workforce=workforce, local_workers=local, funds_yuan=funds, pay_yuan=pay, on=ON)


@pytest.mark.parametrize(
    ("workforce", "local", "short"),
    [(100, 14, 1), (100, 15, 0), (100, 16, 0), (10, 1, 1), (7, 2, 0), (1, 0, 1), (1, 1, 0)],
)
def test_people_short_are_whole_people(workforce: int, local: int, short: int) -> None:
    told = project(workforce, local)

    assert (told.short_people, told.meets, told.worker_share) == (short, short == 0, local / workforce)


@pytest.mark.parametrize(
    ("funds", "pay", "short"),
    [
        (1_000_000, 250_000, 50_000),
        (1_000_000, 300_000, 0),
        (1_000_000, 300_000.01, 0),
        (1, 0.29, 0.01),
        (1, 0.3, 0),
        (1.23, 0.36, 0.01),
        (0.05, 0.01, 0.01),
        (1.23, 0.37, 0),
    ],
)
def test_pay_short_is_told_to_the_fen(funds: float, pay: float, short: float) -> None:
    told = project(funds=funds, pay=pay)

    assert (told.short_yuan, told.meets, told.pay_share) == (pytest.approx(short), short == 0, pay / funds)


def test_a_project_short_of_both_meets_neither_and_either_alone_is_not_enough() -> None:
    shares = [project(local=local, pay=pay).meets for local in (14, 15) for pay in (299_999.99, 300_000)]

    assert shares == [False, False, False, True]


@settings(deadline=None)
@given(st.integers(1, 10_000_000))
def test_exactly_thirty_percent_of_any_sum_in_fen_is_enough(tens_of_fen: int) -> None:
    # In binary 0.3 × 10.30 lies a hair above 3.09: no project may fail for that.
    assert project(funds=tens_of_fen * 10 / 100, pay=tens_of_fen * 3 / 100).meets


@settings(deadline=None)
@given(st.integers(1, 1_000_000))
def test_exactly_fifteen_percent_of_any_workforce_is_enough(twenties: int) -> None:
    assert project(workforce=twenties * 20, local=twenties * 3).meets
    assert project(workforce=twenties * 20, local=twenties * 3 - 1).short_people == 1


@pytest.mark.parametrize(("workforce", "funds"), [(0, 1.0), (1, 0.0), (-1, 1.0), (1, -1.0)])
def test_without_a_workforce_or_funds_there_are_no_shares(workforce: int, funds: float) -> None:
    with pytest.raises(BadInput, match=r"^a work-relief project needs a workforce and funds above 0$"):
        project(workforce, funds=funds)
