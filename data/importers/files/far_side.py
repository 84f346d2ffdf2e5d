"""The far side of :mod:`data.importers.files.own_process`: does one piece of work after the other within its limits."""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Final

from data.importers.files.slices import TooMuch, received, send
from labor.errors import LaborError

NO_MEMORY: Final = 71  # exit codes of our own; a signal's number tells the rest
TOO_MUCH: Final = 72
MEMORY: Final = 2 * 1024**3  # beyond what the program itself takes; a season of 200,000 people needs half
MAX_ANSWER: Final = 512 * 1024**2
WORN_OUT: Final = 400 * 1024  # KB: memory once taken is seldom given back, so the next piece gets a fresh process


def main(channel: Connection) -> None:
    """Answer until the channel closes: (whether it went well, the result or the error, whether this process stays)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for whoever waits for us
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_own_size() + MEMORY, resource.RLIM_INFINITY))
    while True:
        try:
            folder, seconds, work, given, named = received(channel)
        except (EOFError, OSError):
            os._exit(0)
        channel.send_bytes(b"begun")
        os.chdir(folder)
        limit = int(time.process_time() + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
        _answer(channel, work, given, named)


def _answer(channel: Connection, work: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> None:
    try:
        good, result = _done(work, given, named)
        worn_out = _most_ever_kb() > WORN_OUT
        send(channel, (good, result, not worn_out), MAX_ANSWER)
    except MemoryError:
        os._exit(NO_MEMORY)
    except TooMuch:
        os._exit(TOO_MUCH)


def _done(work: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> tuple[bool, Any]:
    gc.disable()  # millions of cells that all stay: looking for rings among them takes longer than reading them
    try:
        return True, work(*given, **named)
    except LaborError as error:
        return False, error
    except MemoryError:
        os._exit(NO_MEMORY)
    except Exception as fault:  # of ours: told on the near side with its place, without what it worked on
        told = "".join(traceback.format_tb(fault.__traceback__))
        return False, RuntimeError(f"{type(fault).__name__} in the reading process\n{told}")
    finally:
        gc.enable()


def _most_ever_kb() -> int:
    """The most memory this process ever held; ru_maxrss would count what whoever started it held as well."""
    with open("/proc/self/status") as file:  # noqa: PTH123
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))


def _own_size() -> int:
    with open("/proc/self/statm") as file:  # noqa: PTH123
        return int(file.read().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    # What a library prints must not reach the caller's own output.
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    main(Connection(int(sys.argv[1])))
