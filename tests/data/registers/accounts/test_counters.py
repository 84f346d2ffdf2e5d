"""Counts of attempts: none is lost when many come at once, and each begins anew after its time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, select

from data.database import opened
from data.registers.accounts.counters import KeptCounts
from data.tables import RateCount


def test_attempts_made_at_the_same_moment_are_all_counted(engine: Engine) -> None:
    counts = KeptCounts(engine)
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda _: counts.incr("王丽/10.0.0.1", 60), range(24)))

    assert sorted(answers) == list(range(1, 25))
    assert counts.get("王丽/10.0.0.1") == 24


def test_a_count_begins_anew_after_its_time_and_what_is_over_is_swept_away(engine: Engine) -> None:
    clock = [1000.0]
    counts = KeptCounts(engine, lambda: clock[0])
    counts.incr("a", 60)
    counts.incr("b", 60)
    clock[0] += 59
    assert counts.incr("a", 60) == 2
    assert counts.get_expiry("a") == 1060
    clock[0] += 1

    assert counts.get("a") == 0
    assert counts.incr("a", 60) == 1
    with opened(engine) as session:
        assert len(session.scalars(select(RateCount)).all()) == 1


def test_counts_tell_neither_login_nor_address(engine: Engine) -> None:
    KeptCounts(engine).incr("LIMITER/place/王丽/10.0.0.1", 60)

    with opened(engine) as session:
        kept = session.scalars(select(RateCount.key)).one()
    assert "10.0" not in kept
    assert len(kept) == 32
