"""Long work outside requests: one child process a run, watched through its row in the database.

Why a process and not a thread or a queue library: docs/decisions/080-runs-are-processes.md.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from api.settings import Settings
from data.database import opened
from data.database.tenants.register import whose
from data.plans import runs
from data.plans.runs import RunOrder
from data.privacy import KEY_FILE_VARIABLE, key_file
from labor.errors import StepRefused

SETTLED_WITHIN_S = 2.5  # a statement on a row of its own, on a busy machine; beyond this the database is out of reach

_watches: dict[subprocess.Popen[bytes], threading.Thread] = {}


def start(engine: Engine, settings: Settings, order: RunOrder, *, by: str) -> int:
    """Write the run down, begin it in a process of its own, and answer with its number.

    A second run that does the same joins the first while that is going. Raises StepRefused beside one that does not.
    """
    try:
        with opened(engine) as session:
            run_id = runs.ask(session, order, by=by, now=_now())
    except StepRefused:
        with opened(engine) as session:
            first = runs.under_way(session, order)
        if first is None:
            raise
        return first
    process = _spawn(replace(settings, operator=by, tenant=str(whose(engine))), run_id)
    watch = threading.Thread(target=_see_it_off, args=(engine, process, run_id), daemon=True)
    _watches[process] = watch
    watch.start()
    return run_id


def settle() -> None:
    """Let the word about processes that are already gone be written before the database is left; the others go on."""
    for process, watch in list(_watches.items()):
        if process.poll() is not None:
            watch.join(timeout=SETTLED_WITHIN_S)


def look_after(engine: Engine) -> int:
    """Close the runs a killed machine or server left open; returns how many."""
    with opened(engine) as session:
        return runs.bury_the_silent(session, now=_now())


def _spawn(settings: Settings, run_id: int) -> subprocess.Popen[bytes]:
    folder = settings.folder / "runs"
    folder.mkdir(parents=True, exist_ok=True)
    surroundings = os.environ | {
        "GONGQIAO_HOME": str(settings.folder.resolve()),
        "GONGQIAO_DATABASE": settings.database_url,
        "GONGQIAO_OPERATOR": settings.operator,
        "GONGQIAO_TENANT": settings.tenant,
        KEY_FILE_VARIABLE: str(key_file().resolve()),
    }
    with _private(folder / f"run-{run_id}.log") as log:
        # A session of its own: closing the terminal of the server must not take the run with it.
        return subprocess.Popen(  # noqa: S603 - our own interpreter, our own module, a whole number
            [sys.executable, "-m", "api.planning.run_process", str(run_id)],
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _private(path: Path) -> BinaryIO:
    """A log may quote a row: readable by its owner alone."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(file, 0o600)  # one left by an earlier version keeps its old mode otherwise
    return os.fdopen(file, "wb")


def _see_it_off(engine: Engine, process: subprocess.Popen[bytes], run_id: int) -> None:
    """Wait for the process; a run it left open ended badly. One that answers 0 closed its run itself."""
    try:
        if code := process.wait():
            _bury(engine, run_id, code)
    finally:
        _watches.pop(process, None)


def _bury(engine: Engine, run_id: int, code: int) -> None:
    message = f"进程意外结束(代码 {code}),没有结果 / the process ended unexpectedly (code {code}): nothing was kept"
    # A database that is out of reach by now hears of it from `look_after`, when somebody next opens it.
    with contextlib.suppress(OperationalError), opened(engine) as session:
        runs.end(session, run_id, "failed", message=message, now=_now())


def _now() -> datetime:
    return datetime.now(tz=UTC)
