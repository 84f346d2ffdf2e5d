"""The 131 counters."""

from __future__ import annotations

from datetime import date

import pytest

from labor.errors import NotFound
from policy.service_counters import Service, counters

TODAY = date(2027, 2, 20)


def owed(*services: Service) -> dict[str, int]:
    return {counter.kind: counter.owed for counter in counters(services, TODAY)}


def test_nothing_given_is_everything_owed() -> None:
    assert owed() == {"guidance": 1, "recommendation": 3, "training": 1}


def test_two_recommendations_leave_one_due_in_words() -> None:
    given = [Service("recommendation", date(2027, 1, day), posting=day) for day in (5, 9)]

    assert [c.words.zh for c in counters(given, TODAY) if c.kind == "recommendation"] == ["还差1次岗位推荐"]


def test_an_expired_posting_is_no_recommendation() -> None:
    assert owed(Service("recommendation", date(2027, 1, 5), posting=1, counts=False))["recommendation"] == 3


def test_the_same_posting_twice_is_one_recommendation() -> None:
    given = [Service("recommendation", date(2027, 1, day), posting=1) for day in (5, 9)]

    assert owed(*given)["recommendation"] == 2


def test_last_years_services_are_over() -> None:
    assert owed(Service("guidance", date(2026, 2, 20)))["guidance"] == 1
    assert owed(Service("guidance", date(2026, 2, 21)))["guidance"] == 0


def test_more_than_needed_owes_nothing() -> None:
    assert owed(*[Service("training", date(2027, 1, 5))] * 3)["training"] == 0


def test_a_program_nobody_wrote_down_is_refused() -> None:
    with pytest.raises(NotFound):
        counters([], TODAY, "service_999")


def test_what_is_done_says_so_in_words() -> None:
    (done,) = [c.words for c in counters([Service("guidance", date(2027, 1, 5))], TODAY) if not c.owed]

    assert done.zh.endswith("已完成") and done.en.endswith(": done")


def test_before_the_program_there_is_nothing_to_count() -> None:
    with pytest.raises(NotFound, match="not in force"):
        counters([], date(1990, 1, 1))


def test_a_service_given_today_counts_and_one_planned_for_tomorrow_does_not() -> None:
    assert owed(Service("guidance", TODAY))["guidance"] == 0
    assert owed(Service("guidance", date(2027, 2, 21)))["guidance"] == 1


def test_the_first_posting_of_all_is_one_posting_and_recommendations_of_none_are_each_one() -> None:
    first = [Service("recommendation", date(2027, 1, day), posting=0) for day in (5, 9)]
    unnamed = [Service("recommendation", date(2027, 1, day)) for day in (5, 9)]

    assert owed(*first)["recommendation"] == 2
    assert owed(*unnamed)["recommendation"] == 1
    assert owed(*first, *unnamed)["recommendation"] == 0


@pytest.mark.parametrize(
    ("today", "last_out", "first_in"),
    [
        (date(2027, 3, 31), date(2026, 3, 31), date(2026, 4, 1)),
        (date(2027, 3, 29), date(2026, 3, 29), date(2026, 3, 30)),
        (date(2028, 2, 29), date(2027, 2, 28), date(2027, 3, 1)),
        (date(2029, 2, 28), date(2028, 2, 28), date(2028, 2, 29)),
        (date(2027, 12, 31), date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_a_year_is_a_year_at_the_end_of_a_month_too(today: date, last_out: date, first_in: date) -> None:
    given = {
        day: next(c.given for c in counters([Service("guidance", day)], today) if c.kind == "guidance")
        for day in (last_out, first_in)
    }

    assert given == {last_out: 0, first_in: 1}
