"""What plain-file commands share: clock, signals, exit codes, and files written whole or not at all."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final

from api.plainfiles.faults import FaultyFolder
from api.plainfiles.plan_files import written_whole
from labor.candidates import Tidings, Watcher
from labor.errors import EndedTooEarly

WRITTEN: Final = 0
BAD_INPUT: Final = 2
INFEASIBLE: Final = 3
NO_PLAN_YET: Final = 4


@dataclass(slots=True)
class Clock:
    """One run's wall clock and its stop flag; ``started`` is when the command began, on time.monotonic()."""

    limit_s: float | None
    started: float = field(default_factory=time.monotonic)
    signaled: bool = False
    waits: bool = False  # a plan is in the making, which asks by itself whether to go on

    @property
    def spent_s(self) -> float:
        """Seconds since the command began."""
        return time.monotonic() - self.started

    def go_on(self) -> None:
        """Raise EndedTooEarly when time is up or a signal came: asked while there is no plan yet."""
        if self.signaled:
            raise EndedTooEarly("a signal ended the run before there was any plan")
        if self.limit_s is not None and self.spent_s >= self.limit_s:
            raise EndedTooEarly(f"the {self.limit_s:g} s were spent before there was any plan")

    def left_for(self, limit_s: float | None, reading_s: float) -> float | None:
        """What is left of the time once reasons, audit and writing are set aside.

        They take about as long as reading did, whatever the size of the folder and the load of the machine.
        """
        if limit_s is None:
            return None
        return max(0.05, limit_s - self.spent_s - (0.4 + 1.2 * reading_s))


def run_whole(out: Path, tables: Sequence[str], clock: Clock, work: Callable[[Path], int]) -> int:
    """Let ``work`` write into a folder that becomes ``out`` when it ends well; the exit code.

    Faults and other messages go to stderr, one a line.
    """
    with _signals_end_it(clock):
        try:
            with written_whole(out, tables) as beside:
                return work(beside)
        except FaultyFolder as faulty:
            return say(BAD_INPUT, *map(str, faulty.faults))
        except EndedTooEarly as early:
            return say(NO_PLAN_YET, str(early))
        except MemoryError:
            return say(NO_PLAN_YET, "this machine has too little memory for the folder: nothing was written")
        except OSError as error:
            return say(BAD_INPUT, f"{error.filename or out}:1: cannot be used: {error.strerror or error}")


def until_signal(clock: Clock, watch: Watcher) -> Watcher:
    """The watcher, which also asks to stop after a signal."""

    def watches(tidings: Tidings) -> bool:
        clock.waits = True
        return watch(tidings) or clock.signaled

    return watches


@contextmanager
def _signals_end_it(clock: Clock) -> Iterator[None]:
    """SIGINT and SIGTERM raise the flag, and end reading at once as the time limit does.

    Where signals cannot be taken (not the main thread) they are left alone.
    """

    def note(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        clock.signaled |= number != signal.SIGALRM
        if not clock.waits:
            clock.go_on()

    before: dict[signal.Signals, Any] = {}
    timer = (0.0, 0.0)
    with suppress(ValueError):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
            before[number] = signal.signal(number, note)
        if clock.limit_s is not None:
            timer = signal.setitimer(signal.ITIMER_REAL, max(0.01, clock.limit_s - clock.spent_s + 0.01))
    try:
        yield
    finally:
        if before:
            signal.setitimer(signal.ITIMER_REAL, *timer)
        for taken, handler in before.items():
            signal.signal(taken, handler)


def say(code: int, *lines: str) -> int:
    """Lines to stderr; the exit code."""
    for line in lines:
        sys.stderr.write(line + "\n")
    return code
