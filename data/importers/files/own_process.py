"""Work on what somebody sent, done in a process of its own with limits of time and memory.

A file may be made to take hours or gigabytes; it then ends its own process, and nobody else waits for it.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

from data.importers.files import far_side
from data.importers.files.slices import received, send
from data.privacy import KEY_VARIABLE
from labor.errors import UnreadableFile

P = ParamSpec("P")
T = TypeVar("T")

AT_ONCE: Final = 3  # one hostile file must not keep the next one waiting
START_S: Final = 60.0  # on a machine that plans at the same time
PATIENCE: Final = 5  # times the processor time: how long it may take where planning has the processors
INSIDE: Final = "GONGQIAO_APART"  # set in the other process


@dataclass(slots=True)
class _Helper:
    """A process on the other end of a channel."""

    process: subprocess.Popen[bytes]
    channel: Connection

    def end(self) -> int:
        """Kill it where it still lives; its exit code."""
        self.channel.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.process.wait(timeout=0.2)
        self.process.kill()
        return self.process.wait()


_idle: list[_Helper] = []
_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Need:
    """What a piece of work is about, as its sender calls it, and the processor time it may take."""

    about: str
    seconds: float


def apart(need: Callable[..., Need]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Have a module's function done elsewhere: same arguments, same result, same errors of the trade.

    Raises UnreadableFile besides, where it takes more than ``need`` of the same arguments says, or falls over.
    """

    def decorated(work: Callable[P, T]) -> Callable[P, T]:
        @wraps(work)
        def elsewhere(*given: P.args, **named: P.kwargs) -> T:
            if os.environ.get(INSIDE):
                return work(*given, **named)
            wanted = need(*given, **named)
            good, answer = _asked(wanted, (Path.cwd(), wanted.seconds, elsewhere, given, named))
            if not good:
                raise answer
            result: T = answer
            return result

        return elsewhere

    return decorated


def _asked(need: Need, piece: tuple[Any, ...]) -> tuple[bool, Any]:
    """Whether it went well, and the result or the error."""
    with _places:
        helper = _idle.pop() if _idle else _started()
        try:
            send(helper.channel, piece)
            _wait(helper, START_S)
            helper.channel.recv_bytes()  # begun: what the work needs is loaded
            _wait(helper, need.seconds * PATIENCE)
            good, answer, stays = received(helper.channel)
        except (EOFError, OSError):
            raise _refusal(need.about, helper.end()) from None
        except BaseException:
            helper.end()
            raise
        if stays:
            _idle.append(helper)
        else:
            helper.end()
    return good, answer


def _wait(helper: _Helper, seconds: float) -> None:
    if not helper.channel.poll(seconds):
        helper.process.send_signal(signal.SIGXCPU)


def _started() -> _Helper:
    ours, theirs = socket.socketpair()
    # It reads what strangers sent, so it is not given the key of the personal data.
    surroundings = {name: value for name, value in os.environ.items() if name != KEY_VARIABLE}
    paths = os.pathsep.join(path for path in sys.path if path)
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-P", "-m", far_side.__name__, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=surroundings | {"PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", INSIDE: "1"},
        )
    return _Helper(process, Connection(ours.detach()))


@atexit.register
def _end_all() -> None:
    while _idle:
        _idle.pop().end()


def _refusal(about: str, code: int) -> UnreadableFile:
    if code == -signal.SIGXCPU:
        zh, en = "读了太久还没有读完", "reading it took far too long"
    elif code in (far_side.NO_MEMORY, far_side.TOO_MUCH, -signal.SIGABRT, -signal.SIGKILL):
        zh, en = "读它要占用太多内存", "reading it takes far too much memory"
    else:
        zh, en = "读到一半出错退出，文件多半已损坏", "reading it broke off half way, it is most likely damaged"
    return UnreadableFile(
        f"{about}：{zh}，没有导入，其他文件不受影响；请用 Excel 打开，只把需要的单元格复制到新表里另存为 .xlsx / "
        f"{en}: nothing of it was imported and no other file is affected. Open it in Excel, copy the cells you need to "
        "a new sheet and save that as .xlsx"
    )
