"""Every long call of a solver: made where it can be stopped, so that signals and time limits are obeyed.

HiGHS heeds no interruption and a long C call keeps Python from seeing signals. Models and large flows therefore go to
processes of their own (``solver_process.py``), which are ended where they do not stop by themselves; CP-SAT
stops when told and works in a thread of this process.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import numpy as np

from labor.arrays import IntArray

if TYPE_CHECKING:
    from ortools.sat.python import cp_model, cp_model_helper

    from optimizer.solvers.sat_model import SatModel, SatSolver

_WORKER = Path(__file__).with_name("worker_process.py")
POLL_S = 0.05
GRACE_S = 0.3
FEW_ARCS = 150_000


def _never() -> bool:
    return False


class _Stop(NamedTuple):
    """When calls are to end, and how long a solver told so may take to answer before its process is ended."""

    asked_for: Callable[[], bool] = _never
    grace_s: float = GRACE_S


_stop: ContextVar[_Stop] = ContextVar("stop", default=_Stop())  # noqa: B039 (a tuple never changes)


class Halted(Exception):
    """A call was stopped before it had an answer."""


class SolverFailed(RuntimeError):
    """A solver gave up on its own account, or its process ended."""


@contextmanager
def halting_when(stop: Callable[[], bool], grace_s: float = GRACE_S) -> Iterator[None]:
    """Calls made within end soon after ``stop`` answers True; it is asked some twenty times a second."""
    token = _stop.set(_Stop(stop, grace_s))
    try:
        yield
    finally:
        _stop.reset(token)


@dataclass(slots=True)
class _Worker:
    """One solver process and the channel to it."""

    process: subprocess.Popen[bytes] = field(init=False)
    channel: Connection = field(init=False)

    def __post_init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            # A session of its own: keys pressed in a terminal and signals to our group are ours to handle.
            self.process = subprocess.Popen(  # noqa: S603 (our own file)
                [sys.executable, "-P", str(_WORKER), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            )
        self.channel = Connection(ours.detach())

    def send(self, parts: Sequence[bytes]) -> None:
        self.channel.send_bytes(len(parts).to_bytes(1, "big"))
        for part in parts:
            self.channel.send_bytes(part)

    def receive(self) -> list[bytes]:
        try:
            return [self.channel.recv_bytes() for _ in range(self.channel.recv_bytes()[0])]
        except EOFError:
            raise SolverFailed("a solver process ended before its answer: was there memory enough?") from None

    def end(self) -> None:
        self.channel.close()
        self.process.kill()
        self.process.wait()


_idle: list[_Worker] = []
_idle_lock = threading.Lock()


def _hire() -> _Worker:
    """An idle solver process that still lives, or a new one."""
    with _idle_lock:
        while _idle:
            worker = _idle.pop()
            if worker.process.poll() is None:
                return worker
            worker.end()
    return _Worker()


@atexit.register
def _close() -> None:
    with _idle_lock:
        while _idle:
            _idle.pop().end()


def _forget() -> None:
    """After a fork the processes are the parent's."""
    _idle.clear()


os.register_at_fork(after_in_child=_forget)


def warm_up(count: int = 1) -> None:
    """Start solver processes now, so that the first call need not wait for one."""
    with _idle_lock:
        _idle.extend(_Worker() for _ in range(count - len(_idle)))


class PendingTask:
    """A task under way in a solver process of its own; it is answered once, or dropped."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._worker: _Worker | None = _hire()
        self._worker.send(parts)

    def answer(self) -> list[bytes]:
        """Wait for the answer; raises Halted where the task was stopped before it had one."""
        worker, answer, stop, stopped_at = self._worker, None, _stop.get(), None
        assert worker is not None, "an answer is given once"
        try:
            while answer is None:
                if worker.channel.poll(POLL_S):
                    answer = worker.receive()
                elif stopped_at is None and stop.asked_for():
                    stopped_at = time.monotonic()
                    worker.send([])
                elif stopped_at is not None and time.monotonic() - stopped_at > stop.grace_s:
                    raise Halted
        finally:
            if answer is None:
                self.drop()
        self._worker = None
        with _idle_lock:
            _idle.append(worker)
        if answer[0]:
            why = answer[0].decode()
            # What it refuses to work on is our mistake and must be seen; what it stumbles over is its own.
            raise (RuntimeError if "[INVALID_ARGUMENT]" in why else SolverFailed)(f"a solver failed: {why}")
        return answer[1:]

    def has_ended(self) -> bool:
        """Whether the answer, or the end of its process, is there to be taken in."""
        return self._worker is None or self._worker.channel.poll()

    def drop(self) -> None:
        """End the work where it still goes on."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None


def call(*parts: bytes) -> list[bytes]:
    """One task worked on in a solver process; raises Halted where it was stopped before it had an answer."""
    return PendingTask(parts).answer()


def least_cost_flow(*network: IntArray, few_arcs: int = FEW_ARCS) -> IntArray | None:
    """Flow on each arc of a network given as tails, heads, capacities, costs a unit, and supplies of the nodes.

    None where supplies cannot be met; raises Halted. Small networks are solved here: they take a moment.
    """
    tail, head, capacity, cost, supply = (np.ascontiguousarray(part, dtype=np.int64) for part in network)
    if len(tail) <= few_arcs:
        from optimizer.solvers import worker_process  # noqa: PLC0415 (a fifth of a second of start-up)

        return worker_process.least_cost_flow(tail, head, capacity, cost, supply)
    answer = call(b"flow", *(part.tobytes() for part in (tail, head, capacity, cost, supply)))
    return np.frombuffer(answer[0], dtype=np.int64) if answer else None


@overload
def search(solver: SatSolver, model: SatModel) -> cp_model_helper.CpSolverStatus: ...
@overload
def search(solver: cp_model.CpSolver, model: cp_model.CpModel) -> cp_model_helper.CpSolverStatus: ...
def search(solver: Any, model: Any) -> cp_model_helper.CpSolverStatus:
    """What ``solver.solve(model)`` does, told to stop when it should; then it answers with the best so far."""
    stop = _stop.get().asked_for
    status: Future[cp_model_helper.CpSolverStatus] = Future()

    def work() -> None:
        try:
            status.set_result(solver.solve(model))
        except Exception as error:
            status.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        while not status.done():
            if wait([status], POLL_S).not_done and stop():
                solver.stop_search()
    finally:
        solver.stop_search()
    return status.result()
