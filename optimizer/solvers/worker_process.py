"""The far side of interruptible.py: a process that solves models until its channel closes.

Runs as a file, so that it starts without the rest of the package.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from multiprocessing.connection import Connection
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow
from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2
from ortools.math_opt.core.python import solver
from ortools.math_opt.solvers import highs_pb2  # noqa: F401 (parameters may carry HiGHS's own)
from ortools.util.python.solve_interrupter import SolveInterrupter

Whole: TypeAlias = NDArray[np.int64]
MOST_SAID = 300  # letters of an error: some quote the whole model
Task: TypeAlias = tuple[list[bytes], SolveInterrupter]


def main(channel: Connection) -> None:
    """Answer task after task; a task that fails is answered with what the solver says."""
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(channel, tasks), daemon=True).start()
    while True:
        parts, interrupter = tasks.get()
        try:
            answer = [b"", *_WORK[parts[0]](parts[1:], interrupter)]
        except Exception as error:
            answer = [f"{type(error).__name__}: {error}"[:MOST_SAID].encode()]
        channel.send_bytes(len(answer).to_bytes(1, "big"))
        for part in answer:
            channel.send_bytes(part)


def _listen(channel: Connection, tasks: queue.SimpleQueue[Task]) -> None:
    """Take tasks in while one is worked on; a task of no parts asks to stop, a closed channel ends the process."""
    interrupter = SolveInterrupter()
    while True:
        try:
            count = channel.recv_bytes()[0]
            parts = [channel.recv_bytes() for _ in range(count)]
        except (EOFError, OSError):
            os._exit(0)
        if not parts:
            interrupter.interrupt()
            continue
        interrupter = SolveInterrupter()
        tasks.put((parts, interrupter))


def _solve_model(parts: list[bytes], interrupter: SolveInterrupter) -> list[bytes]:
    kind, model, parameters, hints = parts
    answer = solver.solve(
        model_pb2.ModelProto.FromString(model),
        int.from_bytes(kind, "big"),
        parameters_pb2.SolverInitializerProto(),
        parameters_pb2.SolveParametersProto.FromString(parameters),
        model_parameters_pb2.ModelSolveParametersProto.FromString(hints),
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        interrupter.pybind_interrupter,
    )
    return [answer.SerializeToString()]


def _solve_flow(parts: list[bytes], _: SolveInterrupter) -> list[bytes]:
    flows = least_cost_flow(*(np.frombuffer(part, dtype=np.int64) for part in parts))
    return [] if flows is None else [flows.tobytes()]


def least_cost_flow(tail: Whole, head: Whole, capacity: Whole, cost: Whole, supply: Whole) -> Whole | None:
    """Flow on each arc, None where supplies cannot be met."""
    network = min_cost_flow.SimpleMinCostFlow()
    arcs = network.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
    network.set_nodes_supplies(np.arange(len(supply)), supply)
    if network.solve() != network.OPTIMAL:
        return None
    return np.asarray(network.flows(arcs), dtype=np.int64)


_WORK = {b"model": _solve_model, b"flow": _solve_flow}

if __name__ == "__main__":
    # Solvers print on the standard output at times, which belongs to the caller.
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 1)
    main(Connection(int(sys.argv[1])))
