"""Guessing codes is slow, and one batch under attack closes no other."""

from __future__ import annotations

from api.web.code_guesses import BATCHES, WITHIN_S, WRONG, WrongCodes


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_batch_closes_after_too_many_wrong_codes_and_opens_again() -> None:
    clock = Clock()
    guard = WrongCodes(clock)
    for _ in range(WRONG):
        assert not guard.closed("R1-01")
        guard.wrong("R1-01")

    assert guard.closed("R1-01") and not guard.closed("R1-02")
    clock.now = WITHIN_S
    assert not guard.closed("R1-01")


def test_made_up_numbers_fill_no_memory() -> None:
    guard = WrongCodes(Clock())
    for at in range(BATCHES + 50):
        guard.wrong(f"X{at}")

    assert len(guard._wrong) == BATCHES
