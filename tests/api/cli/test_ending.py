"""SIGTERM ends the console and commands within five seconds, and what becomes of their work is said."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.settings import Settings
from data.database import opened
from data.plans import runs
from data.plans.runs import RunOrder
from tests.api.conftest import settings_for

ROOM_S = 8.0  # five seconds, and room for a machine that does other things
HANGING = """
import sys, threading, time
from api.cli.ending import end_when_asked
end_when_asked()
held = threading.Thread(target=time.sleep, args=(60,))
held.start()
print("begun", flush=True)
{what}
"""


def begun(what: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HANGING.format(what=what)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("time.sleep(60)", "stopped as asked"),
        ("threading.Event().wait()", "stopped as asked"),
        ("try:\n    time.sleep(60)\nfinally:\n    time.sleep(60)", "stopped as asked"),
        ("while True:\n    try:\n        time.sleep(60)\n    except SystemExit:\n        pass", "stopped as asked"),
    ],
)
def test_a_command_ends_soon_whatever_it_is_held_up_by(what: str, said: str) -> None:
    process = begun(what)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=60)

    assert time.monotonic() - began < ROOM_S
    assert process.returncode == 128 + signal.SIGTERM
    assert said in told
    assert "Traceback" not in told


@pytest.mark.slow
def test_the_console_ends_soon_with_a_stream_open_and_says_how_many_runs_go_on(
    engine: Engine, settings: Settings
) -> None:
    here = settings_for(engine, settings)
    with opened(engine) as session:
        run_id = runs.ask(session, RunOrder("plan", {}), by="老陈", now=datetime.now(tz=UTC))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=os.environ
        | {"PYTHONPATH": str(Path(__file__).parents[3]), "GONGQIAO_HOME": str(here.folder), "GONGQIAO_LANG": "en"}
        | {"GONGQIAO_DATABASE": here.database},
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}/runs/{run_id}/events"
    for _ in range(600):
        try:
            stream = urllib.request.urlopen(address, timeout=60)
            break
        except OSError:
            time.sleep(0.1)
    assert stream.readline().startswith(b"data: ")

    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    told, _ = process.communicate(timeout=60)

    assert time.monotonic() - began < ROOM_S
    assert "Runs still going: 1" in told
