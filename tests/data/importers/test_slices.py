"""What comes from the reading process comes in slices: nobody else in the server waits for it."""

from __future__ import annotations

import gc
import pickle
import threading
import time
from itertools import pairwise
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

import pytest

from data.importers.files.slices import TooMuch, received, send

MANY = [{"姓名": f"张{at}", "cells": (at, str(at), [at, {"deep": (at,)}])} for at in range(150_000)]


@pytest.fixture
def pipe() -> Any:
    ours, theirs = Pipe()
    yield ours, theirs
    ours.close()
    theirs.close()
    gc.unfreeze()


def sent(channel: Connection, thing: Any) -> threading.Thread:
    thread = threading.Thread(target=send, args=(channel, thing))
    thread.start()
    return thread


@pytest.mark.parametrize("thing", [None, "", "x" * 3_000_000, b"\0" * 700_000, [[1, [2, (3, {"四": 5.5})]]] * 9])
def test_anything_arrives_as_it_was_sent_and_one_after_the_other(pipe: Any, thing: Any) -> None:
    sender = sent(pipe[1], thing)
    assert received(pipe[0]) == thing
    sender.join()
    sender = sent(pipe[1], "next")
    assert received(pipe[0]) == "next"
    sender.join()


def test_the_other_threads_go_on_while_much_arrives(pipe: Any) -> None:
    # The best of three: a busy machine keeps threads waiting too, but not each time.
    waits = []
    for _ in range(3):
        turns, took = _turns_of_another_thread(pipe)
        waits.append(max(later - earlier for earlier, later in pairwise(turns)) / took)
        if waits[-1] < 0.8:
            break

    assert min(waits) < 0.8, waits  # received in one piece, the other waits from end to end: 0.99


def _turns_of_another_thread(pipe: Any) -> tuple[list[float], float]:
    """When another thread had its turns while much was received, both ends included; and how long that took."""
    whole = pickle.dumps(MANY, pickle.HIGHEST_PROTOCOL)
    slices = [whole[at : at + (1 << 18)] for at in range(0, len(whole), 1 << 18)]
    feeder = threading.Thread(target=lambda: [pipe[1].send_bytes(one) for one in slices])
    feeder.start()
    turns, leaves = [time.monotonic()], threading.Event()
    other = threading.Thread(
        target=lambda: [turns.append(time.monotonic()) for _ in iter(lambda: leaves.wait(0.001), True)]
    )
    other.start()
    began = time.monotonic()
    arrived = received(pipe[0])
    ended = time.monotonic()
    leaves.set()
    other.join()
    feeder.join()

    assert arrived == MANY
    return [began, *(turn for turn in turns if began < turn < ended), ended], ended - began


def test_more_than_may_be_sent_is_not_sent_to_its_end(pipe: Any) -> None:
    with pytest.raises(TooMuch):
        send(pipe[1], ["y" * 100] * 3 + [str(at) for at in range(20_000)], most=50_000)


def test_a_sender_that_ends_half_way_is_an_early_end(pipe: Any) -> None:
    pipe[1].send_bytes(pickle.dumps(MANY[:5000])[:100_000])
    pipe[1].close()

    with pytest.raises(EOFError):
        received(pipe[0])
